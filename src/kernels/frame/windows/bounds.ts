import { type Column, nullCount } from "../../../chunk/column.ts";
import { closesLeft, closesRight, rowBounds, type WindowBounds } from "../../../ops/frame/windows/window-bounds.ts";
import { ShapeError } from "../../../util/errors.ts";

/** The windows of rows: that of row i is from `low[i]` up to, without, `high[i]`. Neither ever goes back within a group. */
export interface Windows {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

export function windowsOf(borders: Int32Array, bounds: WindowBounds, times: Column | undefined): Windows {
  const rows = borders[borders.length - 1]!;
  const windows = { low: new Int32Array(rows), high: new Int32Array(rows) };
  if (times !== undefined) requireTimes(times);
  for (let group = 0; group + 1 < borders.length; group++) {
    const [from, to] = [borders[group]!, borders[group + 1]!];
    if (times === undefined) ofRows(windows, from, to, bounds);
    else ofTimes(windows, from, to, bounds, times.values as BigInt64Array);
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
function ofTimes(windows: Windows, from: number, to: number, bounds: WindowBounds, times: BigInt64Array | Int32Array): void {
  if (from === to) return;
  const first = BigInt(times[from]!);
  const span = BigInt(times[to - 1]!) - first;
  for (let row = from + 1; row < to; row++) {
    if (times[row]! < times[row - 1]!)
      throw new ShapeError(`rolling: the times are not in order: ${times[row]} comes after ${times[row - 1]} (in ticks); sort the frame first (sortValues)`);
  }
  const ticks = bounds.ticks!;
  if (span < 2n ** 51n && ticks < 2n ** 51n) {
    const numbers = Float64Array.from({ length: to - from }, (_, i) => Number(BigInt(times[from + i]!) - first));
    slide(windows, from, bounds, numbers, Number(ticks));
  } else {
    slideWide(
      windows,
      from,
      bounds,
      BigInt64Array.from({ length: to - from }, (_, i) => BigInt(times[from + i]!) - first),
      ticks,
    );
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
