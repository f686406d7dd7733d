import { must } from "../../../util/must.ts";
import type { Aggregator, GradualAggregator } from "./aggregator.ts";
import { first, idxmax, idxmin, last, max, min } from "./best.ts";
import { mean } from "./mean.ts";
import { kurt, sem, skew, std, var_ } from "./moments.ts";
import { corr, cov } from "./pairs.ts";
import { all, any, count, prod, size, sum } from "./sums.ts";
import { median, mode, nunique, quantile } from "./whole.ts";

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
  kurt,
  last,
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
  std,
  sum,
  var: var_,
} satisfies { readonly [name: string]: Aggregator };

export type AggregatorName = keyof typeof aggregators;

/** The aggregation of a name. */
export function aggregatorOf(name: AggregatorName): Aggregator {
  return aggregators[name];
}

/** The same of one that has a state. */
export function gradualAggregatorOf(name: AggregatorName): GradualAggregator {
  const aggregator = aggregatorOf(name);
  must(!aggregator.whole, `${name} has no state`);
  return aggregator;
}
