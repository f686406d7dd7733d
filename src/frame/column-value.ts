import { columnTypeOf } from "../chunk/column-type.ts";
import type { ComputeOptions } from "../engine/options.ts";
import type { Expr } from "../expr/expr.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { literal } from "../ops/frame/literal.ts";
import { ShapeError } from "../util/errors.ts";
import type { ColumnValue } from "./reshape-methods.ts";
import { Series } from "./series.ts";

/** More columns than these are a mistake: a column of numbers where one of names was meant. */
const mostColumns = 10_000;

/** The different values of a column that are there, in order: found by computing them. */
export async function valuesOf(frame: Expr, name: string, expr: ColumnExpr, operation: string, options: ComputeOptions): Promise<ColumnValue[]> {
  const different = new Series(frame, expr, name).dropna().unique().sortValues();
  const values = (await different.head(mostColumns + 1).toArray({ ...options, int64: "bigint" })) as ColumnValue[];
  if (values.length <= mostColumns) return values;
  throw new ShapeError(
    `${operation}: column ${JSON.stringify(name)} has more than ${mostColumns} different values; a frame of so many columns is no use, group by it instead`,
  );
}

/** Where a column has a value; NaN, which equals nothing, is one. */
export function isValue(column: ColumnExpr, value: ColumnValue): ColumnExpr {
  return Number.isNaN(value) ? typedCall("isnan", [column]) : typedCall("eq", [column, literal(value)]);
}

/** The name of the column that a value becomes. */
export function nameOfValue(value: ColumnValue, { type }: ColumnExpr): string {
  if (!(value instanceof Date)) return String(value);
  return columnTypeOf(type).kind === "date" ? value.toISOString().slice(0, 10) : value.toISOString();
}
