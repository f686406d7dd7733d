import type { Column } from "../../chunk/column.ts";
import type { TypedArray } from "../../chunk/dtype.ts";
import { callKernel } from "../../kernels/frame/rows/kernel-call.ts";
import type { Backend } from "../../kernels/kernel.ts";

/** What statistics say: parquet.thrift, `Statistics`. Bounds of text may be shortened: the least one to a smaller, the greatest to a larger one. */
type Bounds = readonly [least: Uint8Array, most: Uint8Array];

/** Above all, below all: what bounds begin with. */
const outside = {
  int32: () => Int32Array.of(0x7fff_ffff, -0x8000_0000),
  uint32: () => Uint32Array.of(0xffff_ffff, 0),
  int64: () => BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n)),
  uint64: () => BigUint64Array.of(2n ** 64n - 1n, 0n),
  float32: () => Float32Array.of(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  float64: () => Float64Array.of(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
} as const;
/** What numbers are in a file. */
export type NumberBounds = keyof typeof outside;

/** The least and the greatest number, and of integers how many lie from one to the other. NaN counts as neither; nothing if there are no others. */
export function numberBounds(
  backend: Backend,
  dtype: NumberBounds,
  values: TypedArray,
): { readonly pair: TypedArray; readonly range: number; readonly bytes: Bounds } | undefined {
  const pair = outside[dtype]();
  callKernel(backend, "parquet/bounds", dtype, { n: values.length, inputs: [values], outputs: [pair] });
  const [least, most] = pair as unknown as [number | bigint, number | bigint];
  if (least > most) return undefined;
  // A reader may take one zero for below or above the other.
  if (least === 0 && dtype.startsWith("float")) pair[0] = -0;
  if (most === 0 && dtype.startsWith("float")) pair[1] = 0;
  const bytes = new Uint8Array(pair.buffer.slice(0));
  const size = pair.BYTES_PER_ELEMENT;
  return { pair, range: 1 + rangeOf(least, most), bytes: [bytes.subarray(0, size), bytes.subarray(size)] };
}

const rangeOf = (least: number | bigint, most: number | bigint) => (typeof least === "bigint" ? Number((most as bigint) - least) : (most as number) - least);

/** Longer bounds are shortened. */
const longest = 64;

/** The bounds of texts without nulls, by their bytes. */
export function textBounds(backend: Backend, { values, offsets, length }: Column): Bounds | undefined {
  if (length === 0) return undefined;
  const rows = new Int32Array(2);
  callKernel(backend, "parquet/textBounds", "uint8", { n: length, inputs: [values, offsets!], outputs: [rows] });
  const [least, most] = Array.from(rows, (row) => (values as Uint8Array).slice(offsets![row], offsets![row + 1])) as [Uint8Array, Uint8Array];
  const above = aboveText(most);
  return above === undefined ? undefined : [belowText(least), above];
}

/** What begins a text, in whole characters. */
function belowText(text: Uint8Array): Uint8Array {
  if (text.length <= longest) return text;
  let end = longest;
  while ((text[end]! & 0xc0) === 0x80) end--;
  return text.subarray(0, end);
}

/** A text up to its last character of a byte that has a successor, and that instead. */
function aboveText(text: Uint8Array): Uint8Array | undefined {
  if (text.length <= longest) return text;
  let end = longest;
  while (end > 0 && text[end - 1]! >= 0x7e) end--;
  if (end === 0) return undefined;
  const above = text.slice(0, end);
  above[end - 1]!++;
  return above;
}
