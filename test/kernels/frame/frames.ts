import { bitmapBytes, type Column, isValid } from "../../../src/chunk/column.ts";
import { type ColumnType, columnTypeOf } from "../../../src/chunk/column-type.ts";
import { type DType, dtypes } from "../../../src/chunk/dtype.ts";
import { allBackends } from "../../../src/kernels/load.ts";

/** What stands in a row: null, or a value as JavaScript has it. */
export type Value = null | number | bigint | string;

export const columnTypes: readonly ColumnType[] = [...(Object.keys(dtypes) as DType[]), "utf8", "category", "date", "timestamp[us]", "duration[ms]"];

/** Backends that have these kernels: a build of WebAssembly may be older. */
export function backendsWith(...kernels: readonly string[]) {
  return allBackends().filter((backend) => kernels.every((kernel) => backend.has(kernel, "int64")));
}

/** A generator of integers below a bound: the same for the same seed (mulberry32). */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export function columnOf(type: ColumnType, rows: readonly Value[]): Column {
  const length = rows.length;
  const valid = rows.includes(null) ? new Uint8Array(bitmapBytes(length)) : undefined;
  rows.forEach((row, i) => {
    if (valid !== undefined && row !== null) valid[i >> 3]! |= 1 << (i & 7);
  });
  const { storage, kind } = columnTypeOf(type);
  if (kind === "utf8") {
    const texts = rows.map((row) => Buffer.from(String(row ?? "x")));
    // Text begins after something that belongs to no row.
    const values = new Uint8Array(Buffer.concat([Buffer.from("~~"), ...texts]));
    const offsets = new Int32Array(length + 1).fill(2);
    texts.forEach((text, i) => {
      offsets[i + 1] = offsets[i]! + text.length;
    });
    return { type, length, values, offsets, valid };
  }
  if (kind === "category") {
    const texts = [...new Set(rows.filter((row) => row !== null))].reverse();
    // A null's code is of no text.
    const values = Int32Array.from(rows, (row) => (row === null ? 1_000_000 : texts.indexOf(row)));
    return { type, length, values, valid, dictionary: columnOf("utf8", texts) };
  }
  const values = new dtypes[storage].array(length);
  rows.forEach((row, i) => {
    values[i] = (row as number | null) ?? (values instanceof BigInt64Array || values instanceof BigUint64Array ? 7n : 7);
  });
  return { type, length, values, valid };
}

const textAt = ({ values, offsets }: Column, row: number) => Buffer.from(values.buffer, values.byteOffset).toString("utf8", offsets![row], offsets![row + 1]);

export function valueAt(column: Column, row: number): Value {
  if (!isValid(column, row)) return null;
  if (column.offsets !== undefined) return textAt(column, row);
  if (column.dictionary !== undefined) return textAt(column.dictionary, column.values[row] as number);
  return column.values[row]!;
}

export function valuesOf(column: Column): Value[] {
  return Array.from({ length: column.length }, (_, row) => valueAt(column, row));
}

/** How values are spread. `wide` has few duplicates, `narrow` many. */
export interface Spread {
  readonly nulls?: boolean;
  readonly wide?: boolean;
}

const words = [
  "",
  "a",
  "b",
  "ab",
  "abcdefgh",
  "abcdefghi",
  "abcdefgh\0",
  "é",
  "€uro",
  "zzzzzzzzzzzzzzzzzzzzzzzzzzz1",
  "zzzzzzzzzzzzzzzzzzzzzzzzzzz2",
  "𐀀",
  "\uffff",
];

export function randomColumn(roll: (below: number) => number, type: ColumnType, length: number, { nulls = false, wide = false }: Spread = {}): Column {
  const { storage, kind } = columnTypeOf(type);
  const one = (): Value => {
    if (nulls && roll(4) === 0) return null;
    if (kind === "utf8" || kind === "category") return wide ? `${words[roll(words.length)]}${roll(10 * length + 1)}` : words[roll(words.length)]!;
    if (kind === "bool") return roll(2);
    const { kind: number, itemsize, range } = dtypes[storage];
    if (number === "float") return [NaN, -0, 0, Infinity, -Infinity, 1.5, -1.5, roll(wide ? 1_000_000 : 5) / 4][roll(8)]!;
    if (itemsize === 8) return wide ? BigInt.asIntN(62, BigInt(roll(2 ** 32)) * BigInt(roll(2 ** 32))) & range![1] : [0n, 1n, 2n, ...range!][roll(5)]!;
    return wide ? roll(2 ** 31) % (Number(range![1]) + 1) : [0, 1, 2, ...range!.map(Number)][roll(5)]!;
  };
  return columnOf(type, Array.from({ length }, one));
}

/** Values of two columns compare equal if these do: NaN is one value, -0 is 0. */
export function keyOf(value: Value): string {
  return value === null ? "null" : typeof value === "string" ? `"${value}` : Object.is(value, -0) ? "0" : String(value);
}
