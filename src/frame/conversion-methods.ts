import type { ColumnType, TimeUnit } from "../chunk/column-type.ts";
import type { ValueOptions } from "../io/objects/read-values.ts";
import type { CalleeOptions } from "../ops/define/callee.ts";
import type { ModuleFunction } from "../ops/define/module-function.ts";
import type { ColumnKind, MadeColumn } from "./made-type.ts";
import type { Cell } from "./partition-methods.ts";
import type { TypeOfValue } from "./type-of-value.ts";
import type { Able, DurationType, IsAny, LiteralFor, NumberType, TextType } from "./value-type.ts";

/** What is no such value is an error, or null. */
export interface ErrorsOptions {
  readonly errors?: "raise" | "coerce";
}

export interface ToDatetimeOptions extends ErrorsOptions {
  /** As Python's `strptime` has it; ISO 8601 without. */
  readonly format?: string;
  /** What numbers count, from 1970 on. Default ns. */
  readonly unit?: TimeUnit | "D";
  /** The unit of the result. Default us. */
  readonly resultUnit?: TimeUnit;
  /** The zone of the result. */
  readonly zone?: string;
}
export interface ToNumericOptions extends ErrorsOptions {
  /** Default float64; numbers keep their type. */
  readonly dtype?: NumberType;
}
export interface ToTimedeltaOptions extends ErrorsOptions {
  /** What numbers count, and the unit of the result. Default us. */
  readonly unit?: TimeUnit;
}

/** The type of times that options ask for. */
export type DatetimeType<O> = `timestamp[${O extends { readonly resultUnit: infer U extends TimeUnit } ? U : "us"}${O extends {
  readonly zone: infer Z extends string;
}
  ? `, ${Z}`
  : ""}]`;
export type NumericType<T extends ColumnType, O> = O extends { readonly dtype: infer D extends NumberType }
  ? D
  : IsAny<T> extends true
    ? ColumnType
    : T extends NumberType | "bool"
      ? T
      : "float64";
export type TimedeltaType<O> = `duration[${O extends { readonly unit: infer U extends TimeUnit } ? U : "us"}]`;

type Value = string | number | bigint | boolean | Date;
export interface MapOptions<U extends ColumnType> extends CalleeOptions, ValueOptions {
  /** The type of what the function gives: what it gives is checked against it. */
  readonly dtype: U;
  /** Missing values stay missing, and the function does not see them. */
  readonly naAction?: "ignore";
}

/** A column as another, value by value. */
export interface ConversionMethods<C extends ColumnKind, T extends ColumnType> {
  /** Each value by way of a dictionary: an object, or a `Map` where keys are no texts. What is no key becomes null. With `{ dtype }`, as values of that type. pandas' `Series.map`. */
  map<U extends ColumnType>(
    mapping: { readonly [key: string]: Value | null } | ReadonlyMap<LiteralFor<T>, Value | null>,
    options: { readonly dtype: U; readonly naAction?: "ignore" },
  ): MadeColumn<C, U>;
  map<V extends Value>(mapping: { readonly [key: string]: V | null } | ReadonlyMap<LiteralFor<T>, V | null>): MadeColumn<C, TypeOfValue<V, "timestamp[ms]">>;
  /**
   * Each value by a function of yours, in workers: it stands on its own, as those of `mapPartitions` do, is given null where a value is missing (not with `naAction: "ignore"`), and gives a value
   * of the declared type, null, or a promise of one. 64-bit integers and times come as `toColumns` gives them.
   *
   * @throws ClosureError, DTypeError; when it runs, TaskError
   */
  map<U extends ColumnType>(
    fn: (value: NonNullable<Cell<T>>, info: { readonly params: { readonly [name: string]: unknown } }) => unknown,
    options: MapOptions<U> & { readonly naAction: "ignore" },
  ): MadeColumn<C, U>;
  map<U extends ColumnType>(
    fn: ((value: Cell<T>, info: { readonly params: { readonly [name: string]: unknown } }) => unknown) | ModuleFunction,
    options: MapOptions<U>,
  ): MadeColumn<C, U>;
  /** Each value that is one of some replaced: by another, one by one (two lists), or by way of a dictionary. The type stays, but integers that meet a fraction become float64. */
  replace(mapping: { readonly [key: string]: LiteralFor<T> | null } | ReadonlyMap<LiteralFor<T>, LiteralFor<T> | null>): MadeColumn<C, T>;
  replace(from: LiteralFor<T> | readonly LiteralFor<T>[], to: LiteralFor<T> | null | readonly (LiteralFor<T> | null)[]): MadeColumn<C, T>;
  /** Texts (ISO 8601, or by `format`), numbers (`unit`s since 1970) and dates as timestamps. pandas' `to_datetime`. */
  toDatetime<const O extends ToDatetimeOptions>(options?: O): MadeColumn<C, DatetimeType<O>>;
  /** Texts as numbers. pandas' `to_numeric`. */
  toNumeric<const O extends ToNumericOptions>(this: Able<T, TextType | NumberType | "bool">, options?: O): MadeColumn<C, NumericType<T, O>>;
  /** Texts (`1 days 02:00:00`, `90min`) and numbers as durations. pandas' `to_timedelta`. */
  toTimedelta<const O extends ToTimedeltaOptions>(this: Able<T, TextType | NumberType | DurationType>, options?: O): MadeColumn<C, TimedeltaType<O>>;
}
