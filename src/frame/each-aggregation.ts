/** One row: the aggregation of each column that has it. */
export interface EachAggregation<Frame> {
  sum(): Frame;
  mean(): Frame;
  min(): Frame;
  max(): Frame;
  count(): Frame;
  std(options?: { readonly ddof?: number }): Frame;
  var(options?: { readonly ddof?: number }): Frame;
  median(): Frame;
  nunique(): Frame;
}
