import { sizeOf, stridesOf } from "../../chunk/chunk.ts";
import type { TypedArray } from "../../chunk/dtype.ts";
import { isDense } from "../dense.ts";
import type { Operand, WholeCall } from "../kernel.ts";
import { runKernel } from "./define.ts";
import type { Memory } from "./memory.ts";

type Runs = Pick<WholeCall, "backend" | "stop">;

/** Copies an operand into part of a buffer. */
export function copyStrided(call: Runs, from: Operand, to: TypedArray, toOffset = 0, toStrides: readonly number[] = stridesOf(from.shape)): void {
  if (sizeOf(from.shape) === 0) return;
  const { shape, out, in: strides } = simplest(from.shape, toStrides, from.strides);
  // WebAssembly would copy both buffers in and one out.
  if (call.backend.maxBytes !== undefined || !call.backend.has("copy", from.dtype)) {
    copyPlainly(from.data, from.offset, to, toOffset, shape, strides, out);
  } else {
    runKernel(call, call.backend, "copy", from.dtype, {
      n: sizeOf(shape),
      inputs: [from.data],
      outputs: [to],
      params: [toOffset, from.offset, shape.length, ...shape, ...out, ...strides],
    });
  }
}

/** An operand's elements in C order: where they are if they are dense there, else copied to scratch memory. */
export function denseIn(call: Runs, operand: Operand, memory: Memory): TypedArray {
  const size = sizeOf(operand.shape);
  if (isDense(operand)) return operand.data.subarray(operand.offset, operand.offset + size);
  const copy = memory.take(operand.dtype, size);
  copyStrided(call, operand, copy);
  return copy;
}

/** An operand's elements in `out`, or where they are if they are dense there: for kernels that may work in place. In WebAssembly they do, since it has copies of both buffers. */
export function denseOr(call: Runs, operand: Operand, out: TypedArray): TypedArray {
  if (isDense(operand) && call.backend.maxBytes === undefined) return operand.data.subarray(operand.offset, operand.offset + sizeOf(operand.shape));
  copyStrided(call, operand, out);
  return out.subarray(0, sizeOf(operand.shape));
}

/**
 * The same walk with as few axes as possible: those of one element go, neighbors that run on in both buffers become one, and an axis along which the
 * input's elements are neighbors comes last or, if the output's are along another, next to last (the kernel then moves squares).
 */
function simplest(shape: readonly number[], out: readonly number[], strides: readonly number[]) {
  const axes: { extent: number; out: number; in: number }[] = [];
  shape.forEach((extent, axis) => {
    if (extent === 1) return;
    const next = { extent, out: out[axis]!, in: strides[axis]! };
    const last = axes.at(-1);
    if (last !== undefined && last.out === next.out * extent && last.in === next.in * extent) axes[axes.length - 1] = { ...next, extent: last.extent * extent };
    else axes.push(next);
  });
  const fast = axes.findIndex((axis) => axis.in === 1);
  if (fast >= 0 && fast < axes.length - 2 && axes.at(-1)!.in !== 1) axes.splice(axes.length - 2, 0, ...axes.splice(fast, 1));
  return { shape: axes.map((axis) => axis.extent), out: axes.map((axis) => axis.out), in: axes.map((axis) => axis.in) };
}

function copyPlainly(
  from: TypedArray,
  fromOffset: number,
  to: TypedArray,
  toOffset: number,
  shape: readonly number[],
  fromStrides: readonly number[],
  toStrides: readonly number[],
): void {
  const last = shape.length - 1;
  if (last < 0) {
    to[toOffset] = from[fromOffset]!;
    return;
  }
  const [extent, inStep, outStep] = [shape[last]!, fromStrides[last]!, toStrides[last]!];
  const index = new Array<number>(last).fill(0);
  for (let [inAt, outAt] = [fromOffset, toOffset]; ; ) {
    if (inStep === 1 && outStep === 1) (to as Uint8Array).set((from as Uint8Array).subarray(inAt, inAt + extent), outAt);
    else for (let i = 0; i < extent; i++) to[outAt + i * outStep] = from[inAt + i * inStep]!;
    let axis = last - 1;
    for (; axis >= 0; axis--) {
      inAt += fromStrides[axis]!;
      outAt += toStrides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      inAt -= fromStrides[axis]! * shape[axis]!;
      outAt -= toStrides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}
