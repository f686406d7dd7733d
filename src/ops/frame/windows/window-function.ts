import type { ColumnType } from "../../../chunk/column-type.ts";
import type { Literal, StepParams } from "../../../graph/program.ts";
import type { ColumnExpr } from "../column-expr.ts";

/**
 * What a function takes of the rows of other partitions: so many on each side; of times, those within so many ticks; what the rows on one side come to (one row of the
 * function's own results, the last or first that has a value); all of them, in order; or nothing, as it is only there for groups.
 */
export type Reach =
  | { readonly kind: "rows"; readonly before: number; readonly after: number }
  | { readonly kind: "ticks"; readonly before: bigint; readonly after: bigint }
  | { readonly kind: "carry"; readonly from: "before" | "after" }
  | { readonly kind: "order" }
  | { readonly kind: "group" };

/** A function of a column that depends on the order of rows, before anything runs. `kernels/frame/windows/` computes it, under the same name. */
export interface WindowFunction {
  infer(types: readonly ColumnType[], params: StepParams): ColumnType;
  reach(params: StepParams): Reach;
}

/** A column of results: plain data. */
export type WindowColumn = {
  readonly name: string;
  /** A name of `windowFunctions`. */
  readonly call: string;
  readonly args: readonly ColumnExpr[];
  readonly params: { readonly [key: string]: Literal };
  readonly type: ColumnType;
};
