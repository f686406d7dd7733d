import type { Expr } from "../expr/expr.ts";
import { type Aggregate, aggregate, aggregations } from "../ops/frame/aggregations.ts";
import { concat } from "../ops/frame/concat.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { repartition } from "../ops/frame/partitions.ts";
import { type NamedExpr, project } from "../ops/frame/project.ts";
import { schemaOf, unusedName } from "../ops/frame/schema.ts";
import { aggregationParams } from "./column-aggregations.ts";

/** Several quantiles of the columns that have them, a row each: found in one pass. With `labeled`, after a column `quantile` of what was asked for. */
export function quantiles(frame: Expr, shares: readonly number[], options: unknown, labeled: boolean): Expr {
  if (shares.length === 0) throw new RangeError("quantile: q is an empty list");
  const params = shares.map((q) => aggregationParams("quantile", [q, options]));
  const fields = schemaOf(frame).filter(({ type }) => !labeled || aggregations.quantile.infer([type], params[0]!) !== undefined);
  // What does not fit is said of the column by its name.
  for (const field of fields) aggregate(field.name, "quantile", [{ column: field.name, type: field.type }], params[0]!);
  const nameOf = (share: number, field: number) => `${share} ${field}`;
  const aggs = shares.flatMap((_, share) =>
    fields.map(({ name, type }, field): Aggregate => aggregate(nameOf(share, field), "quantile", [{ column: name, type }], params[share]!)),
  );
  const all = groupby(frame, [], aggs);
  const types = new Map(schemaOf(all).map(({ name, type }) => [name, type]));
  const label = unusedName("quantile", fields);
  const rows = shares.map((q, share) => [
    ...(labeled ? [{ name: label, expr: { value: q, type: "float64" } } satisfies NamedExpr] : []),
    ...fields.map(({ name }, field): NamedExpr => ({ name, expr: { column: nameOf(share, field), type: types.get(nameOf(share, field))! } })),
  ]);
  return repartition(concat(rows.map((columns) => project(all, columns))), 1);
}
