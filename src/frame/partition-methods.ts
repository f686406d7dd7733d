import type { Table } from "apache-arrow";
import type { DArray } from "../array/darray.ts";
import type { ColumnType } from "../chunk/column-type.ts";
import type { DType } from "../chunk/dtype.ts";
import type { Delayed } from "../delayed/delayed-type.ts";
import type { ComputeOptions } from "../engine/options.ts";
import type { PartitionInfo } from "../execute/frame-function.ts";
import type { GroupInfo } from "../execute/group-function.ts";
import type { CalleeOptions } from "../ops/define/callee.ts";
import type { ModuleFunction } from "../ops/define/module-function.ts";
import type { Columns, Unlisted } from "./columns-type.ts";
import type { DurationType, NumberType, TextType } from "./value-type.ts";

/** What a value is for a function on partitions, unless its options say otherwise: as `toColumns` gives it. */
type PlainValue<T extends ColumnType> = T extends "bool"
  ? boolean
  : T extends NumberType | DurationType
    ? number
    : T extends TextType
      ? string
      : T extends `list<${infer U}>`
        ? (PlainValue<U & ColumnType> | null)[]
        : Date;

// biome-ignore lint/suspicious/noExplicitAny: a column of an unknown type has any values
export type Cell<T extends ColumnType> = 0 extends 1 & T ? any : PlainValue<T> | null;

/** The columns of a partition: lists of values, `null` where one is missing. */
export type ColumnLists<S extends Columns> = { readonly [K in keyof S]: Unlisted<K, Cell<S[K]>[]> };

/** What a function gives: its columns by name, as lists or typed arrays, or a list of rows. */
export type Made<T extends Columns> = { readonly [K in keyof T]: ArrayLike<unknown> } | readonly { readonly [K in keyof T]?: unknown }[];

/**
 * `fn(columns, info)`: columns by name as lists in memory of their own, in `info` where it is. It stands on its own, as functions of `mapBlocks` do: what it uses from around it goes in
 * `with`, or a module exports it. It gives the columns of `schema`, or rows, in any number, or a promise of them. 64-bit integers and times come as `toColumns` gives them.
 *
 * @example df.mapPartitions(({ x }, { partition }) => ({ n: [x.length], partition: [partition] }), { schema: { n: "int32", partition: "int32" } });
 */
export type PartitionFunction<In, T extends Columns> = ((given: In, info: PartitionInfo) => Made<T> | Promise<Made<T>>) | ModuleFunction;

/**
 * `fn(columns, info)`: the columns of a whole group, but for its keys, which `info.key` has; else as functions on partitions. It may give one row too: a record of values. The group's keys
 * stand beside what it gives.
 *
 * @example air.groupby("Dest").apply(({ DepDelay }) => ({ range: Math.max(...DepDelay) - Math.min(...DepDelay) }), { schema: { range: "float64" } });
 */
export type GroupFunction<In, T extends Columns> = ((given: In, info: GroupInfo) => OfGroup<T> | Promise<OfGroup<T>>) | ModuleFunction;
type OfGroup<T extends Columns> = Made<T> | { readonly [K in keyof T]?: unknown };

export interface FunctionOptions<T extends Columns> extends CalleeOptions {
  /** The columns that the function gives, in this order: what it gives is checked against it. */
  readonly schema: T;
}

/** Frames as other collections. */
export interface ArrayMethods {
  /** Its partitions as lazy values, a table of Arrow each. Dask's `to_delayed`. */
  toDelayed(): Delayed<Table>[];
  /**
   * Computes it as an array of rows and columns, kept in memory or on disk, with a chunk of rows for each partition. All columns must be numbers or booleans; what is missing among floats is NaN.
   * Dask's `to_dask_array(lengths=True)`.
   *
   * @throws DTypeError for columns that no dtype holds, and for missing integers
   */
  toDaskArray(options?: ComputeOptions & { readonly dtype?: DType }): Promise<DArray<DType, "array">>;
}
