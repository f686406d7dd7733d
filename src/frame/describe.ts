import type { ColumnType } from "../chunk/column-type.ts";
import type { Expr } from "../expr/expr.ts";
import type { Field } from "../expr/meta.ts";
import { type Aggregate, type AggregationName, aggregate } from "../ops/frame/aggregations.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { concat } from "../ops/frame/concat.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { isList } from "../ops/frame/meet.ts";
import { project } from "../ops/frame/project.ts";
import { schemaOf, unusedName } from "../ops/frame/schema.ts";
import { ShapeError } from "../util/errors.ts";
import { shown } from "../util/shown.ts";
import { described, isKind, isMeasured, isNumber } from "./described-columns.ts";
import { type LabeledRow, labeledRows } from "./labeled-rows.ts";

/** One statistic of a column that has it. */
export interface Statistic {
  readonly label: string;
  readonly agg: AggregationName | "freq";
  readonly params?: { readonly q: number };
  has(type: ColumnType): boolean;
}

const isOrdered = (type: ColumnType) => isMeasured(type) || isKind(type, "date");
const isNamed = (type: ColumnType) => !isOrdered(type) && !isList(type);

/** What a frame's columns are described by: pandas' rows, in pandas' order. */
export function statistics(percentiles: readonly number[]): Statistic[] {
  const between = [...percentiles]
    .sort((a, b) => a - b)
    .map((q): Statistic => ({ label: `${Number((100 * q).toPrecision(12))}%`, agg: "quantile", params: { q }, has: isOrdered }));
  return [
    { label: "count", agg: "count", has: () => true },
    { label: "unique", agg: "nunique", has: isNamed },
    { label: "top", agg: "mode", has: isNamed },
    { label: "freq", agg: "freq", has: isNamed },
    { label: "mean", agg: "mean", has: isMeasured },
    { label: "std", agg: "std", has: (type) => isNumber(type) || isKind(type, "duration") },
    { label: "min", agg: "min", has: isOrdered },
    ...between,
    { label: "max", agg: "max", has: isOrdered },
  ];
}

interface DescribeOptions {
  readonly percentiles?: readonly number[];
  readonly include?: unknown;
  readonly exclude?: unknown;
}

/** Only those that are asked for, as in pandas 3: no median is added. */
export function requirePercentiles(percentiles: unknown = [0.25, 0.5, 0.75]): readonly number[] {
  if (!Array.isArray(percentiles)) throw new TypeError(`describe: percentiles is ${shown(percentiles)}; give a list of shares, like [0.1, 0.5, 0.9]`);
  for (const q of percentiles)
    if (typeof q !== "number" || !(q >= 0 && q <= 1)) throw new RangeError(`describe: ${shown(q)} among the percentiles is not between 0 and 1`);
  if (new Set(percentiles).size !== percentiles.length) throw new RangeError(`describe: the percentiles ${percentiles.join(", ")} repeat`);
  return percentiles;
}

/** pandas' `describe`. */
export function describe(frame: Expr, { percentiles, include, exclude }: DescribeOptions): Expr {
  const shares = requirePercentiles(percentiles);
  const schema = schemaOf(frame);
  if (schema.length === 0) throw new ShapeError("describe: the frame has no columns");
  const fields = described(schema, include, exclude);
  const asked = statistics(shares).filter(({ has }) => fields.some(({ type }) => has(type)));
  const rows = asked.map((statistic) => rowOf(frame, fields, asked, statistic));
  return labeledRows(unusedName("statistic", fields), rows);
}

/** What has to see all values of a column at once is computed apart, so that the rest need not. */
const isWhole = ({ agg }: Statistic) => agg === "quantile" || agg === "nunique" || agg === "mode";

function rowOf(frame: Expr, fields: readonly Field[], asked: readonly Statistic[], statistic: Statistic): LabeledRow {
  const together = asked.filter((other) => isWhole(other) === isWhole(statistic) && other.agg !== "freq");
  const of =
    statistic.agg === "freq"
      ? frequencies(
          frame,
          fields.filter(({ type }) => statistic.has(type)),
        )
      : groupby(
          frame,
          [],
          together.flatMap((other) => aggregatesOf(fields, other)),
        );
  const types = new Map(schemaOf(of).map(({ name, type }) => [name, type]));
  const columns = fields.map(({ name, type }, i) => {
    const shown: ColumnType = isNumber(type) ? "float64" : "utf8";
    const found = types.get(nameOf(i, statistic, name));
    const expr: ColumnExpr =
      found === undefined ? { value: null, type: shown } : typedCall("cast", [{ column: nameOf(i, statistic, name), type: found }], { type: shown });
    return { name, expr };
  });
  return { label: statistic.label, of, columns };
}

const nameOf = (column: number, { agg, label }: Statistic, name: string) => (agg === "freq" ? name : `${column} ${label}`);

function aggregatesOf(fields: readonly Field[], { agg, params, has, label }: Statistic): Aggregate[] {
  return fields.flatMap(({ name, type }, i) =>
    has(type)
      ? [aggregate(`${i} ${label}`, agg as AggregationName, [{ column: name, type }], params === undefined ? {} : { ...params, interpolation: "linear" })]
      : [],
  );
}

/** How often the most frequent value of each column is there: the greatest of the counts of its values, in one row. */
function frequencies(frame: Expr, fields: readonly Field[]): Expr {
  const most = fields.map(({ name, type }) => {
    const counted = groupby(frame, [{ name: "value", expr: { column: name, type } }], [aggregate("count", "size", [])], { sort: false });
    const greatest = groupby(counted, [], [aggregate(name, "max", [{ column: "count", type: "int64" }])]);
    return project(
      greatest,
      fields.map((field) => ({ name: field.name, expr: field.name === name ? { column: name, type: "int64" } : { value: null, type: "int64" } })),
    );
  });
  return groupby(
    concat(most),
    [],
    fields.map(({ name }) => aggregate(name, "max", [{ column: name, type: "int64" }])),
  );
}
