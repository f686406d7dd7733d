import type { Expr } from "../../expr/expr.ts";
import { type Extent, gridOf } from "../../expr/meta.ts";
import { DTypeError, ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxes, normalizeAxis } from "../define/axis.ts";
import { castTo } from "../define/elementwise.ts";
import { method } from "../define/entry.ts";
import { inFewerChunks } from "../define/fewer-chunks.ts";
import { gridSize } from "../define/grid.ts";
import { meanDType } from "../define/promotion.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { permute } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { type Stride, slice } from "../define/slice.ts";
import { whole } from "../define/whole.ts";
import { quantilesByRank } from "./select-ranks.ts";
import { knownShape } from "./shape.ts";

/** An array whose axis is one chunk. */
export function joinedAlong(x: Expr, axis: number): Expr {
  knownShape(x, "joining chunks");
  return rechunkExpr(
    x,
    x.meta.chunks.map((own, i) => (i === axis ? [x.meta.shape[i]!] : own)),
  );
}

const replaced = <T>(list: readonly T[], axis: number, value: T): T[] => list.map((own, i) => (i === axis ? value : own));

/** Sorts each chunk, then makes each chunk of the result from the merged order of all. */
function sort(x: Expr, axis: Axis | null = -1): Expr {
  if (axis === null) return sort(reshapeExpr(x, [-1], "sort"), 0);
  const along = normalizeAxis(axis, x.meta.shape.length, "sort");
  return rechunkExpr(sortChunks(inFewerChunks(x, [along]), along), x.meta.chunks);
}

function sortChunks(x: Expr, along: number): Expr {
  const { chunks } = x.meta;
  const runs = whole({ kernel: "sort", inputs: [x], chunks, values: { axis: along } });
  if (chunks[along]!.length === 1) return runs;
  knownShape(x, "sort");
  return whole({
    kernel: "mergeSorted",
    inputs: [runs],
    chunks,
    reads: [chunks.map((_, i) => (i === along ? "all" : i))],
    values: { axis: along },
    varying: { names: ["from", "to"], of: "result", axis: along },
  });
}

function argsort(x: Expr, axis: Axis | null = -1): Expr {
  if (axis === null) return argsort(reshapeExpr(x, [-1], "argsort"), 0);
  const along = normalizeAxis(axis, x.meta.shape.length, "argsort");
  return rechunkExpr(argsortChunks(inFewerChunks(x, [along]), along), x.meta.chunks);
}

function argsortChunks(x: Expr, along: number): Expr {
  const { chunks, dtype } = x.meta;
  if (chunks[along]!.length === 1) return whole({ kernel: "argsort", inputs: [x], chunks, dtype, result: "float64", values: { axis: along } });
  knownShape(x, "argsort");
  const positions = whole({
    kernel: "argsort",
    inputs: [x],
    chunks,
    dtype,
    result: "float64",
    values: { axis: along },
    varying: { names: ["offset"], of: "result", axis: along },
  });
  const runs = whole({ kernel: "sort", inputs: [x], chunks, values: { axis: along } });
  const all = chunks.map((_, i) => (i === along ? ("all" as const) : i));
  return whole({
    kernel: "mergeSortedBeside",
    inputs: [runs, positions],
    chunks,
    dtype,
    result: "float64",
    reads: [all, all],
    values: { axis: along },
    varying: { names: ["from", "to"], of: "result", axis: along },
  });
}

function checkCount(k: number, operation: string): void {
  if (!Number.isInteger(k) || k === 0) throw new ShapeError(`${operation}: k is ${k}, not a number of elements (negative for the least)`);
}

