import { sizeOf, stridesOf } from "../../chunk/chunk.ts";
import type { TypedArray } from "../../chunk/dtype.ts";
import type { KernelStep } from "../../graph/program.ts";
import type { Operand, Whole } from "../kernel.ts";
import { copyStrided } from "./copy-strided.ts";
import { aroundAxis, defineWhole, itemsizeOf, runKernel } from "./define.ts";
import { linesOf } from "./memory.ts";
import { cutsOf, joinSegments, type Segments } from "./merge-segments.ts";
import { offsetsBytes } from "./offsets.ts";
import { paramsOf } from "./params.ts";
import * as reference from "./reference/merge-sorted.ts";
import { argsortBytes, sortBytes } from "./sort.ts";
import { takeBeside } from "./take-beside.ts";

// What the merged range is made of is joined and sorted again: with few elements of many runs that is as fast as merging them, and simpler. Sorting is
// stable, so of equal elements those of the first run come first.

export const mergeSorted: Whole = defineWhole({
  kernels: ["mergeCuts", "sort", "copy"],
  shape: (step, [first]) => mergedShape(step, first!),
  scratchBytes(step, args) {
    const shape = joinedShape(step, args);
    return linesOf(step.dtype, sizeOf(shape)) + sortBytes(itemsizeOf(step), aroundAxis(shape, paramsOf(step, "mergeSorted").axis));
  },
  native(call, memory) {
    const { step, args, out } = call;
    const { axis, from, to } = paramsOf(step, "mergeSorted");
    const cut = cutsOf(call, args, axis, from, to);
    const direct = cut.shape.length === 1;
    const values = direct ? out.subarray(0, to - from) : memory.take(step.dtype, sizeOf(cut.shape));
    joinSegments(call, args, cut, axis, values);
    runKernel(call, call.backend, "sort", step.dtype, {
      n: values.length,
      inputs: [values],
      outputs: [values],
      params: aroundAxis(cut.shape, axis),
      scratch: memory.rest(),
    });
    if (!direct) copyStrided(call, rangeOf(values, cut, axis, to - from, step.dtype), out);
  },
  reference: reference.mergeSorted,
});

export const mergeSortedBeside: Whole = defineWhole({
  kernels: ["mergeCuts", "argsort", "gather", "copy"],
  shape: (step, [first]) => mergedShape(step, first!),
  scratchBytes(step, args) {
    const shape = joinedShape(step, args.slice(0, args.length / 2));
    const size = sizeOf(shape);
    const sorting = argsortBytes(itemsizeOf(step), aroundAxis(shape, paramsOf(step, "mergeSortedBeside").axis));
    return linesOf(step.dtype, size) + 2 * linesOf("float64", size) + Math.max(sorting, offsetsBytes(mergedShape(step, args[0]!) as number[], 1));
  },
  native(call, memory) {
    const { step, args, out } = call;
    const { axis, from, to } = paramsOf(step, "mergeSortedBeside");
    const runs = args.slice(0, args.length / 2);
    const cut = cutsOf(call, runs, axis, from, to);
    const n = sizeOf(cut.shape);
    const values = memory.take(step.dtype, n);
    const beside = memory.take("float64", n);
    const order = memory.take("float64", n);
    joinSegments(call, runs, cut, axis, values);
    joinSegments(call, args.slice(runs.length), cut, axis, beside);
    runKernel(call, call.backend, "argsort", step.dtype, {
      n,
      inputs: [values],
      outputs: [order],
      params: [...aroundAxis(cut.shape, axis), 0],
      scratch: memory.rest(),
    });
    const wanted = rangeOf(order, cut, axis, to - from, "float64");
    copyStrided(call, wanted, out);
    takeBeside(call, memory, wanted.shape, axis, { dtype: "float64", data: beside, offset: 0, shape: cut.shape, strides: stridesOf(cut.shape) });
  },
  reference: reference.mergeSortedBeside,
});

/** The merged elements that are wanted, of those that were joined and sorted. */
function rangeOf(data: TypedArray, { shape, skip }: Segments, axis: number, extent: number, dtype: Operand["dtype"]): Operand {
  const strides = stridesOf(shape);
  return { dtype, data, offset: skip * strides[axis]!, shape: shape.with(axis, extent), strides };
}

function mergedShape(step: KernelStep, shape: readonly (number | undefined)[]): readonly (number | undefined)[] {
  const { axis, from, to } = paramsOf(step, "mergeSorted");
  return shape.with(axis, to - from);
}

/** The shape of what is joined: what is wanted of rows of one axis, else all. */
function joinedShape(step: KernelStep, runs: readonly (readonly number[])[]): readonly number[] {
  const { axis, from, to } = paramsOf(step, "mergeSorted");
  if (runs[0]!.length === 1) return [to - from];
  return runs[0]!.with(
    axis,
    runs.reduce((sum, shape) => sum + shape[axis]!, 0),
  );
}
