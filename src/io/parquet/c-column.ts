import { isUtf8 } from "node:buffer";
import { bytesFromBits } from "../../chunk/bitmap.ts";
import { bitmapBytes, type Column, isValid, nullColumn, sliceBitmap } from "../../chunk/column.ts";
import { type ColumnType, columnTypeOf, itemType, type TimeUnit, ticksPerSecond } from "../../chunk/column-type.ts";
import { categoryColumn } from "../../chunk/dictionary.ts";
import { dtypes, type TypedArray } from "../../chunk/dtype.ts";
import { listColumn } from "../../chunk/list.ts";
import { must } from "../../util/must.ts";
import { doublesOf } from "../arrow/decimal.ts";
import { floatsOf } from "../arrow/half.ts";
import type { Arena } from "./arena.ts";
import type { CData } from "./c-data.ts";

type Ctor = { new (buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArray; readonly BYTES_PER_ELEMENT: number };

/** By the first letter of a format: what the values are, an element a row. */
const plain: { readonly [letter: string]: Ctor } = {
  c: Int8Array,
  C: Uint8Array,
  s: Int16Array,
  S: Uint16Array,
  i: Int32Array,
  I: Uint32Array,
  l: BigInt64Array,
  L: BigUint64Array,
  e: Uint16Array,
  f: Float32Array,
  g: Float64Array,
};

/** A column in the arena's memory. */
export function columnOf(data: CData, type: ColumnType, arena: Arena): Column {
  const { length, offset, format } = data;
  if (length === 0 || format === "n") return nullColumn(type, length);
  const valid = validOf(data);
  const item = itemType(type);
  if (item !== undefined) return listOf(data, item, valid, arena);
  if (data.dictionary !== undefined) {
    const codes = values(data, plain[format]!, arena);
    const column = {
      type: "category",
      length,
      values: codes instanceof Int32Array ? codes : Int32Array.from(codes as ArrayLike<number | bigint>, Number),
      valid,
    } as const;
    return categoryColumn(column, columnOf(data.dictionary, "utf8", arena));
  }
  if (columnTypeOf(type).kind === "utf8") return { type, length, ...textOf(data, arena), valid };
  if (format === "b") return { type, length, values: bytesFromBits(bytesAt(data, 1, 0, Math.ceil((offset + length) / 8)), offset, length), valid };
  return { type, length, values: asStored(data, type, valid, arena), valid };
}

/** Lists with offsets of 32 (`+l`) or 64 bits (`+L`), or of one length each (`+w:3`). */
function listOf(data: CData, item: ColumnType, valid: Uint8Array | undefined, arena: Arena): Column {
  const { format, offset, length, memory, buffers, children } = data;
  const items = columnOf(children[0]!, item, arena);
  if (format.startsWith("+w:")) {
    const size = Number(format.slice(3));
    return listColumn(
      items,
      Int32Array.from({ length: length + 1 }, (_, row) => (offset + row) * size),
      valid,
    );
  }
  must(format === "+l" || format === "+L", `lists as ${format}`);
  if (format === "+l") return listColumn(items, new Int32Array(memory, buffers[1]! + 4 * offset, length + 1).slice(), valid);
  const wide = new BigInt64Array(memory, buffers[1]! + 8 * offset, length + 1);
  if (wide[length]! > 0x7fff_ffffn) throw new RangeError(`${length} rows have ${wide[length]} values in lists, a column holds 2^31; write smaller row groups`);
  return listColumn(items, Int32Array.from(wide, Number), valid);
}

function bytesAt({ memory, buffers }: CData, buffer: number, from: number, length: number): Uint8Array {
  return new Uint8Array(memory, buffers[buffer]! + from, length);
}

/** The values of fixed width, copied. */
function values({ memory, buffers, offset, length }: CData, ctor: Ctor, arena: Arena, perRow = 1): TypedArray {
  return arena.copy(new ctor(memory, buffers[1]! + offset * perRow * ctor.BYTES_PER_ELEMENT, length * perRow));
}

function validOf(data: CData): Uint8Array | undefined {
  const { nullCount, offset, length, buffers } = data;
  if (nullCount === 0 || buffers[0] === 0) return undefined;
  return sliceBitmap(bytesAt(data, 0, 0, bitmapBytes(offset + length)), offset, offset + length).slice();
}

function textOf(data: CData, arena: Arena): { values: Uint8Array; offsets: Int32Array } {
  const { memory, buffers, offset, length, format } = data;
  const isWide = format === "U" || format === "Z";
  must(isWide || format === "u" || format === "z", `text as ${format}`);
  const own = isWide
    ? Float64Array.from(new BigInt64Array(memory, buffers[1]! + 8 * offset, length + 1), Number)
    : arena.copy(new Int32Array(memory, buffers[1]! + 4 * offset, length + 1));
  const first = own[0]!;
  const bytes = own[length]! - first;
  if (bytes > 0x7fff_ffff) throw new RangeError(`${length} rows have ${bytes} bytes of text, a column holds 2 GiB; write smaller row groups`);
  const text = arena.copy(bytesAt(data, 2, first, bytes));
  // What is said to be text has been checked.
  if (format.toLowerCase() === "z" && !isUtf8(text)) throw new RangeError("bytes that are no UTF-8 where text is wanted");
  if (first !== 0) for (let row = 0; row <= length; row++) own[row]! -= first;
  return { values: text, offsets: own instanceof Int32Array ? own : Int32Array.from(own) };
}

/** Values as the column type stores them. Files may hold times of day in 32 bits, dates that a schema calls times, and other units. */
function asStored(data: CData, type: ColumnType, valid: Uint8Array | undefined, arena: Arena): TypedArray {
  const { format, length } = data;
  const { storage, unit } = columnTypeOf(type);
  if (format.startsWith("d:")) return decimals(data, arena);
  if (format === "e") return floatsOf(values(data, Uint16Array, arena) as Uint16Array, length);
  const own = values(data, ctorOf(format), arena);
  const from = tickOf(format);
  if (from !== undefined && unit !== undefined && (from !== unit || own instanceof Int32Array))
    return rescale(own as Int32Array, from, unit, (row) => valid === undefined || isValid({ length, valid } as Column, row));
  must(own instanceof (dtypes[storage].array as never as { new (): TypedArray }), `${format} where ${type} was planned`);
  return own;
}

function ctorOf(format: string): Ctor {
  // Dates and times of day in seconds or milliseconds have 32 bits, all other times 64.
  if (format.startsWith("t")) return format === "tdD" || format === "tts" || format === "ttm" ? Int32Array : BigInt64Array;
  const ctor = plain[format];
  must(ctor !== undefined, `a column as ${format}`);
  return ctor;
}

const letters: { readonly [letter: string]: TimeUnit | "day" } = { s: "s", m: "ms", u: "us", n: "ns", D: "day" };

/** What one tick is: the third letter of `tsu:UTC`, `ttm`, `tdD`. */
function tickOf(format: string): TimeUnit | "day" | undefined {
  return format.startsWith("t") ? letters[format[2]!] : undefined;
}

function rescale(own: Int32Array | BigInt64Array, from: TimeUnit | "day", to: TimeUnit, hasValue: (row: number) => boolean): BigInt64Array {
  const out = new BigInt64Array(own.length);
  const [up, down] = from === "day" ? [86_400 * ticksPerSecond[to], 1] : [ticksPerSecond[to], ticksPerSecond[from]];
  for (let row = 0; row < own.length; row++) {
    if (!hasValue(row)) continue;
    const ticks = BigInt(own[row]!) * BigInt(up);
    if (ticks % BigInt(down) !== 0n) throw new RangeError(`row ${row} is ${own[row]} ${from}, which is no whole number of ${to}`);
    out[row] = ticks / BigInt(down);
    if (out[row] !== ticks / BigInt(down)) throw new RangeError(`row ${row} is ${own[row]} ${from}, which is too large in ${to}`);
  }
  return out;
}

/** Of `d:precision,scale` or `d:precision,scale,bits`. */
function decimals(data: CData, arena: Arena): Float64Array {
  const [, scale, bits = 128] = data.format.slice(2).split(",").map(Number) as [number, number, number?];
  const words = values(data, Uint32Array, arena, bits / 32) as Uint32Array;
  return doublesOf(words, data.length, bits / 32, scale);
}
