import { loadBeside } from "../../../util/load-module.ts";
import type { Aggregator, WholeAggregator } from "./aggregator.ts";
import { first, idxmax, idxmin, last, max, min } from "./best.ts";
import { mean } from "./mean.ts";
import { kurt, sem, skew, std, var_ } from "./moments.ts";
import { corr, cov } from "./pairs.ts";
import { all, any, count, prod, size, sum } from "./sums.ts";
import { median, mode, nunique, quantile } from "./whole.ts";

const lists = () => loadBeside<typeof import("./lists.ts")>(import.meta.url, "./lists");
const ranks = () => loadBeside<typeof import("./rank-correlation.ts")>(import.meta.url, "./rank-correlation");

/** One that few programs need: its module is loaded when it is first used. */
function rarely(columns: 1 | 2, load: () => WholeAggregator): WholeAggregator {
  return { whole: true, columns, distinct: false, complete: (call) => load().complete(call) };
}

/** All aggregations. Null is skipped; of nothing, sums are 0, products 1, and the rest is null. */
export const aggregators = {
  all,
  any,
  corr,
  count,
  cov,
  first,
  idxmax,
  idxmin,
  kendall: rarely(2, () => ranks().kendall),
  kurt,
  last,
  list: rarely(1, () => lists().list),
  max,
  mean,
  median,
  min,
  mode,
  nunique,
  prod,
  quantile,
  sem,
  size,
  skew,
  spearman: rarely(2, () => ranks().spearman),
  std,
  sum,
  unique: rarely(1, () => lists().unique),
  var: var_,
} satisfies { readonly [name: string]: Aggregator };

export type AggregatorName = keyof typeof aggregators;

/** The aggregation of a name. */
export function aggregatorOf(name: AggregatorName): Aggregator {
  return aggregators[name];
}
