import type { AggregationName } from "../ops/frame/aggregations.ts";
import type { Aggregable } from "./aggregated-type.ts";
import type { Columns } from "./columns-type.ts";

interface SpreadOptions {
  /** Divided by n − ddof. Default 1. */
  readonly ddof?: number;
}

/** The aggregation of each column that has it, after the keys of groups if there are any: `Made` has what each gives. Columns that were chosen must have it. */
export interface Aggregations<S extends Columns, Made extends { readonly [A in AggregationName]: unknown }, Chosen = false> {
  /** Values that are not missing. */
  count(): Made["count"];
  sum(this: Aggregable<S, "sum", Chosen>): Made["sum"];
  prod(this: Aggregable<S, "prod", Chosen>): Made["prod"];
  mean(this: Aggregable<S, "mean", Chosen>): Made["mean"];
  min(): Made["min"];
  max(): Made["max"];
  first(): Made["first"];
  last(): Made["last"];
  any(this: Aggregable<S, "any", Chosen>): Made["any"];
  all(this: Aggregable<S, "all", Chosen>): Made["all"];
  var(this: Aggregable<S, "var", Chosen>, options?: SpreadOptions): Made["var"];
  std(this: Aggregable<S, "std", Chosen>, options?: SpreadOptions): Made["std"];
  sem(this: Aggregable<S, "sem", Chosen>, options?: SpreadOptions): Made["sem"];
  skew(this: Aggregable<S, "skew", Chosen>): Made["skew"];
  kurt(this: Aggregable<S, "kurt", Chosen>): Made["kurt"];
  /** Exact. */
  median(this: Aggregable<S, "median", Chosen>): Made["median"];
  /** Exact. */
  quantile(this: Aggregable<S, "quantile", Chosen>, q?: number, options?: QuantileOptions): Made["quantile"];
  /** How many different values there are. Exact. */
  nunique(): Made["nunique"];
  /** The least of the most frequent values. */
  mode(): Made["mode"];
  /** Where the least value first is: a position in the frame. */
  idxmin(): Made["idxmin"];
  idxmax(): Made["idxmax"];
}

export interface QuantileOptions {
  /** What lies between two values. Default linear. */
  readonly interpolation?: "linear" | "lower" | "higher" | "nearest" | "midpoint";
}
