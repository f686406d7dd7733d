import type { DType } from "../../chunk/dtype.ts";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta, sameChunks } from "../../expr/meta.ts";
import type { StepParams } from "../../graph/program.ts";
import { must } from "../../util/must.ts";
import { bordersOf } from "./chunks.ts";

/** `chunks` are those of the grid of vectors, without the vectors' own axis. */
export type DrawVectorsParams = {
  readonly kernel: string;
  readonly dtype: DType;
  readonly length: number;
  readonly values: StepParams;
  readonly chunks: readonly (readonly number[])[];
};

/** Random vectors along a last axis that is never cut; inputs are parameters, one element a vector. */
export const drawVectorsOp: Op<DrawVectorsParams> = {
  name: "array/drawVectors",
  infer(inputs, { kernel, dtype, length, chunks }) {
    must(
      inputs.every((input) => sameChunks(input.chunks, chunks)),
      `${kernel}: parameters are cut otherwise than the draws`,
    );
    return arrayMeta(dtype, [...chunks, [length]]);
  },
  blockwise(node) {
    const { kernel, dtype, values: params, chunks } = node.params;
    const borders = chunks.map((axis) => bordersOf(axis));
    return {
      steps: (build, args) => build.step({ kernel, dtype, args, result: dtype, params, place: build.place() }),
      place: (at) => ({ origin: borders.map((axis, i) => axis[at[i]!]!), shape: chunks.map((axis, i) => axis[at[i]!]!) }),
    };
  },
};

export function drawVectorsExpr(params: DrawVectorsParams, inputs: readonly Expr[]): Expr {
  return makeExpr(drawVectorsOp, inputs, params);
}

/** The params of `drawSerialOp`: `n` indices. */
export type DrawSerialParams = { readonly kernel: string; readonly n: number; readonly values: StepParams };

/** One serial draw of n indices, from all of its input (probabilities), if it has one. */
export const drawSerialOp: Op<DrawSerialParams> = {
  name: "array/drawSerial",
  infer: (_, { n }) => arrayMeta("int64", [[n]]),
  blockwise(node) {
    const { kernel, n, values: params } = node.params;
    return {
      reads: () => node.inputs.map((_, input) => ({ input, at: [0] })),
      aligned: () => true,
      steps: (build, args) => build.step({ kernel, dtype: "int64", args, result: "int64", params, place: build.place() }),
      place: () => ({ origin: [0], shape: [n] }),
    };
  },
};

export function drawSerialExpr(params: DrawSerialParams, inputs: readonly Expr[]): Expr {
  return makeExpr(drawSerialOp, inputs, params);
}
