import type { QuantileMethod } from "./names.ts";

/** Among which ranks a quantile lies: `weight` of the way from one to the next. */
export interface Between {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
}

/** Plotting positions of Hyndman and Fan (1996): alpha = beta in `n q + alpha + q (1 - alpha - beta) - 1`. */
const plotting: { readonly [method: string]: number } = { hazen: 1 / 2, weibull: 0, median_unbiased: 1 / 3, normal_unbiased: 3 / 8 };

function position(method: QuantileMethod, q: number, n: number): number {
  const alpha = plotting[method];
  if (alpha !== undefined) return n * q + (alpha + q * (1 - alpha - alpha)) - 1;
  if (method === "closest_observation") return n * q - 1 - 0.5;
  return method.endsWith("inverted_cdf") ? n * q - 1 : q * (n - 1);
}

const rank = (at: number): Between => ({ low: at, high: at, weight: 0 });

/** The ranks of a quantile of n elements, from 0; the rules of native `between` (native/kernels/rank.cpp). */
export function between(method: QuantileMethod, q: number, n: number): Between {
  if (method === "median") return { low: Math.floor((n - 1) / 2), high: Math.floor(n / 2), weight: 0.5 };
  const at = position(method, q, n);
  if (at < 0) return rank(0);
  if (at >= n - 1) return rank(n - 1);
  const low = Math.floor(at);
  const [high, part] = [low + 1, at - low];
  switch (method) {
    case "lower":
      return rank(low);
    case "higher":
    case "inverted_cdf":
      return rank(part > 0 ? high : low);
    case "nearest":
      return rank(part > 0.5 || (part === 0.5 && low % 2 === 1) ? high : low);
    case "closest_observation":
      return rank(part === 0 && low % 2 === 1 ? low : high);
    case "midpoint":
      return { low, high, weight: part > 0 ? 0.5 : 0 };
    case "averaged_inverted_cdf":
      return part > 0 ? rank(high) : { low, high, weight: 0.5 };
    default:
      return { low, high, weight: part };
  }
}

/** What lies there: at a rank the element itself, since what is next to it may be infinite. `low` and `high` are of the dtype that `round` rounds to. */
export function valueBetween(method: QuantileMethod, { weight, ...ranks }: Between, low: number, high: number, round: (value: number) => number): number {
  if (ranks.low === ranks.high || weight === 0) return low;
  if (method === "median") return round(low + high) / 2;
  return round(weight >= 0.5 ? high - (high - low) * (1 - weight) : low + (high - low) * weight);
}
