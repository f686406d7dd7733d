import { type Column, sliceColumn, textBytes } from "../../chunk/column.ts";
import type { DType } from "../../chunk/dtype.ts";
import { callKernel, noBits } from "../../kernels/frame/rows/kernel-call.ts";
import { takeColumn } from "../../kernels/frame/rows/take.ts";
import { type Backend, Status } from "../../kernels/kernel.ts";
import { growing } from "./growing.ts";

/** Values by their number in a dictionary. The numbers lie in memory that the next ones go to. */
export interface Numbering<D> {
  readonly numbers: Uint32Array;
  readonly dictionary: D;
}

const numbersMemory = growing();
const slotsMemory = growing();

const uint32 = ({ buffer, byteOffset, byteLength }: Uint8Array) => new Uint32Array(buffer, byteOffset, byteLength / 4);

/** Of integers within so few, each has a slot. */
const widestRange = 2 ** 18;
const fewestSlots = 2 ** 12;
/** Slots of the table of texts that `groupTextKeys` fills (native/kernels/group-table.hpp), and how full it gets. */
const textSlotBytes = 32;
const fullness = 5 / 8;

/** How many bits a number of a dictionary has. */
export const widthOf = (count: number): number => (count <= 1 ? 0 : 32 - Math.clz32(count - 1));

/** A dictionary should save so much that numbering values is worth the time. */
const mostOfPlain = 0.75;

/** Whether a dictionary of so many values, and the numbers of as many rows, take less than the values themselves, which have so many bytes each. */
const pays = (rows: number, count: number, bytes: number) => count * bytes + (rows * widthOf(count)) / 8 < mostOfPlain * rows * bytes;

/** How many different values so many rows have if the first ones have `count`, and all are equally frequent: of `u` values, `r` rows have `u (1 - exp(-r / u))`. */
export function expectedCount(rows: number, first: number, count: number): number {
  if (count >= first) return rows;
  const found = (perValue: number) => (1 - Math.exp(-perValue)) / perValue;
  // Bisection: rows a value.
  let [low, high] = [1e-9, 1e9];
  for (let i = 0; i < 60; i++) {
    const middle = Math.sqrt(low * high);
    if (found(middle) > count / first) low = middle;
    else high = middle;
  }
  const values = first / low;
  return Math.min(rows, values * (1 - Math.exp(-rows / values)));
}

type Words = Uint32Array | BigUint64Array;
const dtypeOf = (words: Words): DType => (words instanceof Uint32Array ? "uint32" : "uint64");

/** Numbers of values of 32 or 64 bits, if they repeat enough. `least` and `range`: integers lie within so many from there on. */
export function numberWords(backend: Backend, words: Words, least: Words | undefined, range: number): Numbering<Words> | undefined {
  const n = words.length;
  const numbers = uint32(numbersMemory(4 * n));
  const found =
    least !== undefined && range <= widestRange && range <= 2 * n ? numberRange(backend, words, least, range, numbers) : numberValues(backend, words, numbers);
  if (found === undefined || !pays(n, found.length, words.BYTES_PER_ELEMENT)) return undefined;
  return { numbers, dictionary: found };
}

function numberRange(backend: Backend, words: Words, least: Words, range: number, numbers: Uint32Array): Words {
  const dictionary = new (words.constructor as new (length: number) => Words)(range);
  const slots = uint32(slotsMemory(4 * range)).fill(0xffff_ffff);
  const state = new Float64Array(1);
  callKernel(backend, "parquet/numberRange", dtypeOf(words), { n: words.length, inputs: [words, least], outputs: [numbers, dictionary, slots], state });
  return dictionary.subarray(0, state[0]);
}

function numberValues(backend: Backend, words: Words, numbers: Uint32Array): Words | undefined {
  const Words = words.constructor as new (length: number) => Words;
  const state = new Float64Array(2);
  let dictionary = new Words(fewestSlots / 2);
  for (let size = fewestSlots; ; size *= 4) {
    const slots = uint32(slotsMemory(4 * size)).fill(0xffff_ffff);
    const larger = new Words(size / 2);
    (larger as Uint32Array).set(dictionary as Uint32Array);
    dictionary = larger;
    const call = { n: words.length, inputs: [words], outputs: [numbers, dictionary, slots], state };
    const status = callKernel(backend, "parquet/numberValues", dtypeOf(words), call, Status.more);
    const [rows, count] = state as unknown as [number, number];
    if (status === Status.ok) return dictionary.subarray(0, count);
    if (!pays(words.length, expectedCount(words.length, rows, count), words.BYTES_PER_ELEMENT)) return undefined;
  }
}

/** Numbers of texts without nulls, if they repeat enough. */
export function numberTexts(backend: Backend, column: Column): Numbering<Column> | undefined {
  const { length, values, offsets } = column;
  const numbers = uint32(numbersMemory(4 * length));
  const progress = Float64Array.of(0, 0, -2);
  const bytes = 4 + textBytes(column) / length;
  let table = slotsMemory(fewestSlots * textSlotBytes).fill(0xff);
  let firsts = new Int32Array(fewestSlots * fullness);
  const call = () => ({ n: length, inputs: [values, noBits, offsets!], outputs: [numbers, firsts, table], state: progress });
  while (callKernel(backend, "groupTextKeys", "uint8", call(), Status.more) === Status.more) {
    const [rows, count] = progress as unknown as [number, number];
    if (!pays(length, expectedCount(length, rows, count), bytes)) return undefined;
    const larger = new Uint8Array(4 * table.length).fill(0xff);
    callKernel(backend, "rehashTextKeys", "int32", { n: 0, inputs: [table], outputs: [larger] });
    table = larger;
    const longer = new Int32Array(4 * firsts.length);
    longer.set(firsts);
    firsts = longer;
  }
  const dictionary = takeColumn(backend, column, firsts.subarray(0, progress[1]), { present: true });
  return pays(length, dictionary.length, bytes) ? { numbers, dictionary } : undefined;
}

/** Numbers of categories without nulls: those of its dictionary, or of those texts that it uses if it has more than there are rows. Readers stumble over a dictionary of nothing. */
export function numberCategories(backend: Backend, { length, values, dictionary }: Column): Numbering<Column> | undefined {
  if (dictionary!.length === 0) return undefined;
  if (length === 0) return { numbers: new Uint32Array(0), dictionary: sliceColumn(dictionary!, 0, 1) };
  const codes = values as Int32Array;
  const numbers = new Uint32Array(codes.buffer, codes.byteOffset, length);
  if (dictionary!.length <= length) return { numbers, dictionary: dictionary! };
  const used = Int32Array.from(new Set(codes.subarray(0, length))).sort();
  const places = new Map(Array.from(used, (code, i) => [code, i]));
  return {
    numbers: Uint32Array.from(codes.subarray(0, length), (code) => places.get(code)!),
    dictionary: takeColumn(backend, dictionary!, used, { present: true }),
  };
}
