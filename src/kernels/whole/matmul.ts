import { sizeOf, stridesOf } from "../../chunk/chunk.ts";
import type { KernelStep } from "../../graph/program.ts";
import type { Whole, WholeCall } from "../kernel.ts";
import { copyStrided } from "./copy-strided.ts";
import { defineWhole, itemsizeOf, runKernel } from "./define.ts";
import { type Factors, multiplyInParts } from "./matmul-panels.ts";
import { broadcastTo } from "./offsets.ts";
import { pairsOf, productShape } from "./product-shape.ts";
import * as reference from "./reference/matmul.ts";

export const matmul: Whole = defineWhole({
  kernels: ["matmul", "copy"],
  shape: (_, args) => productShape(args),
  scratchBytes: (step, args) => Math.max(0, ...pairsOf(args).map(([a, b]) => packedBytes(step, a, b))),
  native(call, memory) {
    const scratch = memory.rest();
    each(call, (factors) => multiply(call, scratch, factors));
  },
  bounded(call, memory, maxBytes) {
    const scratch = memory.rest();
    each(call, (factors) => multiplyInParts(call, maxBytes - scratch.length - overhead, factors, (part) => multiply(call, scratch, part)));
  },
  reference: reference.matmul,
});

/** What else a call takes: parameters, the table of buffers, and cache lines. */
const overhead = 4096;

/** The products of each pair, the first of them fresh or added to what comes last. */
function each(call: WholeCall, visit: (factors: Factors) => void): void {
  const { args } = call;
  const shape = productShape(args.map((arg) => arg.shape)) as number[];
  const sum = args.length % 2 === 1 ? args.at(-1)! : undefined;
  if (sum !== undefined) copyStrided(call, broadcastTo(sum, shape), call.out);
  const leading = shape.slice(0, -2);
  const out = { dtype: call.step.dtype, data: call.out, offset: 0, shape, strides: stridesOf(shape) };
  for (const [i, [a, b]] of pairsOf(args).entries()) {
    const [left, right] = [broadcastTo(a, [...leading, ...a.shape.slice(-2)]), broadcastTo(b, [...leading, ...b.shape.slice(-2)])];
    visit({ a: left, b: right, out, add: i > 0 || sum !== undefined });
  }
}

/** `out` is dense in its last two axes. */
function multiply(call: WholeCall, scratch: Uint8Array, { a, b, out, add }: Factors): void {
  const leading = out.shape.slice(0, -2);
  const [m, n] = out.shape.slice(-2) as [number, number];
  const k = a.shape.at(-1)!;
  const params = [
    ...[Number(add), m, n, k, a.offset, ...a.strides.slice(-2), b.offset, ...b.strides.slice(-2)],
    ...[leading.length, ...leading, ...a.strides.slice(0, -2), ...b.strides.slice(0, -2), ...out.strides.slice(0, -2)],
  ];
  runKernel(call, call.backend, "matmul", call.step.dtype, { n: sizeOf(out.shape), inputs: [a.data, b.data], outputs: [out.data], params, scratch });
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
