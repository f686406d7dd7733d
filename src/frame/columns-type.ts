import type { ColumnType } from "../chunk/column-type.ts";
import type { Aggregated } from "./aggregated.ts";
import type { ColumnRef } from "./column-ref.ts";
import type { Series } from "./series.ts";
import type { LiteralFor } from "./value-type.ts";

/** The columns of a frame as a type: `{ Dest: "utf8"; DepDelay: "float64" }`. */
export type Columns = { readonly [name: string]: ColumnType };

/** Some columns known, others not: an unknown one has every method, and is an error when the expression is built if it does not exist. */
// biome-ignore lint/suspicious/noExplicitAny: a column of any type
export type Open<S extends Columns = {}> = S & { readonly [name: string]: any };

// biome-ignore lint/suspicious/noExplicitAny: a column of any type
export type AnyColumns = { readonly [name: string]: any };

export type NameOf<S extends Columns> = keyof S & string;
export type IsOpen<S extends Columns> = string extends keyof S ? true : false;

/** What callbacks are given: the columns by name. */
export type Refs<S extends Columns> = { readonly [K in keyof S]: ColumnRef<S[K]> };

type Flat<T> = { readonly [K in keyof T]: T[K] };

/** Columns of one type and those of another, which replace them. */
export type Assigned<S extends Columns, N extends Columns> = IsOpen<S> extends true ? Open<Flat<N>> : Flat<Omit<S, keyof N> & N>;
export type Selected<S extends Columns, K extends NameOf<S>> = { readonly [N in K]: S[N] };
export type Dropped<S extends Columns, K extends string> = IsOpen<S> extends true ? Open : Flat<Omit<S, K>>;
export type Renamed<S extends Columns, M extends { readonly [name: string]: string }> =
  IsOpen<S> extends true ? Open : { readonly [K in keyof S as K extends keyof M ? M[K] : K]: S[K] };

/** What `assign` takes: columns computed from those there are, or one value for all rows. */
export type Assignable = ColumnRef<ColumnType> | Series<ColumnType> | number | bigint | string | boolean | Date | null;
export type Assignments<S extends Columns> = { readonly [name: string]: Assignable | ((c: Refs<S>) => Assignable) };
type AssignedType<A> = A extends (...args: never[]) => infer R
  ? AssignedType<R>
  : A extends ColumnRef<infer T>
    ? T
    : A extends Series<infer T>
      ? T
      : A extends number
        ? "float64"
        : A extends bigint
          ? "int64"
          : A extends string
            ? "utf8"
            : A extends boolean
              ? "bool"
              : A extends Date
                ? "timestamp[ms]"
                : "bool";
export type AssignedColumns<A> = { readonly [K in keyof A]: AssignedType<A[K]> };

/** What `agg` gives from a record of aggregations. */
export type AggregatedColumns<A> = { readonly [K in keyof A]: A[K] extends Aggregated<infer T> ? T : ColumnType };

export type { LiteralFor };
