import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";

/** The same chunks, made by a task: what is in memory already goes out like any other result. */
export const keepOp: Op = {
  name: "array/keep",
  infer: ([input]) => input!,
  blockwise: () => ({ steps: (_, args) => args[0]! }),
};

export function keep(input: Expr): Expr {
  return makeExpr(keepOp, [input], {});
}
