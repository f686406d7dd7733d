import type { Vector } from "apache-arrow";
import type { SampleOptions, SeedOptions } from "./sampled.ts";

/** What a column on its own can do besides: rows come and go. */
export interface RowMethods<Same, Frame, Condition> {
  /** The rows where a condition on columns of the same frame holds. */
  filter(condition: Condition): Same;
  /** Rows that have a value. */
  dropna(): Same;
  /** The first rows. */
  head(n?: number): Same;
  /** The last rows. */
  tail(n?: number): Same;
  /**
   * `n` rows (1) without repetition, or each with probability `frac`, in the order they stand: the same ones for the same seed and partitions.
   *
   * @throws ShapeError when it runs, where there are fewer rows than `n`
   */
  sample(n?: number | SampleOptions, options?: SeedOptions): Same;
  /** The different values, in the order in which they first appear. */
  unique(): Same;
  /** How often each value appears, most frequent first, then the lesser value first: columns of the name of this one and `count`. */
  valueCounts(options?: { readonly dropna?: boolean; readonly ascending?: boolean; readonly sort?: boolean; readonly normalize?: boolean }): Frame;
  /** Count, mean, deviation, least and greatest value and percentiles of numbers; `unique`, `top` and `freq` of others, as text: a row each, named in a column `statistic`. */
  describe(options?: { readonly percentiles?: readonly number[] }): Frame;
  /** In order; missing values last unless said. */
  sortValues(options?: { readonly ascending?: boolean; readonly naPosition?: "first" | "last" }): Same;
  nlargest(n?: number): Same;
  nsmallest(n?: number): Same;
  /** Vectors of its partitions as they are done, in order. */
  [Symbol.asyncIterator](): AsyncIterator<Vector>;
  rename(name: string): Same;
  /** A frame of this one column. */
  toFrame(name?: string): Frame;
}
