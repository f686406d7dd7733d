import type { Expr } from "../expr/expr.ts";
import { type Aggregate, type AggregationName, aggregate } from "../ops/frame/aggregations.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { concat } from "../ops/frame/concat.ts";
import { filter } from "../ops/frame/filter.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { castExpr, literal } from "../ops/frame/literal.ts";
import { type NamedExpr, project } from "../ops/frame/project.ts";
import { fieldOf, schemaOf, uniqueNames } from "../ops/frame/schema.ts";
import { aggregationParams } from "./column-aggregations.ts";
import { isValue, nameOfValue } from "./column-value.ts";
import type { Columns } from "./columns-type.ts";
import { aggregatesOf } from "./groupby.ts";
import { namesIn } from "./named-exprs.ts";
import type { ColumnValue, PivotOptions } from "./reshape-methods.ts";

/** One aggregation of one column: what stands before the values of `columns` in names. */
interface Measure {
  readonly prefix: string;
  readonly agg: Aggregate;
}

type Names<T> = T | readonly T[];

/** Each aggregation of each column, in pandas' order: aggregations come first, unless a record has them by column. */
function measuresOf(frame: Expr, { values, aggfunc = "mean" }: Pick<PivotOptions<Columns>, "values" | "aggfunc">, operation: string): Measure[] {
  const isRecord = typeof aggfunc === "object" && !Array.isArray(aggfunc);
  const byColumn = aggfunc as { readonly [name: string]: Names<AggregationName> };
  const names = namesIn(values ?? (isRecord ? Object.keys(byColumn) : []), operation);
  if (names.length === 0) throw new TypeError(`${operation}: values is missing; name the columns that are aggregated`);
  const isOne = values !== undefined && !Array.isArray(values);
  const made = (name: string, agg: unknown, prefix: readonly string[]): Measure[] =>
    aggregatesOf({ [name]: agg }, frame, operation, []).map((one) => ({
      prefix: prefix.map((part) => `${part}_`).join(""),
      agg: { ...one, params: aggregationParams(one.agg, []) },
    }));
  const ofColumn = isOne ? [] : undefined;
  if (isRecord) {
    const other = names.find((name) => !Object.hasOwn(byColumn, name));
    if (other !== undefined) throw new TypeError(`${operation}: aggfunc has none for ${JSON.stringify(other)}, which values has`);
    return names.flatMap((name) => {
      const aggs = byColumn[name]!;
      return [aggs].flat().flatMap((agg) => made(name, agg, [...(ofColumn ?? [name]), ...(Array.isArray(aggs) ? [String(agg)] : [])]));
    });
  }
  if (!Array.isArray(aggfunc)) return names.flatMap((name) => made(name, aggfunc, ofColumn ?? [name]));
  return aggfunc.flatMap((agg) => names.flatMap((name) => made(name, agg, [String(agg), ...(ofColumn ?? [name])])));
}

interface Pivoted {
  readonly source: Expr;
  /** The rows that margins count, if there are margins. */
  readonly counted: Expr | undefined;
  readonly keys: readonly NamedExpr[];
  readonly column: ColumnExpr;
  readonly measures: readonly Measure[];
}

const keyOf = (i: number) => `key ${i}`;
const valueOf = (i: number) => `value ${i}`;

/** What is left of the groups of the keys and the column; with margins, of the groups of the keys alone too, in rows whose `column` is null. */
function cellsOf({ source, counted, keys, column, measures }: Pivoted): Expr {
  // Names of our own, as a column may be index and value.
  const own = keys.map(({ expr }, i) => ({ name: keyOf(i), expr }));
  const aggs = measures.map(({ agg }, i) => ({ ...agg, name: valueOf(i) }));
  const cells = groupby(source, [...own, { name: "column", expr: column }], aggs, { sort: false });
  return counted === undefined ? cells : concat([cells, groupby(counted, own, aggs, { sort: false })]);
}

/** A row for each group of the keys, whose columns are its cells. */
function rowsOf(pivoted: Pivoted, made: readonly Made[]): Expr {
  const cells = cellsOf(pivoted);
  const types = new Map(schemaOf(cells).map((field) => [field.name, field.type]));
  return groupby(
    cells,
    pivoted.keys.map(({ name, expr }, i) => ({ name, expr: { column: keyOf(i), type: expr.type } })),
    made.map(({ name, measure, isOwn }) => {
      const value: ColumnExpr = { column: valueOf(measure), type: types.get(valueOf(measure))! };
      return aggregate(name, "first", [typedCall("where", [value, isOwn])]);
    }),
  );
}

