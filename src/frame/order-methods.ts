import type { FillOptions, RankOptions, ShiftOptions } from "../ops/frame/windows/calls.ts";

/**
 * What a column can do that depends on the order of rows, a row for each row. Names and meanings are pandas'. The parameters are the columns that can do it (`Numbers`;
 * `Sums` also durations; `Values` also times) and what comes of them.
 */
export interface OrderMethods<Numbers, Sums, Values, Same, Sum, Difference, Float> {
  /** The sum of this row and all before it. Null stays null and is passed over. */
  cumsum(this: Sums): Sum;
  cumprod(this: Numbers): Sum;
  /** The greatest value so far. */
  cummax(this: Values): Same;
  cummin(this: Values): Same;
  /** What is more than in the row so many rows before (negative: after). Null where there is none. */
  diff(this: Values, periods?: number): Difference;
  /** The value so many rows before (negative: after). */
  shift(periods?: number, options?: ShiftOptions): Same;
  /** By what share it is more than so many rows before. */
  pctChange(this: Numbers, periods?: number): Float;
  /** The last value before, where there is none. */
  ffill(options?: FillOptions): Same;
  /** The next value, where there is none. */
  bfill(options?: FillOptions): Same;
  /** The place in the order of values, from 1. */
  rank(options?: RankOptions): Float;
}

/** The same of each column that has it: the other columns are left out. */
export interface EachOrderMethods<Sums, Same, Differences, Floats> {
  /** The sum of each row and all before it. Null stays null and is passed over. */
  cumsum(): Sums;
  cumprod(): Sums;
  /** The greatest values so far. */
  cummax(): Same;
  cummin(): Same;
  /** What is more than in the row so many rows before (negative: after). Null where there is none. */
  diff(periods?: number): Differences;
  /** The values so many rows before (negative: after). */
  shift(periods?: number, options?: ShiftOptions): Same;
  /** By what share values are more than so many rows before. */
  pctChange(periods?: number): Floats;
  /** The last value before, where there is none. */
  ffill(options?: FillOptions): Same;
  /** The next value, where there is none. */
  bfill(options?: FillOptions): Same;
  /** Each value's place in the order of its column, from 1. */
  rank(options?: RankOptions): Floats;
}
