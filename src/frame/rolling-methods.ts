import type { BinOptions } from "../ops/frame/resample/bins.ts";
import type { RollingOptions } from "../ops/frame/windows/rolling.ts";
import type { GroupMethods } from "./group-methods.ts";
import type { GroupRows } from "./groupby-rows-type.ts";
import type { EachOrderMethods } from "./order-methods.ts";

/** Aggregations of windows, null where there are too few values. Names and meanings are pandas'. */
export interface WindowAggregations<Float, Long, Same> {
  sum(): Float;
  mean(): Float;
  min(): Float;
  max(): Float;
  std(options?: { readonly ddof?: number }): Float;
  var(options?: { readonly ddof?: number }): Float;
  /** How many values the window has. */
  count(): Long;
  last(): Same;
}

/** The same of windows with a beginning. */
export interface RollingAggregations<Float, Long, Same> extends WindowAggregations<Float, Long, Same> {
  median(): Float;
  quantile(q?: number, options?: { readonly interpolation?: "linear" | "lower" | "higher" | "nearest" | "midpoint" }): Float;
  /** The first value. */
  first(): Same;
}

/** Windows of columns: so many rows, or so much time (`7D`, `2h`), that end with each row. */
export interface RollingMethods<Column, Float, Long, Same> {
  /** pandas' `rolling`. Of times `on` (in order), unless the window is a number of rows. */
  rolling(window: number | string, options?: RollingOptions<Column>): RollingAggregations<Float, Long, Same>;
  /** Each row and all before it. pandas' `expanding`. */
  expanding(minPeriods?: number): WindowAggregations<Float, Long, Same>;
}

/** Windows of each column of a frame that has the aggregation. */
export interface FrameWindows<Frame, Names, Refs> extends RollingAggregations<Frame, Frame, Frame> {
  /** Only these columns. */
  col(...names: readonly Names[]): FrameWindows<Frame, Names, Refs>;
  /** Several aggregations: names, names by column, or a callback: `agg((c) => ({ high: c.x.max(), low: c.x.min() }))`. */
  agg(what: string | readonly string[] | { readonly [name: string]: string | readonly string[] } | ((c: Refs) => { readonly [name: string]: unknown })): Frame;
}

export interface FrameRolling<Frame, Names, Refs, Bins> {
  /** Windows of so many rows, or so much time (`7D`, `2h`) of a column `on`, that end with each row. pandas' `rolling`. */
  rolling(window: number | string, options?: RollingOptions<Names>): FrameWindows<Frame, Names, Refs>;
  /** Each row and all before it. pandas' `expanding`. */
  expanding(minPeriods?: number): FrameWindows<Frame, Names, Refs>;
  /**
   * Rows in bins of time, to be aggregated: `15min`, `2h`, `D`, `W` (`W-MON`), `MS`, `ME`, `QS`, `QE`, `YS`, `YE`. Every bin from the first to the last is there. pandas' `resample`;
   * `on` is the column of `setIndex` unless said.
   */
  resample(rule: string, options?: ResampleOptions<Names>): Bins;
}

export interface ResampleOptions<Names> extends BinOptions {
  readonly on?: Names;
  /** Into how many partitions the bins go. */
  readonly splitOut?: number;
}

/** Groups that can only be aggregated. */
export type Aggregatable<Groups> = Omit<Groups, "transform" | keyof GroupMethods<0, 0, 0, 0, 0> | keyof EachOrderMethods<0, 0, 0, 0> | OfRows>;
type OfRows = Exclude<keyof GroupRows<0, 0, 0, 0, 0>, "describe">;
