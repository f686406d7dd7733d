import type { ComputeOptions } from "../engine/options.ts";
import type { ColumnAggregation } from "./aggregated-type.ts";
import type { Columns, NameOf, Open } from "./columns-type.ts";
import type { FrameKind, MadeFrame } from "./made-type.ts";
import type { Melted, MeltOptions } from "./melted-type.ts";

/** A value of a column that names columns. */
export type ColumnValue = string | number | bigint | boolean | Date;

export interface PivotOptions<S extends Columns> {
  /** Columns whose different values are the rows, in their order. */
  readonly index: NameOf<S> | readonly NameOf<S>[];
  /** The column whose values become columns. */
  readonly columns: NameOf<S>;
  /** What is aggregated: a column, whose results are named by the values of `columns`; or several, whose names come before them (`Delay_UA`). Default: the columns of a record `aggfunc`. */
  readonly values?: NameOf<S> | readonly NameOf<S>[];
  /** One aggregation; several, whose names come first (`mean_Delay_UA`); or a record of them by column, where names of several come after the column's (`Delay_mean_UA`). Default mean. */
  readonly aggfunc?: Several<ColumnAggregation> | { readonly [N in NameOf<S>]?: Several<ColumnAggregation> };
  /** What stands where no row has the index and the value. Default null. */
  readonly fillValue?: number | bigint | string | boolean;
  /** Also a column and a row of the aggregations of all rows of an index, and of a value: those in which nothing is missing. Columns of `index` become text. */
  readonly margins?: boolean;
  /** What they are called. Default `All`. */
  readonly marginsName?: string;
}
type Several<T> = T | readonly T[];

/** What `crosstab` takes: without `values`, rows are counted. */
export interface CrosstabOptions<S extends Columns> extends Omit<PivotOptions<S>, "fillValue"> {
  /** Cells as shares: of all of them (`true`, `"all"`), of their row (`"index"`) or of their column. Margins are shares of all then. */
  readonly normalize?: boolean | "all" | "index" | "columns";
}

export interface DummyOptions<S extends Columns> {
  /** Default: all columns of text. */
  readonly columns?: NameOf<S> | readonly NameOf<S>[];
  /** What stands between the name of a column and a value. Default `_`. */
  readonly prefixSep?: string;
  /** Also a column `…_nan` that tells where there is no value. */
  readonly dummyNa?: boolean;
  /** Without the first value of each column, which the others tell. */
  readonly dropFirst?: boolean;
  /** Default bool. */
  readonly dtype?: "bool" | "int8" | "uint8" | "int32" | "int64" | "float32" | "float64";
}

/** Columns to rows, and values to columns. */
export interface ReshapeMethods<F extends FrameKind, S extends Columns> {
  /**
   * Some columns one below the other: a row for each of their values, with the name of the column and what else the row had. The rows of the first come first, as in pandas. @throws DTypeError
   * where the columns have no type in common
   */
  melt<const O extends MeltOptions<S>>(options?: O): MadeFrame<F, Melted<S, O>>;
  /**
   * A table of aggregations: a row for each value of `index`, a column for each value of `columns`. Which columns there are must be known before: those of `columnValues`; without them the values
   * are found by a pass of its own, which is waited for.
   */
  pivotTable(options: PivotOptions<S> & { readonly columnValues: readonly ColumnValue[] }): MadeFrame<F, Open>;
  pivotTable(options: PivotOptions<S>, computing?: ComputeOptions): Promise<MadeFrame<F, Open>>;
  /**
   * How many rows there are of each value of `index` with each of `columns`, 0 where none is; or an aggregation of `values`. pandas' `crosstab`. Columns are known before, or found, as for
   * `pivotTable`.
   */
  crosstab(options: CrosstabOptions<S> & { readonly columnValues: readonly ColumnValue[] }): MadeFrame<F, Open>;
  crosstab(options: CrosstabOptions<S>, computing?: ComputeOptions): Promise<MadeFrame<F, Open>>;
  /**
   * Instead of a column, one for each of its values that tells where it is: `Carrier_UA`. pandas' `get_dummies`. Which there are is told by `categories`, or found by a pass of its own, which is
   * waited for. A missing value is none of them.
   */
  getDummies(options: DummyOptions<S> & { readonly categories: { readonly [K in NameOf<S>]?: readonly ColumnValue[] } }): MadeFrame<F, Open>;
  getDummies(options?: DummyOptions<S>, computing?: ComputeOptions): Promise<MadeFrame<F, Open>>;
}
