import { bitmapBytes, type Column, isValid } from "./column.ts";
import { type ColumnType, columnTypeOf } from "./column-type.ts";
import { dtypes } from "./dtype.ts";
import { itemsOf, listColumn } from "./list.ts";
import { textReader, textWriter } from "./text.ts";

/** A row of a column in JavaScript: ticks of times and 64-bit integers are bigints, days of dates numbers, categories their text, lists arrays of these. */
export type ColumnValue = null | boolean | number | bigint | string | readonly ColumnValue[];

/** A column of these values. Integers may come as numbers or bigints. */
export function columnOf(type: ColumnType, values: readonly ColumnValue[]): Column {
  const { kind, storage, item } = columnTypeOf(type);
  const length = values.length;
  const valid = validityOf(values);
  if (item !== undefined) return listsOf(item, values as readonly (readonly ColumnValue[] | null)[], valid);
  if (kind === "utf8") return { ...textOf(values), valid };
  if (kind === "category") {
    const codes = new Map<ColumnValue, number>();
    const numbers = Int32Array.from(values, (value) => {
      if (value !== null && !codes.has(value)) codes.set(value, codes.size);
      return codes.get(value) ?? 0;
    });
    return { type, length, values: numbers, valid, dictionary: textOf([...codes.keys()]) };
  }
  const data = new dtypes[storage].array(length);
  const isWide = storage === "int64" || storage === "uint64";
  values.forEach((value, row) => {
    if (value !== null) data[row] = isWide ? BigInt(value as bigint) : Number(value);
  });
  return { type, length, values: data, valid };
}

function listsOf(item: ColumnType, values: readonly (readonly ColumnValue[] | null)[], valid: Uint8Array | undefined): Column {
  const offsets = new Int32Array(values.length + 1);
  for (const [row, list] of values.entries()) offsets[row + 1] = offsets[row]! + (list?.length ?? 0);
  return listColumn(
    columnOf(
      item,
      values.flatMap((list) => list ?? []),
    ),
    offsets,
    valid,
  );
}

function validityOf(values: readonly ColumnValue[]): Uint8Array | undefined {
  if (!values.includes(null)) return undefined;
  const valid = new Uint8Array(bitmapBytes(values.length));
  values.forEach((value, row) => {
    if (value !== null) valid[row >> 3]! |= 1 << (row & 7);
  });
  return valid;
}

function textOf(values: readonly ColumnValue[]): Column {
  const writer = textWriter(values.length);
  for (const value of values) writer.add(value === null ? "" : String(value));
  return writer.column();
}

/** How to read the rows of a column. */
export function valueReader(column: Column): (row: number) => ColumnValue {
  const { kind } = columnTypeOf(column.type);
  const read = presentReader(column, kind);
  return (row) => (isValid(column, row) ? read(row) : null);
}

function presentReader(column: Column, kind: string): (row: number) => ColumnValue {
  const { values } = column;
  if (kind === "utf8") return textReader(column);
  if (kind === "list") return listReader(column, valuesOf(itemsOf(column)));
  if (kind === "bool") return (row) => values[row] !== 0;
  if (kind !== "category") return (row) => values[row]!;
  const text = textReader(column.dictionary!);
  const texts = Array.from({ length: column.dictionary!.length }, (_, code) => text(code));
  return (row) => texts[Number(values[row])]!;
}

/** The values of each row's list, of those of all lists. */
export function listReader<V>({ offsets, length }: Column, items: readonly V[]): (row: number) => V[] {
  const first = length === 0 ? 0 : offsets![0]!;
  return (row) => items.slice(offsets![row]! - first, offsets![row + 1]! - first);
}

export function valuesOf(column: Column): ColumnValue[] {
  const read = valueReader(column);
  return Array.from({ length: column.length }, (_, row) => read(row));
}