/** The k greatest of each chunk, then of all those. */
function topk(x: Expr, k: number, axis: Axis = -1): Expr {
  checkCount(k, "topk");
  const along = normalizeAxis(axis, x.meta.shape.length, "topk");
  const some = (own: readonly Extent[]) => own.map((extent) => Math.min(Math.abs(k), extent!));
  knownShape(x, "topk");
  const parts = whole({ kernel: "topk", inputs: [x], chunks: replaced(x.meta.chunks, along, some(x.meta.chunks[along]!)), values: { axis: along, k } });
  if (parts.meta.chunks[along]!.length === 1) return parts;
  const joined = joinedAlong(parts, along);
  return whole({ kernel: "topk", inputs: [joined], chunks: replaced(x.meta.chunks, along, some([x.meta.shape[along]!])), values: { axis: along, k } });
}

function argtopk(x: Expr, k: number, axis: Axis = -1): Expr {
  checkCount(k, "argtopk");
  const along = normalizeAxis(axis, x.meta.shape.length, "argtopk");
  knownShape(x, "argtopk");
  const { chunks, dtype } = x.meta;
  const some = (own: readonly Extent[]) => own.map((extent) => Math.min(Math.abs(k), extent!));
  const partChunks = replaced(chunks, along, some(chunks[along]!));
  const positions = whole({
    kernel: "argtopk",
    inputs: [x],
    chunks: partChunks,
    dtype,
    result: "float64",
    values: { axis: along, k },
    varying: { names: ["offset"], of: "input", axis: along },
  });
  if (chunks[along]!.length === 1) return positions;
  const values = whole({ kernel: "topk", inputs: [x], chunks: partChunks, values: { axis: along, k } });
  return whole({
    kernel: "argtopk",
    inputs: [joinedAlong(values, along), joinedAlong(positions, along)],
    chunks: replaced(chunks, along, some([x.meta.shape[along]!])),
    dtype,
    result: "float64",
    values: { axis: along, k },
  });
}

/** NumPy's names of the ways to pick between neighbors: the nine of Hyndman and Fan (1996), and four more. */
const methods = [
  "inverted_cdf",
  "averaged_inverted_cdf",
  "closest_observation",
  "interpolated_inverted_cdf",
  "hazen",
  "weibull",
  "linear",
  "median_unbiased",
  "normal_unbiased",
  "lower",
  "higher",
  "midpoint",
  "nearest",
] as const;
export type QuantileMethod = (typeof methods)[number];
export interface QuantileOptions {
  readonly method?: QuantileMethod;
  readonly keepdims?: boolean;
}

function quantileOf(
  x: Expr,
  q: number | readonly number[],
  axis: Axis | readonly Axis[] | null | undefined,
  options: QuantileOptions,
  omitNaN: boolean,
  name: string,
): Expr {
  const list = typeof q === "number" ? [q] : q;
  const wrong = list.find((one) => !(one >= 0 && one <= 1));
  if (wrong !== undefined)
    throw new RangeError(`${name}: ${name.includes("percentile") ? wrong * 100 : wrong} is not between 0 and ${name.includes("percentile") ? 100 : 1}`);
  const kind = options.method ?? "linear";
  if (!methods.includes(kind)) throw new DTypeError(`${name}: unknown method ${JSON.stringify(kind)}; one of ${methods.join(", ")}`);
  const found = rankReduction(x, axis, { q: list.length === 0 ? [0.5] : list, method: kind, omitNaN }, typeof q === "number", options.keepdims ?? false, name);
  // Of no quantile there is none.
  return list.length > 0
    ? found
    : slice(
        found,
        found.meta.shape.map((_, i): Stride | undefined => (i === 0 ? { start: 0, step: 1, count: 0 } : undefined)),
      );
}

