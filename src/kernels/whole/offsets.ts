import { sizeOf } from "../../chunk/chunk.ts";
import { dtypes, viewOf } from "../../chunk/dtype.ts";
import { ShapeError } from "../../util/errors.ts";
import { dense, isDense } from "../dense.ts";
import type { Operand, WholeCall } from "../kernel.ts";
import { copyStrided } from "./copy-strided.ts";
import { runKernel } from "./define.ts";
import { linesOf, type Memory } from "./memory.ts";

/** Which elements indices along an axis stand for. */
export interface Indexed {
  readonly axis: number;
  /** The array's length along the axis. */
  readonly extent: number;
  /** The part of it that is there. */
  readonly first: number;
  readonly count: number;
  /** Elements from one to the next. */
  readonly stride: number;
}

/** Scratch memory of `offsetsOf` for so many elements. */
export function offsetsBytes(size: number): number {
  return 2 * linesOf("int64", size);
}

/** Offsets, in elements, of what several indices (each broadcast to `shape`) together stand for. */
export function offsetsOf(call: WholeCall, memory: Memory, shape: readonly number[], indices: readonly Operand[], indexed: readonly Indexed[]): BigInt64Array {
  const n = sizeOf(shape);
  const offsets = memory.take("int64", n);
  const space = memory.take("int64", n);
  indices.forEach((operand, i) => {
    const { extent, first, count, stride } = indexed[i]!;
    const wide = broadcastTo(operand, shape);
    const good = runKernel(call, call.backend, "offsets", operand.dtype, {
      n,
      inputs: [inSpace(call, wide, space), offsets],
      outputs: [offsets],
      params: [extent, first, count, stride, Number(i > 0)],
    });
    if (!good) throw outOfBounds(call.step.kernel, dense(operand) as Iterable<number | bigint>, indexed[i]!);
  });
  return offsets;
}

/** Adds to offsets those of the elements that the same place has along other axes. */
export function addRamp(call: WholeCall, offsets: BigInt64Array, shape: readonly number[], strides: readonly number[]): void {
  if (offsets.length === 0 || shape.length === 0) return;
  runKernel(call, call.backend, "ramp", "int64", { n: offsets.length, inputs: [offsets], outputs: [offsets], params: [shape.length, ...shape, ...strides] });
}

/** An operand seen with repeats as one of a larger shape. */
export function broadcastTo(operand: Operand, shape: readonly number[]): Operand {
  const skipped = shape.length - operand.shape.length;
  const strides = shape.map((_, axis) => (axis < skipped || operand.shape[axis - skipped] === 1 ? 0 : operand.strides[axis - skipped]!));
  return { ...operand, shape, strides };
}

/** What to say about the first index that is not there. */
export function outOfBounds(kernel: string, indices: Iterable<number | bigint>, { axis, extent, first, count }: Omit<Indexed, "stride">): ShapeError {
  for (const given of indices) {
    const index = Number(given);
    if (!Number.isInteger(index)) return new ShapeError(`${kernel}: ${index} is no index; indices along axis ${axis} are integers`);
    const at = (index < 0 ? index + extent : index) - first;
    if (at < 0 || at >= count) return new ShapeError(`${kernel}: index ${index} is out of bounds for axis ${axis} of ${extent} elements`);
  }
  return new ShapeError(`${kernel}: an index is out of bounds for axis ${axis} of ${extent} elements`);
}

function inSpace(call: WholeCall, operand: Operand, space: BigInt64Array) {
  const n = sizeOf(operand.shape);
  if (isDense(operand)) return operand.data.subarray(operand.offset, operand.offset + n);
  const copy = viewOf(operand.dtype, space.buffer, space.byteOffset, (space.byteLength / dtypes[operand.dtype].itemsize) | 0).subarray(0, n);
  copyStrided(call, operand, copy);
  return copy;
}
