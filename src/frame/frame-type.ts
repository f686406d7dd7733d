import type { Table, Vector } from "apache-arrow";
import type { ColumnType } from "../chunk/column-type.ts";
import type { Delayed } from "../delayed/delayed-type.ts";
import type { Collection, exprKey } from "../engine/collection.ts";
import type { ComputeOptions } from "../engine/options.ts";
import type { Drawable } from "../engine/visualize.ts";
import type { Expr } from "../expr/expr.ts";
import type { ValueOptions } from "../io/objects/read-values.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import type { TextMethods, TimeMethods } from "./accessor-types.ts";
import type { Aggregated } from "./aggregated.ts";
import type { AggregatedColumns, AggregationsByColumn, ByColumn, ColumnAggregation, Each } from "./aggregated-type.ts";
import type { Aggregations } from "./aggregation-methods.ts";
import type { AnyColumns, Assigned, Columns, Dropped, NameOf, Names, Renamed, Selected, Unlisted } from "./columns-type.ts";
import type { ConversionMethods } from "./conversion-methods.ts";
import type { Aggregation } from "./custom-aggregation.ts";
import type { FillMethods } from "./filled-type.ts";
import type { GroupbyOptions, Keep, SortOptions } from "./frame-options.ts";
import type { FrameWriters } from "./frame-writers.ts";
import type { GroupMethods } from "./group-methods.ts";
import type { GroupRows } from "./groupby-rows-type.ts";
import type { IndexMethods } from "./index-methods.ts";
import type { ExplodeSeries, ListAggregations, ListColumns, ListOf } from "./list-methods.ts";
import type { Listed } from "./listed-values.ts";
import type { ColumnKind, FrameKind, Standing } from "./made-type.ts";
import type { MathMethods } from "./math-methods.ts";
import type { Merged, MergeOptionsOf } from "./merged-type.ts";
import type { columnKey, frameKey } from "./operand.ts";
import type { EachOrderMethods, OrderMethods } from "./order-methods.ts";
import type { ArrayMethods, ColumnLists, FunctionOptions, GroupFunction, PartitionFunction } from "./partition-methods.ts";
import type { PositionMethods } from "./position-methods.ts";
import type { QuantileMethod } from "./quantile-methods.ts";
import type { Aggregatable, FrameRolling, FrameWindows, RollingMethods } from "./rolling-methods.ts";
import type { RowMethods } from "./row-methods.ts";
import type { SampleOptions, SeedOptions } from "./sampled.ts";
import type { Scalar } from "./scalar.ts";
import type { PairMethods } from "./statistics-methods.ts";
import type {
  Able,
  Arithmetic,
  Calculable,
  Comparable,
  DifferenceType,
  DurationType,
  IsAny,
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
  WithNumbers,
} from "./value-type.ts";
import type { WholeFrameMethods } from "./whole-frame-methods.ts";

/** A column of a type. */
export type ColumnOf<W extends Standing, T extends ColumnType> = W extends "ref" ? ColumnRef<T> : W extends "within" ? WithinRef<T> : Series<T>;
/** What an aggregation of it is: a part of an `agg`, or something to compute. */
export type AggregatedOf<W extends Standing, T extends ColumnType, V> = W extends "ref" ? Aggregated<T> : W extends "within" ? WithinRef<T> : Scalar<V>;

/** Anything with the values of a column of type T. */
export type ColumnLike<T extends ColumnType> = ColumnRef<T> | Series<T> | WithinRef<T>;

// biome-ignore lint/suspicious/noExplicitAny: a column of an unknown type takes whatever fits when it is built
type Like<T extends ColumnType> = ColumnLike<IsAny<T> extends true ? any : T>;
type Operand<T extends ColumnType> = LiteralFor<T> | null | Like<Comparable<T>>;
type Number = number | bigint;
type Measured = ColumnLike<NumberType | "bool" | TimeType>;
type ForEach = ColumnAggregation | Aggregation<ColumnType>;

