import { type Expr, makeExpr, type Op, type RewriteHints } from "../../expr/expr.ts";
import { frameMeta, type Schema } from "../../expr/meta.ts";
import { tokenize } from "../../expr/token.ts";
import { type Aggregate, type Aggregation, aggregations } from "./aggregations.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { columnsInAll } from "./column-names.ts";
import { defaultParts, exchange, type SortKey, sorted, splittersOf } from "./exchange.ts";
import { repartition } from "./partitions.ts";
import { areInOrderOf, areTogether } from "./placement.ts";
import { requirePlainKeys } from "./plain-keys.ts";
import { type NamedExpr, project } from "./project.ts";
import { numbered } from "./row-number.ts";
import { namesOf, partitionsOf, schemaOf, uniqueNames, unusedName } from "./schema.ts";
import { type Stage, stage } from "./stage.ts";
import { lifted } from "./windows/lift.ts";

export type GroupbyParams = {
  /** None: one group, of all rows. */
  readonly keys: readonly NamedExpr[];
  readonly aggs: readonly Aggregate[];
  /** Rows with a null among their keys are left out. */
  readonly dropNull: boolean;
  /** Groups in the order of their keys; else in no order that is promised. */
  readonly sort: boolean;
  readonly parts: number;
};

/** What is left of each group of rows: its keys, and a column for each aggregation. */
export const groupbyOp: Op<GroupbyParams> = {
  name: "frame/groupby",
  infer(_, { keys, aggs, parts }) {
    const schema = [...keys.map(({ name, expr }) => ({ name, type: expr.type })), ...aggs.map(({ name, type }) => ({ name, type }))];
    return frameMeta(uniqueNames(schema, "groupby"), parts, keys.length === 0 ? undefined : { together: keys.map(({ name }) => name) });
  },
  needs: ({ params: { keys, aggs } }, wanted) => [
    columnsInAll([...keys.map(({ expr }) => expr), ...aggs.filter(({ name }) => wanted.has(name)).flatMap(({ args }) => args)]),
  ],
  narrow(node, [input], wanted) {
    const aggs = node.params.aggs.filter(({ name }) => wanted.has(name));
    return makeExpr(groupbyOp, [input!], { ...node.params, aggs });
  },
  rewrite(node, hints) {
    const [input] = node.inputs as [Expr];
    const { aggs } = node.params;
    const has = (what: "whole" | "positions") => aggs.some(({ agg }) => (aggregations[agg] as Aggregation)[what]);
    const usual = has("whole") ? ofWholeGroups : ofPartialGroups;
    const make: MakeGroups = (given, from) => ofGroupsInPlace(given, from, has("whole"), hints) ?? usual(given, from);
    return has("positions") ? withPositions(node, input, make) : make(node, input);
  },
};

export function groupby(
  input: Expr,
  keys: readonly NamedExpr[],
  aggs: readonly Aggregate[],
  options: { dropNull?: boolean; sort?: boolean; parts?: number | undefined } = {},
): Expr {
  requirePlainKeys(
    "groupby",
    keys.map(({ expr }) => expr),
  );
  const parts = keys.length === 0 ? 1 : (options.parts ?? defaultParts(partitionsOf(input)));
  const { frame, exprs } = lifted(input, [...keys.map(({ expr }) => expr), ...aggs.flatMap(({ args }) => args)]);
  let next = keys.length;
  return makeExpr(groupbyOp, [frame], {
    keys: keys.map(({ name }, i) => ({ name, expr: exprs[i]! })),
    aggs: aggs.map((agg) => ({ ...agg, args: agg.args.map(() => exprs[next++]!) })),
    dropNull: options.dropNull ?? true,
    sort: options.sort ?? true,
    parts,
  });
}

type MakeGroups = (node: Expr<GroupbyParams>, input: Expr) => Expr;

/** Groups whose rows are all in one partition are made where they are. */
function ofGroupsInPlace(node: Expr<GroupbyParams>, input: Expr, whole: boolean, { stay, note }: RewriteHints): Expr | undefined {
  const { keys, sort, parts } = node.params;
  const exprs = keys.map(({ expr }) => expr);
  if (keys.length === 0 || partitionsOf(input) === 1) return undefined;
  const names = keys.map(({ name }) => name).join(", ");
  if (!areTogether(input, exprs)) {
    note(`groups by ${names} may have rows in several partitions: ${whole ? "those" : "what is left of each partition's"} are sent`);
    return undefined;
  }
  const isOrdered = !sort || areInOrderOf(input, exprs[0]!);
  // What partial groups leave is as little as the groups: only all rows of a group are more than them.
  if (!isOrdered && !whole) {
    note(`groups by ${names} are each in one partition, but not in order: what is left of them is sent`);
    return undefined;
  }
  note(
    stay ? `groups by ${names} are each in one partition: their rows stay there` : `groups by ${names} are sent though each is in one partition (without stay)`,
  );
  if (!stay) return undefined;
  const { aggs, dropNull } = node.params;
  const values = { keys: exprs, aggs: aggs.map(plain), names: namesOf(input), dropNull, sort };
  const layout = { together: keys.map(({ name }) => name) };
  const made = stage({ kernel: "complete", inputs: [input], schema: schemaOf(node), values, layout });
  if (isOrdered) return repartition(made, parts);
  const order = schemaOf(node)
    .slice(0, keys.length)
    .map(({ name, type }): SortKey => ({ expr: { column: name, type }, descending: false, nullsFirst: false }));
  return sorted(made, order, parts, layout);
}

