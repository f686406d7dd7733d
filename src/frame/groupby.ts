import type { Expr } from "../expr/expr.ts";
import type { StepParams } from "../graph/program.ts";
import { type Aggregate, type AggregationName, aggregate, aggregations, isAggregation } from "../ops/frame/aggregations.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { type NamedExpr, project } from "../ops/frame/project.ts";
import { fieldOf, schemaOf } from "../ops/frame/schema.ts";
import { topOfGroups } from "../ops/frame/top-of-groups.ts";
import { Aggregated } from "./aggregated.ts";
import { columnsOf } from "./column-ref.ts";
import type { Columns } from "./columns-type.ts";
import { DFrame } from "./dframe.ts";
import type { GroupBy as GroupByType, GroupbyOptions } from "./frame-type.ts";
import { namesIn } from "./named-exprs.ts";

/** Rows in groups of equal keys. Each method gives a frame of the keys and what became of the other columns. */
class Groups {
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

  col(...names: readonly (string | readonly string[])[]): unknown {
    const chosen = namesIn(names, "groupby");
    for (const name of chosen) fieldOf(schemaOf(this.#frame), name, "groupby");
    return new Groups(this.#frame, this.#keys, this.#options, chosen);
  }

  agg(what: unknown): DFrame {
    return this.#make(aggregatesOf(what, this.#frame, "groupby", this.#columns()));
  }

  size(): DFrame {
    return this.#make([aggregate("size", "size", [])]);
  }

  nlargest(n: number, by: string | readonly string[]): DFrame {
    return this.#top("nlargest", n, by, true);
  }

  nsmallest(n: number, by: string | readonly string[]): DFrame {
    return this.#top("nsmallest", n, by, false);
  }

  #top(operation: string, n: number, by: string | readonly string[], descending: boolean): DFrame {
    const schema = schemaOf(this.#frame);
    const columns = this.#columns().map((name): NamedExpr => ({ name, expr: { column: name, type: fieldOf(schema, name, operation).type } }));
    const rows = project(this.#frame, [...this.#keys, ...columns]);
    const exprOf = (name: string) => ({ column: name, type: fieldOf(schemaOf(rows), name, operation).type });
    const order = namesIn(by, operation).map((name) => ({ expr: exprOf(name), descending, nullsFirst: false }));
    if (order.length === 0) throw new TypeError(`${operation}: no columns to go by`);
    const { dropna: dropNull = true, sort = true, splitOut: parts } = this.#options;
    return new DFrame(topOfGroups(rows, { n, keys: this.#keys.map(({ name }) => exprOf(name)), order, dropNull, sort, parts }));
  }

  /** The same aggregation of every column that has it. */
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

export type GroupBy<S extends Columns, K extends Columns> = GroupByType<S, K>;
/** `wrap.ts` puts the methods on it that aggregate every column. */
export const GroupBy = Groups as unknown as {
  new <S extends Columns, K extends Columns>(
    frame: Expr,
    keys: readonly NamedExpr[],
    options: GroupbyOptions,
    chosen?: readonly string[],
  ): GroupByType<S, K> & Pick<Groups, "each">;
  readonly prototype: object;
};
