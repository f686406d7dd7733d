// The tutorial's calc_mean.py, with a stream of its own for each replicate.
import { da, dd } from "../../src/index.ts";

export async function calcMean(i: number, n: number): Promise<[number, number]> {
  return calcMeanVargs2([0, 1], n, i);
}

export async function calcMeanVargs2([mean, std]: readonly [number, number], n: number, seed: number): Promise<[number, number]> {
  const data = await da.random.normal(mean, std, { size: n, seed }).compute();
  const x = da.fromArray(data);
  return [await x.mean().compute(), await x.std().compute()];
}

export function rowsOf(path: string): Promise<number> {
  return dd.readCsv(path).len();
}
