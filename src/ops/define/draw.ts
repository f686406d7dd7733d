import type { DType } from "../../chunk/dtype.ts";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta, sameChunks } from "../../expr/meta.ts";
import type { StepParams } from "../../graph/program.ts";
import { must } from "../../util/must.ts";
import { bordersOf } from "./chunks.ts";

/** A random source whose parameters are arrays: one element a draw. */
export type DrawParams = { readonly kernel: string; readonly dtype: DType; readonly values: StepParams; readonly chunks: readonly (readonly number[])[] };

export const drawOp: Op<DrawParams> = {
  name: "array/draw",
  infer(inputs, { kernel, dtype, chunks }) {
    must(
      inputs.every((input) => sameChunks(input.chunks, chunks)),
      `${kernel}: parameters are cut otherwise than the draws`,
    );
    return arrayMeta(dtype, chunks);
  },
  blockwise(node) {
    const { kernel, dtype, values: params, chunks } = node.params;
    const borders = chunks.map((axis) => bordersOf(axis));
    return {
      steps: (build, args) => build.step({ kernel, dtype, args, result: dtype, params, place: build.place() }),
      place: (at) => ({ origin: at.map((index, axis) => borders[axis]![index]!), shape: at.map((index, axis) => chunks[axis]![index]!) }),
    };
  },
};

export function drawExpr(kernel: string, dtype: DType, chunks: readonly (readonly number[])[], values: StepParams, inputs: readonly Expr[]): Expr {
  return makeExpr(drawOp, inputs, { kernel, dtype, values, chunks });
}
