import type { ColumnType } from "../../chunk/column-type.ts";
import type { Literal, StepParams } from "../../graph/program.ts";

/** What is computed from the columns of a row: plain data, as it travels in a program. `type` is that of the result. */
export type ColumnExpr = ColumnRef | ColumnLiteral | ColumnCall;

export type ColumnRef = {
  readonly column: string;
  readonly type: ColumnType;
};
/** One value for all rows: `null`, a boolean, a number (also days of a date), a bigint (ticks of a time) or text. */
export type ColumnLiteral = {
  readonly value: Literal;
  readonly type: ColumnType;
};
export type ColumnCall = {
  readonly call: string;
  readonly args: readonly ColumnExpr[];
  readonly params: StepParams;
  readonly type: ColumnType;
};

/** `typedCall` of `call.ts`. */
export type MakeCall = (name: string, args: readonly ColumnExpr[], params?: StepParams) => ColumnExpr;

/** What a function of columns is, before anything runs. `kernels/frame/functions/` has how it is computed, under the same name. */
export interface ColumnFunction {
  /** The type of the result. Throws `DTypeError` naming the function, the types and a way out where it does not take them: the one place where they are checked. */
  infer(types: readonly ColumnType[], params: StepParams): ColumnType;
  /** The result is null where an argument is, and elsewhere only by the function's own doing: such functions are run on values alone, and the bitmaps are joined for them. */
  readonly strict: boolean;
  /** Brings arguments together: types that differ are cast to one that holds both, literals give way. `infer` sees what comes out. */
  readonly adapt?: ((args: readonly ColumnExpr[], params: StepParams) => readonly ColumnExpr[]) | undefined;
  /** The same in other functions: what has a rewrite needs no kernel. */
  readonly rewrite?: ((args: readonly ColumnExpr[], params: StepParams, call: MakeCall) => ColumnExpr | undefined) | undefined;
}
