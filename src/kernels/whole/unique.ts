import { sizeOf } from "../../chunk/chunk.ts";
import type { TypedArray } from "../../chunk/dtype.ts";
import type { KernelStep } from "../../graph/program.ts";
import type { Whole, WholeCall } from "../kernel.ts";
import { copyStrided, denseIn } from "./copy-strided.ts";
import { defineWhole, itemsizeOf, runKernel } from "./define.ts";
import { linesOf, type Memory } from "./memory.ts";
import { paramsOf } from "./params.ts";
import * as reference from "./reference/unique.ts";
import { argsortBytes, sortBytes } from "./sort.ts";

export const unique: Whole = defineWhole({
  kernels: ["sort", "dedupe", "copy"],
  shape: () => [undefined],
  bound: (_, [x]) => sizeOf(x!),
  scratchBytes: (step, [x]) => sortBytes(itemsizeOf(step), [1, sizeOf(x!), 1]),
  native(call, memory) {
    const sorted = sortedInto(call, memory, call.out);
    return counted(call, "dedupe", [sorted]);
  },
  reference: reference.unique,
});

export const uniqueCounts: Whole = defineWhole({
  kernels: ["sort", "argsort", "runLengths", "sumBeside", "copy"],
  shape: () => [undefined],
  bound: (_, [x]) => sizeOf(x!),
  scratchBytes: (step, [x, weights]) =>
    weights === undefined ? linesOf(step.dtype, sizeOf(x!)) + sortBytes(itemsizeOf(step), [1, sizeOf(x!), 1]) : besideBytes(step, sizeOf(x!)),
  native(call, memory) {
    const [x, weights] = call.args;
    if (weights !== undefined) return joined(call, memory, "sumBeside", () => denseIn(call, weights, memory));
    return counted(call, "runLengths", [sortedInto(call, memory, memory.take(call.step.dtype, sizeOf(x!.shape)))]);
  },
  reference: reference.uniqueCounts,
});

export const uniqueIndex: Whole = defineWhole({
  kernels: ["argsort", "leastBeside", "copy"],
  shape: () => [undefined],
  bound: (_, [x]) => sizeOf(x!),
  scratchBytes: (step, [x]) => besideBytes(step, sizeOf(x!)),
  native(call, memory) {
    const { offset = 0 } = paramsOf(call.step, "unique/index");
    const [, beside] = call.args;
    return joined(call, memory, "leastBeside", (size) => {
      if (beside !== undefined) return denseIn(call, beside, memory);
      const positions = memory.take("float64", size);
      for (let i = 0; i < size; i++) positions[i] = offset + i;
      return positions;
    });
  },
  reference: reference.uniqueIndex,
});

/** The elements of the first argument, sorted as one row. */
function sortedInto(call: WholeCall, memory: Memory, to: TypedArray): TypedArray {
  const [x] = call.args;
  const n = sizeOf(x!.shape);
  const row = to.subarray(0, n);
  copyStrided(call, x!, row);
  runKernel(call, call.backend, "sort", call.step.dtype, { n, inputs: [row], outputs: [row], params: [1, n, 1], scratch: memory.rest() });
  return row;
}

/** Joins what stands beside equal elements. */
function joined(call: WholeCall, memory: Memory, kernel: string, beside: (size: number) => TypedArray): readonly number[] {
  const x = denseIn(call, call.args[0]!, memory);
  const n = x.length;
  const values = beside(n);
  const order = memory.take("float64", n);
  runKernel(call, call.backend, "argsort", call.step.dtype, { n, inputs: [x], outputs: [order], params: [1, n, 1, 0], scratch: memory.rest() });
  return counted(call, kernel, [x, order, values]);
}

/** Runs a kernel that says how many elements it made. */
function counted(call: WholeCall, kernel: string, inputs: readonly TypedArray[]): readonly number[] {
  const state = new Float64Array(1);
  runKernel(call, call.backend, kernel, call.step.dtype, { n: inputs[0]!.length, inputs, outputs: [call.out], state });
  return [state[0]!];
}

function besideBytes(step: KernelStep, n: number): number {
  return linesOf(step.dtype, n) + 2 * linesOf("float64", n) + argsortBytes(itemsizeOf(step), [1, n, 1]);
}
