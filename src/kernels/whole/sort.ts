import { sizeOf } from "../../chunk/chunk.ts";
import { must } from "../../util/must.ts";
import type { Whole } from "../kernel.ts";
import { denseIn, denseOr } from "./copy-strided.ts";
import { aroundAxis, defineWhole, itemsizeOf, runKernel } from "./define.ts";
import { linesOf } from "./memory.ts";
import { paramsOf } from "./params.ts";
import * as reference from "./reference/sort.ts";

export const sort: Whole = defineWhole({
  kernels: ["sort", "copy"],
  shape: (_, [x]) => x!,
  scratchBytes: (step, [x]) => sortBytes(itemsizeOf(step), aroundAxis(x!, paramsOf(step, "sort").axis)),
  native(call, memory) {
    const { step, out } = call;
    const [x] = call.args;
    const around = aroundAxis(x!.shape, paramsOf(step, "sort").axis);
    runKernel(call, call.backend, "sort", step.dtype, {
      n: sizeOf(x!.shape),
      inputs: [denseOr(call, x!, out)],
      outputs: [out],
      params: around,
      scratch: memory.rest(),
    });
  },
  reference: reference.sort,
});

export const argsort: Whole = defineWhole({
  kernels: ["argsort", "copy"],
  shape: (_, [x]) => x!,
  scratchBytes: (step, [x]) => linesOf(step.dtype, sizeOf(x!)) + argsortBytes(itemsizeOf(step), aroundAxis(x!, paramsOf(step, "argsort").axis)),
  native(call, memory) {
    const { step, out } = call;
    const { axis, offset = 0 } = paramsOf(step, "argsort");
    const [x] = call.args;
    const inputs = [denseIn(call, x!, memory)];
    const good = runKernel(call, call.backend, "argsort", step.dtype, {
      n: sizeOf(x!.shape),
      inputs,
      outputs: [out],
      params: [...aroundAxis(x!.shape, axis), offset],
      scratch: memory.rest(),
    });
    must(good, "argsort: rows of 2^32 elements or more");
  },
  reference: reference.argsort,
});

/** Scratch memory of native `sort`: a bit an element, a second buffer, and where rows are not in a row, themselves and their neighbors. */
export function sortBytes(itemsize: number, [, n, inner]: readonly [number, number, number]): number {
  return n / 8 + n * itemsize * (inner === 1 ? 1 : 2) + gatheredBytes(itemsize, n, inner) + 512;
}

/** Scratch memory of native `argsort`: keys with positions of four bytes, twice. */
export function argsortBytes(itemsize: number, [, n, inner]: readonly [number, number, number]): number {
  return 2 * n * (itemsize + 4) + gatheredBytes(itemsize, n, inner) + 512;
}

/** A cache line of neighboring rows, or as many as there are. */
export function gatheredBytes(itemsize: number, n: number, inner: number): number {
  return inner === 1 ? 0 : n * Math.min(64, inner * itemsize);
}
