import type { Aggregable, Each } from "./aggregated-type.ts";
import type { Columns } from "./columns-type.ts";
import type { FrameKind, MadeFrame } from "./made-type.ts";
import type { QuantileOptions } from "./quantile-methods.ts";

interface SpreadOptions {
  /** Divided by n − ddof. Default 1. */
  readonly ddof?: number;
}

/** The aggregation of each column that has it, after the keys of groups if there are any. Columns that were chosen must have it. */
export interface Aggregations<F extends FrameKind, S extends Columns, K extends Columns, Chosen = false> {
  /** Values that are not missing. */
  count(): MadeFrame<F, Each<S, K, "count">>;
  sum(this: Aggregable<S, "sum", Chosen>): MadeFrame<F, Each<S, K, "sum">>;
  prod(this: Aggregable<S, "prod", Chosen>): MadeFrame<F, Each<S, K, "prod">>;
  mean(this: Aggregable<S, "mean", Chosen>): MadeFrame<F, Each<S, K, "mean">>;
  min(): MadeFrame<F, Each<S, K, "min">>;
  max(): MadeFrame<F, Each<S, K, "max">>;
  first(): MadeFrame<F, Each<S, K, "first">>;
  last(): MadeFrame<F, Each<S, K, "last">>;
  any(this: Aggregable<S, "any", Chosen>): MadeFrame<F, Each<S, K, "any">>;
  all(this: Aggregable<S, "all", Chosen>): MadeFrame<F, Each<S, K, "all">>;
  var(this: Aggregable<S, "var", Chosen>, options?: SpreadOptions): MadeFrame<F, Each<S, K, "var">>;
  std(this: Aggregable<S, "std", Chosen>, options?: SpreadOptions): MadeFrame<F, Each<S, K, "std">>;
  sem(this: Aggregable<S, "sem", Chosen>, options?: SpreadOptions): MadeFrame<F, Each<S, K, "sem">>;
  skew(this: Aggregable<S, "skew", Chosen>): MadeFrame<F, Each<S, K, "skew">>;
  kurt(this: Aggregable<S, "kurt", Chosen>): MadeFrame<F, Each<S, K, "kurt">>;
  /** Exact. */
  median(this: Aggregable<S, "median", Chosen>): MadeFrame<F, Each<S, K, "median">>;
  /** Exact. Of a list of shares, which frames take, a row each after a column `quantile` of what was asked for. */
  quantile(this: Aggregable<S, "quantile", Chosen>, q?: number, options?: QuantileOptions): MadeFrame<F, Each<S, K, "quantile">>;
  quantile(
    this: [keyof K] extends [never] ? unknown : never,
    q: readonly number[],
    options?: QuantileOptions,
  ): MadeFrame<F, Each<S, { readonly quantile: "float64" }, "quantile">>;
  /** How many different values there are. Exact. */
  nunique(): MadeFrame<F, Each<S, K, "nunique">>;
  /** The least of the most frequent values. */
  mode(): MadeFrame<F, Each<S, K, "mode">>;
  /** Where the least value first is: a position in the frame. */
  idxmin(): MadeFrame<F, Each<S, K, "idxmin">>;
  idxmax(): MadeFrame<F, Each<S, K, "idxmax">>;
}