/** Joins the reduced axes into one chunk of one axis and lets a kernel pick from its order. The result has the quantiles as first axis, or none. */
function rankReduction(
  x: Expr,
  axis: Axis | readonly Axis[] | null | undefined,
  pick: { readonly q: readonly number[]; readonly method: QuantileMethod | "median"; readonly omitNaN: boolean },
  single: boolean,
  keepdims: boolean,
  name: string,
): Expr {
  const shape = knownShape(x, name);
  const axes = normalizeAxes(axis, shape.length, name);
  const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const floats = castTo(x, meanDType[x.meta.dtype]);
  if (kept.length === 0 && gridSize(gridOf(x.meta.chunks)) > 1 && !pick.omitNaN) {
    const found = quantilesByRank(inFewerChunks(floats, axes), gridSize(shape), pick.q, pick.method);
    if (found !== undefined) return permute(found, single ? (keepdims ? axes.map(() => -1) : []) : [0, ...(keepdims ? axes.map(() => -1) : [])]);
  }
  const last = permute(floats, [...kept, ...axes]);
  const flat = axes.length === 1 ? last : reshapeExpr(last, [...kept.map((i) => shape[i]!), axes.reduce((size, i) => size * shape[i]!, 1)], name);
  const along = kept.length;
  const joined = joinedAlong(flat, along);
  const count = pick.method === "median" ? 1 : pick.q.length;
  const { dtype } = floats.meta;
  const picked = whole({
    kernel: "quantile",
    inputs: [joined],
    dtype,
    chunks: replaced(joined.meta.chunks, along, [count]),
    values: { axis: along, q: pick.q, method: pick.method, omitNaN: pick.omitNaN },
  });
  const places = shape.map((_, i) => (axes.includes(i) ? -1 : kept.indexOf(i))).filter((i) => keepdims || i >= 0);
  return permute(picked, single ? places : [along, ...places]);
}

const median =
  (omitNaN: boolean) =>
  (x: Expr, axis?: Axis | readonly Axis[] | null, options: { readonly keepdims?: boolean } = {}) =>
    rankReduction(x, axis, { q: [0.5], method: "median", omitNaN }, true, options.keepdims ?? false, omitNaN ? "nanmedian" : "median");

const hundredth = (q: number | readonly number[]) => (typeof q === "number" ? q / 100 : q.map((one) => one / 100));

const quantile =
  (omitNaN: boolean, percent: boolean) =>
  (x: Expr, q: number | readonly number[], axis?: Axis | readonly Axis[] | null, options: QuantileOptions = {}) =>
    quantileOf(x, percent ? hundredth(q) : q, axis, options, omitNaN, `${omitNaN ? "nan" : ""}${percent ? "percentile" : "quantile"}`);

/** Orders and what follows from them. NaN is the greatest value; sorts are stable; positions are float64. */
export const orderOps = {
  /** Sorted along an axis (the last; `null`: all elements as one). Which of -0 and 0 comes first is left open. NumPy's `sort`, which Dask lacks. */
  sort: method("sort", sort, "axis"),
  /** The positions that sort the array along an axis. NumPy's `argsort`. */
  argsort: method("argsort", argsort, "axis"),
  /** The k greatest along an axis, greatest first; the |k| least for negative k. Dask's `topk`. */
  topk: method("topk", topk, "k axis"),
  /** Where the k greatest are. Dask's `argtopk`. */
  argtopk: method("argtopk", argtopk, "k axis"),
  /** The middle value, exact: the mean of the two in the middle of an even number. NumPy's `median`. */
  median: method("extremeFloat", median(false), "axis", "keepdims"),
  /** The middle of what is not NaN. NumPy's `nanmedian`. */
  nanmedian: method("extremeFloat", median(true), "axis", "keepdims"),
  /** Exact quantiles, q between 0 and 1; several q make a first axis. NumPy's `quantile`. */
  quantile: method("quantile", quantile(false, false), "q axis", "method keepdims"),
  /** Exact quantiles of what is not NaN. NumPy's `nanquantile`. */
  nanquantile: method("quantile", quantile(true, false), "q axis", "method keepdims"),
  /** Exact percentiles, q between 0 and 100. NumPy's `percentile`. */
  percentile: method("quantile", quantile(false, true), "q axis", "method keepdims"),
  /** Exact percentiles of what is not NaN. NumPy's `nanpercentile`. */
  nanpercentile: method("quantile", quantile(true, true), "q axis", "method keepdims"),
};
