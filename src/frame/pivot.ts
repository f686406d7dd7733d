import type { Expr } from "../expr/expr.ts";
import { aggregate } from "../ops/frame/aggregations.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { literal } from "../ops/frame/literal.ts";
import { project } from "../ops/frame/project.ts";
import { fieldOf, schemaOf, uniqueNames } from "../ops/frame/schema.ts";
import { aggregationParams } from "./column-aggregations.ts";
import { isValue, nameOfValue } from "./column-value.ts";
import type { Columns } from "./columns-type.ts";
import { aggregatesOf } from "./groupby.ts";
import { namesIn } from "./named-exprs.ts";
import type { ColumnValue, PivotOptions } from "./reshape-methods.ts";

/** pandas' `pivot_table`: groups of index and column first; then of each index, what its groups are. */
export function pivot(frame: Expr, options: PivotOptions<Columns>, columnValues: readonly ColumnValue[]): Expr {
  const { index, columns, values, aggfunc = "mean", fillValue } = options;
  const schema = schemaOf(frame);
  const ref = (name: string): ColumnExpr => ({ column: name, type: fieldOf(schema, name, "pivotTable").type });
  const keys = namesIn(index, "pivotTable").map((name) => ({ name, expr: ref(name) }));
  const aggregated = namesIn(values, "pivotTable");
  // Names of our own, as a column may be index and value.
  const keyOf = (i: number) => `key ${i}`;
  const cells = groupby(
    frame,
    [...keys.map(({ expr }, i) => ({ name: keyOf(i), expr })), { name: "column", expr: ref(columns) }],
    aggregated.flatMap((name, i) =>
      aggregatesOf({ [name]: aggfunc }, frame, "pivotTable", []).map((one) => ({ ...one, name: `value ${i}`, params: aggregationParams(one.agg, []) })),
    ),
    { sort: false },
  );
  const column: ColumnExpr = { column: "column", type: ref(columns).type };
  const made = aggregated.flatMap((name, i) =>
    columnValues.map((value) => ({
      name: Array.isArray(values) ? `${name}_${nameOfValue(value, column)}` : nameOfValue(value, column),
      i,
      isOwn: isValue(column, value),
    })),
  );
  uniqueNames([...keys.map(({ name, expr }) => ({ name, type: expr.type })), ...made.map(({ name }) => ({ name, type: "bool" as const }))], "pivotTable");
  const types = new Map(schemaOf(cells).map((field) => [field.name, field.type]));
  const rows = groupby(
    cells,
    keys.map(({ name, expr }, i) => ({ name, expr: { column: keyOf(i), type: expr.type } })),
    made.map(({ name, i, isOwn }) => aggregate(name, "first", [typedCall("where", [{ column: `value ${i}`, type: types.get(`value ${i}`)! }, isOwn])])),
  );
  if (fillValue === undefined) return rows;
  return project(
    rows,
    schemaOf(rows).map(({ name, type }, i) => {
      const own: ColumnExpr = { column: name, type };
      return { name, expr: i < keys.length ? own : typedCall("fillna", [own, literal(fillValue)]) };
    }),
  );
}