interface Made {
  readonly name: string;
  readonly measure: number;
  /** Whether a cell is this column's. */
  readonly isOwn: ColumnExpr;
}

/** pandas' `pivot_table`: groups of index and column first; then of each index, what its groups are. */
export function pivot(frame: Expr, options: PivotOptions<Columns>, columnValues: readonly ColumnValue[], isChosen: boolean, operation = "pivotTable"): Expr {
  const { index, columns, fillValue, margins = false, marginsName = "All" } = options;
  const schema = schemaOf(frame);
  const ref = (name: string): ColumnExpr => ({ column: name, type: fieldOf(schema, name, operation).type });
  const keys = namesIn(index, operation).map((name) => ({ name, expr: ref(name) }));
  if (keys.length === 0) throw new TypeError(`${operation}: index has no columns`);
  const measures = measuresOf(frame, options, operation);
  const column: ColumnExpr = { column: "column", type: ref(columns).type };
  const made = measures.flatMap(({ prefix }, measure) => [
    ...columnValues.map((value): Made => ({ name: prefix + nameOfValue(value, column), measure, isOwn: isValue(column, value) })),
    ...(margins ? [{ name: prefix + marginsName, measure, isOwn: typedCall("isna", [column]) }] : []),
  ]);
  uniqueNames([...keys.map(({ name, expr }) => ({ name, type: expr.type })), ...made.map(({ name }) => ({ name, type: "bool" as const }))], operation);
  const counted = margins ? countedRows(frame, [...keys.map(({ expr }) => expr), ref(columns)], measures, isChosen ? columnValues : undefined) : undefined;
  const pivoted: Pivoted = { source: frame, counted, keys, column: ref(columns), measures };
  const rows = rowsOf(pivoted, made);
  const all =
    counted === undefined ? rows : concat([labeled(rows, keys), totalRow(rowsOf({ ...pivoted, source: counted, keys: [] }, made), keys, marginsName)]);
  return fillValue === undefined ? all : filled(all, keys.length, fillValue);
}

/** The rows that margins count, as in pandas: those in which nothing is missing; and of chosen values of the column, only theirs. */
function countedRows(frame: Expr, keys: readonly ColumnExpr[], measures: readonly Measure[], chosen: readonly ColumnValue[] | undefined): Expr {
  const used = [...keys, ...measures.flatMap(({ agg }) => agg.args)];
  const present = new Map(used.flatMap((expr) => ("column" in expr ? [[expr.column, typedCall("notna", [expr])] as const] : [])));
  const column = keys[keys.length - 1]!;
  const isChosen =
    chosen === undefined ? [] : [chosen.map((value) => isValue(column, value)).reduce((a, b) => typedCall("or", [a, b]), literal(false) as ColumnExpr)];
  return filter(
    frame,
    [...present.values(), ...isChosen].reduce((a, b) => typedCall("and", [a, b])),
  );
}

/** Keys as text, as one row has a word among them. */
function labeled(rows: Expr, keys: readonly NamedExpr[]): Expr {
  return project(
    rows,
    schemaOf(rows).map(({ name, type }, i) => ({ name, expr: i < keys.length ? castExpr({ column: name, type }, "utf8") : { column: name, type } })),
  );
}

function totalRow(totals: Expr, keys: readonly NamedExpr[], marginsName: string): Expr {
  const labels = keys.map(({ name }, i): NamedExpr => ({ name, expr: { value: i === 0 ? marginsName : "", type: "utf8" } }));
  return project(totals, [...labels, ...schemaOf(totals).map(({ name, type }) => ({ name, expr: { column: name, type } }))]);
}

function filled(rows: Expr, keys: number, fillValue: NonNullable<PivotOptions<Columns>["fillValue"]>): Expr {
  return project(
    rows,
    schemaOf(rows).map(({ name, type }, i) => {
      const own: ColumnExpr = { column: name, type };
      return { name, expr: i < keys ? own : typedCall("fillna", [own, literal(fillValue)]) };
    }),
  );
}