interface Binary<W extends Standing, T extends ColumnType> {
  (this: ColumnLike<Calculable>, other: Number): ColumnOf<W, WithNumber<T>>;
  <U extends Calculable>(this: ColumnLike<Calculable>, other: ColumnLike<U>): ColumnOf<W, Arithmetic<T, U>>;
}
type Compare<W extends Standing, T extends ColumnType> = (other: Operand<T>) => ColumnOf<W, "bool">;
type Same<W extends Standing, T extends ColumnType> = (this: ColumnLike<NumberType | "bool">) => ColumnOf<W, T>;

type Texts<W extends Standing> = TextMethods<
  ColumnOf<W, "utf8">,
  ColumnOf<W, "bool">,
  ColumnOf<W, "int64">,
  string | Like<TextType>,
  ColumnOf<W, "list<utf8>">
>;
type Times<W extends Standing, T extends ColumnType> = TimeMethods<
  ColumnOf<W, T>,
  ColumnOf<W, "int32">,
  ColumnOf<W, "int64">,
  ColumnOf<W, "bool">,
  ColumnOf<W, "utf8">,
  ColumnOf<W, "float64">,
  ColumnOf<W, "date">,
  ColumnOf<W, DurationType>,
  ColumnOf<W, TimestampType>
>;

type Ordered<W extends Standing, T extends ColumnType> = OrderMethods<
  ColumnLike<NumberType | "bool">,
  ColumnLike<NumberType | "bool" | DurationType>,
  ColumnLike<Calculable>,
  ColumnOf<W, T>,
  ColumnOf<W, SumType<T>>,
  ColumnOf<W, DifferenceType<T>>,
  ColumnOf<W, "float64">
>;

type Rolled<W extends Standing, T extends ColumnType> = RollingMethods<string | Like<TimeType>, ColumnOf<W, "float64">, ColumnOf<W, "int64">, ColumnOf<W, T>>;

interface ColumnsOf<W extends Standing> extends ColumnKind {
  readonly column: ColumnOf<W, this["type"]>;
}
interface Frames extends FrameKind {
  readonly frame: this["schema"] extends Columns ? DFrame<this["schema"]> : never;
}

/** What a column can do. Names and meanings are pandas'; null where an argument is null, unless said. */
export interface ColumnMethods<W extends Standing, T extends ColumnType>
  extends Ordered<W, T>,
    Rolled<W, T>,
    ConversionMethods<ColumnsOf<W>, T>,
    QuantileMethod<Measured, W extends "series" ? Measured : never, AggregatedOf<W, MeanType<T>, ValueOf<MeanType<T>> | null>, Series<MeanType<T>>>,
    PositionMethods<AggregatedOf<W, "int64", number | null>>,
    PairMethods<ColumnLike<NumberType | "bool">, AggregatedOf<W, "float64", number | null>>,
    ListColumns<ColumnsOf<W>, T, AggregatedOf<W, ListOf<T>, readonly (ValueOf<T> | null)[]>>,
    FillMethods<ColumnOf<W, T>, ColumnOf<W, WithNumber<T>>, Extract<LiteralFor<T>, number>, Operand<T>, ColumnLike<"bool">>,
    MathMethods<ColumnOf<W, T>, ColumnOf<W, T extends "float32" ? "float32" : "float64">, ColumnOf<W, "bool">, Able<T, NumberType | "bool">> {
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

  eq: Compare<W, T>;
  ne: Compare<W, T>;
  lt: Compare<W, T>;
  le: Compare<W, T>;
  gt: Compare<W, T>;
  ge: Compare<W, T>;
  /** Whether it lies in a range. */
  between(left: Operand<T>, right: Operand<T>, inclusive?: "both" | "left" | "right" | "neither"): ColumnOf<W, "bool">;
  /** Whether it is one of some values. */
  isin(values: Listed<LiteralFor<T> | null>): ColumnOf<W, "bool">;

  /** Both: three-valued, false whatever null is where one is false. */
  and(this: ColumnLike<"bool">, other: boolean | null | ColumnLike<"bool">): ColumnOf<W, "bool">;
  or(this: ColumnLike<"bool">, other: boolean | null | ColumnLike<"bool">): ColumnOf<W, "bool">;
  xor(this: ColumnLike<"bool">, other: boolean | null | ColumnLike<"bool">): ColumnOf<W, "bool">;
  not(this: ColumnLike<"bool">): ColumnOf<W, "bool">;

  /** Whether there is no value. Never null itself. */
  isna(): ColumnOf<W, "bool">;
  notna(): ColumnOf<W, "bool">;
  /** The same values as another type. What does not fit is an error, or null with `{ errors: "coerce" }`. */
  astype<U extends ColumnType>(type: U, options?: { readonly errors?: "raise" | "coerce" }): ColumnOf<W, U>;

  /** What texts can do. pandas' `Series.str`. */
  readonly str: T extends TextType ? Texts<W> : never;
  /** What times can do. pandas' `Series.dt`. */
  readonly dt: T extends TimeType ? Times<W, T> : never;

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
  median(this: Measured): AggregatedOf<W, MeanType<T>, ValueOf<MeanType<T>> | null>;
  /** How many different values there are. Exact. */
  nunique(): AggregatedOf<W, "int64", number>;
  /** The least of the most frequent values. */
  mode(): AggregatedOf<W, T, ValueOf<T> | null>;
}

