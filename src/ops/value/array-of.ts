import type { DType } from "../../chunk/dtype.ts";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta } from "../../expr/meta.ts";
import type { Program } from "../../graph/program.ts";
import { aloneSteps } from "../define/alone-steps.ts";

export type ArrayOfParams = { readonly dtype: DType; readonly shape: readonly number[] };

/** A value as an array of one chunk. */
export const arrayOfOp: Op<ArrayOfParams> = {
  name: "array/from-delayed",
  infer: (_, { dtype, shape }) =>
    arrayMeta(
      dtype,
      shape.map((extent) => [extent]),
    ),
  alone: {
    reads: () => [{ input: 0, at: [0] }],
    program: ({ params: { dtype, shape } }): Program => ({
      inputs: ["uint8"],
      steps: [{ kernel: aloneSteps.array, dtype, args: [0], result: dtype, params: { shape } }],
      outputs: [1],
    }),
    bytes: 0,
  },
};

export function arrayOf(value: Expr, params: ArrayOfParams): Expr {
  return makeExpr(arrayOfOp, [value], params);
}
