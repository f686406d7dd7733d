import { type Column, textBytes } from "../../chunk/column.ts";
import { columnTypeOf } from "../../chunk/column-type.ts";
import type { DType, TypedArray } from "../../chunk/dtype.ts";
import { callKernel } from "../../kernels/frame/rows/kernel-call.ts";
import { takeColumn } from "../../kernels/frame/rows/take.ts";
import type { Backend } from "../../kernels/kernel.ts";
import { type NumberBounds, numberBounds, textBounds } from "./bounds.ts";
import { type Numbering, numberCategories, numberTexts, numberWords, widthOf } from "./numbering.ts";
import { Encoding } from "./page-heads.ts";

/** The values of a column without nulls, on their way to pages. */
export interface PageValues {
  readonly encoding: number;
  readonly dictionary: { readonly bytes: Uint8Array; readonly count: number } | undefined;
  /** The least and the greatest, as statistics have them, if there are any. */
  readonly bounds: readonly [least: Uint8Array, most: Uint8Array] | undefined;
  /** The bytes of all texts. */
  readonly textBytes: number | undefined;
  /** About how many bytes a value takes. */
  readonly perValue: number;
  /** The most bytes that values `from … to - 1` take. */
  most(from: number, to: number): number;
  /** Writes them, and returns how many bytes they took. */
  put(from: number, to: number, out: Uint8Array): number;
}

/** `mayNumber`: values that repeat may be written once and numbered. */
export function pageValues(backend: Backend, column: Column, mayNumber: boolean): PageValues {
  const { kind } = columnTypeOf(column.type);
  if (kind === "bool") return boolValues(backend, column);
  if (kind === "category") {
    const numbering = mayNumber ? numberCategories(backend, column) : undefined;
    if (numbering !== undefined) return textValues(backend, column, numbering);
    const texts = takeColumn(backend, column.dictionary!, (column.values as Int32Array).subarray(0, column.length), { present: true });
    return textValues(backend, texts, undefined);
  }
  if (kind === "utf8") return textValues(backend, column, mayNumber && column.length > 0 ? numberTexts(backend, column) : undefined);
  return numberValues(backend, column, mayNumber);
}

function boolValues(backend: Backend, { values, length }: Column): PageValues {
  const bytes = Buffer.from(values.buffer, values.byteOffset, length);
  const [least, most] = [bytes.includes(0) ? 0 : 1, bytes.includes(1) ? 1 : 0];
  const sizeOf = (from: number, to: number) => Math.ceil((to - from) / 8);
  return plain({
    bounds: length === 0 ? undefined : [Uint8Array.of(least), Uint8Array.of(most)],
    perValue: 1 / 8,
    most: sizeOf,
    fill(from, to, out) {
      const outputs = [out.subarray(0, sizeOf(from, to))];
      callKernel(backend, "bitmapFromBytes", "uint8", { n: to - from, inputs: [values.subarray(from, to)], outputs });
    },
  });
}

type Statistics = Pick<PageValues, "bounds"> & { readonly textBytes?: number | undefined };

/** Values as they are. */
function plain({
  fill,
  ...values
}: Statistics & Pick<PageValues, "perValue" | "most"> & { fill(from: number, to: number, out: Uint8Array): void }): PageValues {
  return {
    textBytes: undefined,
    ...values,
    encoding: Encoding.plain,
    dictionary: undefined,
    put(from, to, out) {
      fill(from, to, out);
      return values.most(from, to);
    },
  };
}

/** Numbers of values that stand in a dictionary. A byte says how many bits each number has. */
function numbered(backend: Backend, numbers: Uint32Array, dictionary: NonNullable<PageValues["dictionary"]>, statistics: Statistics): PageValues {
  const width = widthOf(dictionary.count);
  const state = new Float64Array(1);
  return {
    textBytes: undefined,
    ...statistics,
    encoding: Encoding.dictionary,
    dictionary,
    perValue: (width + 1) / 8,
    most: (from, to) => 33 + (Math.floor((to - from) / 8) + 1) * (width + 10),
    put(from, to, out) {
      out[0] = width;
      callKernel(backend, "parquet/pack", "uint32", { n: to - from, inputs: [numbers.subarray(from, to)], outputs: [out.subarray(1)], params: [width], state });
      return 1 + state[0]!;
    },
  };
}

