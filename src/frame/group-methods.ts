/** What groups can do besides aggregating: choosing some of them, and rows within them. */
export interface GroupMethods<Refs, Condition, Same, Rows, Frame> {
  /** Only the groups of which something holds: `having((c) => c.x.mean().gt(3))`. SQL's `HAVING`. */
  having(condition: (c: Refs) => Condition): Same;
  /** The rows of such groups, as they stand. pandas' `groupby(…).filter`. */
  filter(condition: (c: Refs) => Condition): Rows;
  /** How many rows of its group stand before each row (`ascending: false`: after it), in a column `cumcount`. */
  cumcount(options?: { readonly ascending?: boolean }): Frame;
}