/** Groups are made of each partition, and what is left of them meets. */
function ofPartialGroups(node: Expr<GroupbyParams>, input: Expr): Expr {
  const { keys, aggs, dropNull, sort, parts } = node.params;
  const schema = schemaOf(node);
  const isOne = partitionsOf(input) === 1 && parts === 1;
  const values = { keys: keys.length, aggs: aggs.map(plain), dropNull, sort: sort && keys.length > 0, meets: keys.length > 0 && !isOne };
  const keySchema = schema.slice(0, keys.length);
  const partial = stage({
    kernel: "partial",
    inputs: [input],
    schema: keySchema,
    values: { ...values, keys: keys.map(({ expr }) => expr), names: namesOf(input) },
  });
  const finish = { kernel: "finish", schema, values };
  if (keys.length === 0) return stage({ ...finish, inputs: [mergeTree(partial, values)], partitions: 1, reads: ["only"] });
  if (isOne) return stage({ ...finish, inputs: [partial] });
  return exchange(partial, routeOf(partial, keySchema, node.params), parts, { kernel: "finish", schema, values });
}

/** Aggregations that tell where a row is are told the numbers of rows, and what they tell is counted from the start of the frame. */
function withPositions(node: Expr<GroupbyParams>, input: Expr, make: MakeGroups): Expr {
  const row = { column: unusedName("row", schemaOf(input)), type: "int64" } as const;
  const isPosition = ({ agg }: Aggregate) => (aggregations[agg] as Aggregation).positions === true;
  const aggs = node.params.aggs.map((agg) => (isPosition(agg) ? { ...agg, args: [...agg.args, row] } : agg));
  const numberedInput = numbered(input, row.column);
  const made = make({ ...node, params: { ...node.params, aggs } }, numberedInput);
  const counts = stage({ kernel: "count", inputs: [numberedInput], schema: [] });
  const columns = aggs.flatMap((agg, i) => (isPosition(agg) ? [node.params.keys.length + i] : []));
  return stage({
    kernel: "positions",
    inputs: [made, counts],
    schema: schemaOf(node),
    values: { columns },
    reads: ["own", "all"],
    partitions: node.params.parts,
  });
}

/** What reading `fanIn` at a time leaves in one partition. */
function mergeTree(partial: Expr, values: NonNullable<Stage["values"]>): Expr {
  let current = partial;
  while (partitionsOf(current) > 1) {
    const count = partitionsOf(current);
    const borders = Array.from({ length: Math.ceil(count / fanIn) + 1 }, (_, i) => Math.min(count, i * fanIn));
    current = stage({ kernel: "merge", inputs: [current], schema: [], values, partitions: borders.length - 1, reads: [{ at: borders }] });
  }
  return current;
}
const fanIn = 16;

/** All rows of a group meet in one partition. */
function ofWholeGroups(node: Expr<GroupbyParams>, input: Expr): Expr {
  const { keys, aggs, dropNull, sort, parts } = node.params;
  // What is grouped and aggregated, and nothing else, is what travels, once.
  const names = new Map<string, string>();
  const nameOf = (expr: ColumnExpr): string => {
    const token = tokenize(expr);
    const name = names.get(token) ?? `arg ${names.size}`;
    names.set(token, name);
    return name;
  };
  const given = aggs.map(({ args }) => args.map((expr) => ({ name: nameOf(expr), expr })));
  const different = new Map(given.flat().map((arg) => [arg.name, arg]));
  const needed: NamedExpr[] = [...keys.map(({ expr }, i) => ({ name: `key ${i}`, expr })), ...different.values()];
  const rows = project(input, needed);
  const keySchema = schemaOf(rows).slice(0, keys.length);
  const values = {
    keys: keySchema.map(({ name, type }) => ({ column: name, type })),
    aggs: aggs.map((agg, i) => plain({ ...agg, args: given[i]!.map(({ name, expr }) => ({ column: name, type: expr.type })) })),
    names: namesOf(rows),
    dropNull,
    sort: sort && keys.length > 0,
  };
  const complete = { kernel: "complete", schema: schemaOf(node), values };
  if (keys.length === 0 || partitionsOf(rows) === 1) {
    if (parts === 1) return stage({ ...complete, inputs: [rows], partitions: 1, reads: ["all"] });
  }
  return exchange(rows, routeOf(rows, keySchema, node.params), parts, complete);
}

function routeOf(input: Expr, keySchema: Schema, { sort, parts }: GroupbyParams) {
  const exprs = keySchema.map(({ name, type }) => ({ column: name, type }));
  if (!sort) return { by: "hash", keys: exprs } as const;
  const keys = exprs.map((expr): SortKey => ({ expr, descending: false, nullsFirst: false }));
  return { by: "range", keys, splitters: splittersOf(input, keys, parts) } as const;
}

function plain({ name, agg, args, params, type }: Aggregate) {
  return { name, agg, args, params, type };
}
