import { type Batch, type Column, sliceColumn } from "../../../chunk/column.ts";
import type { Aggregate, AggregationName } from "../../../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../../../ops/frame/column-expr.ts";
import { must } from "../../../util/must.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import type { Backend } from "../../kernel.ts";
import type { GradualAggregator } from "../aggregate/aggregator.ts";
import { aggregatorOf } from "../aggregate/aggregators.ts";
import { evaluate } from "../evaluate.ts";
import { groupRows } from "../group/group-rows.ts";
import { concatBatches } from "../rows/concat.ts";
import { takeColumn } from "../rows/take.ts";
import { numberedRows, sortRows } from "../sort/sort-rows.ts";

interface Groups {
  readonly codes: Int32Array | undefined;
  readonly count: number;
  readonly keys: readonly Column[];
}

/** The groups of some keys. Without keys all rows are one group, also when there are none. */
function groupsOf(backend: Backend, keys: readonly Column[], dropNull: boolean): Groups {
  if (keys.length === 0) return { codes: undefined, count: 1, keys: [] };
  const { codes, count, firsts } = groupRows(backend, keys, { dropNull });
  return { codes, count, keys: keys.map((key) => takeColumn(backend, key, firsts)) };
}

interface Params {
  readonly names: readonly string[];
  readonly keys: readonly ColumnExpr[];
  readonly aggs: readonly Aggregate[];
  readonly dropNull: boolean;
  readonly sort: boolean;
}

/** So many rows tell whether keys repeat. */
const sampleRows = 2 ** 16;
/** Where fewer of them than this are alike, rows are not grouped before they have met those of other partitions: it would take long and leave nearly as many. */
const leastRepeated = 1 / 16;

/** The rows as groups of their own, if they nearly are. */
function eachRow(backend: Backend, keys: readonly Column[]): Groups | undefined {
  const rows = keys[0]?.length ?? 0;
  if (rows < 4 * sampleRows || keys.some(({ valid }) => valid !== undefined)) return undefined;
  const { count } = groupRows(
    backend,
    keys.map((key) => sliceColumn(key, 0, sampleRows)),
    { dropNull: false },
  );
  return count < (1 - leastRepeated) * sampleRows ? undefined : { codes: numberedRows(backend, rows), count: rows, keys };
}

/** `names, keys, aggs, dropNull, meets`: for each group of rows its keys, then the state of each aggregation. */
export const partial: BatchKernel = {
  run({ backend, step, args: [batch] }) {
    const { names, keys, aggs, dropNull, meets } = step.params as unknown as Params & Pick<MergeParams, "meets">;
    const columns = keys.map((key) => evaluate(backend, key, batch!, names));
    const groups = (meets ? eachRow(backend, columns) : undefined) ?? groupsOf(backend, columns, dropNull);
    const states = aggs.flatMap(({ agg, args, params }) => {
      const columns = args.map((arg) => evaluate(backend, arg, batch!, names));
      return gradual(agg).partial({ backend, rows: batch!.length, codes: groups.codes, count: groups.count, params, columns });
    });
    return { length: groups.count, columns: [...groups.keys, ...states] };
  },
};

function gradual(name: AggregationName): GradualAggregator {
  const aggregator = aggregatorOf(name);
  must(!aggregator.whole, `${name} has no state`);
  return aggregator;
}

/** The states of each aggregation, which follow the keys in a batch. */
function statesOf(columns: readonly Column[], keys: number, aggs: readonly Aggregate[]): Column[][] {
  let next = keys;
  return aggs.map(({ agg, args }) => columns.slice(next, (next += gradual(agg).states(args[0]?.type))));
}

/** The states of partial groups joined. */
function merged(backend: Backend, batch: Batch, keys: number, aggs: readonly Aggregate[]): Batch {
  const { codes, count, keys: kept } = groupsOf(backend, batch.columns.slice(0, keys), false);
  const all = statesOf(batch.columns, keys, aggs);
  const columns = aggs.flatMap(({ agg, params }, i) => gradual(agg).merge({ backend, rows: batch.length, codes, count, params, states: all[i]! }));
  return { length: count, columns: [...kept, ...columns] };
}

interface MergeParams {
  /** How many columns are keys. */
  readonly keys: number;
  readonly aggs: readonly Aggregate[];
  readonly sort: boolean;
  /** A key may come several times: from several partitions, or because rows were not grouped. */
  readonly meets: boolean;
}

/** `keys, aggs`: what partial groups leave together. */
export const merge: BatchKernel = {
  run({ backend, step, args }) {
    const { keys, aggs } = step.params as unknown as MergeParams;
    return merged(backend, concatBatches(backend, args), keys, aggs);
  },
};

/** `keys, aggs, sort, meets`: the same, and what comes out of it. */
export const finish: BatchKernel = {
  run({ backend, step, args }) {
    const { keys, aggs, sort, meets } = step.params as unknown as MergeParams;
    const all = args.length === 1 && !meets ? args[0]! : merged(backend, concatBatches(backend, args), keys, aggs);
    const states = statesOf(all.columns, keys, aggs);
    const results = aggs.map(({ agg, params, type }, i) => gradual(agg).finish({ backend, count: all.length, states: states[i]!, params, type }));
    return inOrder(backend, { length: all.length, columns: [...all.columns.slice(0, keys), ...results] }, keys, sort);
  },
};

/** `names, keys, aggs, dropNull, sort`: groups of which all rows have come. */
export const complete: BatchKernel = {
  run({ backend, step, args }) {
    const { names, keys, aggs, dropNull, sort } = step.params as unknown as Params;
    const batch = concatBatches(backend, args);
    const groups = groupsOf(
      backend,
      keys.map((key) => evaluate(backend, key, batch, names)),
      dropNull,
    );
    const results = aggs.map(({ agg, args: exprs, params, type }) => {
      const columns = exprs.map((arg) => evaluate(backend, arg, batch, names));
      const call = { backend, rows: batch.length, codes: groups.codes, count: groups.count, params, columns, type };
      const aggregator = aggregatorOf(agg);
      return aggregator.whole ? aggregator.complete(call) : aggregator.finish({ ...call, states: aggregator.partial(call) });
    });
    return inOrder(backend, { length: groups.count, columns: [...groups.keys, ...results] }, keys.length, sort);
  },
};

function inOrder(backend: Backend, batch: Batch, keys: number, sort: boolean): Batch {
  if (!sort || keys === 0 || batch.length < 2) return batch;
  const of = batch.columns.slice(0, keys);
  const rows = sortRows(backend, of, { descending: of.map(() => false), nullsFirst: of.map(() => false) });
  return { length: batch.length, columns: batch.columns.map((column) => takeColumn(backend, column, rows)) };
}
