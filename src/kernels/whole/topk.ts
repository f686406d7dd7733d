import { sizeOf } from "../../chunk/chunk.ts";
import type { KernelStep } from "../../graph/program.ts";
import type { Whole } from "../kernel.ts";
import { aroundAxis, defineWhole, itemsizeOf } from "./define.ts";
import { linesOf } from "./memory.ts";
import { offsetsBytes } from "./offsets.ts";
import { paramsOf } from "./params.ts";
import { alongAxis, rowBytes } from "./rank.ts";
import * as reference from "./reference/topk.ts";
import { takeBeside } from "./take-beside.ts";

export const topk: Whole = defineWhole({
  kernels: ["topk", "copy"],
  shape: (step, [x]) => topShape(step, x!),
  scratchBytes: (step, [x]) => topBytes(step, x!),
  native(call, memory) {
    const { axis, k } = paramsOf(call.step, "topk");
    alongAxis(call, memory, "topk", axis, [atMost(call.args[0]!.shape, axis, k), 0]);
  },
  reference: reference.topk,
});

export const argtopk: Whole = defineWhole({
  kernels: ["argtopk", "gather", "copy"],
  shape: (step, [x]) => topShape(step, x!),
  scratchBytes: (step, [x, beside]) => topBytes(step, x!) + (beside === undefined ? 0 : offsetsBytes(topShape(step, x!) as number[], 1)),
  native(call, memory) {
    const { axis, k, offset = 0 } = paramsOf(call.step, "argtopk");
    const [x, beside] = call.args;
    alongAxis(call, memory, "argtopk", axis, [atMost(x!.shape, axis, k), beside === undefined ? offset : 0]);
    if (beside !== undefined) takeBeside(call, memory, topShape(call.step, x!.shape) as number[], axis, beside);
  },
  reference: reference.argtopk,
});

function topShape(step: KernelStep, shape: readonly (number | undefined)[]): readonly (number | undefined)[] {
  const { axis, k } = paramsOf(step, "topk");
  const extent = shape[axis];
  return shape.with(axis, extent === undefined ? undefined : Math.min(Math.abs(k), extent));
}

function atMost(shape: readonly number[], axis: number, k: number): number {
  return Math.sign(k) * Math.min(Math.abs(k), shape[axis]!);
}

/** A dense copy, a row of keys and its neighbors, and keys with positions of four bytes, twice. */
function topBytes(step: KernelStep, shape: readonly number[]): number {
  const [, n, inner] = aroundAxis(shape, paramsOf(step, "topk").axis);
  const k = Math.min(Math.abs(paramsOf(step, "topk").k), n);
  return linesOf(step.dtype, sizeOf(shape)) + rowBytes(itemsizeOf(step), n, inner) + 2 * linesOf("float64", 2 * k);
}
