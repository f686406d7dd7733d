import { type DType, dtypes } from "../chunk/dtype.ts";
import { DTypeError } from "../util/errors.ts";

/** The bounds of `integers` as its kernel takes them: the least value, and how many there are less one, each as two words of 32 bits. */
export function integerRange(low: number | bigint, high: number | bigint | undefined, dtype: DType, endpoint: boolean): number[] {
  const [from, to] = high === undefined ? [0n, whole(low, "high")] : [whole(low, "low"), whole(high, "high")];
  const greatest = endpoint ? to : to - 1n;
  const { range } = dtypes[dtype];
  if (range === undefined) throw new DTypeError(`integers: draws integers or bool, not ${dtype}`);
  if (from < range[0]) throw new RangeError(`integers: low is ${from}, which is out of bounds for ${dtype}`);
  if (greatest > range[1]) throw new RangeError(`integers: high is ${to}, which is out of bounds for ${dtype}`);
  if (from > greatest) throw new RangeError(`integers: low is ${from}, which is ${endpoint ? "above" : "not below"} high, ${to}`);
  return [from, greatest - from].flatMap((value) => [0n, 32n].map((shift) => Number((value >> shift) & 0xffff_ffffn)));
}

function whole(value: number | bigint, name: string): bigint {
  if (typeof value === "number" && !Number.isSafeInteger(value))
    throw new RangeError(`integers: ${name} is ${value}; it must be an integer (beyond 2^53 a bigint)`);
  return BigInt(value);
}
