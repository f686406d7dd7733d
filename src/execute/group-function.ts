import { deserialize, serialize } from "node:v8";
import { type Batch, type Column, emptyBatch } from "../chunk/column.ts";
import { columnOf } from "../chunk/column-values.ts";
import type { Schema } from "../expr/meta.ts";
import { fromColumns, type SchemaOption } from "../io/objects/from-columns.ts";
import { readValues, type ValueOptions } from "../io/objects/read-values.ts";
import { addBatchKernel } from "../kernels/batch-kernels.ts";
import { groupRows } from "../kernels/frame/group/group-rows.ts";
import { partitionRows } from "../kernels/frame/hash/partition-rows.ts";
import { concatBatches } from "../kernels/frame/rows/concat.ts";
import { takeBatch, takeColumn } from "../kernels/frame/rows/take.ts";
import { sortRows } from "../kernels/frame/sort/sort-rows.ts";
import type { Backend } from "../kernels/kernel.ts";
import { throwIfStopped } from "../kernels/stopped.ts";
import { groupsCall } from "../ops/define/frames-call.ts";
import type { GroupCall, GroupCallee } from "../ops/frame/group-function.ts";
import { isPlainRecord } from "../util/plain.ts";
import type { Callable } from "./compile.ts";
import { batchOf } from "./frame-function.ts";
import { functionOf } from "./function.ts";
import { inOperation } from "./function-failure.ts";

/** What a function on groups is given after its columns. */
export interface GroupInfo {
  /** The group's keys by name. */
  readonly key: { readonly [name: string]: unknown };
  /** How many rows it has. */
  readonly length: number;
  readonly params: { readonly [name: string]: unknown };
}

interface Params {
  readonly keys: Schema;
  readonly schema: Schema;
  readonly dropNull: boolean;
  readonly sort: boolean;
  readonly int64: ValueOptions["int64"] | null;
  readonly times: ValueOptions["times"] | null;
  readonly call: GroupCall;
}

/** Rows by groups: those of group i are `starts[i]` up to, without, `starts[i + 1]`. */
interface Groups {
  readonly keys: Batch;
  readonly rows: Batch;
  readonly starts: Int32Array;
}

/** Calls functions of the user's on groups, whose rows have all come. */
addBatchKernel(groupsCall, {
  run({ backend, step, args, stop }) {
    const params = step.params as unknown as Params;
    return inOperation(params.call.kind === "apply" ? "apply" : "agg", () => called(backend, params, concatBatches(backend, args), stop));
  },
});

async function called(backend: Backend, params: Params, batch: Batch, stop: Int32Array | undefined): Promise<Batch> {
  const groups = groupsOf(backend, batch, params);
  const { call } = params;
  if (call.kind === "apply") return applied(backend, groups, params, call, stop);
  const columns = call.kind === "chunk" ? await chunked(groups, params, call.calls) : await finished(groups, call);
  throwIfStopped(stop);
  return { length: groups.keys.length, columns: [...groups.keys.columns, ...columns] };
}

function groupsOf(backend: Backend, batch: Batch, { keys, dropNull, sort }: Params): Groups {
  const of = batch.columns.slice(0, keys.length);
  const given = { length: batch.length, columns: batch.columns.slice(keys.length) };
  if (keys.length === 0) return { keys: { length: 1, columns: [] }, rows: given, starts: Int32Array.of(0, batch.length) };
  const { codes, count, firsts } = groupRows(backend, of, { dropNull });
  const found = { length: count, columns: of.map((column) => takeColumn(backend, column, firsts)) };
  const order = sort && count > 1 ? sortRows(backend, found.columns, { descending: of.map(() => false), nullsFirst: of.map(() => false) }) : undefined;
  const places = order === undefined ? codes : placed(codes, order);
  const { rows, starts } = partitionRows(backend, places, count);
  return { keys: order === undefined ? found : takeBatch(backend, found, order), rows: takeBatch(backend, given, rows, { present: true }), starts };
}

/** Group numbers as places in an order. */
function placed(codes: Int32Array, order: Int32Array): Int32Array {
  const places = new Int32Array(order.length);
  order.forEach((group, place) => {
    places[group] = place;
  });
  return codes.map((code) => (code < 0 ? -1 : places[code]!));
}

