import { type ColumnType, columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes } from "../../../chunk/dtype.ts";
import { typedCall } from "../call.ts";
import type { ColumnExpr } from "../column-expr.ts";
import { checkParams } from "../functions/params.ts";
import { refuse } from "../functions/refuse.ts";
import { castExpr, literal, settle } from "../literal.ts";
import { isList, isNumeric, isText } from "../meet.ts";
import { requirePlainKeys } from "../plain-keys.ts";
import { type Over, windowCall } from "./window-call.ts";

/** Where a method stands: what errors call it, and the groups it counts rows in. */
export interface Within {
  readonly name: string;
  readonly over?: Over | undefined;
}

const isDuration = (type: ColumnType) => columnTypeOf(type).kind === "duration";

/** The type in which a column is summed or multiplied. */
function totalType(type: ColumnType): ColumnType {
  if (!isNumeric(type) || dtypes[type].kind === "float") return type;
  return type.startsWith("u") ? "uint64" : "int64";
}

export function running(name: "cumsum" | "cumprod", x: ColumnExpr, { over }: Within): ColumnExpr {
  const canSum = isNumeric(x.type) || (name === "cumsum" && isDuration(x.type));
  if (!canSum) throw refuse(name, [x.type], isText(x.type) ? "cast the text with astype or toNumeric" : "it takes numbers");
  return windowCall(name, [castExpr(x, totalType(x.type))], {}, over);
}

/** Types whose extremes have kernels; others are cast to one of these and back. */
const compared: readonly ColumnType[] = ["int32", "int64", "uint64", "float32", "float64", "date"];

export function runningExtreme(name: "cummax" | "cummin", x: ColumnExpr, { over }: Within): ColumnExpr {
  if (isText(x.type) || isList(x.type)) throw refuse(name, [x.type], "it takes numbers and times");
  if (!isNumeric(x.type) || compared.includes(x.type)) return windowCall(name, [x], {}, over);
  return castExpr(windowCall(name, [castExpr(x, "int64")], {}, over), x.type);
}

export interface ShiftOptions {
  /** What stands where there is no row so far away. Default null. */
  readonly fillValue?: null | boolean | number | bigint | string | Date;
}

export function shifted(x: ColumnExpr, periods: number, { fillValue = null }: ShiftOptions, { name, over }: Within): ColumnExpr {
  requireRows(name, "periods", periods);
  if (fillValue === null) return windowCall("shift", [x], { periods }, over);
  const [filler] = settle(name, [literal(fillValue), x]) as [ColumnExpr, ColumnExpr];
  const fits = filler.type === x.type || (isText(filler.type) && isText(x.type));
  if (!fits) throw refuse(name, [x.type, filler.type], "give a fillValue that the column can hold, or cast it with astype");
  return windowCall("shift", [x, castExpr(filler, x.type)], { periods }, over);
}

function requireRows(name: string, what: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || Math.abs(value as number) >= 2 ** 31) throw new RangeError(`${name}: ${what} is ${String(value)}, not a number of rows`);
}

/** Differences of integers are int64: none of fewer bits wraps around. */
export function difference(x: ColumnExpr, periods: number, within: Within): ColumnExpr {
  const { type } = x;
  if (isText(type) || isList(type) || type === "bool") throw refuse(within.name, [type], "it takes numbers and times; cast with astype");
  const wide = isNumeric(type) && dtypes[type].kind !== "float" ? castExpr(x, "int64") : x;
  return typedCall("sub", [wide, shifted(wide, periods, {}, within)]);
}

export function relativeChange(x: ColumnExpr, periods: number, within: Within): ColumnExpr {
  if (!isNumeric(x.type) || x.type === "bool") throw refuse(within.name, [x.type], "it takes numbers; cast with astype");
  return typedCall("sub", [typedCall("div", [x, shifted(x, periods, {}, within)]), literal(1)]);
}

export interface FillOptions {
  /** How many rows in a row are filled at most. */
  readonly limit?: number;
}

export function filled(name: "ffill" | "bfill", x: ColumnExpr, { limit }: FillOptions, { over }: Within): ColumnExpr {
  if (limit === undefined) return windowCall(name, [x], {}, over);
  requireRows(name, "limit", limit);
  if (limit < 1) throw new RangeError(`${name}: limit is ${limit}, and must be at least 1`);
  return windowCall(name, [x], { limit }, over);
}

export interface RankOptions {
  /** What equal values get: the mean of their places (the default), the first, the last, each its own, or numbers without gaps. */
  readonly method?: "average" | "min" | "max" | "first" | "dense";
  readonly ascending?: boolean;
  /** Missing values have no rank (`keep`, the default), or the first ranks, or the last. */
  readonly naOption?: "keep" | "top" | "bottom";
  /** Ranks as shares of how many there are. */
  readonly pct?: boolean;
}

export function rankOf(x: ColumnExpr, options: RankOptions, { over }: Within): ColumnExpr {
  const rules = { method: ["average", "min", "max", "first", "dense"], ascending: "boolean?", naOption: ["keep", "top", "bottom"], pct: "boolean?" } as const;
  requirePlainKeys("rank", [x]);
  checkParams("rank", { ...options } as never, rules);
  const { method = "average", ascending = true, naOption = "keep", pct = false } = options;
  return windowCall("rank", [x], { method, descending: !ascending, nullOption: naOption, pct }, over);
}
