import type { ColumnType } from "../../chunk/column-type.ts";
import type { Literal, StepParams } from "../../graph/program.ts";

/** What is computed from the columns of a row: plain data, as it travels in a program. `type` is that of the result. */
export type ColumnExpr =
  | { readonly column: string; readonly type: ColumnType }
  /** One value for all rows: `null`, a boolean, a number (also days of a date), a bigint (ticks of a time) or text. */
  | { readonly value: Literal; readonly type: ColumnType }
  | { readonly call: string; readonly args: readonly ColumnExpr[]; readonly params: StepParams; readonly type: ColumnType };

/** What a function of columns is, before anything runs. `kernels/frame/functions.ts` has how it is computed, under the same name. */
export interface ColumnFunction {
  /** The type of the result. Throws `DTypeError` naming the function, the types and a way out where it does not take them: the one place where they are checked. */
  infer(types: readonly ColumnType[], params: StepParams): ColumnType;
  /** The result is null exactly where an argument is: such functions are run on values alone, and the bitmaps are joined for them. */
  readonly strict: boolean;
}
