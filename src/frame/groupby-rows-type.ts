import type { RollingOptions } from "../ops/frame/windows/rolling.ts";

type KeyValue = string | number | bigint | boolean | Date | null;

/** What groups of rows can do that gives rows. `Kept` are rows as they stand: of groups whose columns were chosen, with the keys first. */
export interface GroupRows<Names, Rows, Kept, Frame, Windows> {
  /**
   * The `n` rows of each group with the greatest values of `by`, greatest first; the earlier of equal ones. Rows without a value are left out. pandas' `groupby(…)["by"].nlargest(n)`.
   *
   * @throws ColumnError, RangeError
   */
  nlargest(n: number, by: Names): Rows;
  /** The same with the least. */
  nsmallest(n: number, by: Names): Rows;
  /** The first `n` rows (5) of each group, in the order they stand in the frame; of a negative number all but so many last ones. */
  head(n?: number): Kept;
  /** The last rows of each group. */
  tail(n?: number): Kept;
  /** The row at a place of each group, or at several; negative ones count from the end. Groups that have no such place have no row. */
  nth(n: number | readonly number[]): Kept;
  /** The rows of one group: its key, or a list of its keys. A group that is not there has no rows. */
  getGroup(key: KeyValue | readonly KeyValue[]): Kept;
  /**
   * How often each value, or each combination of values of several columns, is in each group: a row each, most frequent first, then the lesser value first, in columns of the keys, the values and `count`
   * (with `normalize`, shares of the group in `proportion`).
   */
  valueCounts(options?: { readonly dropna?: boolean; readonly ascending?: boolean; readonly sort?: boolean; readonly normalize?: boolean }): Frame;
  /** Count, mean, deviation, least and greatest value and percentiles of each column of numbers (of chosen ones also times), side by side: `x_count`, `x_mean`, … */
  describe(options?: { readonly percentiles?: readonly number[] }): Frame;
  /** Windows of rows within groups, a row for each row, in the order they stand. pandas' `groupby(…).rolling`. */
  rolling(window: number | string, options?: RollingOptions<Names>): Windows;
  /** Each row and all of its group before it. */
  expanding(minPeriods?: number): Windows;
}
