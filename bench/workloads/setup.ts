import { type DArray, da } from "../../src/index.ts";
import type { Params } from "../benches.ts";

/** A workload set up: `run` does the work once, and may give a number that every contestant must agree on, or how to find it when the clock has stopped. */
export interface Prepared {
  readonly run: (query: string) => Promise<number | undefined | void | (() => Promise<number>)>;
}
export type Prepare = (params: Params) => Promise<Prepared>;

export const numbersOf = (params: Params, name: string): readonly number[] => params[name] as readonly number[];
export const workersOf = (params: Params): { readonly numWorkers: number } => ({ numWorkers: params["workers"] as number });

/** The numbers 0 … size - 1 in a line, modulo `modulus` and divided by `divisor`: the same in every contestant. */
export const line = (size: number, chunk: number, modulus: number, divisor: number): DArray<"float64"> =>
  da.arange(size, { chunks: chunk }).mod(modulus).div(divisor) as DArray<"float64">;

/** A table of such numbers, in memory. */
export function table(size: readonly number[], chunks: readonly number[]): Promise<DArray<"float64">> {
  const [rows, columns] = size as [number, number];
  return line(rows * columns, chunks[0]! * columns, 1009, 1009)
    .reshape(rows, columns)
    .rechunk(chunks)
    .persist() as Promise<DArray<"float64">>;
}

/** Makes an array and lets it go: its chunks stay in the pool for the next time. */
export async function makeAndFree(array: DArray, options: { readonly numWorkers: number }): Promise<void> {
  using _ = await array.persist(options);
}
