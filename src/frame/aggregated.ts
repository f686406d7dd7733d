import type { ColumnType } from "../chunk/column-type.ts";
import type { StepParams } from "../graph/program.ts";
import { type Aggregate, type AggregationName, aggregate } from "../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { printExpr } from "../ops/frame/print-expr.ts";
import { printed } from "../util/printed.ts";

/** An aggregation of a column in a callback: `df.agg((c) => ({ longest: c.Distance.max() }))`. */
export class Aggregated<T extends ColumnType = ColumnType> {
  readonly agg: AggregationName;
  readonly args: readonly ColumnExpr[];
  readonly params: StepParams;
  /** Only there for types: that of the result. */
  declare readonly type: T;

  constructor(agg: AggregationName, args: readonly ColumnExpr[], params: StepParams = {}) {
    this.agg = agg;
    this.args = args;
    this.params = params;
  }

  /** The same as a column of that name. */
  named(name: string): Aggregate {
    return aggregate(name, this.agg, this.args, this.params);
  }
}
printed(Aggregated.prototype, ({ agg, args }) => `${agg}(${args.map(printExpr).join(", ")})`);
