import type { DType, Scalar } from "../../chunk/dtype.ts";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta } from "../../expr/meta.ts";

export type ConstantParams = { readonly dtype: DType; readonly value: Scalar };

/** One value, the same everywhere. */
export const constantOp: Op<ConstantParams> = {
  name: "array/constant",
  everywhere: true,
  infer: (_, { dtype }) => arrayMeta(dtype, []),
  blockwise: (node) => ({
    steps: (build) => build.step({ kernel: "constant", dtype: node.params.dtype, args: [], result: node.params.dtype, params: { value: node.params.value } }),
  }),
  rechunk: (node) => node,
};

export function constant(dtype: DType, value: Scalar): Expr {
  return makeExpr(constantOp, [], { dtype, value });
}
