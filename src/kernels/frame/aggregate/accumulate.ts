import { bitmapBytes, type Column } from "../../../chunk/column.ts";
import { type ColumnType, columnTypeOf } from "../../../chunk/column-type.ts";
import { type DType, dtypes, type TypedArray, type TypedArrayOf } from "../../../chunk/dtype.ts";
import { must } from "../../../util/must.ts";
import { room, zeros } from "../../batch-memory.ts";
import type { Bits } from "../rows/bitmap.ts";
import { callKernel, noBits } from "../rows/kernel-call.ts";
import type { GroupedRows } from "./aggregator.ts";

const noCodes = new Int32Array(0);

/** What an aggregating kernel gets (native/kernels/aggregate.hpp). */
export interface Accumulation {
  readonly dtype?: DType;
  /** What stands before the bitmap: the values of the rows. */
  readonly values?: readonly TypedArray[];
  readonly valid: Bits;
  readonly after?: readonly TypedArray[];
  /** Made by `places`: results are added to what is there. */
  readonly outputs: readonly TypedArray[];
  readonly params?: readonly number[];
}

/** Adds the rows to what groups have. */
export function accumulate({ backend, rows, codes, count }: GroupedRows, kernel: string, call: Accumulation): void {
  const { dtype = "float64", values = [], valid, after = [], outputs, params = [] } = call;
  const inputs = [codes ?? noCodes, ...values, valid ?? noBits, ...after];
  // No rows of groups look like rows without groups.
  if (rows > 0) callKernel(backend, kernel, dtype, { n: rows, inputs, outputs, params: [count, 0, ...params] });
}

/** A place for each group, and one for rows that belong to none. */
export function places<D extends DType>({ count }: GroupedRows, dtype: D, value?: number): TypedArrayOf[D] {
  const array = value === undefined ? zeros(dtype, count + 1) : room(dtype, count + 1);
  if (value !== undefined) (array as TypedArray).fill((dtypes[dtype].itemsize === 8 && dtype !== "float64" ? BigInt(value) : value) as never);
  return array;
}

/** The places of the groups as a column. */
export function stateOf(type: ColumnType, array: TypedArray): Column {
  return { type, length: array.length - 1, values: array.subarray(0, -1) };
}

/** Values of a type, a row a group. */
export function columnOf(type: ColumnType, values: TypedArray, valid?: Bits): Column {
  return { type, length: values.length, values, valid };
}

/** How many rows of each group have a value, as int64 or as what is divided by. */
export function countRows<D extends "int64" | "float64">(call: GroupedRows, valid: Bits, dtype: D): TypedArrayOf[D] {
  const counts = places(call, dtype);
  accumulate(call, "countGroups", { dtype, valid, outputs: [counts] });
  return counts;
}

/** Means of groups; 0 of nothing. */
export function meansOf(sums: Float64Array, rests: Float64Array, counts: Float64Array): Float64Array {
  const means = room("float64", sums.length);
  for (let group = 0; group < means.length; group++) means[group] = counts[group] === 0 ? 0 : (sums[group]! + rests[group]!) / counts[group]!;
  return means;
}

/** A column of what `result` gives for each group; NaN is a result, `undefined` is null. */
export function columnOfResults(type: ColumnType, count: number, result: (group: number) => number | undefined): Column {
  const numbers = zeros("float64", count);
  const valid = bitmapWhere(count, (group) => {
    const number = result(group);
    if (number !== undefined) numbers[group] = number;
    return number !== undefined;
  });
  return columnOfNumbers(type, numbers, valid);
}

/** Sums of any numbers as float64, and what rounding lost. */
export function totals(call: GroupedRows, column: Column, sums = places(call, "float64"), rests = places(call, "float64")): [Float64Array, Float64Array] {
  const { storage } = columnTypeOf(column.type);
  accumulate(call, "totalGroups", { dtype: storage, values: [column.values], valid: column.valid, outputs: [sums, rests] });
  return [sums, rests];
}

/** The bitmap of groups for which something holds; nothing if it holds for all. */
export function bitmapWhere(count: number, holds: (group: number) => boolean): Bits {
  const bits = zeros("uint8", bitmapBytes(count));
  let set = 0;
  for (let group = 0; group < count; group++) {
    if (!holds(group)) continue;
    bits[group >> 3]! |= 1 << (group & 7);
    set++;
  }
  return set === count ? undefined : bits;
}

/** Numbers as a column of a type: integers are rounded, and are 0 where there is none. */
export function columnOfNumbers(type: ColumnType, numbers: Float64Array, valid: Bits): Column {
  const { storage } = columnTypeOf(type);
  const length = numbers.length;
  if (storage === "float64") return { type, length, values: numbers, valid };
  const values: TypedArray = room(storage, length);
  const { kind, itemsize } = dtypes[storage];
  const whole = (x: number) => (Number.isFinite(x) ? Math.round(x) : 0);
  if (kind === "float") values.set(numbers as never);
  else if (itemsize === 8) for (let i = 0; i < length; i++) values[i] = BigInt(whole(numbers[i]!));
  else for (let i = 0; i < length; i++) values[i] = whole(numbers[i]!);
  return { type, length, values, valid };
}

/** The only column of a call. */
export function onlyColumn({ columns }: { readonly columns: readonly Column[] }): Column {
  must(columns.length === 1, `an aggregation of one column got ${columns.length}`);
  return columns[0]!;
}
