import type { Expr } from "../expr/expr.ts";
import type { StepParams } from "../graph/program.ts";
import { type Aggregate, type Aggregation, type AggregationName, aggregate, aggregations, isAggregation } from "../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { filter } from "../ops/frame/filter.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { type NamedExpr, project } from "../ops/frame/project.ts";
import { fieldOf, namesOf, schemaOf } from "../ops/frame/schema.ts";
import { Aggregated } from "./aggregated.ts";
import { columnsOf } from "./column-ref.ts";
import type { Columns } from "./columns-type.ts";
import { DFrame } from "./dframe.ts";
import type { GroupbyOptions } from "./frame-options.ts";
import type { GroupBy as GroupByType } from "./frame-type.ts";
import { namesIn } from "./named-exprs.ts";

/** What groups are made of. */
export interface Grouping {
  readonly frame: Expr;
  readonly keys: readonly NamedExpr[];
  readonly options: GroupbyOptions;
  /** The columns that are aggregated when none are named; those that have the aggregation unless chosen. */
  readonly chosen?: readonly string[] | undefined;
  readonly having?: Having | undefined;
  /** Of bins of time: makes the frame of their aggregations. */
  readonly binned?: ((aggs: readonly Aggregate[]) => Expr) | undefined;
}

/** A condition on groups. */
export interface Having {
  /** What it is made of: aggregations of each group … */
  readonly aggs: readonly Aggregate[];
  /** … the condition on those … */
  readonly predicate: ColumnExpr;
  /** … and the same as a condition on the rows of groups. */
  readonly ofRows: ColumnExpr;
}

/** Rows in groups of equal keys. Each method gives a frame of the keys and what became of the other columns. */
class Groups {
  readonly grouping: Grouping;

  constructor(grouping: Grouping) {
    this.grouping = grouping;
  }

  col(...names: readonly (string | readonly string[])[]): unknown {
    const chosen = namesIn(names, "groupby");
    for (const name of chosen) fieldOf(schemaOf(this.grouping.frame), name, "groupby");
    return new Groups({ ...this.grouping, chosen });
  }

  agg(what: unknown): DFrame {
    return this.#make(aggregatesOf(what, this.grouping.frame, "groupby", columnsIn(this.grouping)));
  }

  size(): DFrame {
    return this.#make([aggregate("size", "size", [])]);
  }

  /** The same aggregation of every column that has it. */
  each(agg: AggregationName, params: StepParams): DFrame {
    const schema = schemaOf(this.grouping.frame);
    const columns = columnsIn(this.grouping).map((name) => fieldOf(schema, name, agg));
    const able = this.grouping.chosen === undefined ? columns.filter(({ type }) => aggregations[agg].infer([type], params) !== undefined) : columns;
    return this.#make(able.map(({ name, type }) => aggregate(name, agg, [{ column: name, type }], params)));
  }

  #make(aggs: readonly Aggregate[]): DFrame {
    const { frame, keys, options, having, binned } = this.grouping;
    if (binned !== undefined) return new DFrame(binned(aggs));
    const { dropna: dropNull = true, sort = true, splitOut: parts } = options;
    const made = groupby(frame, keys, [...aggs, ...(having?.aggs ?? [])], { dropNull, sort, parts });
    if (having === undefined) return new DFrame(made);
    const kept = [...keys, ...aggs].map(({ name }) => name);
    return new DFrame(
      project(
        filter(made, having.predicate),
        kept.map((name) => ({ name, expr: { column: name, type: fieldOf(schemaOf(made), name, "groupby").type } })),
      ),
    );
  }

  toString(): string {
    return `GroupBy of ${this.grouping.keys.map(({ name }) => name).join(", ")}`;
  }
}

/** The columns that groups have besides their keys, or those that were chosen. */
export function columnsIn({ frame, keys, chosen }: Grouping): readonly string[] {
  const names = keys.map(({ name }) => name);
  return chosen ?? namesOf(frame).filter((name) => !names.includes(name));
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
      if ((aggregations[agg] as Aggregation).args > 1)
        throw new TypeError(`${operation}: ${agg} takes two columns; write agg((c) => ({ ${agg}: c.${column}.${agg}(c.other) }))`);
      const name = Array.isArray(wanted) ? `${column}_${agg}` : column;
      return aggregate(name, agg, aggregations[agg].args === 0 ? [] : [{ column, type }]);
    });
  });
}

export type GroupBy<S extends Columns, K extends Columns> = GroupByType<S, K>;
/** `wrap.ts` puts the methods on it that aggregate every column. */
export const GroupBy = Groups as unknown as {
  new <S extends Columns, K extends Columns>(grouping: Grouping): GroupByType<S, K> & Pick<Groups, "each" | "grouping">;
  readonly prototype: object;
};
