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
    const counts = new Float64Array(runs.length);
    runKernel(call, call.backend, "mergeCuts", call.step.dtype, { n: runs.length, inputs: sorted, outputs: [counts], params: [rank, runs.length] });
    return [...counts];
  };
  return { starts: cut(from), ends: cut(to), shape: [to - from], skip: 0 };
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
