import type { ColumnExpr } from "./column-expr.ts";

export function both(a: ColumnExpr, b: ColumnExpr): ColumnExpr {
  return { call: "and", args: [a, b], params: {}, type: "bool" };
}

/** The conditions that must all be true. */
export function conjuncts(predicate: ColumnExpr): ColumnExpr[] {
  return "call" in predicate && predicate.call === "and" ? predicate.args.flatMap(conjuncts) : [predicate];
}
