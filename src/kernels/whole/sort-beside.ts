import { sizeOf } from "../../chunk/chunk.ts";
import type { DType, TypedArray } from "../../chunk/dtype.ts";
import type { Operand, Whole, WholeCall } from "../kernel.ts";
import { denseIn } from "./copy-strided.ts";
import { defineWhole, itemsizeOf, runKernel } from "./define.ts";
import { gatherFrom, noAxes } from "./gather-along.ts";
import { linesOf, type Memory, memoryOf } from "./memory.ts";
import { offsetsBytes, offsetsOf } from "./offsets.ts";
import * as reference from "./reference/sort-beside.ts";
import { argsortBytes } from "./sort.ts";

// Sorting is stable: what is sorted by the second key, then by the first, is sorted by both.

export const sortBeside: Whole = defineWhole({
  kernels: ["argsort", "gather", "copy"],
  shape: (_, [x]) => x!,
  scratchBytes(step, [x]) {
    const n = sizeOf(x!);
    const copies = 2 * linesOf(step.dtype, n) + 2 * linesOf("float64", n);
    return copies + Math.max(argsortBytes(8, [1, n, 1]), argsortBytes(itemsizeOf(step), [1, n, 1]), offsetsBytes([n], 1)) + 64;
  },
  native(call, memory) {
    const [x, beside] = call.args;
    const { dtype } = call.step;
    const n = sizeOf(x!.shape);
    const given = { x: denseIn(call, x!, memory), beside: denseIn(call, beside!, memory) };
    const keys = memory.take(dtype, n);
    const places = memory.take("float64", n);
    orderOf(call, memory, "float64", given.beside);
    takeAt(call, memory, dtype, given.x, keys);
    takeAt(call, memory, "float64", given.beside, places);
    orderOf(call, memory, dtype, keys);
    takeAt(call, memory, "float64", places, call.out);
  },
  reference: reference.sortBeside,
});

/** The positions that sort the values, into the result. */
function orderOf(call: WholeCall, memory: Memory, dtype: DType, values: TypedArray): void {
  const n = values.length;
  runKernel(call, call.backend, "argsort", dtype, { n, inputs: [values], outputs: [call.out], params: [1, n, 1, 0], scratch: memory.rest() });
}

/** What stands at the positions in the result. */
function takeAt(call: WholeCall, memory: Memory, dtype: DType, values: TypedArray, out: TypedArray): void {
  const shape = [values.length];
  const positions: Operand = { dtype: "float64", data: call.out, offset: 0, shape, strides: [1] };
  const all = { axis: 0, extent: values.length, first: 0, count: values.length, stride: 1 };
  const offsets = offsetsOf(call, memoryOf(memory.rest()), shape, [positions], [all]);
  gatherFrom(call, { dtype, data: values, offset: 0, shape, strides: [1] }, noAxes, offsets, noAxes, out);
}
