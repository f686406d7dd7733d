import type { ColumnType, ListType, TimeUnit } from "../chunk/column-type.ts";
import type { DType } from "../chunk/dtype.ts";
import type { Promote } from "../ops/define/promotion.ts";
import type { Columns, IsOpen } from "./columns-type.ts";

export type IntegerType = "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64";
export type FloatType = "float32" | "float64";
export type NumberType = IntegerType | FloatType;
export type TextType = "utf8" | "category";
export type TimestampType = `timestamp[${TimeUnit}]` | `timestamp[${TimeUnit}, ${string}]`;
export type DurationType = `duration[${TimeUnit}]`;
export type TimeType = "date" | TimestampType | DurationType;

/** What a value of a column is in JavaScript: of 64-bit integers a bigint, of durations a bigint of ticks. */
export type ValueOf<T extends ColumnType> = T extends "bool"
  ? boolean
  : T extends "int64" | "uint64" | DurationType
    ? bigint
    : T extends NumberType
      ? number
      : T extends TextType
        ? string
        : T extends `list<${infer U}>`
          ? readonly (ValueOf<U & ColumnType> | null)[]
          : Date;

/** What a column may be compared with, or filled by: values that its type can hold. */
export type LiteralFor<T extends ColumnType> = T extends NumberType | "bool"
  ? number | bigint | boolean
  : T extends TextType
    ? string
    : T extends "date" | TimestampType
      ? Date | string
      : T extends ListType
        ? never
        : number | bigint | string;

export type IsAny<T> = 0 extends 1 & T ? true : false;

type UnitOf<T> = T extends `${string}[${infer U}, ${string}]` ? U & TimeUnit : T extends `${string}[${infer U}]` ? U & TimeUnit : never;
type Finer<U> = [TimeUnit] extends [U] ? TimeUnit : "ns" extends U ? "ns" : "us" extends U ? "us" : "ms" extends U ? "ms" : "s";
type FinerOf<A, B> = Finer<UnitOf<A> | UnitOf<B>>;
type Moved<A, B> = A extends `timestamp[${string}, ${infer Z}]` ? `timestamp[${FinerOf<A, B>}, ${Z}]` : `timestamp[${FinerOf<A, B>}]`;

/** The type of an arithmetic operation on two columns. */
export type Arithmetic<A extends ColumnType, B extends ColumnType> =
  IsAny<A> extends true
    ? ColumnType
    : IsAny<B> extends true
      ? ColumnType
      : A extends DType
        ? B extends DType
          ? Promote<A, B>
          : B
        : A extends DurationType
          ? B extends DurationType
            ? `duration[${FinerOf<A, B>}]`
            : B extends DType
              ? A
              : Moved<B, A>
          : B extends DurationType
            ? Moved<A, B>
            : `duration[${FinerOf<A, B>}]`;

/** The same with a number: an integral one keeps an integer column's type, a fractional one makes it float64. */
export type WithNumber<A extends ColumnType> =
  IsAny<A> extends true ? ColumnType : A extends IntegerType ? A | "float64" : A extends "bool" ? "int64" | "float64" : A;

/** The columns of a frame with a number among their values. */
export type WithNumbers<S extends Columns> = IsOpen<S> extends true ? S : { readonly [N in keyof S]: S[N] extends NumberType ? WithNumber<S[N]> : S[N] };

/** Division gives floating point. */
export type Quotient<A extends ColumnType> =
  IsAny<A> extends true ? ColumnType : A extends "float32" ? "float32" : A extends DurationType ? A | "float64" : "float64";

export type SumType<T extends ColumnType> =
  IsAny<T> extends true ? ColumnType : T extends FloatType | DurationType ? T : T extends `u${string}` ? "uint64" : "int64";

/** What is between two values: of integers int64, of times a duration. */
export type DifferenceType<T extends ColumnType> =
  IsAny<T> extends true ? ColumnType : T extends FloatType | DurationType ? T : T extends IntegerType ? "int64" : DurationType;

export type MeanType<T extends ColumnType> = IsAny<T> extends true ? ColumnType : T extends "float32" | TimeType ? T : "float64";

/** What computing an aggregate gives: counts are numbers, and nothing is null. */
export type ScalarOf<T extends ColumnType> = ValueOf<T> | null;

/** `unknown`, as the type of `this`, where a method may be called on a column; `never` where its type is not one of those taken. */
export type Able<T extends ColumnType, Taken extends ColumnType> = IsAny<T> extends true ? unknown : T extends Taken ? unknown : never;

/** Types whose values can be compared with those of another. */
export type Comparable<T extends ColumnType> =
  IsAny<T> extends true
    ? T
    : T extends NumberType | "bool"
      ? NumberType | "bool"
      : T extends TextType
        ? TextType
        : T extends DurationType
          ? DurationType
          : T extends ListType
            ? never
            : "date" | TimestampType;

/** Types that sums and differences are of. */
export type Calculable = NumberType | "bool" | TimeType;
