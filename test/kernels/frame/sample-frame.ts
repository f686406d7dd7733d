import type { Batch } from "../../../src/chunk/column.ts";
import type { ColumnType } from "../../../src/chunk/column-type.ts";
import { type ColumnValue, columnOf, valuesOf } from "../../../src/chunk/column-values.ts";
import type { StepParams } from "../../../src/graph/program.ts";
import { evaluate } from "../../../src/kernels/frame/evaluate.ts";
import type { Backend } from "../../../src/kernels/kernel.ts";
import { loadBackend } from "../../../src/kernels/load.ts";
import { typedCall } from "../../../src/ops/frame/call.ts";
import type { ColumnExpr } from "../../../src/ops/frame/column-expr.ts";
import { literal } from "../../../src/ops/frame/literal.ts";

type Arg = ColumnExpr | null | boolean | number | bigint | string | Date;

/** A function of columns; plain values are literals. */
export function call(name: string, args: readonly Arg[], params: StepParams = {}): ColumnExpr {
  return typedCall(
    name,
    args.map((arg) => (typeof arg === "object" && arg !== null && "type" in arg ? arg : literal(arg))),
    params,
  );
}

/** Columns of a batch by name, and what expressions of them give. */
export function sampleFrame<N extends string>(columns: { readonly [K in N]: readonly [ColumnType, readonly ColumnValue[]] }) {
  const names = Object.keys(columns) as N[];
  const made = names.map((name) => columnOf(columns[name][0], columns[name][1]));
  const batch: Batch = { length: made[0]!.length, columns: made };
  const col = Object.fromEntries(names.map((name) => [name, { column: name, type: columns[name][0] }])) as unknown as { readonly [K in N]: ColumnExpr };
  const column = (expr: ColumnExpr, backend: Backend = loadBackend()) => evaluate(backend, expr, batch, names);
  return { batch, names, col, column, values: (expr: ColumnExpr, backend?: Backend) => valuesOf(column(expr, backend)) };
}
