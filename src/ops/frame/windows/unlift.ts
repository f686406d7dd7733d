import type { Expr } from "../../../expr/expr.ts";
import type { ColumnExpr } from "../column-expr.ts";
import { substitute } from "../column-names.ts";
import { mapValuesOp } from "../map-values.ts";
import { type ProjectParams, projectOp } from "../project-op.ts";
import type { WindowName } from "./functions.ts";
import { groupWindowsOp } from "./group-windows.ts";
import { rankOp } from "./rank.ts";
import { type Over, windowCall } from "./window-call.ts";
import type { WindowColumn } from "./window-function.ts";
import { windowsOp } from "./windows.ts";

/** What a column of one frame is in another that it was made from row by row (computed, or by functions of rows in order); nothing if it was not. */
export function exprIn(frame: Expr, of: Expr, expr: ColumnExpr): ColumnExpr | undefined {
  let [current, column] = [of, expr];
  while (current.token !== frame.token) {
    const below = columnsOf(current);
    if (below === undefined) return undefined;
    column = substitute(column, below);
    current = current.inputs[0]!;
  }
  return column;
}

/** What the columns of a frame are in the frame below. */
function columnsOf({ op, params }: Expr): Map<string, ColumnExpr> | undefined {
  if (op.name === projectOp.name) return new Map((params as ProjectParams).columns.map(({ name, expr }) => [name, expr]));
  if (op.name !== windowsOp.name && op.name !== rankOp.name && op.name !== mapValuesOp.name && op.name !== groupWindowsOp.name) return undefined;
  const { columns, ...over } = params as { columns: readonly WindowColumn[] } & Partial<Over>;
  const groups = over.keys === undefined ? undefined : (over as Over);
  return new Map(columns.map(({ name, call, args, params: own }) => [name, windowCall(call as WindowName, args, own, groups)]));
}
