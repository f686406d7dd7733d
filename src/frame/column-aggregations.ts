import type { StepParams } from "../graph/program.ts";
import { type AggregationName, aggregations } from "../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { shown } from "../util/shown.ts";

const interpolations = ["linear", "lower", "higher", "nearest", "midpoint"];

/** Arguments of an aggregation's method as parameters. */
export function aggregationParams(agg: AggregationName, args: readonly unknown[]): StepParams {
  if (agg === "quantile") {
    const [q = 0.5, options] = args as [number?, { interpolation?: string }?];
    if (Array.isArray(q)) throw new TypeError(`quantile: q is ${JSON.stringify(q)}, not a number; several are taken by frames and columns on their own`);
    if (!(typeof q === "number" && q >= 0 && q <= 1)) throw new RangeError(`quantile: q is ${shown(q)}, not between 0 and 1`);
    const interpolation = options?.interpolation ?? "linear";
    if (!interpolations.includes(interpolation))
      throw new TypeError(`quantile: unknown interpolation ${JSON.stringify(interpolation)}; one of ${interpolations.join(", ")}`);
    return { q, interpolation };
  }
  const { ddof, minPeriods } = (args[args.length - 1] ?? {}) as { ddof?: number; minPeriods?: number };
  if (aggregations[agg].args === 2 && minPeriods !== undefined) {
    requirePeriods(agg, minPeriods);
    return typeof ddof === "number" ? { ddof, minPeriods } : { minPeriods };
  }
  return typeof ddof === "number" ? { ddof } : {};
}

/** Aggregations whose methods columns have: methods of `corr` are not methods of columns. */
export const aggregationNames = (Object.keys(aggregations) as AggregationName[]).filter((name) => name !== "spearman" && name !== "kendall");

const correlations = { pearson: "corr", spearman: "spearman", kendall: "kendall" } as const;

/** The aggregation that `corr` is by one of its methods. */
export function correlationOf({ method = "pearson" }: { readonly method?: unknown }): AggregationName {
  if (typeof method === "string" && Object.hasOwn(correlations, method)) return correlations[method as keyof typeof correlations];
  throw new TypeError(`corr: unknown method ${JSON.stringify(method)}; one of ${Object.keys(correlations).join(", ")}`);
}

/** How many rows `corr` and `cov` must have. */
export function requirePeriods(agg: string, minPeriods: unknown): void {
  if (minPeriods !== undefined && !(Number.isInteger(minPeriods) && (minPeriods as number) >= 0))
    throw new RangeError(`${agg}: minPeriods is ${String(minPeriods)}, not a number of rows`);
}

const counts: ReadonlySet<AggregationName> = new Set<AggregationName>(["count", "size", "nunique", "idxmin", "idxmax"]);

/** Counts are numbers, whatever else 64-bit integers are; a sum of booleans is one. */
export function isCount(agg: AggregationName, [column]: readonly ColumnExpr[]): boolean {
  return counts.has(agg) || (agg === "sum" && column?.type === "bool");
}
