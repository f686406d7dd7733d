import type { Expr } from "../expr/expr.ts";
import type { StepParams } from "../graph/program.ts";
import { type Aggregate, type AggregationName, type Aggregation as AggregationOp, aggregate, aggregations, isAggregation } from "../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { filter } from "../ops/frame/filter.ts";
import { type CustomAggregate, groupCustom } from "../ops/frame/group-function.ts";
import type { GivenGroupOptions } from "../ops/frame/group-options.ts";
import { groupby } from "../ops/frame/groupby.ts";
import { join } from "../ops/frame/join.ts";
import { type NamedExpr, project } from "../ops/frame/project.ts";
import { fieldOf, namesOf, schemaOf, uniqueNames } from "../ops/frame/schema.ts";
import type { Over } from "../ops/frame/windows/window-call.ts";
import { printed } from "../util/printed.ts";
import { Aggregated } from "./aggregated.ts";
import { columnsOf } from "./column-ref.ts";
import type { Columns } from "./columns-type.ts";
import { Aggregation, CustomAggregated } from "./custom-aggregation.ts";
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

/** The options as operations name them. */
export function plannedOptions({ dropna, sort, splitOut }: GroupbyOptions): GivenGroupOptions {
  return { dropNull: dropna, sort, parts: splitOut };
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
    const chosen = namesIn(names, "col");
    for (const name of chosen) fieldOf(schemaOf(this.grouping.frame), name, "col");
    return new Groups({ ...this.grouping, chosen });
  }

  agg(what: unknown): DFrame {
    const { plain, custom, names } = allAggregatesOf(what, this.grouping.frame, "agg", columnsIn(this.grouping));
    uniqueNames([...this.grouping.keys.map(({ name, expr }) => ({ name, type: expr.type })), ...names.map((name) => ({ name, type: "bool" as const }))], "agg");
    return custom.length === 0 ? this.made(plain) : this.#withCustom(plain, custom, names);
  }

  size(): DFrame {
    return this.made([aggregate("size", "size", [])]);
  }

  /** The same aggregation of every column that has it. */
  each(agg: AggregationName, params: StepParams): DFrame {
    const schema = schemaOf(this.grouping.frame);
    const columns = columnsIn(this.grouping).map((name) => fieldOf(schema, name, agg));
    const able = this.grouping.chosen === undefined ? columns.filter(({ type }) => aggregations[agg].infer([type], params) !== undefined) : columns;
    return this.made(able.map(({ name, type }) => aggregate(name, agg, [{ column: name, type }], params)));
  }

  /** The frame of some aggregations. */
  made(aggs: readonly Aggregate[]): DFrame {
    const { frame, keys, options, having, binned } = this.grouping;
    if (binned !== undefined) return new DFrame(binned(aggs));
    const rows = groupby(frame, keys, [...aggs, ...(having?.aggs ?? [])], plannedOptions(options));
    if (having === undefined) return new DFrame(rows);
    const kept = [...keys, ...aggs].map(({ name }) => name);
    return new DFrame(
      project(
        filter(rows, having.predicate),
        kept.map((name) => ({ name, expr: { column: name, type: fieldOf(schemaOf(rows), name, "groupby").type } })),
      ),
    );
  }

  /** What functions of the user's make of groups, beside what else is asked of them. */
  #withCustom(plain: readonly Aggregate[], custom: readonly CustomAggregate[], names: readonly string[]): DFrame {
    const { keys, options, binned } = this.grouping;
    if (binned !== undefined) throw new TypeError("resample: bins of time have no aggregations of your own; group by a time rounded down (dt.floor) instead");
    const frame = rowsOf(this.grouping);
    const made = groupCustom(frame, keys, custom, plannedOptions(options));
    if (plain.length === 0) return new DFrame(made);
    return new DFrame(joinedGroups(groupby(frame, keys, plain, plannedOptions(options)), made, keys, names));
  }

  toString(): string {
    return `GroupBy of ${this.grouping.keys.map(({ name }) => name).join(", ")}`;
  }
}
printed(Groups.prototype);

/** The rows of the groups that are left. */
export const rowsOf = ({ frame, having }: Grouping): Expr => (having === undefined ? frame : filter(frame, having.ofRows));

/** The groups in which functions of rows in order count rows. */
export function overOf({ keys, options, binned }: Grouping, operation: string): Over {
  if (binned !== undefined) throw new TypeError(`${operation}: bins of time can only be aggregated; group by a time rounded down (dt.floor) instead`);
  return { keys: keys.map(({ expr }) => expr), dropNull: options.dropna ?? true };
}

/** Two frames of the same groups as one. */
function joinedGroups(left: Expr, right: Expr, keys: readonly NamedExpr[], names: readonly string[]): Expr {
  const ours = namesOf(left);
  const refs = keys.map(({ name, expr }): ColumnExpr => ({ column: name, type: expr.type }));
  const columns = [...keys.map(({ name }) => name), ...names].map((name) => {
    const side = ours.includes(name) ? ("left" as const) : ("right" as const);
    return { name, side, column: name, type: fieldOf(schemaOf(side === "left" ? left : right), name, "groupby").type };
  });
  const isOne = keys.length === 0;
  return join(left, right, {
    how: isOne ? "cross" : "inner",
    leftKeys: refs,
    rightKeys: refs,
    columns,
    nullsEqual: true,
    validate: [],
    ordered: true,
    broadcast: isOne,
  });
}

