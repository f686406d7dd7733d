import { sizeOf, stridesOf } from "../../chunk/chunk.ts";
import { ShapeError } from "../../util/errors.ts";
import type { Operand, Whole, WholeCall } from "../kernel.ts";
import { copyStrided, denseIn } from "./copy-strided.ts";
import { defineWhole } from "./define.ts";
import { maskOffsets } from "./filter.ts";
import { noAxes, scatterInto } from "./gather-along.ts";
import { gatheredShape, indexedShape } from "./index-shapes.ts";
import { linesOf } from "./memory.ts";
import { broadcastTo, eachOffsets, eachOffsetsBytes } from "./offsets.ts";
import { paramsOf } from "./params.ts";
import * as mask from "./reference/assign-mask.ts";
import * as reference from "./reference/take.ts";
import { leftOf, wholeAxis } from "./take.ts";

export const scatter: Whole = defineWhole({
  kernels: ["scatter", "copy"],
  shape: (_, [x]) => x!,
  scratchBytes(step, [x, , ...indices]) {
    const shape = gatheredShape(x!, indices, paramsOf(step, "scatter").axes) as number[];
    return eachOffsetsBytes(indexedShape(indices), indices.length) + linesOf(step.dtype, sizeOf(shape));
  },
  native(call, memory) {
    const { axes } = paramsOf(call.step, "scatter");
    const [x, values, ...indices] = call.args;
    const to = copied(call, x!);
    const shapes = indices.map((operand) => operand.shape);
    const shape = gatheredShape(x!.shape, shapes, axes) as number[];
    const given = denseIn(call, broadcastTo(values!, shape), memory);
    const left = leftOf(to, axes);
    const size = sizeOf(left.shape);
    eachOffsets(
      call,
      memory,
      indexedShape(shapes),
      indices,
      axes.map((axis) => wholeAxis(to, axis)),
      (offsets, start) => scatterInto(call, to, noAxes, offsets, left, given.subarray(start * size)),
    );
  },
  reference: reference.scatter,
});

export const assign: Whole = defineWhole({
  kernels: ["copy"],
  shape: (_, [x]) => x!,
  native(call) {
    const { starts, steps, counts } = paramsOf(call.step, "assign");
    const [x, values] = call.args;
    const { strides } = copied(call, x!);
    const offset = starts.reduce((at, start, axis) => at + start * strides[axis]!, 0);
    copyStrided(
      call,
      broadcastTo(values!, counts),
      call.out,
      offset,
      strides.map((stride, axis) => stride * steps[axis]!),
    );
  },
  reference: reference.assign,
});

export const assignMask: Whole = defineWhole({
  kernels: ["scatter", "copy"],
  shape: (_, [x]) => x!,
  scratchBytes: (step, [x]) => linesOf("int64", sizeOf(x!) + 1) + linesOf("bool", sizeOf(x!)) + linesOf(step.dtype, sizeOf(x!)),
  native(call, memory) {
    const [x, flags, values] = call.args;
    const to = copied(call, x!);
    const offsets = maskOffsets(call, memory, flags!, 1);
    const given = sizeOf(values!.shape);
    if (given !== 1 && given !== offsets.length) throw new ShapeError(`assignMask: ${given} values for ${offsets.length} places where the mask is true`);
    const flat = given === 1 ? broadcastTo({ ...values!, shape: [], strides: [] }, [offsets.length]) : values!;
    scatterInto(call, to, noAxes, offsets, noAxes, denseIn(call, flat, memory));
  },
  reference: mask.assignMask,
});

/** A copy of an operand in the result. */
function copied(call: WholeCall, x: Operand): Operand {
  copyStrided(call, x, call.out);
  return { dtype: x.dtype, data: call.out, offset: 0, shape: x.shape, strides: stridesOf(x.shape) };
}
