import type { ColumnType, ListType } from "../chunk/column-type.ts";
import type { AggregationName } from "../ops/frame/aggregations.ts";
import type { Aggregated } from "./aggregated.ts";
import type { Columns, Flat, IsOpen, NameOf, Open } from "./columns-type.ts";
import type { Aggregation } from "./custom-aggregation.ts";
import type { ListOf } from "./list-methods.ts";
import type { DurationType, IsAny, MeanType, NumberType, SumType, TimestampType, TimeType } from "./value-type.ts";

type Number = NumberType | "bool";
/** All but lists. */
type Ordered = Exclude<ColumnType, ListType>;
type Spread = "var" | "sem" | "skew" | "kurt";

/** The types of columns that aggregations take; those that are not here take all. */
interface Takes {
  sum: Number | DurationType;
  prod: Number;
  mean: Number | TimestampType | DurationType;
  any: Number;
  all: Number;
  var: Number;
  std: Number | DurationType;
  sem: Number;
  skew: Number;
  kurt: Number;
  median: Number | TimeType;
  quantile: Number | TimeType;
  min: Ordered;
  max: Ordered;
  mode: Ordered;
  nunique: Ordered;
  unique: Ordered;
  idxmin: Ordered;
  idxmax: Ordered;
}
export type TakenBy<A extends AggregationName> = A extends keyof Takes ? Takes[A] : ColumnType;

/** What `agg` gives from a record of aggregations. */
export type AggregatedColumns<A> = { readonly [K in keyof A]: A[K] extends Aggregated<infer T> ? T : ColumnType };

/** Aggregations of one column that are known by name. */
export type ColumnAggregation = Exclude<AggregationName, "corr" | "spearman" | "kendall" | "cov">;
/** Those that a type of column has. */
export type AggregationsOf<T extends ColumnType> =
  IsAny<T> extends true ? ColumnAggregation : { [A in ColumnAggregation]: T extends TakenBy<A> ? A : never }[ColumnAggregation];

/** What an aggregation makes of a type. */
export type AggregatedType<A, T extends ColumnType> = A extends "count" | "size" | "nunique" | "idxmin" | "idxmax"
  ? "int64"
  : A extends "any" | "all"
    ? "bool"
    : A extends "sum" | "prod"
      ? SumType<T>
      : A extends "mean" | "median" | "quantile" | "std" | Spread
        ? MeanType<T>
        : A extends "list" | "unique"
          ? ListOf<T>
          : A extends Aggregation<infer U>
            ? U
            : T;

/** Names of aggregations by column, as pandas has them. */
export type AggregationsByColumn<S extends Columns> = {
  readonly [N in NameOf<S>]?: AggregationsOf<S[N]> | Aggregation<ColumnType> | readonly AggregationsOf<S[N]>[];
};

type One<S extends Columns, B> = { readonly [N in keyof B & NameOf<S> as B[N] extends readonly unknown[] ? never : N]: AggregatedType<B[N], S[N]> };
type Several<S extends Columns, B, N extends keyof B & NameOf<S>> = N extends string
  ? B[N] extends readonly (infer A extends string)[]
    ? { [P in A]: readonly [`${N}_${P}`, AggregatedType<P, S[N]>] }[A]
    : never
  : never;
type AsColumns<T> = T extends Columns ? T : never;
/** Columns as they are told, or `name_aggregation` where there is a list. */
export type ByColumn<S extends Columns, B> =
  IsOpen<S> extends true ? Open : AsColumns<Flat<One<S, B> & { readonly [P in Several<S, B, keyof B & NameOf<S>> as P[0]]: P[1] }>>;

/** The columns, but for keys, that an aggregation takes, as what it makes of them. */
export type Each<S extends Columns, K extends Columns, A extends AggregationName> =
  IsOpen<S> extends true
    ? Open<K>
    : Flat<K & { readonly [N in keyof S as N extends keyof K ? never : S[N] extends TakenBy<A> ? N : never]: AggregatedType<A, S[N]> }>;

/** `unknown` if an aggregation may be called: columns that were chosen must have it. */
export type Aggregable<S extends Columns, A extends AggregationName, Chosen> = Chosen extends true
  ? S[keyof S] extends TakenBy<A>
    ? unknown
    : never
  : unknown;
