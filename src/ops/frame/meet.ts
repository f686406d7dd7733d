import { type ColumnKind, type ColumnType, columnTypeOf, type TimeUnit, ticksPerSecond } from "../../chunk/column-type.ts";
import { type DType, dtypes } from "../../chunk/dtype.ts";
import { promote } from "../define/promotion.ts";

/** A number or boolean: what has a dtype of arrays. */
export function isNumeric(type: ColumnType): type is DType {
  return Object.hasOwn(dtypes, type);
}

export function isText(type: ColumnType): boolean {
  return type === "utf8" || type === "category";
}

export function isList(type: ColumnType): boolean {
  return columnTypeOf(type).kind === "list";
}

export function isTime(type: ColumnType): boolean {
  return timeKinds.has(columnTypeOf(type).kind);
}
const timeKinds: ReadonlySet<ColumnKind> = new Set<ColumnKind>(["date", "timestamp", "duration"]);

/** The unit with the shorter tick; a date has none and gives way. */
export function finerUnit(a: TimeUnit | undefined, b: TimeUnit | undefined): TimeUnit {
  if (a === undefined || b === undefined) return a ?? b ?? "s";
  return ticksPerSecond[a] >= ticksPerSecond[b] ? a : b;
}

export function timestampType(unit: TimeUnit, zone?: string): ColumnType {
  return zone === undefined ? `timestamp[${unit}]` : `timestamp[${unit}, ${zone}]`;
}

/** The type that holds the values of both; nothing if there is none. */
export function meet(a: ColumnType, b: ColumnType): ColumnType | undefined {
  if (a === b) return a;
  if (isNumeric(a) && isNumeric(b)) return promote(a, b);
  if (isText(a) && isText(b)) return "utf8";
  const [first, second] = [columnTypeOf(a), columnTypeOf(b)];
  if (first.kind === "duration" && second.kind === "duration") return `duration[${finerUnit(first.unit, second.unit)}]`;
  const areDays = (kind: ColumnKind) => kind === "date" || kind === "timestamp";
  if (!areDays(first.kind) || !areDays(second.kind)) return undefined;
  // A time with a zone is a moment, one without shows what some clock says.
  if ((first.zone === undefined) !== (second.zone === undefined)) return undefined;
  return timestampType(finerUnit(first.unit, second.unit), first.zone);
}
