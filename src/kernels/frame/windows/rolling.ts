import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import type { WindowBounds } from "../../../ops/frame/windows/window-bounds.ts";
import { must } from "../../../util/must.ts";
import { bitmapWhere } from "../aggregate/accumulate.ts";
import { castValues } from "../elementwise.ts";
import { bitmapToBytes } from "../rows/bitmap.ts";
import { takeColumn } from "../rows/take.ts";
import { type Windows, windowsOf } from "./bounds.ts";
import { windowQuantiles } from "./quantiles.ts";
import { type Joined, nothingOf, slide, slideMoments } from "./slide.ts";
import { slideInKernel } from "./slide-in-kernel.ts";
import type { WindowCall, WindowKernel } from "./window-kernel.ts";

/** A column as windows see it. */
interface Sight {
  readonly call: WindowCall;
  readonly column: Column;
  readonly windows: Windows;
  readonly present: Uint8Array | undefined;
  /** How many values there are in the window of each row. */
  readonly counts: Int32Array;
}

type Result = { readonly values: Float64Array; readonly least: number };

/** Results of windows with enough values; `least`: how many there must be at any rate. */
const results: { readonly [agg: string]: (sight: Sight) => Result } = {
  sum: (sight) => ({ values: slid(sight, "sum"), least: 0 }),
  mean(sight) {
    const values = slid(sight, "sum");
    for (let row = 0; row < values.length; row++) values[row]! /= sight.counts[row]!;
    return { values, least: 1 };
  },
  min: (sight) => ({ values: slid(sight, "least"), least: 1 }),
  max: (sight) => ({ values: slid(sight, "greatest"), least: 1 }),
  var: variances,
  std(sight) {
    const { values, least } = variances(sight);
    return { values: values.map(Math.sqrt), least };
  },
  median: (sight) => quantilesOf(sight, 0.5, "linear"),
  quantile: (sight) => quantilesOf(sight, sight.call.params["q"] as number, sight.call.params["interpolation"] as string),
};

const slid = (sight: Sight, how: Joined) => slide(filled(sight, nothingOf[how]), sight.windows, how);

function variances({ call, windows, counts, present, ...sight }: Sight): Result {
  const { squares } = slideMoments(filled({ call, windows, counts, present, ...sight }, 0), present, windows);
  const ddof = (call.params["ddof"] as number | undefined) ?? 1;
  return { values: squares.map((square, row) => square / (counts[row]! - ddof)), least: ddof + 1 };
}

function quantilesOf({ call, column, windows, present }: Sight, q: number, interpolation: string): Result {
  return { values: windowQuantiles({ backend: call.backend, column, present, windows, q, interpolation }), least: 1 };
}

/** Numbers, with another where there is none. */
function filled({ call, column, present }: Sight, filler: number): Float64Array {
  const values = castValues(call.backend, column.values, columnTypeOf(column.type).storage, "float64") as Float64Array;
  if (present === undefined) return values;
  return values.map((value, row) => (present[row] === 0 ? filler : value));
}

/** `agg` and its parameters, `minPeriods` and the window: an aggregation of the values in the window of each row; null where there are too few. */
export const rolling: WindowKernel = (call) => slideInKernel(call) ?? slidePlainly(call);

/** What `native/kernels/rolling.cpp` does, and what it has no kernel for. */
function slidePlainly(call: WindowCall): Column {
  const { args, borders, params, type, backend } = call;
  const [column, times] = args as [Column, Column?];
  const windows = windowsOf(backend, borders, params as unknown as WindowBounds, times);
  const present = column.valid === undefined ? undefined : bitmapToBytes(backend, column.valid, column.length);
  const counts = countsOf(windows, present);
  const least = params["minPeriods"] as number;
  const agg = params["agg"] as string;
  const { length } = column;
  if (agg === "count") {
    // As in pandas, what must be enough are rows: each has a value or not, and is counted.
    const valid = bitmapWhere(length, (row) => windows.high[row]! - windows.low[row]! >= least);
    return { type, length, values: BigInt64Array.from(counts, BigInt), valid };
  }
  if (agg === "first" || agg === "last") return takeColumn(backend, column, endRows(windows, counts, present, agg, least));
  const make = results[agg];
  must(make !== undefined, `rolling of ${agg}`);
  const { values, least: own } = make({ call, column, windows, present, counts });
  const needed = Math.max(least, own);
  const valid = bitmapWhere(length, (row) => {
    if (counts[row]! < needed) values[row] = 0;
    return counts[row]! >= needed;
  });
  return { type, length, values, valid };
}

function countsOf({ low, high }: Windows, present: Uint8Array | undefined): Int32Array {
  const rows = low.length;
  if (present === undefined) return low.map((from, row) => high[row]! - from);
  const before = new Int32Array(rows + 1);
  for (let row = 0; row < rows; row++) before[row + 1] = before[row]! + present[row]!;
  return low.map((from, row) => before[high[row]!]! - before[from]!);
}

/** The first or last row of each window that has a value; -1 where there are too few. */
function endRows({ low, high }: Windows, counts: Int32Array, present: Uint8Array | undefined, which: "first" | "last", least: number): Int32Array {
  const rows = low.length;
  // The nearest row with a value from each row on, or back from it.
  const nearest = new Int32Array(rows);
  if (which === "first") {
    for (let row = rows - 1, next = -1; row >= 0; row--) nearest[row] = next = present?.[row] === 0 ? next : row;
  } else {
    for (let row = 0, last = -1; row < rows; row++) nearest[row] = last = present?.[row] === 0 ? last : row;
  }
  const needed = Math.max(1, least);
  return counts.map((count, row) => (count < needed ? -1 : nearest[which === "first" ? low[row]! : high[row]! - 1]!));
}