/** A column of the frame at hand, in a callback: `df.filter((c) => c.Distance.gt(500))`. */
export interface ColumnRef<T extends ColumnType> extends ColumnMethods<"ref", T>, Pick<ListAggregations<never, Aggregated<ListOf<T>>>, "unique"> {
  readonly [columnKey]: ColumnExpr;
  readonly type: T;
}

/** A column in a callback on groups: an aggregation of it is a column too, its group's in each row. */
export interface WithinRef<T extends ColumnType> extends ColumnMethods<"within", T> {
  readonly [columnKey]: ColumnExpr;
  readonly type: T;
}

/** A column of a frame that is not computed yet: pandas' `Series` without an index. `compute()` gives an apache-arrow `Vector`. */
export interface Series<T extends ColumnType>
  extends ColumnMethods<"series", T>,
    RowMethods<Series<T>, DFrame, ColumnLike<"bool">>,
    ExplodeSeries<ColumnsOf<"series">, T>,
    Collection<Vector>,
    Drawable,
    Disposable {
  readonly [exprKey]: Expr;
  readonly [columnKey]: ColumnExpr;
  readonly [frameKey]: Expr;
  readonly name: string;
  readonly type: T;
  readonly npartitions: number;
  /** Computes it. @throws TaskError, WorkerLostError, MemoryLimitError, ParseError, and `signal.reason` when aborted. */
  compute(options?: ComputeOptions): Promise<Vector>;
  /** Its partitions as lazy values. */
  toDelayed(): Delayed<Vector>[];
  /** Its values as plain JavaScript: `null` where one is missing. */
  toArray(options?: ComputeOptions & ValueOptions): Promise<unknown[]>;
  /** Computes it and keeps it in memory. */
  persist(options?: ComputeOptions): Promise<Series<T>>;
  explain(options?: ComputeOptions): string;
}

/** What callbacks are given: the columns by name. */
export type Refs<S extends Columns, W extends Standing = "ref"> = { readonly [K in keyof S]: Unlisted<K, ColumnOf<W, S[K]>> };

/** A condition on the rows of a frame. */
export type Condition<S extends Columns> = ColumnLike<"bool"> | ((c: Refs<S>) => ColumnLike<"bool">);

