import { isUtf8 } from "node:buffer";
import type { Data } from "apache-arrow";
import { bytesFromBits } from "../../chunk/bitmap.ts";
import { type Column, isValid, nullColumn, sliceBitmap } from "../../chunk/column.ts";
import { type ColumnType, columnTypeOf, itemType } from "../../chunk/column-type.ts";
import { categoryColumn } from "../../chunk/dictionary.ts";
import { dtypes, type TypedArray } from "../../chunk/dtype.ts";
import { listColumn } from "../../chunk/list.ts";
import { concatColumns } from "../../kernels/frame/rows/concat.ts";
import { asText } from "../../kernels/frame/take-codes.ts";
import { loadBackend } from "../../kernels/load.ts";
import { DTypeError } from "../../util/errors.ts";
import { Type } from "./column-type-from.ts";
import { doublesOf } from "./decimal.ts";
import { floatsOf } from "./half.ts";
import { viewedText } from "./text-views.ts";

/** One batch's part of a column; `type` is what `columnTypeFrom` said. */
export function columnFrom(data: Data, type: ColumnType, name: string, operation: string): Column {
  const { length } = data;
  if (length === 0 || (data.typeId as number) === Type.Null) return nullColumn(type, length);
  const valid = data.nullCount > 0 ? sliceBitmap(data.nullBitmap, data.offset, data.offset + length) : undefined;
  switch (data.typeId as number) {
    case Type.Dictionary:
      return fromDictionary(data, type, valid, name, operation);
    case Type.Utf8:
      return checkedText({ type, length, values: data.values, offsets: data.valueOffsets, valid });
    case Type.LargeUtf8:
      return checkedText({ type, length, ...narrowText(data, name, operation), valid });
    case Type.Utf8View:
      return checkedText({ type, length, ...viewedText(data, valid), valid });
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
      return listFrom(data, itemType(type)!, valid, name, operation);
    default:
      return { type, length, values: valuesOf(data, type), valid };
  }
}

function valuesOf(data: Data, type: ColumnType): TypedArray {
  const { values, length } = data;
  const { storage } = columnTypeOf(type);
  if ((data.typeId as number) === Type.Bool) return bytesFromBits(values, data.offset, length);
  if ((data.typeId as number) === Type.Float && values instanceof Uint16Array) return floatsOf(values, length);
  if ((data.typeId as number) === Type.Decimal) return doublesOf(values, length, data.stride, (data.type as unknown as { scale: number }).scale);
  const expected = dtypes[storage].array;
  if (values instanceof (expected as never as { new (): TypedArray })) return values.subarray(0, length) as TypedArray;
  // Times of 32 bits.
  return BigInt64Array.from(values.subarray(0, length) as Int32Array, BigInt);
}

/** Kernels trust offsets; a file may hold anything. */
function checkedText(column: Column): Column {
  const { values } = column;
  const offsets = column.offsets!;
  checkOffsets(offsets, column.length, values.length, "text", "byte");
  if (!isUtf8(values.subarray(offsets[0], offsets[column.length]) as Uint8Array)) throw new RangeError("text is not UTF-8");
  return column;
}

function checkOffsets(offsets: Int32Array, rows: number, most: number, what: string, unit: string): void {
  let before = offsets[0]!;
  if (before < 0) throw new RangeError(`${what} begins at ${unit} ${before}`);
  for (let row = 1; row <= rows; row++) {
    const end = offsets[row]!;
    if (end < before) throw new RangeError(`${what} of row ${row - 1} ends at ${unit} ${end}, before its beginning at ${before}`);
    before = end;
  }
  if (before > most) throw new RangeError(`${what} ends at ${unit} ${before} of ${most}`);
}

function listFrom(data: Data, item: ColumnType, valid: Uint8Array | undefined, name: string, operation: string): Column {
  const [child] = data.children as [Data];
  const offsets = listOffsets(data, name, operation);
  checkOffsets(offsets, data.length, child.length, "a list", "value");
  const items = columnFrom(child, item === "utf8" && (child.typeId as number) === Type.Dictionary ? "category" : item, name, operation);
  return listColumn(asText(loadBackend(), items), offsets, valid);
}

function listOffsets(data: Data, name: string, operation: string): Int32Array {
  const { length } = data;
  if ((data.typeId as number) === Type.FixedSizeList) {
    const { listSize } = data.type as unknown as { readonly listSize: number };
    return Int32Array.from({ length: length + 1 }, (_, row) => row * listSize);
  }
  const own = data.valueOffsets.subarray(0, length + 1) as Int32Array | BigInt64Array;
  if (own instanceof Int32Array) return own;
  const most = Number(own[length]);
  if (most > 0x7fff_ffff)
    throw new DTypeError(`${operation}: the lists of ${JSON.stringify(name)} hold ${most} values; a batch has 2^31: write smaller batches`);
  return Int32Array.from(own, Number);
}

/** Text with 64-bit offsets, if 32 bits suffice for it. */
function narrowText(data: Data, name: string, operation: string): Pick<Column, "values" | "offsets"> {
  const wide = data.valueOffsets as unknown as BigInt64Array;
  const first = Number(wide[0]);
  const bytes = Number(wide[data.length]) - first;
  if (bytes > 0x7fff_ffff)
    throw new DTypeError(
      `${operation}: ${data.length} rows of ${JSON.stringify(name)} have ${bytes} bytes of text; a batch holds 2 GiB: write smaller batches`,
    );
  const offsets = new Int32Array(data.length + 1);
  for (let row = 0; row <= data.length; row++) offsets[row] = Number(wide[row]) - first;
  return { values: (data.values as Uint8Array).subarray(first, first + bytes), offsets };
}

function fromDictionary(data: Data, type: ColumnType, valid: Uint8Array | undefined, name: string, operation: string): Column {
  const { length, values } = data;
  const parts = data.dictionary!.data as readonly Data[];
  const valueType = type === "category" ? "utf8" : type;
  const dictionaries = parts.map((part) => columnFrom(part, valueType, name, operation));
  const dictionary = dictionaries.length === 0 ? nullColumn(valueType, 0) : concatColumns(loadBackend(), dictionaries);
  const codes = new Int32Array(length);
  for (let row = 0; row < length; row++) codes[row] = Number(values[row]);
  const column: Column = { type: "category", length, values: codes, valid };
  for (let row = 0; row < length; row++)
    if ((codes[row]! < 0 || codes[row]! >= dictionary.length) && isValid(column, row))
      throw new DTypeError(`${operation}: row ${row} of ${JSON.stringify(name)} has code ${codes[row]}, its dictionary has ${dictionary.length} values`);
  return type === "category" ? categoryColumn(column, dictionary) : take(column, dictionary);
}

/** The values of fixed width that codes stand for. */
function take(codes: Column, from: Column): Column {
  const { length } = codes;
  const values = new dtypes[columnTypeOf(from.type).storage].array(length);
  const valid = new Uint8Array(Math.ceil(length / 8));
  for (let row = 0; row < length; row++) {
    const code = codes.values[row] as number;
    if (!isValid(codes, row) || !isValid(from, code)) continue;
    values[row] = from.values[code]!;
    valid[row >> 3]! |= 1 << (row & 7);
  }
  return { type: from.type, length, values, valid };
}
