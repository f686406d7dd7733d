import type { Table } from "apache-arrow";
import type { ColumnType } from "../chunk/column-type.ts";
import type { Collection } from "../engine/collection.ts";
import type { ComputeOptions } from "../engine/options.ts";
import type { Expr } from "../expr/expr.ts";
import type { ValueOptions } from "../io/objects/read-values.ts";
import type { AggregationName } from "../ops/frame/aggregations.ts";
import type { Aggregated } from "./aggregated.ts";
import type { ColumnLike } from "./column-methods.ts";
import type {
  AggregatedColumns,
  AnyColumns,
  Assigned,
  AssignedColumns,
  Assignments,
  Columns,
  Dropped,
  NameOf,
  Open,
  Refs,
  Renamed,
  Selected,
} from "./columns-type.ts";
import type { GroupBy } from "./groupby.ts";
import type { MergeOptions } from "./merge.ts";
import type { Series } from "./series.ts";

/** Column names, one or several. */
export type Names<S extends Columns> = NameOf<S> | readonly NameOf<S>[];

export interface SortOptions {
  /** For all keys or one by one. Default true. */
  readonly ascending?: boolean | readonly boolean[];
  /** Where missing values go, in either direction. Default last. */
  readonly naPosition?: "first" | "last";
}

/**
 * Rows in partitions with named, typed columns, not computed yet: pandas' methods, Dask's laziness. It has no row index. `compute()` gives an apache-arrow `Table`.
 *
 * @example
 * const sfo = air.filter((c) => c.UniqueCarrier.eq("UA").and(c.Origin.eq("SFO")));
 * const byDest = await sfo.groupby("Dest").col("DepDelay").mean().compute();
 */
export interface DFrame<S extends Columns = AnyColumns> extends Collection<Table>, Disposable {
  readonly columns: readonly NameOf<S>[];
  /** The type of each column. */
  readonly dtypes: { readonly [K in keyof S]: S[K] };
  readonly npartitions: number;

  /** A column. pandas' `df["name"]`. @throws ColumnError */
  col<K extends NameOf<S>>(name: K): Series<S[K]>;
  /** Some columns, in this order. @throws ColumnError */
  select<K extends NameOf<S>>(...names: readonly (K | readonly K[])[]): DFrame<Selected<S, K>>;
  /** Columns computed from those there are, and no others. */
  select<A extends Assignments<S>>(columns: (c: Refs<S>) => A): DFrame<AssignedColumns<A>>;
  /** All columns but some. @throws ColumnError */
  drop<K extends NameOf<S>>(...names: readonly (K | readonly K[])[]): DFrame<Dropped<S, K>>;
  /** Other names for columns. */
  rename<const M extends { readonly [K in NameOf<S>]?: string }>(names: M): DFrame<Renamed<S, M & { readonly [name: string]: string }>>;
  /** New columns, or others in their place. pandas' `assign`. */
  assign<A extends Assignments<S>>(columns: A | ((c: Refs<S>) => A)): DFrame<Assigned<S, AssignedColumns<A>>>;
  /** The rows where a condition is true: not false, and not null. pandas' `df[condition]`. */
  filter(condition: ColumnLike<"bool"> | ((c: Refs<S>) => ColumnLike<"bool">)): DFrame<S>;
  /** Columns as other types. */
  astype<const T extends { readonly [K in NameOf<S>]?: ColumnType }>(types: T): DFrame<Assigned<S, T & Columns>>;
  /** A value where there is none: one for all columns that can hold it, or one a column. */
  fillna(value: number | bigint | string | boolean | Date | { readonly [K in NameOf<S>]?: unknown }): DFrame<S>;
  /** Rows in which no column (of `subset`) is missing; with `how: "all"`, in which not all are. */
  dropna(options?: { readonly subset?: Names<S>; readonly how?: "any" | "all" }): DFrame<S>;
  /** Whether each value is missing. */
  isna(): DFrame<{ readonly [K in keyof S]: "bool" }>;
  notna(): DFrame<{ readonly [K in keyof S]: "bool" }>;

