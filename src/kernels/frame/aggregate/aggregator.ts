import type { Column } from "../../../chunk/column.ts";
import type { ColumnType } from "../../../chunk/column-type.ts";
import type { Backend } from "../../kernel.ts";

export interface AggregateParams {
  /** Of `var`, `std`, `sem`, `cov`: the count less this divides. */
  readonly ddof?: number | undefined;
  /** Of `corr` and `cov`: fewer rows give null. */
  readonly minPeriods?: number | undefined;
  /** Of `quantile`: from 0 to 1. */
  readonly q?: number | undefined;
  /** Of `quantile`: linear unless said. */
  readonly interpolation?: Interpolation | undefined;
}

export type Interpolation = "linear" | "lower" | "higher" | "nearest" | "midpoint";

/** Rows by groups. */
export interface GroupedRows {
  readonly backend: Backend;
  /** How many rows there are. */
  readonly rows: number;
  /** The group of each row, -1 for none; without it all rows are one group. */
  readonly codes: Int32Array | undefined;
  /** How many groups there are. */
  readonly count: number;
  readonly params: AggregateParams;
}

export interface PartialCall extends GroupedRows {
  /** What is aggregated: as many as `Aggregator.columns`. */
  readonly columns: readonly Column[];
}

/** States are columns with a row a group. */
export interface MergeCall extends GroupedRows {
  /** The states of several partitions, one after the other in the order of the input; a row of them is a row here. */
  readonly states: readonly Column[];
}

export interface FinishCall {
  readonly backend: Backend;
  readonly count: number;
  readonly states: readonly Column[];
  readonly params: AggregateParams;
  /** What the result must be. */
  readonly type: ColumnType;
}

export interface CompleteCall extends PartialCall {
  readonly type: ColumnType;
}

/** An aggregation whose state is of one size for a group, however many rows it has. */
export interface GradualAggregator {
  readonly whole: false;
  /** How many columns it takes: `size` none, `idxmin` and `idxmax` the values and their positions, `corr` and `cov` two. */
  readonly columns: 0 | 1 | 2;
  /** How many columns its state has, for values of a type. */
  states(type: ColumnType | undefined): number;
  partial(call: PartialCall): Column[];
  merge(call: MergeCall): Column[];
  /** The result, a row a group. */
  finish(call: FinishCall): Column;
}

/** An aggregation that must see all rows of a group together. */
export interface WholeAggregator {
  readonly whole: true;
  readonly columns: 1 | 2;
  /** Rows that have a group and a value in common with another may be left out before. */
  readonly distinct: boolean;
  complete(call: CompleteCall): Column;
}

export type Aggregator = GradualAggregator | WholeAggregator;
