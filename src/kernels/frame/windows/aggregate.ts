import type { AggregationName } from "../../../ops/frame/aggregations.ts";
import { aggregatorOf } from "../aggregate/aggregators.ts";
import { takeColumn } from "../rows/take.ts";
import type { WindowKernel } from "./window-kernel.ts";

/** `agg` and its parameters: an aggregation of each group, in all its rows. */
export const aggregate: WindowKernel = ({ backend, args, borders, params: { agg, ...params }, type }) => {
  const rows = borders[borders.length - 1]!;
  const count = borders.length - 1;
  const codes = new Int32Array(rows);
  for (let group = 0; group < count; group++) codes.fill(group, borders[group], borders[group + 1]);
  const call = { backend, rows, codes, count, params, columns: args, type };
  const aggregator = aggregatorOf(agg as AggregationName);
  const results = aggregator.whole ? aggregator.complete(call) : aggregator.finish({ ...call, states: aggregator.partial(call) });
  return takeColumn(backend, results, codes, { present: true });
};
