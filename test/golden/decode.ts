import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { sizeOf } from "../../src/chunk/chunk.ts";
import { type DType, type TypedArrayOf, dtypes } from "../../src/chunk/dtype.ts";
import { NDArray } from "../../src/chunk/ndarray.ts";

type GoldenNumber = number | string | boolean;

/** An array as `encode.py` writes it. */
export interface GoldenArray {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly GoldenNumber[] | { readonly all: GoldenNumber };
}

/** An array by rule: element i is `((i * multiplier) % modulus - offset) / divisor`, NaN where `nan` divides i. */
export interface GoldenFormula {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly multiplier: number;
  readonly modulus: number;
  readonly offset: number;
  readonly divisor: number;
  readonly nan: number;
}
export type GoldenInput = GoldenArray | GoldenFormula;

/** The answers of one family: `data/<family>.json`. */
export function readGolden<Case>(family: string): { readonly cases: readonly Case[]; readonly inputs: { readonly [name: string]: GoldenInput } } {
  return JSON.parse(readFileSync(new URL(`data/${family}.json`, goldenFolder), "utf8"));
}

/** The sources' folder, also when this file runs compiled elsewhere. */
const goldenFolder = ((): URL => {
  const here = fileURLToPath(import.meta.url);
  const root = here.slice(0, here.search(/\/(dist[^/]*\/)?test\/golden\//));
  return new URL(`file://${root}/test/golden/`);
})();

/** A golden array as the `NDArray` that it is. */
export function decodeArray(golden: GoldenInput): NDArray {
  const { dtype, shape } = golden;
  const Typed = dtypes[dtype].array as { new (length: number): { [index: number]: number | bigint } };
  const typed = new Typed(sizeOf(shape));
  const valueAt = "data" in golden ? listed(golden) : computed(golden);
  for (let i = 0, size = sizeOf(shape); i < size; i++) typed[i] = decodeNumber(dtype, valueAt(i));
  return new NDArray(dtype, typed as unknown as TypedArrayOf[DType], shape);
}

function listed({ data }: GoldenArray): (i: number) => GoldenNumber {
  if ("all" in data) return () => data.all;
  return (i) => data[i]!;
}

function computed({ dtype, multiplier, modulus, offset, divisor, nan }: GoldenFormula): (i: number) => GoldenNumber {
  const value = (i: number) => (((i * multiplier) % modulus) - offset) / divisor;
  if (dtype === "bool") return (i) => value(i) !== 0;
  return nan === 0 ? value : (i) => (i % nan === 0 ? "nan" : value(i));
}

const words: { readonly [word: string]: number } = { nan: NaN, inf: Infinity, "-inf": -Infinity };

export function decodeNumber(dtype: DType, value: GoldenNumber): number | bigint {
  if (dtype === "int64" || dtype === "uint64") return BigInt(value);
  return typeof value === "string" ? words[value]! : Number(value);
}
