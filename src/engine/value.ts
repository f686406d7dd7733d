import { NDArray } from "../chunk/ndarray.ts";
import { settingOf } from "./as-called.ts";
import type { ComputeOptions } from "./options.ts";

/** What a user gets: an array, or for 0-d a plain number, bigint or boolean. */
export function valueOf(result: NDArray, options: ComputeOptions): unknown {
  const array = (options.int64 ?? settingOf(options, "int64")) === "number" ? asNumbers(result) : result;
  return array.ndim === 0 ? array.toArray() : array;
}

/** 64-bit integers as float64. */
function asNumbers(result: NDArray): NDArray {
  const { data } = result;
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) return result;
  const numbers = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) {
    numbers[i] = Number(data[i]);
    if (!Number.isSafeInteger(numbers[i])) throw new RangeError(`compute: ${data[i]} is not exact as a number; leave out { int64: "number" } to get bigints`);
  }
  return new NDArray("float64", numbers, result.shape);
}
