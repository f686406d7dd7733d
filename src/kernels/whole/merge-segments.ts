import { stridesOf } from "../../chunk/chunk.ts";
import type { TypedArray } from "../../chunk/dtype.ts";
import { dense } from "../dense.ts";
import type { Operand, WholeCall } from "../kernel.ts";
import { copyStrided } from "./copy-strided.ts";
import { runKernel } from "./define.ts";

/** The part of each sorted run in which what is wanted lies. */
export interface Segments {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Of all parts together. */
  readonly shape: readonly number[];
  /** How many of the merged elements come before those that are wanted. */
  readonly skip: number;
}

/** Exactly what is wanted of runs of one axis; all of runs with more, whose rows would all be cut differently. */
export function cutsOf(call: WholeCall, runs: readonly Operand[], axis: number, from: number, to: number): Segments {
  const extents = runs.map((run) => run.shape[axis]!);
  if (runs[0]!.shape.length > 1) {
    return {
      starts: extents.map(() => 0),
      ends: extents,
      shape: runs[0]!.shape.with(
        axis,
        extents.reduce((a, b) => a + b),
      ),
      skip: from,
    };
  }
  const sorted = runs.map(dense);
  const cut = (rank: number) => {
    if (runs.length > mostInputs) return cutMany(sorted, rank);
    const counts = new Float64Array(runs.length);
    runKernel(call, call.backend, "mergeCuts", call.step.dtype, { n: runs.length, inputs: sorted, outputs: [counts], params: [rank, runs.length] });
    return [...counts];
  };
  return { starts: cut(from), ends: cut(to), shape: [to - from], skip: 0 };
}

/** A kernel takes no more arrays at once. */
const mostInputs = 64;

/** How many elements of each run are among the first `rank` of all; of equal ones those of the first run come first. */
function cutMany(runs: readonly TypedArray[], rank: number): number[] {
  const low = runs.map(() => 0);
  const high = runs.map((run) => run.length);
  for (;;) {
    // The middle of the widest interval tells on which side of it all cuts are.
    const widest = high.reduce((best, end, i) => (end - low[i]! > high[best]! - low[best]! ? i : best), 0);
    if (high[widest] === low[widest]) return low;
    const middle = (low[widest]! + high[widest]!) >> 1;
    const pivot = runs[widest]![middle]!;
    const before = runs.map((run, i) => (i === widest ? middle : countBefore(run, pivot, i < widest)));
    const isWanted = before.reduce((sum, count) => sum + count, 0) < rank;
    before.forEach((count, i) => {
      if (isWanted) low[i] = Math.max(low[i]!, i === widest ? middle + 1 : count);
      else high[i] = Math.min(high[i]!, count);
    });
  }
}

/** How many elements of a sorted run are less than a value, or not greater. NaN is the greatest. */
function countBefore(run: TypedArray, value: number | bigint, equalToo: boolean): number {
  const less = (a: number | bigint, b: number | bigint) => a < b || (Number.isNaN(b) && !Number.isNaN(a));
  let [low, high] = [0, run.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = run[middle]!;
    if (equalToo ? !less(value, one) : less(one, value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts the segments one after the other. */
export function joinSegments(call: WholeCall, runs: readonly Operand[], { starts, ends, shape }: Segments, axis: number, out: TypedArray): void {
  const strides = stridesOf(shape);
  let at = 0;
  runs.forEach((run, i) => {
    const [start, end] = [starts[i]!, ends[i]!];
    const segment = { ...run, offset: run.offset + start * run.strides[axis]!, shape: run.shape.with(axis, end - start) };
    copyStrided(call, segment, out, at * strides[axis]!, strides);
    at += end - start;
  });
}
