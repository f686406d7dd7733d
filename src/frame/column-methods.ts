import type { ColumnType } from "../chunk/column-type.ts";
import type { Aggregated } from "./aggregated.ts";
import type { ColumnRef } from "./column-ref.ts";
import type { Scalar } from "./scalar.ts";
import type { Series } from "./series.ts";
import type {
  Arithmetic,
  DurationType,
  IntegerType,
  LiteralFor,
  MeanType,
  NumberType,
  Quotient,
  SumType,
  TextType,
  TimestampType,
  TimeType,
  ValueOf,
  WithNumber,
} from "./value-type.ts";

/** Where a column stands: in a callback (`c.DepDelay`), or on its own (`df.col("DepDelay")`). The methods are the same. */
export type Standing = "ref" | "series";

/** A column of a type. */
export type ColumnOf<W extends Standing, T extends ColumnType> = W extends "ref" ? ColumnRef<T> : Series<T>;
/** What an aggregation of it is: a part of an `agg`, or something to compute. */
export type AggregatedOf<W extends Standing, T extends ColumnType, V> = W extends "ref" ? Aggregated<T> : Scalar<V>;

/** Anything with the values of a column of type T. */
export type ColumnLike<T extends ColumnType> = ColumnRef<T> | Series<T>;

type Calculable = NumberType | "bool" | TimeType;
// biome-ignore lint/suspicious/noExplicitAny: a column of an unknown type takes whatever fits when it is built
type Like<T extends ColumnType> = ColumnLike<any extends T ? any : T>;
type Operand<T extends ColumnType> =
  | LiteralFor<T>
  | null
  | Like<T extends NumberType | "bool" ? NumberType | "bool" : T extends TextType ? TextType : T extends TimeType ? ColumnType : ColumnType>;
type Number = number | bigint;

interface Binary<W extends Standing, T extends ColumnType> {
  (this: ColumnLike<Calculable>, other: Number): ColumnOf<W, WithNumber<T>>;
  <U extends Calculable>(this: ColumnLike<Calculable>, other: ColumnLike<U>): ColumnOf<W, Arithmetic<T, U>>;
}
type Compare<W extends Standing, T extends ColumnType> = (other: Operand<T>) => ColumnOf<W, "bool">;
type Float<W extends Standing, T extends ColumnType> = (this: ColumnLike<NumberType | "bool">) => ColumnOf<W, T extends "float32" ? "float32" : "float64">;
type Same<W extends Standing, T extends ColumnType> = (this: ColumnLike<NumberType | "bool">) => ColumnOf<W, T>;

/** What a column can do. Names and meanings are pandas'; null where an argument is null, unless said. */
export interface ColumnMethods<W extends Standing, T extends ColumnType> {
  /** x + y. */
  add: Binary<W, T>;
  /** x − y. Of two timestamps it is a duration. */
  sub: Binary<W, T>;
  /** x · y. */
  mul: Binary<W, T>;
  /** x / y in floating point. */
  div(this: ColumnLike<Calculable>, other: Number | ColumnLike<Calculable>): ColumnOf<W, Quotient<T>>;
  /** x / y rounded down, with Python's signs. An integer divided by zero is null. */
  floordiv: Binary<W, T>;
  /** What `floordiv` leaves, with the sign of the divisor. */
  mod: Binary<W, T>;
  /** x to the power y. */
  pow: Binary<W, T>;
  /** −x. */
  neg: Same<W, T>;
  /** The magnitude. */
  abs: Same<W, T>;
  sign: Same<W, T>;
  floor: Same<W, T>;
  ceil: Same<W, T>;
  /** Rounded to so many decimals; a tie goes to the even digit. */
  round(this: ColumnLike<NumberType | "bool">, decimals?: number): ColumnOf<W, T>;
  sqrt: Float<W, T>;
  exp: Float<W, T>;
  log: Float<W, T>;
  log10: Float<W, T>;
  log2: Float<W, T>;
  log1p: Float<W, T>;
  expm1: Float<W, T>;
  sin: Float<W, T>;
  cos: Float<W, T>;
  tan: Float<W, T>;
  /** Moved into a range; `null` is no bound. */
  clip(lower?: Operand<T>, upper?: Operand<T>): ColumnOf<W, T>;

  eq: Compare<W, T>;
  ne: Compare<W, T>;
  lt: Compare<W, T>;
  le: Compare<W, T>;
  gt: Compare<W, T>;
  ge: Compare<W, T>;
  /** Whether it lies in a range. */
  between(left: Operand<T>, right: Operand<T>, inclusive?: "both" | "left" | "right" | "neither"): ColumnOf<W, "bool">;
  /** Whether it is one of some values. */
  isin(values: readonly (LiteralFor<T> | null)[]): ColumnOf<W, "bool">;

