import { type Column, nullCount } from "../../../chunk/column.ts";
import { closesLeft, closesRight, rowBounds, type WindowBounds } from "../../../ops/frame/windows/window-bounds.ts";
import { ShapeError } from "../../../util/errors.ts";
import type { Backend } from "../../kernel.ts";
import { castValues, elementwise } from "../elementwise.ts";

/** The windows of rows: that of row i is from `low[i]` up to, without, `high[i]`. Neither ever goes back within a group. */
export interface Windows {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

export function windowsOf(backend: Backend, borders: Int32Array, bounds: WindowBounds, times: Column | undefined): Windows {
  const rows = borders[borders.length - 1]!;
  const windows = { low: new Int32Array(rows), high: new Int32Array(rows) };
  if (times !== undefined) requireTimes(times);
  for (let group = 0; group + 1 < borders.length; group++) {
    const [from, to] = [borders[group]!, borders[group + 1]!];
    if (times === undefined) ofRows(windows, from, to, bounds);
    else ofTimes(backend, windows, from, to, bounds, times);
  }
  return windows;
}

function ofRows({ low, high }: Windows, from: number, to: number, bounds: WindowBounds): void {
  const window = rowBounds(bounds);
  for (let row = from; row < to; row++) {
    low[row] = Math.min(to, Math.max(from, row + window.low));
    high[row] = Math.max(low[row]!, Math.min(to, row + window.high));
  }
}

function requireTimes(times: Column): void {
  const missing = nullCount(times);
  if (missing > 0) throw new ShapeError(`rolling: ${missing} of ${times.length} times are missing; drop those rows first (dropna)`);
}

/** Times from the first one on: as numbers where they are exact, which are faster. */
function ofTimes(backend: Backend, windows: Windows, from: number, to: number, bounds: WindowBounds, { type, values }: Column): void {
  if (from === to) return;
  const own = values.subarray(from, to);
  const times = (type === "date" ? castValues(backend, own, "int32", "int64") : own) as BigInt64Array;
  const first = times[0]!;
  const ticks = bounds.ticks!;
  const isNarrow = times[times.length - 1]! - first < exact && ticks < exact;
  const call = { kernel: "subtract", dtype: "int64", result: "int64", inputs: [times, BigInt64Array.of(first)] } as const;
  const since = elementwise(backend, call, times.length) as BigInt64Array;
  if (isNarrow) {
    const numbers = castValues(backend, since, "int64", "float64") as Float64Array;
    // What is out of order is so also where it is rounded; what is in order lies within the range.
    requireOrder(numbers, times);
    slide(windows, from, bounds, numbers, Number(ticks));
  } else {
    requireOrder(times, times);
    slideWide(windows, from, bounds, since, ticks);
  }
}
/** Halves of such numbers and their sums are exact. */
const exact = 2n ** 51n;

function requireOrder(list: Float64Array | BigInt64Array, times: BigInt64Array): void {
  for (let row = 1; row < list.length; row++) {
    if (list[row]! < list[row - 1]!)
      throw new ShapeError(`rolling: the times are not in order: ${times[row]} comes after ${times[row - 1]} (in ticks); sort the frame first (sortValues)`);
  }
}

function slide({ low, high }: Windows, from: number, bounds: WindowBounds, times: Float64Array, ticks: number): void {
  const [left, right] = [closesLeft(bounds), closesRight(bounds)];
  const back = bounds.center ? ticks / 2 : ticks;
  let [start, end] = [0, 0];
  for (let row = 0; row < times.length; row++) {
    const first = times[row]! - back;
    while (start < row && (left ? times[start]! < first : times[start]! <= first)) start++;
    if (bounds.center) {
      const last = times[row]! + back;
      while (end < times.length && (right ? times[end]! <= last : times[end]! < last)) end++;
    } else {
      end = right ? row + 1 : row;
    }
    low[from + row] = from + Math.min(start, end);
    high[from + row] = from + end;
  }
}

function slideWide({ low, high }: Windows, from: number, bounds: WindowBounds, times: BigInt64Array, ticks: bigint): void {
  const [left, right] = [closesLeft(bounds), closesRight(bounds)];
  // Halves of ticks are ticks of twice as many.
  const [scale, back] = bounds.center ? [2n, ticks] : [1n, ticks];
  let [start, end] = [0, 0];
  for (let row = 0; row < times.length; row++) {
    const first = times[row]! * scale - back;
    while (start < row && (left ? times[start]! * scale < first : times[start]! * scale <= first)) start++;
    if (bounds.center) {
      const last = times[row]! * scale + back;
      while (end < times.length && (right ? times[end]! * scale <= last : times[end]! * scale < last)) end++;
    } else {
      end = right ? row + 1 : row;
    }
    low[from + row] = from + Math.min(start, end);
    high[from + row] = from + end;
  }
}
