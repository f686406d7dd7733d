import type { ColumnType } from "../../chunk/column-type.ts";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta, type Schema } from "../../expr/meta.ts";
import type { Literal, StepParams } from "../../graph/program.ts";
import type { Callee } from "../define/callee.ts";
import { groupsCall } from "../define/frames-call.ts";
import type { ColumnExpr } from "./column-expr.ts";
import { columnsInAll } from "./column-names.ts";
import { defaultParts, exchange, type SortKey, splittersOf } from "./exchange.ts";
import { requirePlainKeys } from "./plain-keys.ts";
import { type NamedExpr, projected } from "./project-op.ts";
import { partitionsOf, schemaOf, uniqueNames } from "./schema.ts";
import { stage } from "./stage.ts";
import { lifted } from "./windows/lift.ts";

/** The name of the kernel as stages write it. */
const kernel = groupsCall.replace(/^frame\//, "");

/** How values come to a function. */
type Reading = { readonly int64?: "number" | "bigint" | undefined; readonly times?: "date" | "text" | "bigint" | undefined };

/** A function that is called on groups. */
export type GroupCallee = { readonly callee: Callee; readonly values: StepParams };

/** What is done with each group: `apply` gives rows, `chunk` a state of each column, `finish` a value of each column of states. */
export type GroupCall =
  | { readonly kind: "apply"; readonly call: GroupCallee; readonly result: Schema; readonly gathered: boolean }
  | { readonly kind: "chunk"; readonly calls: readonly GroupCallee[] }
  | { readonly kind: "finish"; readonly calls: readonly { readonly agg: GroupCallee; readonly finalize: GroupCallee | undefined }[]; readonly result: Schema };

/** An aggregation of the user's: functions of values, of states, and of the last state. */
export type CustomAggregate = {
  readonly name: string;
  readonly arg: ColumnExpr;
  readonly type: ColumnType;
  readonly chunk: GroupCallee;
  readonly agg: GroupCallee;
  readonly finalize: GroupCallee | undefined;
};

type Grouped = {
  readonly keys: readonly NamedExpr[];
  readonly dropNull: boolean;
  readonly sort: boolean;
  readonly parts: number;
  readonly options: Reading;
};
/** `gathered`: each group is one row, whose lists are its columns. */
export type ApplyParams = Grouped & { readonly given: readonly NamedExpr[]; readonly call: GroupCallee; readonly result: Schema; readonly gathered: boolean };
export type CustomParams = Grouped & { readonly aggs: readonly CustomAggregate[] };

const keySchema = (keys: readonly NamedExpr[]): Schema => keys.map(({ name, expr }) => ({ name, type: expr.type }));

/** Rows that a function of the user's makes of each whole group, beside the group's keys. */
export const groupApplyOp: Op<ApplyParams> = {
  name: "frame/group-apply",
  infer: (_, { keys, result, parts }) => frameMeta(uniqueNames([...keySchema(keys), ...result], "apply"), parts),
  needs: ({ params: { keys, given } }) => [columnsInAll([...keys, ...given].map(({ expr }) => expr))],
  narrow: (node, [input]) => makeExpr(groupApplyOp, [input!], node.params),
  rewrite(node) {
    const { given, call, result, gathered } = node.params;
    return onGroups(node.inputs[0]!, node.params, given, { kind: "apply", call, result, gathered }, schemaOf(node));
  },
};

/** Aggregations of the user's: a state of each partition's part of a group, and what becomes of the states of a group. */
export const groupCustomOp: Op<CustomParams> = {
  name: "frame/group-custom",
  infer: (_, { keys, aggs, parts }) => frameMeta(uniqueNames([...keySchema(keys), ...aggs.map(({ name, type }) => ({ name, type }))], "groupby"), parts),
  needs: ({ params: { keys, aggs } }, wanted) => [
    columnsInAll([...keys.map(({ expr }) => expr), ...aggs.filter(({ name }) => wanted.has(name)).map(({ arg }) => arg)]),
  ],
  narrow: (node, [input], wanted) => makeExpr(groupCustomOp, [input!], { ...node.params, aggs: node.params.aggs.filter(({ name }) => wanted.has(name)) }),
  rewrite(node) {
    const [input] = node.inputs as [Expr];
    const { keys, aggs } = node.params;
    const values = aggs.map(({ name, arg }) => ({ name, expr: arg }));
    const states = aggs.map((_, i) => ({ name: `state ${i}`, type: "utf8" as const }));
    const inner = keys.map(({ expr }, i) => ({ name: `key ${i}`, type: expr.type }));
    const chunk = { kind: "chunk", calls: aggs.map((agg) => agg.chunk) } as const;
    const partial = stageOf(rowsOf(input, keys, values), node.params, values, chunk, [...inner, ...states]);
    const finish = {
      kind: "finish",
      calls: aggs.map(({ agg, finalize }) => ({ agg, finalize })),
      result: aggs.map(({ name, type }) => ({ name, type })),
    } as const;
    const refs = inner.map(({ name, type }): NamedExpr => ({ name, expr: { column: name, type } }));
    const given = states.map(({ name, type }): NamedExpr => ({ name, expr: { column: name, type } }));
    return onGroups(partial, { ...node.params, keys: refs }, given, finish, schemaOf(node));
  },
};

/** Keys, then what a function is given. */
function rowsOf(input: Expr, keys: readonly NamedExpr[], given: readonly NamedExpr[]): Expr {
  return projected(input, [...keys.map(({ expr }, i) => ({ name: `key ${i}`, expr })), ...given.map(({ expr }, i) => ({ name: `column ${i}`, expr }))]);
}

function callValues({ keys, dropNull, sort, options }: Grouped, given: readonly NamedExpr[], call: GroupCall) {
  const { int64 = null, times = null } = options;
  const schema = given.map(({ name, expr }) => ({ name, type: expr.type }));
  return { keys: keySchema(keys), schema, dropNull, sort, int64, times, call } as unknown as { readonly [key: string]: Literal };
}

function stageOf(rows: Expr, grouped: Grouped, given: readonly NamedExpr[], call: GroupCall, schema: Schema): Expr {
  return stage({ kernel, inputs: [rows], schema, values: callValues(grouped, given, call) });
}

/** All rows of a group meet. */
function onGroups(input: Expr, grouped: Grouped, given: readonly NamedExpr[], call: GroupCall, schema: Schema): Expr {
  const { keys, sort, parts } = grouped;
  const rows = rowsOf(input, keys, given);
  const values = callValues(grouped, given, call);
  const made = { kernel, schema, values };
  if (keys.length === 0 || (partitionsOf(rows) === 1 && parts === 1)) return stage({ ...made, inputs: [rows], partitions: 1, reads: ["all"] });
  const refs = keys.map(({ expr }, i): ColumnExpr => ({ column: `key ${i}`, type: expr.type }));
  if (!sort) return exchange(rows, { by: "hash", keys: refs }, parts, made);
  const order = refs.map((expr): SortKey => ({ expr, descending: false, nullsFirst: false }));
  return exchange(rows, { by: "range", keys: order, splitters: splittersOf(rows, order, parts) }, parts, made);
}

export interface GroupFunctionOptions extends Reading {
  readonly dropNull: boolean;
  readonly sort: boolean;
  readonly parts: number | undefined;
}

const partsFor = (input: Expr, keys: readonly NamedExpr[], parts: number | undefined) => (keys.length === 0 ? 1 : (parts ?? defaultParts(partitionsOf(input))));

/** A function on each whole group. */
export function groupApply(
  input: Expr,
  keys: readonly NamedExpr[],
  given: readonly NamedExpr[],
  call: GroupCallee,
  result: Schema,
  { dropNull, sort, parts, int64, times }: GroupFunctionOptions,
  gathered = false,
): Expr {
  requirePlainKeys(
    "groupby",
    keys.map(({ expr }) => expr),
  );
  const { frame, exprs } = lifted(
    input,
    [...keys, ...given].map(({ expr }) => expr),
  );
  const at = (list: readonly NamedExpr[], from: number) => list.map(({ name }, i) => ({ name, expr: exprs[from + i]! }));
  const params = { dropNull, sort, parts: partsFor(input, keys, parts), options: { int64, times }, call, result, gathered };
  return makeExpr(groupApplyOp, [frame], { ...params, keys: at(keys, 0), given: at(given, keys.length) });
}

/** Aggregations of the user's. Without keys, of all rows. */
export function groupCustom(
  input: Expr,
  keys: readonly NamedExpr[],
  aggs: readonly CustomAggregate[],
  { dropNull, sort, parts, int64, times }: GroupFunctionOptions,
): Expr {
  requirePlainKeys(
    "groupby",
    keys.map(({ expr }) => expr),
  );
  const { frame, exprs } = lifted(input, [...keys.map(({ expr }) => expr), ...aggs.map(({ arg }) => arg)]);
  return makeExpr(groupCustomOp, [frame], {
    keys: keys.map(({ name }, i) => ({ name, expr: exprs[i]! })),
    aggs: aggs.map((agg, i) => ({ ...agg, arg: exprs[keys.length + i]! })),
    dropNull,
    sort,
    parts: partsFor(input, keys, parts),
    options: { int64, times },
  });
}
