import type { ColumnType } from "../chunk/column-type.ts";
import type { Columns, Flat, IsOpen, Open } from "./columns-type.ts";
import type { FrameKind, MadeFrame } from "./made-type.ts";
import type { FloatType, IntegerType, NumberType } from "./value-type.ts";

/** The columns of numbers, as float64, after a label. */
type Labeled<S extends Columns, Label extends string, Taken> =
  IsOpen<S> extends true
    ? Open<{ readonly [N in Label]: "utf8" }>
    : Flat<{ readonly [N in Label]: "utf8" } & { readonly [N in keyof S as S[N] extends Taken ? N : never]: "float64" }>;
type Described<S extends Columns> =
  IsOpen<S> extends true
    ? Open<{ readonly statistic: "utf8" }>
    : Flat<{ readonly statistic: "utf8" } & { readonly [N in keyof S]: S[N] extends IntegerType | FloatType ? "float64" : "utf8" }>;

type NumbersDescribed<S extends Columns> = [{ [N in keyof S]: S[N] extends IntegerType | FloatType ? N : never }[keyof S]] extends [never]
  ? Described<S>
  : Labeled<S, "statistic", IntegerType | FloatType>;

export interface CorrOptions {
  /** Pearson's coefficient; Spearman's, which is that of ranks; Kendall's tau-b. The last two need all values in one partition. Default pearson. */
  readonly method?: "pearson" | "spearman" | "kendall";
  /** Fewer rows in which both columns have a value give null. Default 1. */
  readonly minPeriods?: number;
}
export interface CovOptions {
  readonly minPeriods?: number;
  /** Divided by n − ddof. Default 1. */
  readonly ddof?: number;
}
/** Column types, and names for several of them. */
type Family = ColumnType | "number" | "object" | "datetime" | "timedelta" | "list";
type Families = Family | readonly Family[];

export interface DescribeOptions {
  /** From 0 to 1. Default a quarter, a half and three quarters. */
  readonly percentiles?: readonly number[];
}

/** Statistics of two columns, over the rows in which both have a value. */
export interface PairMethods<Numbers, Result> {
  corr(this: Numbers, other: Numbers, options?: CorrOptions): Result;
  cov(this: Numbers, other: Numbers, options?: CovOptions): Result;
}

/** Statistics of whole frames: a row each, labeled by a first column of text. */
export interface StatisticsMethods<F extends FrameKind, S extends Columns> {
  /**
   * Count, mean, deviation, least and greatest value and percentiles (exact) of each column of numbers, in a row each: `statistic` names it. With `include: "all"`, or where there are no numbers, of
   * other columns too, as text (lists, which have no order, are counted): count, how many different values there are (`unique`), the most frequent one (`top`) and how often it is there (`freq`); of times also what numbers have. Columns of some types
   * are chosen by `include` and `exclude`.
   */
  describe(options?: DescribeOptions): MadeFrame<F, NumbersDescribed<S>>;
  describe(options: DescribeOptions & { readonly include: "all" }): MadeFrame<F, Described<S>>;
  describe(options: DescribeOptions & { readonly include?: Families; readonly exclude?: Families }): MadeFrame<F, Open<{ readonly statistic: "utf8" }>>;
  /** The correlation of each column of numbers with each, over the rows in which both have a value: a row each, `column` names it. */
  corr(options?: CorrOptions): MadeFrame<F, Labeled<S, "column", NumberType | "bool">>;
  /** The covariance of each column of numbers with each, in the same form. */
  cov(options?: CovOptions): MadeFrame<F, Labeled<S, "column", NumberType | "bool">>;
}
