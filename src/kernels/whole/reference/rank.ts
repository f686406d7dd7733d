import type { QuantileMethod } from "../names.ts";
import { paramsOf } from "../params.ts";
import { argsorted } from "./order.ts";
import { mapRows, type Reference, type Value } from "./reference.ts";

export const select: Reference = (step, [x]) => {
  const { axis, ranks } = paramsOf(step, "select");
  return mapRows(x!, axis, step.dtype, ranks.length, (row) => {
    const order = argsorted(row);
    return ranks.map((rank) => positive(row[order[rank]!]!));
  });
};

export const quantile: Reference = (step, [x]) => {
  const { axis, q, method, omitNaN = false } = paramsOf(step, "quantile");
  const round = step.dtype === "float32" ? Math.fround : (value: number) => value;
  return mapRows(x!, axis, step.dtype, q.length, (row) => {
    const order = argsorted(row).map((i) => positive(row[i]!) as number);
    const there = order.filter((value) => !Number.isNaN(value));
    if (there.length === 0 || (there.length < order.length && !omitNaN)) return q.map(() => Number.NaN);
    return q.map((one) => {
      const n = there.length;
      if (method === "median") return n % 2 === 1 ? there[(n - 1) / 2]! : round(there[n / 2 - 1]! + there[n / 2]!) / 2;
      const at = position(method, one, n);
      const [low, high] = [there[clip(Math.floor(at), n)]!, there[clip(Math.floor(at) + 1, n)]!];
      const part = at < 0 || at >= n - 1 ? 0 : at - Math.floor(at);
      switch (method) {
        case "lower":
          return low;
        case "higher":
        case "inverted_cdf":
          return part > 0 ? high : low;
        case "nearest":
          return there[halfToEven(at)]!;
        case "closest_observation":
          return there[clip(halfToEven(at + 1.5) - 1, n)]!;
        case "midpoint":
          return part > 0 ? lerp(low, high, 0.5) : low;
        case "averaged_inverted_cdf":
          return part > 0 ? high : at < 0 || at >= n - 1 ? low : lerp(low, high, 0.5);
        default:
          return part > 0 ? lerp(low, high, part) : low;
      }
    });
  });
};

const clip = (rank: number, n: number): number => Math.min(n - 1, Math.max(0, rank));

/** Plotting positions of Hyndman and Fan (1996): what alpha and beta stand for in `n q + alpha + q (1 - alpha - beta) - 1`. */
const plotting: { readonly [method: string]: number } = { hazen: 1 / 2, weibull: 0, median_unbiased: 1 / 3, normal_unbiased: 3 / 8 };

/** Between which ranks, counted from 0, a quantile lies. */
function position(method: QuantileMethod, q: number, n: number): number {
  const alpha = plotting[method];
  if (alpha !== undefined) return n * q + (alpha + q * (1 - alpha - alpha)) - 1;
  switch (method) {
    case "inverted_cdf":
    case "averaged_inverted_cdf":
    case "interpolated_inverted_cdf":
      return n * q - 1;
    case "closest_observation":
      return n * q - 1 - 0.5;
    default:
      return q * (n - 1);
  }
}

/** NumPy's: from the nearer end, so that neither end is missed. */
function lerp(a: number, b: number, weight: number): number {
  return weight >= 0.5 ? b - (b - a) * (1 - weight) : a + (b - a) * weight;
}

function halfToEven(x: number): number {
  const low = Math.floor(x);
  return x - low === 0.5 ? low + (low % 2) : Math.round(x);
}

/** -0 comes out as 0. */
function positive(value: Value): Value {
  return value === 0 ? 0 : value;
}
