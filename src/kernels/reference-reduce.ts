import { type DType, dtypes, type Scalar } from "../chunk/dtype.ts";
import { toScalar } from "../ops/define/scalar-op.ts";
import { must } from "../util/must.ts";
import { finalType } from "./reducers.ts";

/** An element that a reduction has seen, and where it is among the reduced elements of the whole array. */
export interface Seen {
  readonly value: Scalar;
  readonly position: number;
}

/** What a reduction of these elements is by definition. Sums of floats are good to the last bit or so. */
export function reduceExactly(reducer: string, dtype: DType, seen: readonly Seen[], ddof: number): Scalar {
  const skipsNan = reducer.startsWith("nan") && dtypes[dtype].kind === "float";
  const base = reducer.replace(/^nan/, "");
  const counted = skipsNan ? seen.filter(({ value }) => !Number.isNaN(value)) : seen;
  const define = definitions[base];
  must(define !== undefined, `no reducer ${reducer}`);
  if (seen.length > 0 && counted.length === 0 && (base === "min" || base === "max")) return NaN;
  const value = define({ dtype, seen: counted, values: counted.map((one) => one.value), ddof, skipsNan });
  return toScalar(value, finalType(reducer, dtype));
}

interface Reduction {
  readonly dtype: DType;
  readonly seen: readonly Seen[];
  readonly values: readonly Scalar[];
  readonly ddof: number;
  readonly skipsNan: boolean;
}

const definitions: { readonly [reducer: string]: (reduction: Reduction) => Scalar } = {
  sum: ({ dtype, values }) => (isFloat(dtype) ? exactSum(values.map(Number)) : values.reduce<bigint>((sum, x) => sum + BigInt(x), 0n)),
  prod: ({ dtype, values }) =>
    isFloat(dtype)
      ? values.reduce<number>((product, x) => product * Number(x), 1)
      : BigInt.asUintN(
          64,
          values.reduce<bigint>((product, x) => BigInt.asUintN(64, product * BigInt(x)), 1n),
        ),
  mean: ({ values }) => exactSum(values.map(Number)) / values.length,
  var: ({ values, ddof, skipsNan }) => {
    const numbers = values.map(Number);
    const mean = exactSum(numbers) / numbers.length;
    const divisor = numbers.length - ddof;
    if (skipsNan && divisor <= 0) return NaN;
    return exactSum(numbers.map((x) => (x - mean) ** 2)) / Math.max(divisor, 0);
  },
  min: ({ seen }) => best(seen, (x, y) => x < y).value,
  max: ({ seen }) => best(seen, (x, y) => x > y).value,
  argmin: ({ seen }) => best(seen, (x, y) => x < y).position,
  argmax: ({ seen }) => best(seen, (x, y) => x > y).position,
  any: ({ values }) => values.some(Boolean) || values.some((x) => Number.isNaN(x)),
  all: ({ values }) => values.every((x) => Boolean(x) || Number.isNaN(x)),
  count_nonzero: ({ values }) => values.filter((x) => Boolean(x) || Number.isNaN(x)).length,
};

/** The first of the best; a NaN is better than any number. */
function best(seen: readonly Seen[], better: (x: Scalar, y: Scalar) => boolean): Seen {
  return seen.reduce((a, b) => {
    const wins = better(b.value, a.value) || (Number.isNaN(b.value) && !Number.isNaN(a.value));
    const draws = b.value === a.value || (Number.isNaN(b.value) && Number.isNaN(a.value));
    return wins || (draws && b.position < a.position) ? b : a;
  });
}

function isFloat(dtype: DType): boolean {
  return dtypes[dtype].kind === "float";
}

/** The sum to the last bit or so: partial sums that do not overlap lose nothing (Shewchuk). */
function exactSum(values: readonly number[]): number {
  const plain = values.reduce((a, b) => a + b, 0);
  if (!Number.isFinite(plain)) return plain;
  const parts: number[] = [];
  for (let x of values) {
    let kept = 0;
    for (let y of parts) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low !== 0) parts[kept++] = low;
      x = high;
    }
    parts.length = kept;
    parts.push(x);
  }
  return parts.reduce((a, b) => a + b, 0);
}
