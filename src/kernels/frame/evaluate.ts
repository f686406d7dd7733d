import type { Batch, Column } from "../../chunk/column.ts";
import { nullColumn } from "../../chunk/column.ts";
import { type ColumnValue, columnOf } from "../../chunk/column-values.ts";
import type { ColumnCall as CallExpr, ColumnExpr } from "../../ops/frame/column-expr.ts";
import { findColumnFunction } from "../../ops/frame/functions/table.ts";
import { must } from "../../util/must.ts";
import type { Backend } from "../kernel.ts";
import { validOver } from "./bitmap.ts";
import { broadcast } from "./broadcast.ts";
import { planOf } from "./expr-plan.ts";
import { findColumnKernel } from "./functions/table.ts";
import { inPieces } from "./pieces.ts";
import { andBitmaps } from "./rows/bitmap.ts";

/** Computes an expression for the rows of a batch whose columns have these names. */
export function evaluate(backend: Backend, expr: ColumnExpr, batch: Batch, names: readonly string[]): Column {
  let alone = lists.get(expr);
  if (alone === undefined) lists.set(expr, (alone = [expr]));
  return evaluateAll(backend, alone, batch, names)[0]!;
}
const lists = new WeakMap<ColumnExpr, readonly ColumnExpr[]>();

/** Computes several expressions, what they share once. */
export function evaluateAll(backend: Backend, exprs: readonly ColumnExpr[], batch: Batch, names: readonly string[]): Column[] {
  const { steps, results } = planOf(exprs);
  const columns: (Column | undefined)[] = [];
  for (const { expr, args, done } of steps) {
    if ("column" in expr) columns.push(named(expr.column, batch, names));
    else if ("value" in expr) columns.push(columnOf(expr.type, [expr.value as ColumnValue]));
    else {
      const operands = args.map((arg) => columns[arg]!);
      columns.push(callFunction(backend, expr, operands, batch.length));
    }
    for (const arg of done) columns[arg] = undefined;
  }
  return results.map((result) => broadcast(columns[result]!, batch.length));
}

function named(name: string, batch: Batch, names: readonly string[]): Column {
  const column = batch.columns[names.indexOf(name)];
  must(column !== undefined, `no column ${JSON.stringify(name)} in the batch`);
  return column;
}

function callFunction(backend: Backend, { call, params, type }: CallExpr, args: readonly Column[], rows: number): Column {
  const kernel = inPieces(findColumnKernel(call));
  // Of constants only, the result is one.
  const length = args.length > 0 && args.every((arg) => arg.length === 1) ? 1 : rows;
  if (!findColumnFunction(call)!.strict) return kernel({ backend, length, args, params, type, valid: undefined });
  if (length !== 1 && args.some((arg) => arg.length === 1 && validOver(arg, 2) !== undefined)) return nullColumn(type, length);
  let valid: Uint8Array | undefined;
  for (const arg of args) if (arg.length === length) valid = andBitmaps(backend, valid, arg.valid, length);
  const result = kernel({ backend, length, args, params, type, valid });
  return { ...result, valid: andBitmaps(backend, valid, result.valid, length) };
}
