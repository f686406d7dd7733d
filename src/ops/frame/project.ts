import type { Expr } from "../../expr/expr.ts";
import { type NamedExpr, projected } from "./project-op.ts";
import { lifted } from "./windows/lift.ts";

export type { NamedExpr } from "./project-op.ts";

/** Columns made from those of a frame: of the same row, or (`windows/`) of rows around it. */
export function project(input: Expr, columns: readonly NamedExpr[]): Expr {
  const { frame, exprs } = lifted(
    input,
    columns.map(({ expr }) => expr),
  );
  return projected(
    frame,
    columns.map(({ name }, i) => ({ name, expr: exprs[i]! })),
  );
}
