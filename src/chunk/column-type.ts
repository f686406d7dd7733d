import { DTypeError } from "../util/errors.ts";
import { allDTypes, type DType } from "./dtype.ts";

/** What one tick of a time is. */
export type TimeUnit = "s" | "ms" | "us" | "ns";

/** A list of values of one type in each row: `list<int64>`, `list<list<utf8>>`. */
export type ListType = `list<${string}>`;

/** The type of a column, as users write it: `timestamp[us]`, `timestamp[us, Europe/Paris]`, `list<utf8>`. */
export type ColumnType =
  | DType
  | "utf8"
  | "category"
  | "date"
  | `timestamp[${TimeUnit}]`
  | `timestamp[${TimeUnit}, ${string}]`
  | `duration[${TimeUnit}]`
  | ListType;

/** What the type is apart from unit and zone, and from what lists hold. */
export type ColumnKind = DType | "utf8" | "category" | "date" | "timestamp" | "duration" | "list";

export interface ColumnTypeInfo {
  readonly type: ColumnType;
  readonly kind: ColumnKind;
  /** What its values are in memory: days since 1970 for dates, ticks since 1970 (UTC) for timestamps, codes for categories, UTF-8 bytes for text, nothing for lists. */
  readonly storage: DType;
  readonly unit: TimeUnit | undefined;
  /** The zone in which a timestamp shows its parts; without one they are those of UTC. */
  readonly zone: string | undefined;
  /** Of lists: the type of what they hold. */
  readonly item?: ColumnType;
}

/** Ticks in a second. */
export const ticksPerSecond: { readonly [U in TimeUnit]: number } = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 };

const parsed = new Map<string, ColumnTypeInfo>();
for (const dtype of allDTypes) parsed.set(dtype, { type: dtype, kind: dtype, storage: dtype, unit: undefined, zone: undefined });
parsed.set("utf8", { type: "utf8", kind: "utf8", storage: "uint8", unit: undefined, zone: undefined });
parsed.set("category", { type: "category", kind: "category", storage: "int32", unit: undefined, zone: undefined });
parsed.set("date", { type: "date", kind: "date", storage: "int32", unit: undefined, zone: undefined });

/** Other spellings that pandas, Polars and Arrow use. */
const aliases: ReadonlyMap<string, ColumnType> = new Map<string, ColumnType>([
  ["str", "utf8"],
  ["string", "utf8"],
  ["object", "utf8"],
  ["boolean", "bool"],
  ["int", "int64"],
  ["float", "float64"],
  ["double", "float64"],
  ["timestamp", "timestamp[us]"],
  ["datetime", "timestamp[us]"],
  ["duration", "duration[us]"],
]);

/** What a column type is; `undefined` if there is none of that name. */
export function findColumnType(name: string): ColumnTypeInfo | undefined {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const alias = aliases.get(name);
  if (alias !== undefined) return findColumnType(alias);
  const item = /^list<(.+)>$/s.exec(name)?.[1];
  if (item !== undefined) return listOf(name, findColumnType(item));
  const match = /^(timestamp|duration)\[(s|ms|us|ns)(?:,\s*([^\]]+))?\]$/.exec(name);
  if (match === null || (match[1] === "duration" && match[3] !== undefined)) return undefined;
  const [kind, unit, zone] = [match[1] as "timestamp" | "duration", match[2] as TimeUnit, match[3]?.trim()];
  if (zone !== undefined && !isZone(zone)) return undefined;
  const type = (zone === undefined ? `${kind}[${unit}]` : `${kind}[${unit}, ${zone}]`) as ColumnType;
  const info: ColumnTypeInfo = { type, kind, storage: "int64", unit, zone };
  parsed.set(name, info);
  return info;
}

/** Categories in lists are text: a list has no dictionary. */
export function listType(item: ColumnType): ListType {
  return `list<${item === "category" ? "utf8" : item}>`;
}

function listOf(name: string, item: ColumnTypeInfo | undefined): ColumnTypeInfo | undefined {
  if (item === undefined) return undefined;
  const type = listType(item.type);
  const info: ColumnTypeInfo = { type, kind: "list", storage: "uint8", unit: undefined, zone: undefined, item: type.slice(5, -1) as ColumnType };
  parsed.set(name, info);
  return info;
}

/** The type of what a list holds; `undefined` where it is no list. */
export function itemType(type: ColumnType): ColumnType | undefined {
  return columnTypeOf(type).item;
}

/** What a column type is that is known to be one. */
export function columnTypeOf(type: ColumnType): ColumnTypeInfo {
  return parseColumnType(type, "column");
}

/** Reads a column type as users write it, or throws `DTypeError`. */
export function parseColumnType(name: unknown, operation: string): ColumnTypeInfo {
  const info = typeof name === "string" ? findColumnType(name) : undefined;
  if (info !== undefined) return info;
  throw new DTypeError(
    `${operation}: unknown column type ${JSON.stringify(name)}; one of ${allDTypes.join(", ")}, utf8, category, date, timestamp[s|ms|us|ns{, zone}], duration[s|ms|us|ns], list<…>`,
  );
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
