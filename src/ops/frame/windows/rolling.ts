import { columnTypeOf, ticksPerSecond } from "../../../chunk/column-type.ts";
import type { StepParams } from "../../../graph/program.ts";
import { parseDuration } from "../../../util/duration-text.ts";
import { DTypeError } from "../../../util/errors.ts";
import type { AggregationName } from "../aggregations.ts";
import { typedCall } from "../call.ts";
import type { ColumnExpr } from "../column-expr.ts";
import { refuse } from "../functions/refuse.ts";
import { castExpr, literal } from "../literal.ts";
import { isNumeric, isText } from "../meet.ts";
import type { Closed } from "./window-bounds.ts";
import { type Over, windowCall } from "./window-call.ts";

export interface RollingOptions<On = string> {
  /** How many values a window must have; else its result is null. Default: all of a window of rows, one of a window of time. */
  readonly minPeriods?: number;
  /** The row is in the middle of its window rather than at its end. */
  readonly center?: boolean;
  /** The times by which a window of time goes, in order. Default: the column of `setIndex`. */
  readonly on?: On;
  /** Which ends belong to the window. Default `right`. */
  readonly closed?: Closed;
}

/** What windows can be aggregated by. */
export const rollingAggregations = ["sum", "mean", "min", "max", "count", "std", "var", "median", "quantile", "first", "last"] as const;
export type RollingAggregation = (typeof rollingAggregations)[number];

/** A window, apart from what it is of. */
export interface RollingWindow {
  readonly params: StepParams;
  readonly on: ColumnExpr | undefined;
}

/** Reads a window: a number of rows, or a stretch of time like `7D` or `2h`. */
export function rollingWindow(
  window: unknown,
  { minPeriods, center = false, closed = "right" }: RollingOptions<unknown>,
  on: ColumnExpr | undefined,
): RollingWindow {
  if (!["right", "left", "both", "neither"].includes(closed))
    throw new DTypeError(`rolling: closed is ${JSON.stringify(closed)}; it is right, left, both or neither`);
  const isCount = typeof window === "number";
  if (isCount && !(Number.isInteger(window) && window > 0 && window < 2 ** 31))
    throw new RangeError(`rolling: a window of ${window} rows; give a whole number from 1`);
  const least = minPeriods ?? (isCount ? window : 1);
  if (!(Number.isInteger(least) && least >= 0)) throw new RangeError(`rolling: minPeriods is ${least}, not a number of rows`);
  if (isCount && least > window) throw new RangeError(`rolling: minPeriods ${least} is more than the window of ${window} rows`);
  const params = { center, closed, minPeriods: least };
  if (isCount) return { params: { ...params, rows: window }, on: undefined };
  if (on === undefined) throw new DTypeError(`rolling: a window of ${JSON.stringify(window)} needs the column of times: { on: "time" }, or setIndex before`);
  return { params: { ...params, ticks: ticksOf(window, on) }, on };
}

function ticksOf(window: unknown, on: ColumnExpr): bigint {
  const { kind, unit } = columnTypeOf(on.type);
  if (kind !== "timestamp" && kind !== "date") throw refuse("rolling", [on.type], "on must be dates or timestamps");
  const text = typeof window === "string" ? window.trim() : "";
  const nanoseconds = parseDuration(/^[A-Za-z]/.test(text) ? `1${text}` : text, 1e9);
  const perTick = kind === "date" ? 86_400_000_000_000n : BigInt(1e9 / ticksPerSecond[unit!]);
  if (nanoseconds === undefined || nanoseconds <= 0n)
    throw new DTypeError(`rolling: ${JSON.stringify(window)} is no window; give a number of rows, or a stretch of time like "7D" or "2h"`);
  if (nanoseconds % perTick !== 0n)
    throw new DTypeError(`rolling: ${JSON.stringify(window)} is no whole number of ticks of ${on.type}; cast it to a finer unit`);
  return nanoseconds / perTick;
}

