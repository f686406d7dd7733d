import type { ColumnExpr } from "./column-expr.ts";

/** The columns that an expression reads, added to `found`. */
export function columnsIn(expr: ColumnExpr, found: Set<string> = new Set()): Set<string> {
  if ("column" in expr) found.add(expr.column);
  else if ("call" in expr) for (const arg of expr.args) columnsIn(arg, found);
  return found;
}

export function columnsInAll(exprs: readonly ColumnExpr[], found: Set<string> = new Set()): Set<string> {
  for (const expr of exprs) columnsIn(expr, found);
  return found;
}

/** The expression with each column replaced by what it is made from. */
export function substitute(expr: ColumnExpr, columns: ReadonlyMap<string, ColumnExpr>): ColumnExpr {
  if ("column" in expr) return columns.get(expr.column) ?? expr;
  if (!("call" in expr)) return expr;
  const args = expr.args.map((arg) => substitute(arg, columns));
  return args.every((arg, i) => arg === expr.args[i]) ? expr : { ...expr, args };
}

/** How many functions an expression calls: what it costs to compute it again. */
export function callsIn(expr: ColumnExpr): number {
  return "call" in expr ? expr.args.reduce((sum, arg) => sum + callsIn(arg), 1) : 0;
}