  /** Both: three-valued, false whatever null is where one is false. */
  and(this: ColumnLike<"bool">, other: boolean | null | ColumnLike<"bool">): ColumnOf<W, "bool">;
  or(this: ColumnLike<"bool">, other: boolean | null | ColumnLike<"bool">): ColumnOf<W, "bool">;
  xor(this: ColumnLike<"bool">, other: boolean | null | ColumnLike<"bool">): ColumnOf<W, "bool">;
  not(this: ColumnLike<"bool">): ColumnOf<W, "bool">;

  /** Whether there is no value. Never null itself. */
  isna(): ColumnOf<W, "bool">;
  notna(): ColumnOf<W, "bool">;
  /** Another value where there is none. */
  fillna(value: Operand<T>): ColumnOf<W, T>;
  /** The value where a condition holds, else another (null). */
  where(condition: ColumnLike<"bool">, other?: Operand<T>): ColumnOf<W, T>;
  /** Another value (null) where a condition holds. */
  mask(condition: ColumnLike<"bool">, other?: Operand<T>): ColumnOf<W, T>;
  /** The same values as another type. What does not fit is an error, or null with `{ errors: "coerce" }`. */
  astype<U extends ColumnType>(type: U, options?: { readonly errors?: "raise" | "coerce" }): ColumnOf<W, U>;

  /** Rows that have a value. */
  count(): AggregatedOf<W, "int64", number>;
  /** All rows. */
  size(): AggregatedOf<W, "int64", number>;
  sum(this: ColumnLike<NumberType | "bool" | DurationType>): AggregatedOf<W, SumType<T>, T extends "bool" ? number : ValueOf<SumType<T>>>;
  prod(this: ColumnLike<NumberType | "bool">): AggregatedOf<W, SumType<T>, ValueOf<SumType<T>>>;
  mean(this: ColumnLike<NumberType | "bool" | TimestampType | DurationType>): AggregatedOf<W, MeanType<T>, ValueOf<MeanType<T>> | null>;
  min(): AggregatedOf<W, T, ValueOf<T> | null>;
  max(): AggregatedOf<W, T, ValueOf<T> | null>;
  first(): AggregatedOf<W, T, ValueOf<T> | null>;
  last(): AggregatedOf<W, T, ValueOf<T> | null>;
  any(this: ColumnLike<NumberType | "bool">): AggregatedOf<W, "bool", boolean>;
  all(this: ColumnLike<NumberType | "bool">): AggregatedOf<W, "bool", boolean>;
  /** `ddof` 1 unless said: divided by n − ddof. */
  var(this: ColumnLike<NumberType | "bool">, options?: { readonly ddof?: number }): AggregatedOf<W, MeanType<T>, number | null>;
  std(this: ColumnLike<NumberType | "bool">, options?: { readonly ddof?: number }): AggregatedOf<W, MeanType<T>, number | null>;
  sem(this: ColumnLike<NumberType | "bool">, options?: { readonly ddof?: number }): AggregatedOf<W, MeanType<T>, number | null>;
  skew(this: ColumnLike<NumberType | "bool">): AggregatedOf<W, MeanType<T>, number | null>;
  kurt(this: ColumnLike<NumberType | "bool">): AggregatedOf<W, MeanType<T>, number | null>;
  /** Exact. */
  median(this: ColumnLike<NumberType | "bool" | TimeType>): AggregatedOf<W, MeanType<T>, ValueOf<MeanType<T>> | null>;
  /** Exact. */
  quantile(
    this: ColumnLike<NumberType | "bool" | TimeType>,
    q?: number,
    options?: { readonly interpolation?: "linear" | "lower" | "higher" | "nearest" | "midpoint" },
  ): AggregatedOf<W, MeanType<T>, ValueOf<MeanType<T>> | null>;
  /** How many different values there are. Exact. */
  nunique(): AggregatedOf<W, "int64", number>;
  /** The least of the most frequent values. */
  mode(): AggregatedOf<W, T, ValueOf<T> | null>;
  corr(this: ColumnLike<NumberType | "bool">, other: ColumnLike<NumberType | "bool">): AggregatedOf<W, "float64", number | null>;
  cov(
    this: ColumnLike<NumberType | "bool">,
    other: ColumnLike<NumberType | "bool">,
    options?: { readonly ddof?: number },
  ): AggregatedOf<W, "float64", number | null>;
}

export type { IntegerType };
