import type { StepParams } from "../graph/program.ts";
import { type AggregationName, aggregations } from "../ops/frame/aggregations.ts";

const interpolations = ["linear", "lower", "higher", "nearest", "midpoint"];

/** Arguments of an aggregation's method as parameters. */
export function aggregationParams(agg: AggregationName, args: readonly unknown[]): StepParams {
  if (agg === "quantile") {
    const [q = 0.5, options] = args as [number?, { interpolation?: string }?];
    if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile: q is ${q}, not between 0 and 1`);
    const interpolation = options?.interpolation ?? "linear";
    if (!interpolations.includes(interpolation))
      throw new TypeError(`quantile: unknown interpolation ${JSON.stringify(interpolation)}; one of ${interpolations.join(", ")}`);
    return { q, interpolation };
  }
  const { ddof } = (args[args.length - 1] ?? {}) as { ddof?: number };
  return typeof ddof === "number" ? { ddof } : {};
}

/** Aggregations whose methods columns have. */
export const aggregationNames = Object.keys(aggregations) as AggregationName[];

/** Counts are numbers, whatever else 64-bit integers are. */
export const isCount = (agg: AggregationName) => agg === "count" || agg === "size" || agg === "nunique" || agg === "idxmin" || agg === "idxmax";