/** What `assign` takes: columns computed from those there are, or one value for all rows. */
export type Assignable = ColumnRef<ColumnType> | WithinRef<ColumnType> | Series<ColumnType> | number | bigint | string | boolean | Date | null;
export type Assignments<S extends Columns> = { readonly [name: string]: Assignable | ((c: Refs<S>) => Assignable) };
type AssignedType<A> =
  IsAny<A> extends true
    ? AnyColumns
    : A extends (...args: never[]) => infer R
      ? AssignedType<R>
      : A extends ColumnRef<infer T> | WithinRef<infer T>
        ? T
        : A extends Series<infer T>
          ? T
          : OfLiteral<A>;
type OfLiteral<A> = A extends number ? "float64" : A extends bigint ? "int64" : A extends string ? "utf8" : A extends Date ? "timestamp[ms]" : "bool";
export type AssignedColumns<A> = { readonly [K in keyof A]: AssignedType<A[K]> };

/**
 * Rows in partitions with named, typed columns, not computed yet: pandas' methods, Dask's laziness. It has no row index. `compute()` gives an apache-arrow `Table`.
 *
 * @example
 * const sfo = air.filter((c) => c.UniqueCarrier.eq("UA").and(c.Origin.eq("SFO")));
 * const byDest = await sfo.groupby("Dest").col("DepDelay").mean().compute();
 */
