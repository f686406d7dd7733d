import { bitmapBytes, type Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes, type TypedArray } from "../../../chunk/dtype.ts";
import { room } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { dictionaryOf, haveSameTexts } from "../rows/dictionary.ts";
import { bitsOf, callKernel, noBits } from "../rows/kernel-call.ts";
import { type KeyRange, keyRange, wordsOf } from "./direct-groups.ts";
import { dictionaryRange } from "./one-key.ts";

/** Keys of few possible values as numbers from 0 on, which are their groups: without looking any up, and the same in all batches. */
export interface Places {
  /** How many there are, with rows or without. */
  readonly count: number;
  /** Those of rows `[from, to)` of a batch, -1 where a key is null and nulls are dropped; `from` is a multiple of 8. */
  of(batch: number, from: number, to: number, out: Int32Array): void;
  /** The keys that stand for places: for these, or for all. */
  keys(places: Int32Array | undefined): Column[];
}

/** So many places are never too many; else there must be this many rows for each. */
const fewPlaces = 4096;
const rowsPerPlace = 2;

/** A key as a digit of places. */
interface Digit {
  readonly range: KeyRange;
  /** How many values it has, with null. */
  readonly size: number;
  readonly withNull: boolean;
}

/** Places for the keys of batches, a list of columns each; nothing where they may be too many, or are no integers. */
export function placesOf(backend: Backend, batches: readonly (readonly Column[])[], dropNull: boolean): Places | undefined {
  const [first] = batches as readonly [readonly Column[]];
  const rows = batches.reduce((sum, [key]) => sum + key!.length, 0);
  const digits: Digit[] = [];
  let count = 1;
  for (const i of first.keys()) {
    const digit = digitOf(
      backend,
      batches.map((keys) => keys[i]!),
      dropNull,
    );
    if (digit === undefined) return undefined;
    count *= digit.size;
    if (!(count <= Math.max(fewPlaces, rows / rowsPerPlace))) return undefined;
    digits.push(digit);
  }
  if (count === 0) return undefined;
  return {
    count,
    of: (batch, from, to, out) => placeRows(backend, batches[batch]!, digits, dropNull, [from, to], out),
    keys: (places) => keysOf(backend, first, digits, places, places?.length ?? count),
  };
}

function digitOf(backend: Backend, columns: readonly Column[], dropNull: boolean): Digit | undefined {
  const range = rangeOfAll(backend, columns);
  if (range === undefined) return undefined;
  const withNull = !dropNull && columns.some(({ valid }) => valid !== undefined);
  return { range, size: range.size + Number(withNull), withNull };
}

function rangeOfAll(backend: Backend, columns: readonly Column[]): KeyRange | undefined {
  const [first] = columns as readonly [Column];
  if (first.dictionary !== undefined) return haveSameTexts(columns.map(dictionaryOf)) ? dictionaryRange(first) : undefined;
  const { storage, kind } = columnTypeOf(first.type);
  if (kind === "utf8" || dtypes[storage].kind === "float") return undefined;
  let least: bigint | undefined;
  let end = 0n;
  for (const column of columns) {
    const range = keyRange(backend, column);
    if (range === undefined) return undefined;
    if (range.size === 0) continue;
    const past = range.least + BigInt(range.size);
    end = least === undefined || past > end ? past : end;
    least = least === undefined || range.least < least ? range.least : least;
  }
  return least === undefined ? { least: 0n, size: 0 } : { least, size: Number(end - least) };
}

function placeRows(
  backend: Backend,
  keys: readonly Column[],
  digits: readonly Digit[],
  dropNull: boolean,
  [from, to]: readonly [number, number],
  out: Int32Array,
): void {
  keys.forEach(({ type, values, valid }, i) => {
    const inputs: TypedArray[] = [values.subarray(from, to), bitsOf(valid, from, to), i === 0 ? noPlaces : out];
    const params = [...paramsOf(digits[i]!, 1), Number(dropNull)];
    callKernel(backend, "placeKeys", columnTypeOf(type).storage, { n: to - from, inputs, outputs: [out], params });
  });
}
const noPlaces = new Int32Array(0);

function keysOf(backend: Backend, keys: readonly Column[], digits: readonly Digit[], places: Int32Array | undefined, length: number): Column[] {
  return keys.map(({ type, dictionary }, i) => {
    const { storage } = columnTypeOf(type);
    const { withNull } = digits[i]!;
    const values: TypedArray = room(storage, length);
    const valid = withNull ? room("uint8", bitmapBytes(length)) : undefined;
    const factor = digits.slice(i + 1).reduce((product, { size }) => product * size, 1);
    const params = [...paramsOf(digits[i]!, factor), Number(withNull)];
    callKernel(backend, "keysOfPlaces", storage, { n: length, inputs: [places ?? noPlaces], outputs: [values, valid ?? noBits], params });
    return { type, length, values, valid, dictionary };
  });
}

function paramsOf({ range, size }: Digit, factor: number): number[] {
  return [...wordsOf(range.least), size, factor];
}
