import type { Expr } from "../expr/expr.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { concat } from "../ops/frame/concat.ts";
import { repartition } from "../ops/frame/partitions.ts";
import { type NamedExpr, project } from "../ops/frame/project.ts";

/** A row of what is in a frame of one row. */
export interface LabeledRow {
  readonly label: string;
  readonly of: Expr;
  readonly columns: readonly NamedExpr[];
}

/** Rows after one another, each after its label, in one partition. */
export function labeledRows(name: string, rows: readonly LabeledRow[]): Expr {
  const made = rows.map(({ label, of, columns }) => {
    const text: ColumnExpr = { value: label, type: "utf8" };
    return project(of, [{ name, expr: text }, ...columns]);
  });
  return repartition(concat(made), 1);
}
