import { sizeOf } from "../../chunk/chunk.ts";
import type { KernelStep } from "../../graph/program.ts";
import { ShapeError } from "../../util/errors.ts";
import { dense } from "../dense.ts";
import type { Operand, Whole, WholeCall } from "../kernel.ts";
import { copyStrided } from "./copy-strided.ts";
import { defineWhole } from "./define.ts";
import { type Axes, axesOf, gatherAlong, gatherFrom, noAxes } from "./gather-along.ts";
import { gatheredShape, indexedShape } from "./index-shapes.ts";
import { linesOf } from "./memory.ts";
import { addRamp, eachOffsets, eachOffsetsBytes, offsetsBytes, offsetsOf } from "./offsets.ts";
import { paramsOf } from "./params.ts";
import * as movement from "./reference/move.ts";
import * as reference from "./reference/take.ts";

export const take: Whole = defineWhole({
  kernels: ["gather", "copy"],
  shape(step, [x, indices]) {
    const { axis } = paramsOf(step, "take");
    return x!.toSpliced(axis, 1, ...indices!);
  },
  scratchBytes: (_, [, indices]) => Math.max(offsetsBytes(indices!, 1), eachOffsetsBytes(indices!, 1)),
  native(call, memory) {
    const { axis, offset = 0, extent } = paramsOf(call.step, "take");
    const [x, indices] = call.args;
    const count = x!.shape[axis]!;
    const indexed = [{ axis, extent: extent ?? count, first: offset, count, stride: x!.strides[axis]! }];
    const [outer, inner] = [axesOf(x!, 0, axis), axesOf(x!, axis + 1, x!.shape.length)];
    if (sizeOf(outer.shape) > 1) gatherFrom(call, x!, outer, offsetsOf(call, memory, indices!.shape, [indices!], indexed), inner, call.out);
    else eachOffsets(call, memory, indices!.shape, [indices!], indexed, gatherEach(call, x!, inner));
  },
  reference: reference.take,
});

export const takeAlong: Whole = defineWhole({
  kernels: ["gather", "copy"],
  shape: (_, [, indices]) => indices!,
  scratchBytes: (_, [, indices]) => offsetsBytes(indices!, 1),
  native(call, memory) {
    const { axis } = paramsOf(call.step, "takeAlong");
    const [x, indices] = call.args;
    const { shape } = indices!;
    const offsets = offsetsOf(call, memory, shape, [indices!], [wholeAxis(x!, axis)]);
    addRamp(call, offsets, shape, x!.strides.with(axis, 0));
    gatherFrom(call, x!, noAxes, offsets, noAxes, call.out);
  },
  reference: reference.takeAlong,
});

export const gather: Whole = defineWhole({
  kernels: ["gather", "copy"],
  shape: (step, [x, ...indices]) => gatheredShape(x!, indices, paramsOf(step, "gather").axes),
  scratchBytes: (_, [, ...indices]) => eachOffsetsBytes(indexedShape(indices), indices.length),
  native(call, memory) {
    const { axes } = paramsOf(call.step, "gather");
    const [x, ...indices] = call.args;
    const shape = indexedShape(indices.map((operand) => operand.shape));
    eachOffsets(
      call,
      memory,
      shape,
      indices,
      axes.map((axis) => wholeAxis(x!, axis)),
      gatherEach(call, x!, leftOf(x!, axes)),
    );
  },
  reference: reference.gather,
});

/** Gathers what the inner axes span at offsets that come piece by piece. */
function gatherEach(call: WholeCall, x: Operand, inner: Axes): (offsets: BigInt64Array, start: number) => void {
  const size = sizeOf(inner.shape);
  return (offsets, start) => gatherFrom(call, x, noAxes, offsets, inner, call.out.subarray(start * size));
}

export const repeat: Whole = defineWhole({
  kernels: ["gather", "copy"],
  shape: (step, [x]) => x!.with(paramsOf(step, "repeat").axis, repeatedExtent(step, x!)),
  scratchBytes: (step) => linesOf("int64", paramsOf(step, "repeat").length ?? 0),
  native(call, memory) {
    const { axis, repeats, length = 0 } = paramsOf(call.step, "repeat");
    const [x, counts] = call.args;
    if (repeats !== undefined) {
      // A new axis that repeats every element.
      copyStrided(call, { ...x!, shape: x!.shape.toSpliced(axis + 1, 0, repeats), strides: x!.strides.toSpliced(axis + 1, 0, 0) }, call.out);
      return;
    }
    const offsets = memory.take("int64", length);
    let at = 0;
    dense(counts!).forEach((given: number | bigint, i: number) => {
      const count = Number(given);
      if (!(Number.isInteger(count) && count >= 0)) throw new ShapeError(`repeat: ${count} is no number of times`);
      if (at + count <= length) offsets.fill(BigInt(i * x!.strides[axis]!), at, at + count);
      at += count;
    });
    if (at !== length) throw new ShapeError(`repeat: the counts add up to ${at}, not to ${length}`);
    gatherAlong(call, x!, axis, offsets);
  },
  reference: movement.repeat,
});

function repeatedExtent(step: KernelStep, shape: readonly (number | undefined)[]): number | undefined {
  const { axis, repeats, length } = paramsOf(step, "repeat");
  const extent = shape[axis];
  return repeats === undefined ? length : extent === undefined ? undefined : extent * repeats;
}

export function wholeAxis(x: Operand, axis: number) {
  return { axis, extent: x.shape[axis]!, first: 0, count: x.shape[axis]!, stride: x.strides[axis]! };
}

/** The axes that are not indexed. */
export function leftOf(x: Operand, axes: readonly number[]): Axes {
  const { shape, strides } = axesOf(x, 0, x.shape.length);
  return { shape: shape.filter((_, axis) => !axes.includes(axis)), strides: strides.filter((_, axis) => !axes.includes(axis)) };
}
