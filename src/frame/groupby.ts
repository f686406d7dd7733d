import type { Expr } from "../expr/expr.ts";
import type { StepParams } from "../graph/program.ts";
import { type Aggregate, type AggregationName, aggregate, aggregations, isAggregation } from "../ops/frame/aggregations.ts";
import { groupby } from "../ops/frame/groupby.ts";
import type { NamedExpr } from "../ops/frame/project.ts";
import { fieldOf, schemaOf } from "../ops/frame/schema.ts";
import { Aggregated } from "./aggregated.ts";
import { columnsOf } from "./column-ref.ts";
import type { AggregatedColumns, Columns, NameOf, Refs } from "./columns-type.ts";
import { DFrame } from "./dframe.ts";
import type { GroupbyOptions } from "./dframe-type.ts";
import { namesIn } from "./named-exprs.ts";

/** Rows in groups of equal keys. Each method gives a frame of the keys and what became of the other columns. */
export class GroupBy<S extends Columns, K extends Columns> {
  readonly #frame: Expr;
  readonly #keys: readonly NamedExpr[];
  readonly #options: GroupbyOptions;
  /** The columns that are aggregated when none are named; those that have the aggregation unless chosen. */
  readonly #chosen: readonly string[] | undefined;

  constructor(frame: Expr, keys: readonly NamedExpr[], options: GroupbyOptions, chosen?: readonly string[]) {
    this.#frame = frame;
    this.#keys = keys;
    this.#options = options;
    this.#chosen = chosen;
  }

  /** Only these columns are aggregated. pandas' `groupby(…)["name"]`. @throws ColumnError */
  col<N extends NameOf<S>>(...names: readonly (N | readonly N[])[]): GroupBy<{ readonly [P in N]: S[P] }, K> {
    const chosen = namesIn(names, "groupby");
    for (const name of chosen) fieldOf(schemaOf(this.#frame), name, "groupby");
    return new GroupBy(this.#frame, this.#keys, this.#options, chosen);
  }

  /** Named aggregations: `agg((c) => ({ delay: c.DepDelay.mean(), n: c.DepDelay.count() }))`, or names by column as in pandas. */
  agg<A extends { readonly [name: string]: Aggregated }>(make: (c: Refs<S>) => A): DFrame<K & AggregatedColumns<A>>;
  agg(byColumn: { readonly [N in NameOf<S>]?: AggregationName | readonly AggregationName[] } | AggregationName | readonly AggregationName[]): DFrame;
  agg(what: unknown): DFrame {
    return this.#make(aggregatesOf(what, this.#frame, "groupby", this.#columns()));
  }

  /** How many rows each group has, in a column `size`. */
  size(): DFrame<K & { readonly size: "int64" }> {
    return this.#make([aggregate("size", "size", [])]) as never;
  }

  /** @internal The same aggregation of every column that has it. */
  each(agg: AggregationName, params: StepParams): DFrame {
    const schema = schemaOf(this.#frame);
    const columns = this.#columns().map((name) => fieldOf(schema, name, agg));
    const able = this.#chosen === undefined ? columns.filter(({ type }) => aggregations[agg].infer([type], params) !== undefined) : columns;
    return this.#make(able.map(({ name, type }) => aggregate(name, agg, [{ column: name, type }], params)));
  }

  #columns(): string[] {
    const keys = this.#keys.map(({ name }) => name);
    return this.#chosen === undefined
      ? schemaOf(this.#frame)
          .map(({ name }) => name)
          .filter((name) => !keys.includes(name))
      : [...this.#chosen];
  }

  #make(aggs: readonly Aggregate[]): DFrame {
    const { dropna: dropNull = true, sort = true, splitOut: parts } = this.#options;
    return new DFrame(groupby(this.#frame, this.#keys, aggs, { dropNull, sort, parts }));
  }

  toString(): string {
    return `GroupBy of ${this.#keys.map(({ name }) => name).join(", ")}`;
  }
}

/** What `agg` is told, as a list. */
export function aggregatesOf(what: unknown, frame: Expr, operation: string, columns: readonly string[]): Aggregate[] {
  const schema = schemaOf(frame);
  if (typeof what === "function") {
    const made = what(columnsOf(schema, operation)) as { [name: string]: unknown };
    return Object.keys(made).map((name) => {
      const value = made[name];
      if (!(value instanceof Aggregated))
        throw new TypeError(`${operation}: ${JSON.stringify(name)} is no aggregation; end it with one, like c.${name}.mean()`);
      return value.named(name);
    });
  }
  const isList = typeof what === "string" || Array.isArray(what);
  const byColumn = isList ? Object.fromEntries(columns.map((name) => [name, what])) : (what as { [name: string]: unknown });
  return Object.keys(byColumn).flatMap((column) => {
    const { type } = fieldOf(schema, column, operation);
    const wanted = byColumn[column];
    const names = namesIn(wanted, operation);
    return names.map((agg) => {
      if (!isAggregation(agg)) throw new TypeError(`${operation}: unknown aggregation ${JSON.stringify(agg)}; one of ${Object.keys(aggregations).join(", ")}`);
      const name = Array.isArray(wanted) ? `${column}_${agg}` : column;
      return aggregate(name, agg, aggregations[agg].args === 0 ? [] : [{ column, type }]);
    });
  });
}

/** The methods that aggregate every column: pandas' `groupby(…).mean()`. */
export interface GroupBy<S extends Columns, K extends Columns> extends EachColumn {}
interface EachColumn {
  count(): DFrame;
  sum(): DFrame;
  prod(): DFrame;
  mean(): DFrame;
  min(): DFrame;
  max(): DFrame;
  first(): DFrame;
  last(): DFrame;
  any(): DFrame;
  all(): DFrame;
  var(options?: { readonly ddof?: number }): DFrame;
  std(options?: { readonly ddof?: number }): DFrame;
  sem(options?: { readonly ddof?: number }): DFrame;
  skew(): DFrame;
  kurt(): DFrame;
  median(): DFrame;
  quantile(q?: number, options?: { readonly interpolation?: string }): DFrame;
  nunique(): DFrame;
  mode(): DFrame;
}