/** An aggregation of the window of each row. */
export function rollingOf(agg: AggregationName, x: ColumnExpr, { params, on }: RollingWindow, more: StepParams, over: Over | undefined): ColumnExpr {
  if (!(rollingAggregations as readonly string[]).includes(agg))
    throw new DTypeError(`rolling: windows have no ${agg}; they have ${rollingAggregations.join(", ")}`);
  const takesAll = agg === "count" || agg === "first" || agg === "last";
  if (!takesAll && !isNumeric(x.type)) throw refuse(`rolling.${agg}`, [x.type], isText(x.type) ? "cast the text with astype or toNumeric" : "cast with astype");
  return windowCall("rolling", on === undefined ? [x] : [x, on], { ...params, ...more, agg }, over);
}

/** An aggregation of each row and all before it, from running sums and extremes. */
export function expandingOf(agg: AggregationName, x: ColumnExpr, minPeriods: number, more: StepParams, over: Over | undefined): ColumnExpr {
  const total = (flags: ColumnExpr) => windowCall("cumsum", [castExpr(flags, "int64")], {}, over);
  const count = total(typedCall("notna", [x]));
  if (!(Number.isInteger(minPeriods) && minPeriods >= 0)) throw new RangeError(`expanding: minPeriods is ${minPeriods}, not a number of rows`);
  const where = (value: ColumnExpr, least: number, of: ColumnExpr = count) =>
    typedCall("where", [value, typedCall("ge", [of, literal(Math.max(least, minPeriods))]), literal(null)]);
  // As in pandas, what must be enough are rows: each has a value or not, and is counted.
  if (agg === "count") return where(count, 0, typedCall("add", [count, total(typedCall("isna", [x]))]));
  if (agg === "last") return where(windowCall("ffill", [x], {}, over), 1);
  const make = expandings[agg];
  if (make === undefined)
    throw new DTypeError(`expanding: there is no ${agg} of all rows so far; there are ${[...Object.keys(expandings), "count", "last"].join(", ")}`);
  if (!isNumeric(x.type)) throw refuse(`expanding.${agg}`, [x.type], isText(x.type) ? "cast the text with astype or toNumeric" : "cast with astype");
  const running = (name: "cumsum" | "cummin" | "cummax", of: ColumnExpr) => windowCall("ffill", [windowCall(name, [of], {}, over)], {}, over);
  const before = (of: ColumnExpr) => windowCall("shift", [of], { periods: 1 }, over);
  const { value, least } = make({ x: castExpr(x, "float64"), count, running, before, ddof: (more["ddof"] as number | undefined) ?? 1 });
  return where(value, least);
}

interface Expanding {
  readonly x: ColumnExpr;
  readonly count: ColumnExpr;
  readonly running: (name: "cumsum" | "cummin" | "cummax", of: ColumnExpr) => ColumnExpr;
  readonly before: (of: ColumnExpr) => ColumnExpr;
  readonly ddof: number;
}

const expandings: { readonly [agg: string]: (call: Expanding) => { value: ColumnExpr; least: number } } = {
  sum: ({ x, running }) => ({ value: typedCall("fillna", [running("cumsum", x), literal(0)]), least: 0 }),
  mean: ({ x, count, running }) => ({ value: typedCall("div", [running("cumsum", x), count]), least: 1 }),
  min: ({ x, running }) => ({ value: running("cummin", x), least: 1 }),
  max: ({ x, running }) => ({ value: running("cummax", x), least: 1 }),
  var: (call) => ({ value: varianceSoFar(call), least: call.ddof + 1 }),
  std: (call) => ({ value: typedCall("sqrt", [varianceSoFar(call)]), least: call.ddof + 1 }),
};

/** B. P. Welford's sum of squares: what a value is away from the mean before it times what it is away from the mean with it. */
function varianceSoFar({ x, count, running, before, ddof }: Expanding): ColumnExpr {
  const mean = typedCall("div", [running("cumsum", x), count]);
  const last = typedCall("fillna", [before(mean), mean]);
  const squares = running("cumsum", typedCall("mul", [typedCall("sub", [x, last]), typedCall("sub", [x, mean])]));
  return typedCall("div", [squares, typedCall("sub", [count, literal(ddof)])]);
}