export interface DFrame<S extends Columns = AnyColumns>
  extends WholeFrameMethods<Frames, S, Condition<S>>,
    EachOrderMethods<DFrame, DFrame<S>, DFrame, DFrame>,
    FrameRolling<DFrame, NameOf<S>, Refs<S, "within">, Aggregatable<GroupBy<S, AnyColumns>>>,
    IndexMethods<S, DFrame<S>>,
    ArrayMethods,
    Collection<Table>,
    FrameWriters,
    Drawable,
    Disposable {
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
  /** Other names for columns: by name, or by a function of names. */
  rename<const M extends { readonly [K in NameOf<S>]?: string }>(names: M): DFrame<Renamed<S, M>>;
  rename(names: (name: NameOf<S>) => string): DFrame;
  /** New columns, or others in their place. Callbacks of a record see what those before them made, as in pandas; one callback for all sees the columns as they are. */
  assign<A extends Assignments<S>>(columns: A | ((c: Refs<S>) => A)): DFrame<Assigned<S, AssignedColumns<A>>>;
  /** The rows where a condition is true: not false, and not null. pandas' `df[condition]`. */
  filter(condition: Condition<S>): DFrame<S>;
  /** Columns as other types. */
  astype<const T extends { readonly [K in NameOf<S>]?: ColumnType }>(types: T): DFrame<Assigned<S, { readonly [K in keyof T]: T[K] & ColumnType }>>;
  /** A value where there is none: one for all columns that can hold it, or one a column. */
  fillna(value: number): DFrame<WithNumbers<S>>;
  fillna(value: bigint | string | boolean | Date | { readonly [K in NameOf<S>]?: unknown }): DFrame<S>;
  /** Rows in which no column (of `subset`) is missing; with `how: "all"`, in which not all are; with `thresh`, in which so many are there. */
  dropna(options?: { readonly subset?: Names<S>; readonly how?: "any" | "all"; readonly thresh?: number }): DFrame<S>;
  /** Whether each value is missing. */
  isna(): DFrame<{ readonly [K in keyof S]: "bool" }>;
  notna(): DFrame<{ readonly [K in keyof S]: "bool" }>;

  /** The first rows, of as many partitions as it takes. */
  head(n?: number): DFrame<S>;
  /** The last rows. */
  tail(n?: number): DFrame<S>;
  /** `n` rows (1) without repetition, or each row with probability `frac`, in the order they stand: the same ones for the same seed and partitions. Fewer rows than `n`: ShapeError, when it runs. */
  sample(n?: number | SampleOptions, options?: SeedOptions): DFrame<S>;

  /** Aggregations of all rows, one row: `agg((c) => ({ longest: c.Distance.max() }))`, or names by column as in pandas. */
  agg<A extends { readonly [name: string]: Aggregated }>(aggregations: (c: Refs<S>) => A): DFrame<AggregatedColumns<A>>;
  agg<const B extends AggregationsByColumn<S>>(byColumn: B & AggregationsByColumn<S>): DFrame<ByColumn<S, B>>;
  agg(ofEach: ForEach | readonly ForEach[]): DFrame;
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
  dropDuplicates(subset?: Names<S> | { readonly subset?: Names<S>; readonly keep?: Keep }, options?: { readonly keep?: Keep }): DFrame<S>;
  /** Joins rows with equal keys. Row order is that of the left frame unless `maintainOrder: false`. */
  merge<R extends Columns, const L extends NameOf<S> | readonly NameOf<S>[], const O extends MergeOptionsOf<S, R, L>>(
    right: DFrame<R>,
    options?: O & MergeOptionsOf<S, R, L>,
  ): DFrame<Merged<S, R, O>>;

  /** A function of yours on each partition, in workers. Dask's `map_partitions`. @throws ClosureError, DTypeError; when it runs, TaskError */
  mapPartitions<const T extends Columns>(fn: PartitionFunction<ColumnLists<S>, T>, options: FunctionOptions<T> & ValueOptions): DFrame<T>;
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

/** Rows in groups of equal keys. Each method gives a frame of the keys and what became of the other columns. */
export interface GroupBy<S extends Columns, K extends Columns, Chosen = false>
  extends Aggregations<Frames, S, K, Chosen>,
    EachOrderMethods<DFrame, DFrame<Omit<S, keyof K>>, DFrame, DFrame>,
    GroupMethods<Refs<S, "within">, ColumnLike<"bool">, GroupBy<S, K, Chosen>, DFrame<S>, DFrame>,
    ListAggregations<DFrame<Each<S, K, "list">>, DFrame<Each<S, K, "unique">>>,
    GroupRows<
      Names<S & K>,
      DFrame<K & Omit<S, keyof K>>,
      DFrame<Chosen extends true ? K & Omit<S, keyof K> : S>,
      DFrame,
      FrameWindows<DFrame, NameOf<S>, Refs<S, "within">>
    > {
  /** Columns computed from rows and their groups: `transform((c) => ({ share: c.x.div(c.x.sum()) }))`, a row for each row. */
  transform<A extends { readonly [name: string]: ColumnLike<ColumnType> }>(make: (c: Refs<S, "within">) => A): DFrame<AssignedColumns<A>>;
  /** An aggregation of each column that has it, or a function of rows in order, a row for each row. pandas' `transform("mean")`. */
  transform(name: ColumnAggregation | keyof EachOrderMethods<0, 0, 0, 0>): DFrame;
  /** Only these columns are aggregated. pandas' `groupby(…)["name"]`. @throws ColumnError */
  col<N extends NameOf<S>>(...names: readonly (N | readonly N[])[]): GroupBy<{ readonly [P in N]: S[P] }, K, true>;
  /** Named aggregations: `agg((c) => ({ delay: c.DepDelay.mean(), n: c.DepDelay.count() }))`, or names by column as in pandas. */
  agg<A extends { readonly [name: string]: Aggregated }>(make: (c: Refs<S>) => A): DFrame<K & AggregatedColumns<A>>;
  agg<const B extends AggregationsByColumn<S>>(byColumn: B & AggregationsByColumn<S>): DFrame<K & ByColumn<S, B>>;
  agg(ofEach: ForEach | readonly ForEach[]): DFrame;
  /** A function of yours on each whole group: `fn(columns, { key })` gives columns, rows or one row. @throws ClosureError, DTypeError; when it runs, TaskError */
  apply<const T extends Columns>(
    fn: GroupFunction<ColumnLists<IsAny<K> extends true ? S : Omit<S, keyof K>>, T>,
    options: FunctionOptions<T> & ValueOptions,
  ): DFrame<K & T>;
  /** How many rows each group has, in a column `size`. */
  size(): DFrame<K & { readonly size: "int64" }>;
}
