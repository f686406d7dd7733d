import type { TypedArray } from "../../chunk/dtype.ts";
import type { Operand, WholeCall } from "../kernel.ts";
import { runKernel } from "./define.ts";

type Runs = Pick<WholeCall, "backend" | "stop">;

/** Some axes of an operand. */
export interface Axes {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

export const noAxes: Axes = { shape: [], strides: [] };

/** Axes `from … to - 1` of an operand. */
export function axesOf({ shape, strides }: Axes, from: number, to: number): Axes {
  return { shape: shape.slice(from, to), strides: strides.slice(from, to) };
}

/** Takes, for each element of the outer axes and each offset, what the inner axes span there: `[outer, offsets, inner]` in `out`. */
export function gatherFrom(call: Runs, x: Operand, outer: Axes, offsets: BigInt64Array, inner: Axes, out: TypedArray): void {
  move(call, "gather", x, outer, offsets, inner, [x.data, offsets], out);
}

/** The way back: `values`, `[outer, offsets, inner]` in C order, are written into `to`. */
export function scatterInto(call: Runs, to: Operand, outer: Axes, offsets: BigInt64Array, inner: Axes, values: TypedArray): void {
  move(call, "scatter", to, outer, offsets, inner, [values, offsets], to.data);
}

/** Takes, along one axis, what stands at the offsets. */
export function gatherAlong(call: Runs & Pick<WholeCall, "out">, x: Operand, axis: number, offsets: BigInt64Array): void {
  gatherFrom(call, x, axesOf(x, 0, axis), offsets, axesOf(x, axis + 1, x.shape.length), call.out);
}

function move(call: Runs, kernel: string, x: Operand, outer: Axes, offsets: BigInt64Array, inner: Axes, inputs: readonly TypedArray[], out: TypedArray): void {
  if (offsets.length === 0 || outer.shape.includes(0) || inner.shape.includes(0)) return;
  const params = [x.offset, offsets.length, ...layoutOf(outer), ...layoutOf(inner)];
  runKernel(call, call.backend, kernel, x.dtype, { n: offsets.length, inputs, outputs: [out], params });
}

/** As native `Layout` reads it; axes of one element are left out, and neighbors that run on become one. */
export function layoutOf({ shape, strides }: Axes): number[] {
  const axes: { extent: number; stride: number }[] = [];
  shape.forEach((extent, axis) => {
    const stride = strides[axis]!;
    const last = axes.at(-1);
    if (extent === 1) return;
    if (last !== undefined && last.stride === stride * extent) axes[axes.length - 1] = { extent: last.extent * extent, stride };
    else axes.push({ extent, stride });
  });
  return [axes.length, ...axes.map((axis) => axis.extent), ...axes.map((axis) => axis.stride)];
}
