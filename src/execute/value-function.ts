import type { Batch, Column } from "../chunk/column.ts";
import type { ColumnType } from "../chunk/column-type.ts";
import type { StepParams } from "../graph/program.ts";
import { makeColumn, refuseRow } from "../io/objects/make-column.ts";
import { readValues, type ValueOptions } from "../io/objects/read-values.ts";
import type { BatchCall } from "../kernels/batch-kernels.ts";
import { evaluate } from "../kernels/frame/evaluate.ts";
import type { Backend } from "../kernels/kernel.ts";
import { throwIfStopped } from "../kernels/stopped.ts";
import type { Callee } from "../ops/define/callee.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { functionOf } from "./function.ts";

interface MappedColumn {
  readonly args: readonly [ColumnExpr];
  readonly params: { readonly callee: Callee; readonly values: StepParams; readonly options: ValueOptions; readonly skipsNull: boolean };
  readonly type: ColumnType;
}

/** `names, columns`: adds columns, made by functions of the user's that are called with one value after the other; they give values of the declared type, null, or promises of one. */
export async function callOnValues({ backend, step, args: [batch], stop }: BatchCall): Promise<Batch> {
  const { names, columns } = step.params as unknown as { names: readonly string[]; columns: readonly MappedColumn[] };
  const made: Column[] = [];
  for (const column of columns) {
    throwIfStopped(stop);
    made.push(await mapped(backend, batch!, names, column));
  }
  return { length: batch!.length, columns: [...batch!.columns, ...made] };
}

async function mapped(backend: Backend, batch: Batch, names: readonly string[], { args: [expr], params, type }: MappedColumn): Promise<Column> {
  const { captured: _, ...own } = params.values;
  const fn = await functionOf({ ...params.callee, params: params.values });
  const info = { params: own };
  const name = "column" in expr ? expr.column : "the column";
  const given = readValues(evaluate(backend, expr, batch, names), name, params.options, "map");
  const results = given.map((value) => (value === null && params.skipsNull ? null : fn(value, info)));
  return makeColumn(await Promise.all(results), type, refuseRow(name, "map"));
}