async function loaded({ callee, values }: GroupCallee): Promise<{ readonly fn: Callable; readonly params: GroupInfo["params"] }> {
  const { captured: _, ...params } = values;
  return { fn: await functionOf({ ...callee, params: values }), params };
}

/** Columns as lists; each group gets its part of them. */
function lists(batch: Batch, schema: Schema, { int64, times }: Params, operation: string): unknown[][] {
  const options = { int64: int64 ?? undefined, times: times ?? undefined };
  return schema.map(({ name }, i) => readValues(batch.columns[i]!, name, options, operation));
}

async function applied(
  backend: Backend,
  { keys, rows, starts }: Groups,
  params: Params,
  { call, result, gathered }: GroupCall & { kind: "apply" },
  stop: Int32Array | undefined,
): Promise<Batch> {
  const { fn, params: values } = await loaded(call);
  const given = lists(rows, params.schema, params, "apply");
  const keyValues = lists(keys, params.keys, params, "apply");
  const made: Batch[] = [];
  for (let group = 0; group < keys.length; group++) {
    const [from, to] = [starts[group]!, starts[group + 1]!];
    // Not assignments: a name may be `__proto__`.
    const valuesOf = (column: unknown[]) => (gathered ? (column[from] as unknown[]) : column.slice(from, to));
    const lists = given.map(valuesOf);
    const columns = Object.fromEntries(params.schema.map(({ name }, i) => [name, lists[i]!]));
    const key = Object.fromEntries(params.keys.map(({ name }, i) => [name, keyValues[i]![group]]));
    const info: GroupInfo = { key, length: gathered ? (lists[0]?.length ?? 0) : to - from, params: values };
    const own = await fn(columns, info);
    throwIfStopped(stop);
    made.push(batchOf(rowsIn(own), { result, operation: "apply" }));
  }
  const types = result.map(({ type }) => type);
  const all = made.length === 0 ? emptyBatch(types) : concatBatches(backend, made);
  const owners = new Int32Array(all.length);
  let at = 0;
  made.forEach(({ length }, group) => {
    owners.fill(group, at, (at += length));
  });
  return { length: all.length, columns: [...takeBatch(backend, keys, owners, { present: true }).columns, ...all.columns] };
}

/** A record of values, none of them a list, is one row. */
function rowsIn(made: unknown): unknown {
  const isList = (value: unknown) => typeof value === "object" && value !== null && "length" in value;
  return isPlainRecord(made) && !Object.values(made).some(isList) ? [made] : made;
}

/** States are whatever can be cloned; they travel as text. */
async function chunked({ rows, starts }: Groups, params: Params, calls: readonly GroupCallee[]): Promise<Column[]> {
  const given = lists(rows, params.schema, params, "aggregation");
  const columns: Column[] = [];
  for (const [i, call] of calls.entries()) {
    const { fn, params: values } = await loaded(call);
    const states: string[] = [];
    for (let group = 0; group + 1 < starts.length; group++) {
      states.push(serialize(await fn(given[i]!.slice(starts[group], starts[group + 1]), { params: values })).toString("base64"));
    }
    columns.push(columnOf("utf8", states));
  }
  return columns;
}

async function finished({ rows, starts }: Groups, { calls, result }: GroupCall & { kind: "finish" }): Promise<Column[]> {
  const columns: Column[] = [];
  for (const [i, { agg, finalize }] of calls.entries()) {
    const [join, end] = [await loaded(agg), finalize === undefined ? undefined : await loaded(finalize)];
    const { name, type } = result[i]!;
    const texts = readValues(rows.columns[i]!, name, {}, "aggregation") as string[];
    const made: unknown[] = [];
    for (let group = 0; group + 1 < starts.length; group++) {
      const states = texts.slice(starts[group], starts[group + 1]).map((text) => deserialize(Buffer.from(text, "base64")) as unknown);
      const state = await join.fn(states, { params: join.params });
      made.push(end === undefined ? state : await end.fn(state, { params: end.params }));
    }
    columns.push(
      ...fromColumns(Object.fromEntries([[name, made]]), { schema: Object.fromEntries([[name, type]]) as SchemaOption }, `aggregation ${name}`).batch.columns,
    );
  }
  return columns;
}
