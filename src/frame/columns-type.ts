import type { ColumnType } from "../chunk/column-type.ts";

/** The columns of a frame as a type: `{ Dest: "utf8"; DepDelay: "float64" }`. */
export type Columns = { readonly [name: string]: ColumnType };

/** Some columns known, others not: an unknown one has every method, and is an error when the expression is built if it does not exist. */
// biome-ignore lint/suspicious/noExplicitAny: a column of any type
export type Open<S extends Columns = AnyColumns> = S & { readonly [name: string]: any };

declare const named: { readonly [name: string]: true };
/**
 * What stands under names that a type does not list: `T`, or anything where programs are compiled with `noUncheckedIndexedAccess`, which takes all such for missing. (A column that does not exist is a
 * `ColumnError`, so none ever is.)
 */
// biome-ignore lint/suspicious/noExplicitAny: what takes up the `undefined` that the compiler adds
export type Unlisted<K, T> = string extends K ? (undefined extends typeof named.any ? any : T) : T;

/** Columns of which nothing is known: what they are called and hold is seen when the expression is built. (`any`: a frame of some columns is then one of any columns at once, without comparing the two method by method, which has no end.) */
// biome-ignore lint/suspicious/noExplicitAny: a frame of any columns
export type AnyColumns = any;

/** Not one column. */
// biome-ignore lint/complexity/noBannedTypes: no name and no index signature
export type NoColumns = {};

export type NameOf<S extends Columns> = keyof S & string;
/** Column names, one or several. */
export type Names<S extends Columns> = NameOf<S> | readonly NameOf<S>[];
export type IsOpen<S extends Columns> = string extends keyof S ? true : false;

export type Flat<T> = { readonly [K in keyof T]: T[K] };

/** Columns of one type and those of another, which replace them. */
export type Assigned<S extends Columns, N extends Columns> = IsOpen<S> extends true ? Open<Flat<N>> : Flat<Omit<S, keyof N> & N>;
export type Selected<S extends Columns, K extends NameOf<S>> = { readonly [N in K]: S[N] };
export type Dropped<S extends Columns, K extends string> = IsOpen<S> extends true ? Open : Flat<Omit<S, K>>;
export type Renamed<S extends Columns, M> =
  IsOpen<S> extends true ? Open : { readonly [K in keyof S as K extends keyof M ? (M[K] extends string ? M[K] : K) : K]: S[K] };
