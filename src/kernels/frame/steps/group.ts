import type { Batch, Column } from "../../../chunk/column.ts";
import type { Aggregate } from "../../../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../../../ops/frame/column-expr.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import type { Backend } from "../../kernel.ts";
import { aggregatorOf, gradualAggregatorOf } from "../aggregate/aggregators.ts";
import { evaluate } from "../evaluate.ts";
import { groupsOf } from "../group/keyed-groups.ts";
import { concatBatches } from "../rows/concat.ts";
import { takeColumn } from "../rows/take.ts";
import { sortRows } from "../sort/sort-rows.ts";

interface Params {
  readonly names: readonly string[];
  readonly keys: readonly ColumnExpr[];
  readonly aggs: readonly Aggregate[];
  readonly dropNull: boolean;
  readonly sort: boolean;
}

/** The states of each aggregation, which follow the keys in a batch. */
function statesOf(columns: readonly Column[], keys: number, aggs: readonly Aggregate[]): Column[][] {
  let next = keys;
  return aggs.map(({ agg, args }) => columns.slice(next, (next += gradualAggregatorOf(agg).states(args[0]?.type))));
}

/** The states of partial groups joined. */
function merged(backend: Backend, batch: Batch, keys: number, aggs: readonly Aggregate[]): Batch {
  const { codes, count, keys: kept } = groupsOf(backend, batch.columns.slice(0, keys), false);
  const all = statesOf(batch.columns, keys, aggs);
  const columns = aggs.flatMap(({ agg, params }, i) => gradualAggregatorOf(agg).merge({ backend, rows: batch.length, codes, count, params, states: all[i]! }));
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
    const results = aggs.map(({ agg, params, type }, i) => gradualAggregatorOf(agg).finish({ backend, count: all.length, states: states[i]!, params, type }));
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
