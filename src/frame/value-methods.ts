import type { ColumnType } from "../chunk/column-type.ts";
import type { exprKey } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import type { Columns, NameOf } from "./columns-type.ts";
import type { Listed } from "./listed-values.ts";
import type { FrameKind, MadeFrame } from "./made-type.ts";
import type { LiteralFor, WithNumbers } from "./value-type.ts";

type Value = number | bigint | string | boolean | Date;

/** A frame of truth values, whatever its columns are. */
export interface ConditionFrame {
  readonly [exprKey]: Expr;
  readonly columns: readonly string[];
  readonly dtypes: { readonly [name: string]: ColumnType };
}

/** What a whole frame can do with its values, column by column. A value goes to the columns of its kind: numbers to numbers, texts to texts, a `Date` to times. */
export interface ValueMethods<F extends FrameKind, S extends Columns, Column> {
  /** Numbers rounded to so many decimals, of all columns or by column; a tie goes to the even digit. */
  round(decimals?: number | { readonly [K in NameOf<S>]?: number }): MadeFrame<F, S>;
  /** Numbers moved into a range; `null` is no bound. */
  clip(lower?: Value | null, upper?: Value | null): MadeFrame<F, WithNumbers<S>>;
  /** Values that are one of some replaced: `from` by `to` (lists go in pairs), by a `Map` or dictionary, or by dictionaries of columns: `{ Origin: { SFO: "San Francisco" } }`. */
  replace(from: Value | readonly Value[], to: Value | null | readonly (Value | null)[]): MadeFrame<F, S>;
  replace(mapping: ReadonlyMap<Value, Value | null>): MadeFrame<F, S>;
  replace(byColumn: { readonly [K in NameOf<S>]?: { readonly [from: string]: LiteralFor<S[K]> | null } | ReadonlyMap<Value, Value | null> }): MadeFrame<F, S>;
  /** Whether each value is one of some, of all columns or by column; in columns that are not listed none is. Null is null, unless null is in the list. */
  isin(
    values: Listed<Value | null> | { readonly [K in NameOf<S>]?: Listed<LiteralFor<S[K]> | null> },
  ): MadeFrame<F, { readonly [K in keyof S]: "bool" & ColumnType }>;
  /** The values where a condition holds, else another (null). The condition is one for all columns of a row, or a frame of conditions made of this one, like `df.notna()`. */
  where(condition: Column | ConditionFrame, other: number): MadeFrame<F, WithNumbers<S>>;
  where(condition: Column | ConditionFrame, other?: Value | null): MadeFrame<F, S>;
  /** Another value (null) where a condition holds. */
  mask(condition: Column | ConditionFrame, other: number): MadeFrame<F, WithNumbers<S>>;
  mask(condition: Column | ConditionFrame, other?: Value | null): MadeFrame<F, S>;
}