function textValues(backend: Backend, column: Column, numbering: Numbering<Column> | undefined): PageValues {
  const texts = numbering?.dictionary ?? column;
  const bounds = column.length === 0 ? undefined : textBounds(backend, texts);
  const size = textBytes(texts);
  if (numbering !== undefined) {
    const bytes = new Uint8Array(size + 4 * texts.length);
    withLengths(backend, texts, 0, texts.length, bytes);
    const own = column.type === "utf8" ? textBytes(column) : undefined;
    return numbered(backend, numbering.numbers, { bytes, count: texts.length }, { bounds, textBytes: own });
  }
  return plain({
    bounds,
    textBytes: size,
    perValue: 4 + size / Math.max(1, texts.length),
    most: (from, to) => texts.offsets![to]! - texts.offsets![from]! + 4 * (to - from),
    fill: (from, to, out) => withLengths(backend, texts, from, to, out),
  });
}

function withLengths(backend: Backend, { values, offsets }: Column, from: number, to: number, out: Uint8Array): void {
  callKernel(backend, "parquet/withLengths", "uint8", { n: to - from, inputs: [offsets!.subarray(from, to + 1), values], outputs: [out] });
}

/** Integers of fewer bits take 32 in a file. */
const widened: { readonly [D in DType]?: true } = { int8: true, int16: true, uint8: true, uint16: true };

function numberValues(backend: Backend, { type, values, length }: Column, mayNumber: boolean): PageValues {
  const { storage } = columnTypeOf(type);
  const isWidened = widened[storage] === true;
  const own: TypedArray = isWidened ? new Int32Array(values.subarray(0, length) as ArrayLike<number>) : values.subarray(0, length);
  const { buffer, byteOffset } = own;
  const words = own.BYTES_PER_ELEMENT === 4 ? new Uint32Array(buffer, byteOffset, length) : new BigUint64Array(buffer, byteOffset, length);
  const dtype = (isWidened ? "int32" : storage) as NumberBounds;
  const isFloat = storage.startsWith("float");
  // Those of floats say nothing of how many there are.
  const all = isFloat || length === 0 ? undefined : numberBounds(backend, dtype, own);
  const numbering = mayNumber && length > 0 ? numberWords(backend, words, all && wordsOf(all.pair, words), all?.range ?? Number.POSITIVE_INFINITY) : undefined;
  const bounds = (all ?? numberBounds(backend, dtype, numbering === undefined ? own : ofWords(numbering.dictionary, own)))?.bytes;
  if (numbering !== undefined) {
    const { dictionary, numbers } = numbering;
    return numbered(backend, numbers, { bytes: bytesOf(dictionary), count: dictionary.length }, { bounds });
  }
  const size = words.BYTES_PER_ELEMENT;
  const bytes = bytesOf(words);
  return plain({
    bounds,
    perValue: size,
    most: (from, to) => size * (to - from),
    fill: (from, to, out) => out.set(bytes.subarray(size * from, size * to)),
  });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: TypedArray) => new Uint8Array(buffer, byteOffset, byteLength);

/** The same bits as words. */
function wordsOf<W extends Uint32Array | BigUint64Array>({ buffer, byteOffset, length }: TypedArray, like: W): W {
  return new (like.constructor as new (buffer: ArrayBufferLike, byteOffset: number, length: number) => W)(buffer, byteOffset, length);
}
function ofWords(words: TypedArray, like: TypedArray): TypedArray {
  return new (like.constructor as new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray)(
    words.buffer,
    words.byteOffset,
    words.length,
  );
}
