import type { StepParams } from "../graph/program.ts";
import type { AggregationName } from "../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import type { Over } from "../ops/frame/windows/window-call.ts";

/** What aggregations are, and which rows stand in order, in a callback on groups. */
export interface Scope {
  /** An aggregation of a group as a column. */
  aggregate(agg: AggregationName, args: readonly ColumnExpr[], params: StepParams): ColumnExpr;
  /** The groups in which rows are counted; none where there are groups only, and no rows. */
  readonly over: Over | undefined;
}

/** The key under which a column in a callback on groups has its scope. */
export const scopeKey: unique symbol = Symbol.for("chunkwise.scope");
