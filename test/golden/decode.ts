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

/** The answers of one family: `data/<family>.json`. */
export function readGolden<Case>(family: string): { readonly cases: readonly Case[]; readonly inputs: { readonly [name: string]: GoldenArray } } {
  return JSON.parse(readFileSync(new URL(`data/${family}.json`, goldenFolder), "utf8"));
}

/** The sources' folder, also when this file runs compiled elsewhere. */
const goldenFolder = ((): URL => {
  const here = fileURLToPath(import.meta.url);
  const root = here.slice(0, here.search(/\/(dist[^/]*\/)?test\/golden\//));
  return new URL(`file://${root}/test/golden/`);
})();

/** A golden array as the `NDArray` that it is. */
export function decodeArray({ dtype, shape, data }: GoldenArray): NDArray {
  const size = sizeOf(shape);
  const values = "all" in data ? Array.from({ length: size }, () => (data as { all: GoldenNumber }).all) : data;
  const Typed = dtypes[dtype].array as { new (length: number): { [index: number]: number | bigint } };
  const typed = new Typed(size);
  values.forEach((value, i) => {
    typed[i] = decodeNumber(dtype, value);
  });
  return new NDArray(dtype, typed as unknown as TypedArrayOf[DType], shape);
}

const words: { readonly [word: string]: number } = { nan: NaN, inf: Infinity, "-inf": -Infinity };

export function decodeNumber(dtype: DType, value: GoldenNumber): number | bigint {
  if (dtype === "int64" || dtype === "uint64") return BigInt(value);
  return typeof value === "string" ? words[value]! : Number(value);
}
