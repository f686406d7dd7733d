import type { Expr } from "../expr/expr.ts";
import { sampleCount, sampleRows } from "../ops/frame/sample.ts";

export interface SeedOptions {
  readonly seed?: number;
  readonly randomState?: number;
}
/** What `sample` takes by name. */
export interface SampleOptions extends SeedOptions {
  /** How many rows. */
  readonly n?: number;
  /** Or the probability of each row. */
  readonly frac?: number;
}

/** `sample`: so many rows, or each with a probability; one row unless said, as in pandas. */
export function sampled(frame: Expr, n: number | null | undefined, frac: number | null | undefined, { randomState, seed = randomState }: SeedOptions): Expr {
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw new RangeError(`sample: seed is ${seed}, not an integer`);
  if (typeof frac !== "number") return sampleCount(frame, n ?? 1, seed);
  if (typeof n === "number") throw new TypeError(`sample: give a number of rows (n, ${n}) or their probability (frac, ${frac}), not both`);
  return sampleRows(frame, { frac, ...(seed !== undefined && { seed }) });
}
