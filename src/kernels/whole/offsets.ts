import { sizeOf } from "../../chunk/chunk.ts";
import type { TypedArray } from "../../chunk/dtype.ts";
import { ShapeError } from "../../util/errors.ts";
import type { Operand, WholeCall } from "../kernel.ts";
import { runKernel } from "./define.ts";
import { linesOf, type Memory } from "./memory.ts";
import { eachPanel, panelBytes, panelLength } from "./panels.ts";

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

/** Scratch memory of `offsetsOf` for indices that are broadcast to a shape. */
export function offsetsBytes(shape: readonly number[], indices: number): number {
  return linesOf("int64", sizeOf(shape)) + panelBytes(new Array<typeof shape>(indices).fill(shape));
}

/** Offsets, in elements, of what several indices (each broadcast to `shape`) together stand for. */
export function offsetsOf(call: WholeCall, memory: Memory, shape: readonly number[], indices: readonly Operand[], indexed: readonly Indexed[]): BigInt64Array {
  const offsets = memory.take("int64", sizeOf(shape));
  eachPanel(call, memory, wide(indices, shape), (panels, start) => fill(call, indices, indexed, panels, offsets.subarray(start, start + panels[0]!.length)));
  return offsets;
}

/** Scratch memory of `eachOffsets`. */
export function eachOffsetsBytes(shape: readonly number[], indices: number): number {
  return panelBytes(new Array<typeof shape>(indices + 1).fill(shape));
}

/** The same piece by piece: they need not all be in memory. */
export function eachOffsets(
  call: WholeCall,
  memory: Memory,
  shape: readonly number[],
  indices: readonly Operand[],
  indexed: readonly Indexed[],
  visit: (offsets: BigInt64Array, start: number) => void,
): void {
  const space = memory.take("int64", Math.min(panelLength, sizeOf(shape)));
  eachPanel(call, memory, wide(indices, shape), (panels, start) => {
    const offsets = space.subarray(0, panels[0]!.length);
    fill(call, indices, indexed, panels, offsets);
    visit(offsets, start);
  });
}

function wide(indices: readonly Operand[], shape: readonly number[]): Operand[] {
  return indices.map((operand) => broadcastTo(operand, shape));
}

function fill(call: WholeCall, indices: readonly Operand[], indexed: readonly Indexed[], panels: readonly TypedArray[], offsets: BigInt64Array): void {
  panels.forEach((panel, i) => {
    const { extent, first, count, stride } = indexed[i]!;
    const params = [extent, first, count, stride, Number(i > 0)];
    const good = runKernel(call, call.backend, "offsets", indices[i]!.dtype, { n: offsets.length, inputs: [panel, offsets], outputs: [offsets], params });
    if (!good) throw outOfBounds(call.step.kernel, panel as Iterable<number | bigint>, indexed[i]!);
  });
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
