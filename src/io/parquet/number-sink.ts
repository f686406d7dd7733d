import type { ColumnType } from "../../chunk/column-type.ts";
import { columnTypeOf } from "../../chunk/column-type.ts";
import { type DType, dtypes, type TypedArray, viewOf } from "../../chunk/dtype.ts";
import type { Backend } from "../../kernels/kernel.ts";
import type { Arena } from "./arena.ts";
import { type ColumnSink, decode, numbersOf, prefixed } from "./column-sink.ts";
import { growing } from "./growing.ts";
import { Encoding } from "./page-heads.ts";

/** Kernels that only move values know their size. */
const moved: { readonly [bytes: number]: DType } = { 1: "uint8", 2: "uint16", 4: "uint32", 8: "uint64" };

const wide = growing();

/** Values of fixed width. `physicalBytes` is what one has in the file: not less than in memory. */
export function numberSink(backend: Backend, arena: Arena, type: ColumnType, length: number, physicalBytes: number): ColumnSink {
  const { storage } = columnTypeOf(type);
  const { itemsize } = dtypes[storage];
  const dtype = moved[itemsize]!;
  const physical = moved[physicalBytes]!;
  const { buffer, byteOffset } = arena.take(itemsize * length);
  const out = viewOf(dtype, buffer, byteOffset, length);
  let dictionary: TypedArray = viewOf(dtype, new ArrayBuffer(0), 0, 0);

  /** Values as they are in the file, in any place of memory, to columns. */
  function plain(bytes: Uint8Array, target: TypedArray): void {
    const size = physicalBytes * target.length;
    if (bytes.length < size) throw new RangeError(`${target.length} values have ${size} bytes, not ${bytes.length}`);
    const own = bytes.subarray(0, size);
    if (itemsize === physicalBytes) new Uint8Array(target.buffer, target.byteOffset, size).set(own);
    else decode(backend, "parquet/narrow", dtype, { n: target.length, inputs: [own], outputs: [target] });
  }

  /** What a kernel makes of values as wide as they are in the file. */
  function decoded(kernel: string, bytes: Uint8Array, target: TypedArray): void {
    const n = target.length;
    const bytesWide = itemsize === physicalBytes ? undefined : wide(physicalBytes * n);
    const own = bytesWide === undefined ? target : viewOf(physical, bytesWide.buffer, bytesWide.byteOffset, n);
    decode(backend, kernel, physical, { n, inputs: [bytes], outputs: [own], state: new Float64Array(1) });
    if (bytesWide !== undefined) plain(bytesWide, target);
  }

  return {
    dictionary(bytes, count) {
      dictionary = viewOf(dtype, new ArrayBuffer(itemsize * count), 0, count);
      plain(bytes, dictionary);
    },
    page(encoding, bytes, row, count) {
      if (count === 0) return;
      const target = out.subarray(row, row + count) as TypedArray;
      if (encoding === Encoding.plain) plain(bytes, target);
      else if (encoding === Encoding.differences) decoded("parquet/differences", bytes, target);
      else if (encoding === Encoding.bytesApart) decoded("parquet/joinBytes", bytes, target);
      else {
        const { width, numbers } = numbersOf(bytes);
        decode(backend, "parquet/lookUp", dtype, { n: count, inputs: [numbers, dictionary], outputs: [target], params: [width] });
      }
    },
    spread(bitmap, row, rows, count) {
      decode(backend, "parquet/spread", dtype, { n: rows, inputs: [bitmap], outputs: [out.subarray(row, row + rows) as TypedArray], params: [row, count] });
    },
    finish: (valid) => ({ type, length, values: viewOf(storage, buffer, byteOffset, length), valid }),
  };
}

/** Booleans, which have a bit each. */
export function boolSink(backend: Backend, arena: Arena, length: number): ColumnSink {
  const values = arena.take(length);
  return {
    dictionary() {
      throw new RangeError("booleans with a dictionary");
    },
    page(encoding, bytes, row, count) {
      if (count === 0) return;
      const outputs = [values.subarray(row, row + count)];
      if (encoding === Encoding.rle) {
        decode(backend, "parquet/lookUp", "uint8", { n: count, inputs: [prefixed(bytes).own, Uint8Array.of(0, 1)], outputs, params: [1] });
        return;
      }
      if (8 * bytes.length < count) throw new RangeError(`${count} booleans in ${bytes.length} bytes`);
      decode(backend, "bitmapToBytes", "uint8", { n: count, inputs: [bytes], outputs });
    },
    spread(bitmap, row, rows, count) {
      decode(backend, "parquet/spread", "uint8", { n: rows, inputs: [bitmap], outputs: [values.subarray(row, row + rows)], params: [row, count] });
    },
    finish: (valid) => ({ type: "bool", length, values, valid }),
  };
}
