import { sizeOf, stridesOf } from "../../chunk/chunk.ts";
import type { TypedArray } from "../../chunk/dtype.ts";
import { isDense } from "../dense.ts";
import type { Operand, WholeCall } from "../kernel.ts";
import { StoppedError } from "../stopped.ts";
import { copyStrided } from "./copy-strided.ts";
import { linesOf, type Memory } from "./memory.ts";

/** How many elements a panel has at most: enough that calls cost nothing, few enough that copies stay in cache and stopping is quick. */
export const panelLength = 65_536;

/** Scratch memory that `eachPanel` takes for operands of these shapes: copies of 8-byte elements. */
export function panelBytes(shapes: readonly (readonly number[])[]): number {
  return shapes.reduce((bytes, shape) => bytes + linesOf("float64", Math.min(panelLength, sizeOf(shape))), 0);
}

/** Visits operands of one shape piece by piece, C order: elements `start …` of each, copied where they are not dense. */
export function eachPanel(
  call: Pick<WholeCall, "backend" | "stop">,
  memory: Memory,
  operands: readonly Operand[],
  visit: (panels: readonly TypedArray[], start: number) => void,
): void {
  const { shape } = operands[0]!;
  const size = sizeOf(shape);
  const reads = operands.map((operand) => {
    if (isDense(operand)) return ({ start, n }: Box) => operand.data.subarray(operand.offset + start, operand.offset + start + n);
    const space = memory.take(operand.dtype, Math.min(panelLength, size));
    return (box: Box) => {
      const offset = box.origin.reduce((at, index, axis) => at + index * operand.strides[axis]!, operand.offset);
      copyStrided(call, { ...operand, offset, shape: box.shape }, space);
      return space.subarray(0, box.n);
    };
  });
  for (const box of boxesOf(shape)) {
    if (call.stop !== undefined && Atomics.load(call.stop, 0) !== 0) throw new StoppedError();
    visit(
      reads.map((read) => read(box)),
      box.start,
    );
  }
}

/** A part of a shape that is a range in C order. */
interface Box {
  readonly start: number;
  readonly n: number;
  readonly origin: readonly number[];
  readonly shape: readonly number[];
}

function* boxesOf(shape: readonly number[]): Generator<Box> {
  const size = sizeOf(shape);
  if (size === 0) return;
  if (shape.length === 0) return yield { start: 0, n: 1, origin: [], shape };
  const strides = stridesOf(shape);
  // The first axis along which one step is no more than a panel.
  const axis = strides.findIndex((stride) => stride <= panelLength);
  const steps = Math.min(shape[axis]!, Math.floor(panelLength / strides[axis]!));
  for (let start = 0; start < size; ) {
    const origin = shape.map((extent, i) => Math.floor(start / strides[i]!) % extent);
    const extent = Math.min(steps, shape[axis]! - origin[axis]!);
    const n = extent * strides[axis]!;
    yield { start, n, origin, shape: shape.map((all, i) => (i < axis ? 1 : i === axis ? extent : all)) };
    start += n;
  }
}
