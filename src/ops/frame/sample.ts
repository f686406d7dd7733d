import { randomBytes } from "node:crypto";
import type { Expr } from "../../expr/expr.ts";
import { schemaOf } from "./schema.ts";
import { stage } from "./stage.ts";

export interface SampleOptions {
  /** The probability of each row. */
  readonly frac: number;
  /** The same rows for the same seed and partitions; fresh ones each time without. */
  readonly seed?: number;
}

/** Each row with a probability, in the order they stand. */
export function sampleRows(input: Expr, { frac, seed = randomBytes(4).readUInt32LE() }: SampleOptions): Expr {
  if (!(frac >= 0 && frac <= 1)) throw new RangeError(`sample: frac is ${frac}, not between 0 and 1`);
  return stage({ kernel: "sample-rows", inputs: [input], schema: schemaOf(input), values: { frac, seed }, numbered: true });
}