  /** The first rows, of as many partitions as it takes. */
  head(n?: number): DFrame<S>;
  /** The last rows. */
  tail(n?: number): DFrame<S>;
  /** Each row with probability `frac`: the same rows for the same seed and partitions. */
  sample(options: { readonly frac: number; readonly seed?: number }): DFrame<S>;

  /** Aggregations of all rows, one row: `agg((c) => ({ longest: c.Distance.max() }))`, or names by column as in pandas. */
  agg<A extends { readonly [name: string]: Aggregated }>(aggregations: (c: Refs<S>) => A): DFrame<AggregatedColumns<A>>;
  agg(aggregations: { readonly [K in NameOf<S>]?: AggregationName | readonly AggregationName[] }): DFrame;
  /** One row: the aggregation of each column that has it. */
  sum(): DFrame;
  mean(): DFrame;
  min(): DFrame;
  max(): DFrame;
  count(): DFrame;
  std(options?: { readonly ddof?: number }): DFrame;
  var(options?: { readonly ddof?: number }): DFrame;
  median(): DFrame;
  nunique(): DFrame;
  /** How many rows. */
  len(options?: ComputeOptions): Promise<number>;

  /** Rows in groups of equal keys: columns by name, or keys computed from columns. */
  groupby<K extends NameOf<S>>(keys: K | readonly K[], options?: GroupbyOptions): GroupBy<S, Selected<S, K>>;
  groupby<A extends Assignments<S>>(keys: (c: Refs<S>) => A, options?: GroupbyOptions): GroupBy<S, AssignedColumns<A>>;

  /** In the order of some columns; equal rows keep theirs. Missing values last unless said. */
  sortValues(by: Names<S>, options?: SortOptions): DFrame<S>;
  /** The rows with the greatest values in some columns, greatest first. */
  nlargest(n: number, by: Names<S>): DFrame<S>;
  nsmallest(n: number, by: Names<S>): DFrame<S>;
  /** The first (`keep`: last, or none) of rows that are equal in all columns or in `subset`, in the order they stand. */
  dropDuplicates(options?: { readonly subset?: Names<S>; readonly keep?: "first" | "last" | false }): DFrame<S>;
  /** Joins rows with equal keys. Row order is that of the left frame unless `maintainOrder: false`. */
  merge<R extends Columns>(right: DFrame<R>, options?: MergeOptions): DFrame<Open>;

  /** Partitions of it as a frame: one, or several. */
  partitions(index: number | readonly number[]): DFrame<S>;
  /** The same rows in another number of partitions. */
  repartition(options: number | { readonly npartitions: number }): DFrame<S>;
  /** Rows with equal keys in one partition, in the order they come. */
  shuffle(on: Names<S>, options?: { readonly npartitions?: number }): DFrame<S>;

  /** Computes it. @throws TaskError, WorkerLostError, MemoryLimitError, ParseError, and `signal.reason` when aborted. */
  compute(options?: ComputeOptions): Promise<Table>;
  /** Computes it and keeps the partitions in memory, or on disk beyond the limit. */
  persist(options?: ComputeOptions): Promise<DFrame<S>>;
  /** Its rows as objects. */
  toObjects(options?: ComputeOptions & ValueOptions): Promise<{ [name: string]: unknown }[]>;
  /** Its columns as arrays. */
  toColumns(options?: ComputeOptions & ValueOptions): Promise<{ [name: string]: unknown[] }>;
  /** Tables of its partitions as they are done, in order. */
  [Symbol.asyncIterator](): AsyncIterator<Table>;
  /** How it would be computed. */
  explain(options?: ComputeOptions): string;
}

export interface GroupbyOptions {
  /** Rows whose key is missing are left out. Default true; else their group is last. */
  readonly dropna?: boolean;
  /** Groups in the order of their keys. Default true. */
  readonly sort?: boolean;
  /** Into how many partitions the groups go. */
  readonly splitOut?: number;
}

export type { Expr };
