import { sizeOf } from "../../chunk/chunk.ts";
import type { KernelStep } from "../../graph/program.ts";
import { must } from "../../util/must.ts";
import type { Whole, WholeCall } from "../kernel.ts";
import { denseIn } from "./copy-strided.ts";
import { aroundAxis, defineWhole, itemsizeOf, runKernel } from "./define.ts";
import { linesOf, type Memory } from "./memory.ts";
import type { QuantileMethod } from "./names.ts";
import { paramsOf } from "./params.ts";
import * as reference from "./reference/rank.ts";
import { gatheredBytes } from "./sort.ts";

export const select: Whole = defineWhole({
  kernels: ["select", "copy"],
  shape(step, [x]) {
    const { axis, ranks } = paramsOf(step, "select");
    return x!.with(axis, ranks.length);
  },
  scratchBytes(step, [x]) {
    const { axis, ranks } = paramsOf(step, "select");
    return selectBytes(step, x!, axis, ranks.length);
  },
  native(call, memory) {
    const { axis, ranks } = paramsOf(call.step, "select");
    alongAxis(call, memory, "select", axis, [ranks.length, ...ranks]);
  },
  reference: reference.select,
});

/** In the order of native `Method`. */
const methods: readonly QuantileMethod[] = [
  "linear",
  "lower",
  "higher",
  "nearest",
  "midpoint",
  "median",
  "inverted_cdf",
  "averaged_inverted_cdf",
  "closest_observation",
  "interpolated_inverted_cdf",
  "hazen",
  "weibull",
  "median_unbiased",
  "normal_unbiased",
];

export const quantile: Whole = defineWhole({
  kernels: ["quantile", "copy"],
  shape(step, [x]) {
    const { axis, q } = paramsOf(step, "quantile");
    return x!.with(axis, q.length);
  },
  scratchBytes(step, [x]) {
    const { axis, q } = paramsOf(step, "quantile");
    return selectBytes(step, x!, axis, 2 * q.length);
  },
  native(call, memory) {
    const { axis, q, method, omitNaN = false } = paramsOf(call.step, "quantile");
    alongAxis(call, memory, "quantile", axis, [Number(omitNaN), methods.indexOf(method), q.length, ...q]);
  },
  reference: reference.quantile,
});

/** Runs a kernel that takes `[outer, n, inner]`. */
export function alongAxis(call: WholeCall, memory: Memory, kernel: string, axis: number, params: readonly number[]): void {
  const [x] = call.args;
  const inputs = [denseIn(call, x!, memory)];
  const good = runKernel(call, call.backend, kernel, call.step.dtype, {
    n: sizeOf(x!.shape),
    inputs,
    outputs: [call.out],
    params: [...aroundAxis(x!.shape, axis), ...params],
    scratch: memory.rest(),
  });
  must(good, `${kernel}: rows of 2^32 elements or more`);
}

/** A dense copy, and what native `select` takes for so many ranks: a row of keys, its neighbors, the ranks twice. */
export function selectBytes(step: KernelStep, shape: readonly number[], axis: number, ranks: number): number {
  const [, n, inner] = aroundAxis(shape, axis);
  return linesOf(step.dtype, sizeOf(shape)) + rowBytes(itemsizeOf(step), n, inner) + 16 * ranks;
}

export function rowBytes(itemsize: number, n: number, inner: number): number {
  return n * itemsize + gatheredBytes(itemsize, n, inner) + 512;
}
