/** What groups of rows can do that gives rows: those of each group that are chosen, keys first. */
export interface GroupRows<Names, Rows> {
  /**
   * The `n` rows of each group with the greatest values of `by`, greatest first; the earlier of equal ones. Rows without a value are left out. pandas' `groupby(…)["by"].nlargest(n)`.
   *
   * @throws ColumnError, RangeError
   */
  nlargest(n: number, by: Names): Rows;
  /** The same with the least. */
  nsmallest(n: number, by: Names): Rows;
}