/** The columns that groups have besides their keys, or those that were chosen. */
export function columnsIn({ frame, keys, chosen }: Grouping): readonly string[] {
  const names = keys.map(({ name }) => name);
  return chosen ?? namesOf(frame).filter((name) => !names.includes(name));
}

/** What `agg` is told. */
export interface AllAggregates {
  readonly plain: readonly Aggregate[];
  readonly custom: readonly CustomAggregate[];
  /** Those of all of them, in their order. */
  readonly names: readonly string[];
}

/** What `agg` is told, where nothing but aggregations known by name will do. */
export function aggregatesOf(what: unknown, frame: Expr, operation: string, columns: readonly string[]): readonly Aggregate[] {
  const { plain, custom } = allAggregatesOf(what, frame, operation, columns);
  if (custom.length > 0) throw new TypeError(`${operation}: ${JSON.stringify(custom[0]!.name)} is an aggregation of your own, which groups take`);
  return plain;
}

export function allAggregatesOf(what: unknown, frame: Expr, operation: string, columns: readonly string[]): AllAggregates {
  if (typeof what !== "function" && (typeof what !== "object" || what === null) && typeof what !== "string")
    throw new TypeError(`${operation}: say what to compute, like (c) => ({ total: c.price.sum() }) or { price: "sum" }`);
  const all = typeof what === "function" ? fromCallback(what as Callback, frame, operation) : byColumn(what, frame, operation, columns);
  return {
    plain: all.flatMap((one) => ("chunk" in one ? [] : [one])),
    custom: all.flatMap((one) => ("chunk" in one ? [one] : [])),
    names: all.map(({ name }) => name),
  };
}

type AnyAggregate = Aggregate | CustomAggregate;

type Callback = (columns: unknown) => unknown;

function fromCallback(make: Callback, frame: Expr, operation: string): AnyAggregate[] {
  const made = make(columnsOf(schemaOf(frame), operation)) as { [name: string]: unknown };
  return Object.keys(made).map((name) => {
    const value = made[name];
    if (value instanceof CustomAggregated) return value.customized(name);
    if (value instanceof Aggregated) return value.named(name);
    throw new TypeError(`${operation}: ${JSON.stringify(name)} is no aggregation; end it with one, like c.${name}.mean()`);
  });
}

/** pandas' `total=("price", "sum")`, which has the name of a result where ours has that of a column. */
function requireNoPair(name: string, wanted: unknown, frame: Expr, operation: string): void {
  if (namesOf(frame).includes(name) || !Array.isArray(wanted) || wanted.length !== 2 || !namesOf(frame).includes(wanted[0])) return;
  throw new TypeError(
    `${operation}: no column is called ${JSON.stringify(name)}; to name a result, write agg((c) => ({ ${name}: c.${wanted[0]}.${wanted[1]}() }))`,
  );
}

function byColumn(what: unknown, frame: Expr, operation: string, columns: readonly string[]): AnyAggregate[] {
  const isForAll = typeof what === "string" || Array.isArray(what) || what instanceof Aggregation;
  const wantedBy = isForAll ? Object.fromEntries(columns.map((name) => [name, what])) : (what as { [name: string]: unknown });
  return Object.keys(wantedBy).flatMap((column) => {
    const wanted = wantedBy[column];
    requireNoPair(column, wanted, frame, operation);
    const { type } = fieldOf(schemaOf(frame), column, operation);
    return [wanted].flat().map((agg): AnyAggregate => {
      const nameWith = (own: string) => (Array.isArray(wanted) ? `${column}_${own}` : column);
      if (agg instanceof Aggregation) return { name: nameWith(agg.name), arg: { column, type }, ...agg.parts };
      if (typeof agg !== "string" || !isAggregation(agg))
        throw new TypeError(`${operation}: unknown aggregation ${JSON.stringify(agg)}; one of ${Object.keys(aggregations).join(", ")}`);
      if ((aggregations[agg] as AggregationOp).args > 1)
        throw new TypeError(`${operation}: ${agg} takes two columns; write agg((c) => ({ ${agg}: c.${column}.${agg}(c.other) }))`);
      return aggregate(nameWith(agg), agg, aggregations[agg].args === 0 ? [] : [{ column, type }]);
    });
  });
}

export type GroupBy<S extends Columns, K extends Columns> = GroupByType<S, K>;
/** `wrap.ts` puts the methods on it that aggregate every column. */
export const GroupBy = Groups as unknown as {
  new <S extends Columns, K extends Columns>(grouping: Grouping): GroupByType<S, K> & Pick<Groups, "each" | "grouping" | "made">;
  readonly prototype: object;
};
