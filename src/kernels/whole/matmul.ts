import { sizeOf, stridesOf } from "../../chunk/chunk.ts";
import type { KernelStep } from "../../graph/program.ts";
import type { Operand, Whole, WholeCall } from "../kernel.ts";
import { copyStrided } from "./copy-strided.ts";
import { defineWhole, itemsizeOf, runKernel } from "./define.ts";
import type { Memory } from "./memory.ts";
import { broadcastTo } from "./offsets.ts";
import { pairsOf, productShape } from "./product-shape.ts";
import * as reference from "./reference/matmul.ts";

export const matmul: Whole = defineWhole({
  kernels: ["matmul", "copy"],
  shape: (_, args) => productShape(args),
  scratchBytes: (step, args) => Math.max(0, ...pairsOf(args).map(([a, b]) => packedBytes(step, a, b))),
  native(call, memory) {
    const { args, out } = call;
    const shape = productShape(args.map((arg) => arg.shape)) as number[];
    const sum = args.length % 2 === 1 ? args.at(-1)! : undefined;
    if (sum !== undefined) copyStrided(call, broadcastTo(sum, shape), out);
    for (const [i, [a, b]] of pairsOf(args).entries()) multiply(call, memory, a, b, shape, i > 0 || sum !== undefined);
  },
  reference: reference.matmul,
});

function multiply(call: WholeCall, memory: Memory, a: Operand, b: Operand, shape: readonly number[], add: boolean): void {
  const leading = shape.slice(0, -2);
  const [m, n] = shape.slice(-2) as [number, number];
  const k = a.shape.at(-1)!;
  const left = broadcastTo(a, [...leading, m, k]);
  const right = broadcastTo(b, [...leading, k, n]);
  const params = [
    ...[Number(add), m, n, k, a.offset, ...a.strides.slice(-2), b.offset, ...b.strides.slice(-2)],
    ...[leading.length, ...leading, ...left.strides.slice(0, -2), ...right.strides.slice(0, -2), ...stridesOf(shape).slice(0, -2)],
  ];
  runKernel(call, call.backend, "matmul", call.step.dtype, { n: sizeOf(shape), inputs: [a.data, b.data], outputs: [call.out], params, scratch: memory.rest() });
}

/**
 * What native `Product` packs, at most, whatever the ISA: rows of a by runs of k into 4 MB, columns of b by runs of k into 384 KB, each rounded up to whole
 * tiles (8 rows, three vectors of 64 bytes); or a vector.
 */
function packedBytes(step: KernelStep, a: readonly number[], b: readonly number[]): number {
  const itemsize = itemsizeOf(step);
  const [m, k, n] = [a.at(-2)!, a.at(-1)!, b.at(-1)!];
  if (m === 1 || n === 1) return k * itemsize + 64;
  const run = Math.min(k, 384) * itemsize;
  return Math.min((m + 8) * run, 4 * 2 ** 20) + Math.min((n + 192 / itemsize) * run, 384 * 2 ** 10) + 128;
}
