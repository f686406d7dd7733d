import { type Batch, type Column, nullColumn } from "../../../chunk/column.ts";
import type { ColumnType } from "../../../chunk/column-type.ts";
import type { Aggregate } from "../../../ops/frame/aggregations.ts";
import type { Bins } from "../../../ops/frame/resample/bins.ts";
import { MemoryLimitError } from "../../../util/errors.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import type { Backend } from "../../kernel.ts";
import { aggregatorOf } from "../aggregate/aggregators.ts";
import { binsOf, labelsOf } from "../resample/bin.ts";
import { concatBatches } from "../rows/concat.ts";
import { takeBatch } from "../rows/take.ts";

/** `names, on, bins`: adds the key of each row's bin; the second batch has the first time of all, where bins depend on it. */
export const bin: BatchKernel = {
  run({ backend, step, args: [batch, first] }) {
    const { names, on, bins } = step.params as unknown as { names: readonly string[]; on: string; bins: Bins };
    const times = batch!.columns[names.indexOf(on)]!;
    const values = binsOf(backend, times, bins, first?.columns[0]);
    return { length: batch!.length, columns: [...batch!.columns, { type: "int64", length: batch!.length, values, valid: times.valid }] };
  },
};

interface FillParams {
  readonly bins: Bins;
  /** That of the times. */
  readonly type: ColumnType;
  readonly aggs: readonly Aggregate[];
}

/** `bins, type, aggs`: bins with rows, and those without between them and before the first bin of the second batch; the keys become times. */
export const fillBins: BatchKernel = {
  run({ backend, step, args: [batch, next] }) {
    const { bins, type, aggs } = step.params as unknown as FillParams;
    const { length } = batch!;
    if (length === 0) return { length, columns: [nullColumn(type, 0), ...batch!.columns.slice(1)] };
    const own = batch!.columns[0]!.values as BigInt64Array;
    const until = next !== undefined && next.length > 0 ? (next.columns[0]!.values as BigInt64Array)[0]! : own[length - 1]! + bins.step;
    const count = Number((until - own[0]!) / bins.step);
    if (count > mostBins) throw new MemoryLimitError("resample: bins of one partition", 8 * count, 8 * mostBins, "resample by a longer rule");
    const keys = new BigInt64Array(count);
    const rows = new Int32Array(count).fill(length);
    for (let row = 0, i = 0, key = own[0]!; i < count; i++, key += bins.step) {
      keys[i] = key;
      if (row < length && own[row] === key) rows[i] = row++;
    }
    const results: Batch = { length, columns: batch!.columns.slice(1) };
    const all = takeBatch(backend, concatBatches(backend, [results, emptyResults(backend, aggs)]), rows, { present: true });
    return { length: count, columns: [labelsOf(backend, keys, bins, type), ...all.columns] };
  },
};
const mostBins = 2 ** 28;

/** What aggregations of no rows come to: one row. */
function emptyResults(backend: Backend, aggs: readonly Aggregate[]): Batch {
  const columns = aggs.map(({ agg, args, params, type }): Column => {
    const aggregator = aggregatorOf(agg);
    if (agg === "idxmin" || agg === "idxmax") return nullColumn(type, 1);
    const call = { backend, rows: 0, codes: new Int32Array(0), count: 1, params, columns: args.map((arg) => nullColumn(arg.type, 0)), type };
    return aggregator.whole ? aggregator.complete(call) : aggregator.finish({ ...call, states: aggregator.partial(call) });
  });
  return { length: 1, columns };
}
