import { type Batch, bitmapBytes, type Column, isValid } from "../../../src/chunk/column.ts";
import { type ColumnType, columnTypeOf } from "../../../src/chunk/column-type.ts";
import { columnOf } from "../../../src/chunk/column-values.ts";
import { dtypes } from "../../../src/chunk/dtype.ts";
import type { Schema } from "../../../src/expr/meta.ts";

export const everyType: readonly ColumnType[] = [
  ...(Object.keys(dtypes) as (keyof typeof dtypes)[]),
  "utf8",
  "category",
  "date",
  "timestamp[s]",
  "timestamp[ms]",
  "timestamp[us, Europe/Paris]",
  "timestamp[ns, UTC]",
  "duration[s]",
  "duration[ms]",
  "duration[us]",
  "duration[ns]",
];

export const everySchema: Schema = everyType.map((type) => ({ name: `a ${type}`, type }));

export type Nulls = "no" | "some" | "all";
const words = ["", "a", "bc", "é", "€uro", "😀", "a longer text that takes more than a few bytes"];

/** A column of a type: its extremes, and what stands between them. */
export function sampleColumn(type: ColumnType, length: number, nulls: Nulls, seed = 0): Column {
  const { kind, storage } = columnTypeOf(type);
  const valid = nulls === "no" ? undefined : new Uint8Array(bitmapBytes(length));
  if (nulls === "some") for (let row = 0; row < length; row++) if ((row + seed) % 3 !== 1) valid![row >> 3]! |= 1 << (row & 7);
  if (kind === "utf8")
    return {
      ...columnOf(
        "utf8",
        Array.from({ length }, (_, row) => words[(row + seed) % words.length]!),
      ),
      valid,
    };
  if (kind === "category") {
    const own = words.slice(seed % 3);
    return { type, length, values: Int32Array.from({ length }, (_, row) => (row * 5 + seed) % own.length), valid, dictionary: columnOf("utf8", own) };
  }
  const values = new dtypes[storage].array(length);
  for (let row = 0; row < length; row++) values[row] = sampleValue(type, row + seed) as never;
  return { type, length, values, valid };
}

function sampleValue(type: ColumnType, row: number): number | bigint {
  const { kind, storage } = columnTypeOf(type);
  const range = dtypes[storage].range;
  if (kind === "bool") return row % 2;
  if (range === undefined) return [0.5, -0, Number.POSITIVE_INFINITY, Number.NaN, 3, 2 ** -20][row % 6]!;
  // Every day has a date in JavaScript.
  const [least, most] = kind === "date" ? [-1_000_000n, 1_000_000n] : range;
  const value = [least, most, 0n, 1n, most / 3n][row % 5]!;
  return storage === "int64" || storage === "uint64" ? value : Number(value);
}

export function sampleBatch(length: number, nulls: Nulls, seed = 0, types: readonly ColumnType[] = everyType): Batch {
  return { length, columns: types.map((type, i) => sampleColumn(type, length, nulls, seed + i)) };
}

/** The rows of a column as the test compares them: numbers keep their zero and NaN, categories are texts, times are ticks. */
export function rowsOf(column: Column): unknown[] {
  const { values, offsets, dictionary } = column;
  const textAt = (from: Column, row: number) =>
    new TextDecoder().decode(Uint8Array.from((from.values as Uint8Array).subarray(from.offsets![row], from.offsets![row + 1])));
  return Array.from({ length: column.length }, (_, row) => {
    if (!isValid(column, row)) return null;
    if (dictionary !== undefined) return textAt(dictionary, values[row] as number);
    return offsets === undefined ? values[row] : textAt(column, row);
  });
}

export const contentOf = (batches: readonly Batch[]): unknown[][] =>
  (batches[0]?.columns ?? []).map((_, at) => batches.flatMap(({ columns }) => rowsOf(columns[at]!)));
