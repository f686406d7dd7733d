import type { Expr } from "../../expr/expr.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { exchange, type SortKey } from "./exchange.ts";
import { projected } from "./project-op.ts";
import { frameOf, namesOf, partitionsOf, schemaOf } from "./schema.ts";
import { stage } from "./stage.ts";

/** Rows of a partition are numbered from `partition * 2^32` on: numbers rise along the frame, and tell the partition. */
export const rowsPerPartition = 2 ** 32;

/** Adds a column (int64) that says where each row is. */
export function numbered(input: Expr, name: string): Expr {
  return stage({
    kernel: "number",
    inputs: [input],
    schema: [...schemaOf(input), { name, type: "int64" }],
    numbered: true,
    layout: frameOf(input.meta).layout,
  });
}

/** Rows back in the partitions they were numbered in, in the order of the numbers in some columns, which are dropped. Rows without a number are last. */
export function inNumberedOrder(input: Expr, columns: readonly string[], partitions: number): Expr {
  const keys = columns.map((column): SortKey => ({ expr: { column, type: "int64" }, descending: false, nullsFirst: false }));
  const expr: ColumnExpr = keys[0]!.expr;
  const values = { keys: keys.map((key) => key.expr), descending: keys.map(() => false), nullsFirst: keys.map(() => false), names: namesOf(input) };
  const made = { kernel: "sort", schema: schemaOf(input), values };
  const ordered =
    partitions === 1 && partitionsOf(input) === 1 ? stage({ ...made, inputs: [input] }) : exchange(input, { by: "number", expr }, partitions, made);
  const kept = schemaOf(input).filter(({ name }) => !columns.includes(name));
  return projected(
    ordered,
    kept.map(({ name, type }) => ({ name, expr: { column: name, type } })),
  );
}
