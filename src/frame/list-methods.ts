import type { ColumnType, ListType } from "../chunk/column-type.ts";
import type { Columns, Flat, IsOpen, NameOf, Open } from "./columns-type.ts";
import type { ColumnKind, FrameKind, MadeColumn, MadeFrame } from "./made-type.ts";
import type { Able, IsAny, LiteralFor, MeanType, NumberType, SumType } from "./value-type.ts";

/** What the lists of a column hold. */
export type ItemOf<T extends ColumnType> = IsAny<T> extends true ? ColumnType : T extends `list<${infer U}>` ? (U extends ColumnType ? U : ColumnType) : never;
/** Lists of a type; categories in lists are text. */
export type ListOf<T extends ColumnType> = IsAny<T> extends true ? ListType : T extends "category" ? "list<utf8>" : `list<${T}>`;

/** Polars' `list`, pandas' `Series.list`: of each list; null stays null. */
export interface ListMethods<C extends ColumnKind, I extends ColumnType> {
  /** How many values, null among them. */
  len(): MadeColumn<C, "int64">;
  /** The value at a place (negative: from the end); null if there is none. */
  get(index: number): MadeColumn<C, I>;
  /** The values from one place up to another, as Python slices. */
  slice(start?: number | null, stop?: number | null): MadeColumn<C, ListOf<I>>;
  /** Whether one of the values is this one: a value, or that of a column. @throws DTypeError for one that the lists cannot hold */
  contains(value: LiteralFor<I> | { readonly type: ColumnType }): MadeColumn<C, "bool">;
  /** Texts one after the other, with a text (none) between them; null if one of them is. */
  join(this: ListMethods<C, "utf8">, separator?: string): MadeColumn<C, "utf8">;
  /** Of the values that are there. Of nothing, sums are 0 and the rest is null. */
  sum(this: ListMethods<C, NumberType | "bool">): MadeColumn<C, SumType<I>>;
  mean(this: ListMethods<C, NumberType | "bool">): MadeColumn<C, MeanType<I>>;
  min(): MadeColumn<C, I>;
  max(): MadeColumn<C, I>;
}

/** What columns do with lists. */
export interface ListColumns<C extends ColumnKind, T extends ColumnType, Gathered> {
  /** What lists can do. */
  readonly list: IsAny<T> extends true ? ListMethods<C, never> : T extends ListType ? ListMethods<C, ItemOf<T>> : never;
  /** All values as a list, in the order of their rows, null too. The aggregation `list`. */
  toList(): Gathered;
}

/** What groups make lists of. */
export interface ListAggregations<Lists, Different> {
  /** All values of each group as a list, in the order of their rows, null too: `agg("list")`. */
  toList(): Lists;
  /** The different values of each group as a list, in the order in which they first appear, null too. pandas' `groupby(…).unique`. */
  unique(): Different;
}

/** Columns that hold lists. */
type ListNames<S extends Columns> = IsOpen<S> extends true ? NameOf<S> : { [N in NameOf<S>]: S[N] extends ListType ? N : never }[NameOf<S>];
type Exploded<S extends Columns, K extends string> = IsOpen<S> extends true ? Open : Flat<{ readonly [N in keyof S]: N extends K ? ItemOf<S[N]> : S[N] }>;

export interface ExplodeMethods<F extends FrameKind, S extends Columns> {
  /**
   * A row for each value of the lists in a column, the other columns repeated; an empty list, and null, is one row with null. Several columns go together: in each row their lists have the
   * same lengths. pandas' `explode`.
   *
   * @throws ColumnError, DTypeError for a column without lists; when it runs, TaskError where lengths differ
   */
  explode<K extends ListNames<S>>(...columns: readonly (K | readonly K[])[]): MadeFrame<F, Exploded<S, K>>;
}

/** `Series.explode`. */
export interface ExplodeSeries<C extends ColumnKind, T extends ColumnType> {
  /** A row for each value of its lists; an empty list, and null, is null. */
  explode(this: Able<T, ListType>): MadeColumn<C, ItemOf<T>>;
}
