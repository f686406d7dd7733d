import type { Literal } from "../../graph/program.ts";

/**
 * What each kernel of this folder is given (`args → result`), and its `params`. Operands may have any strides; results are in C order.
 * `D` is the step's dtype. Unless said otherwise all dtypes are taken, every argument has dtype `D` and so has the result; `axis` is
 * nonnegative; *positions* and *counts* are float64; *indices* are of any integer dtype or float64 with integral values, negative ones
 * count from the end, and one out of bounds throws `ShapeError`. "?" is an extent that only running tells. `table.ts` has the kernels.
 */
export interface WholeParams {
  // Moving (copy.ts, assemble.ts)

  /** `x → x` in C order. */
  copy: None;
  /**
   * `…parts → shape`: part i is put at `starts[i]`; where there is none, `fill` (zero unless said). No parts: a filled chunk. Where parts overlap the later one
   * stays, and `fill` has to be said. Without `shape` it is that of the step's place. Used by rechunk, stack, roll, pad, full.
   */
  assemble: { readonly shape?: readonly number[]; readonly starts: readonly (readonly number[])[]; readonly fill?: number | bigint | boolean };
  /** `…parts → one after the other along axis`; extents may be unknown until it runs. */
  concatenate: Axis;
  /** `x → reshaped`: the elements in C order under another shape; one extent may be -1. */
  reshape: { readonly shape: readonly number[] };
  /** `x → every element repeated along axis`: `repeats` times, or, as `x, counts → [… length …]`, counts[i] times (indices; `length` is their sum). */
  repeat: { readonly axis: number; readonly repeats?: number; readonly length?: number };

  // Order (sort.ts, sort-beside.ts, topk.ts, rank.ts, sorted-quantile.ts, merge-sorted.ts, unique.ts). NaN is the greatest value, -0 equals 0, sorts are stable.

  sort: Axis;
  /** `x → positions along axis`, plus `offset` (of the chunk in the array). */
  argsort: { readonly axis: number; readonly offset?: number };
  /** `…k sorted runs → elements from … to - 1 of the merged order`, for each row along axis. Equal elements: those of the first run first. */
  mergeSorted: Range;
  /** `…k sorted runs, …k runs of float64 beside them → float64`: what stands beside elements from … to - 1 of the merged order. Merges argsorts. */
  mergeSortedBeside: Range;
  /** `x (1-d), beside (float64, shape of x) → beside`, in the order of x, and where that is equal in its own. A step of columnsort. */
  sortBeside: None;
  /** `x → [… ranks.length …]`: the elements that sorting would put there (nonnegative ranks). */
  select: { readonly axis: number; readonly ranks: readonly number[] };
  /**
   * `x (floats) → [… q.length …]` along axis, NumPy's `quantile`; `median`: NumPy's median (the mean of the middle two), q is ignored. A row with NaN gives NaN
   * unless `omitNaN`; an empty row gives NaN.
   */
  quantile: { readonly axis: number; readonly q: readonly number[]; readonly method: QuantileMethod; readonly omitNaN?: boolean };
  /** `count (0-d, float64) → [2 q.length]`: the two ranks between which each quantile of so many elements lies. */
  quantileRanks: { readonly q: readonly number[]; readonly method: QuantileMethod };
  /** `x (floats, 1-d: what stands from offset on in a sorted array), ranks (float64, 1-d) → shape of ranks`: the elements at those ranks, -Infinity for those that x does not have. */
  elementsAt: { readonly offset: number };
  /** `[2 q.length] elements at the ranks of quantileRanks, count (of those that are not NaN) → [q.length]`: the quantiles of an array of `size` elements. */
  quantilesBetween: { readonly q: readonly number[]; readonly method: QuantileMethod; readonly size: number; readonly omitNaN: boolean };
  /** `x (any shape) → [65536] counts` of elements by `digit`, the first 16 bits of a number that sorts as the element does. First half of a distributed select. */
  digitCounts: None;
  /** `x (any shape), counts (summed over all chunks) → [?]`: the elements that share a digit with an element at one of the ranks (of the whole array). */
  digitSelect: { readonly ranks: readonly number[] };
  /** `…what digitSelect gave for each chunk, counts → [ranks.length]`: the elements at the ranks of the whole array. */
  digitFinish: { readonly ranks: readonly number[] };
  /** `x → [… min(|k|, n) …]`: the k greatest in descending order, or for negative k the |k| least in ascending order. */
  topk: { readonly axis: number; readonly k: number };
  /** `x → positions (plus offset) of what topk gives`, the first of equal ones first; `x, beside (float64) → what stands beside them`. */
  argtopk: { readonly axis: number; readonly k: number; readonly offset?: number };
  /** `x (any shape) → [?]`: each value once, ascending; one NaN. */
  unique: None;
  /** `x → counts [?]`, in the order of unique; `x, weights (float64, shape of x) → sums of the weights`. Chunks are joined by unique/counts of the concatenated uniques and counts. */
  "unique/counts": None;
  /** `x → positions [?]` (C order, plus offset) of first occurrences, in the order of unique; `x, beside (float64, shape of x) → the least beside each`. */
  "unique/index": { readonly offset?: number };

  // Searching and counting (search.ts, histogram.ts)

  /** `sorted (1-d), v (any shape) → positions` where v would be inserted. NaN is the greatest. The inverse of unique is searchsorted(unique, x). */
  searchsorted: { readonly side: "left" | "right" };
  /** `x, bins (1-d, monotonic either way) → positions`, NumPy's `digitize`. */
  digitize: { readonly right: boolean };
  /**
   * `x (integers, any shape) → counts`; `x, weights (float64) → sums`. With `length` the result is `[length]`, and a value that is not below it throws. Without, it is
   * `[?]`: as long as the greatest value asks, at least `minlength`, at most `bound` (more throws).
   */
  bincount: { readonly length: number } | { readonly minlength: number; readonly bound: number };
  /** `…counts [?] → [?]`: their sum, as long as the longest. Joins bincounts of unknown length. */
  addPadded: None;
  /**
   * `x → counts [bins]` over equal bins from lo to hi; `x, weights (float64) → sums`. NumPy's edges: `linspace(lo, hi, bins + 1)` in float64, the last bin holds hi too.
   * Without `bins`: `x, edges (float64, 1-d, ascending) → counts [edges - 1]`; `x, edges, weights → sums`.
   */
  histogram: { readonly bins: number; readonly lo: number; readonly hi: number } | { readonly bins?: never };

  // Filters (filter.ts): bool masks

  /** `x, mask (bool, 1-d) → x with fewer along axis [… ? …]`. */
  compress: Axis;
  /** `x, mask (bool, shape of x) → [?]`: the elements where mask is true, C order: `x[mask]`. */
  extract: None;
  /** `x → positions [?]` along axis of what is not zero, C order; without axis, flat positions. With a place, in the array rather than the chunk (not flat ones). */
  nonzero: { readonly axis?: number };
  /** `x → [?, ndim]` positions of what is not zero, C order; with a place, in the array. */
  argwhere: None;

  // Indexing (take.ts, scatter.ts). `extent` is the array's length along the axis when x is only a part of it: see `offset`.

  /**
   * `x, indices (any shape) → x.shape with axis replaced by the shape of indices`. With `offset` and `extent`, x is the part of an array of `extent` that starts at `offset`.
   */
  take: { readonly axis: number; readonly offset?: number; readonly extent?: number };
  /** `x, indices (shape of x but for axis) → shape of indices`, NumPy's `take_along_axis`. */
  takeAlong: Axis;
  /** `x, …indices (broadcast together), one for each of axes → [...broadcast, ...axes that are left]`: `vindex`. */
  gather: { readonly axes: readonly number[] };
  /** `x, values (broadcast to the shape gather would give), …indices → x` with values written at the indices, the last one where they repeat. */
  scatter: { readonly axes: readonly number[] };
  /** `x, values (broadcast to counts) → x` with `x[start + i·step] = values[i]` along every axis. Steps may be negative. */
  assign: { readonly starts: readonly number[]; readonly steps: readonly number[]; readonly counts: readonly number[] };
  /** `x, mask (bool, shape of x), values (one, or as many as mask has true) → x` with `x[mask] = values`. */
  assignMask: None;

  // Scans (scan.ts): sequential along axis. An optional second argument is the carry: what came before (extent 1 along axis). Ops cast to the accumulator's dtype first.

  /** Integers wrap; bool is not taken. */
  cumsum: Axis;
  cumprod: Axis;
  /** NaN counts as 0 (floats). */
  nancumsum: Axis;
  /** NaN counts as 1 (floats). */
  nancumprod: Axis;
  /** Once NaN, always NaN. */
  cummax: Axis;
  cummin: Axis;

  // Products (matmul.ts)

  /**
   * `a1, b1, a2, b2, … → a1·b1 + a2·b2 + …`, `[…, m, k]` and `[…, k, n]` to `[…, m, n]` with leading axes broadcast, at least 2-d. With an odd number of arguments the
   * last is added: c, `[…, m, n]`. Integers wrap; bool: "or" of "and". Floats: within rounding, chunked along k or not.
   */
  matmul: None;
}

export type WholeName = keyof WholeParams;

/** The names, which every program is compared with; few need the kernels. */
export const wholeNames: { readonly [K in WholeName]: true } = {
  copy: true,
  assemble: true,
  concatenate: true,
  reshape: true,
  repeat: true,
  sort: true,
  argsort: true,
  mergeSorted: true,
  mergeSortedBeside: true,
  sortBeside: true,
  select: true,
  quantile: true,
  quantileRanks: true,
  elementsAt: true,
  quantilesBetween: true,
  digitCounts: true,
  digitSelect: true,
  digitFinish: true,
  topk: true,
  argtopk: true,
  unique: true,
  "unique/counts": true,
  "unique/index": true,
  searchsorted: true,
  digitize: true,
  bincount: true,
  addPadded: true,
  histogram: true,
  compress: true,
  extract: true,
  nonzero: true,
  argwhere: true,
  take: true,
  takeAlong: true,
  gather: true,
  scatter: true,
  assign: true,
  assignMask: true,
  cumsum: true,
  cumprod: true,
  nancumsum: true,
  nancumprod: true,
  cummax: true,
  cummin: true,
  matmul: true,
};
export type QuantileMethod =
  | "linear"
  | "lower"
  | "higher"
  | "nearest"
  | "midpoint"
  | "median"
  | "inverted_cdf"
  | "averaged_inverted_cdf"
  | "closest_observation"
  | "interpolated_inverted_cdf"
  | "hazen"
  | "weibull"
  | "median_unbiased"
  | "normal_unbiased";

type None = { readonly [key: string]: never };
type Axis = { readonly axis: number };
type Range = { readonly axis: number; readonly from: number; readonly to: number };

/** Every `WholeParams` can be the `params` of a step. */
export type WholeStepParams<K extends WholeName> = WholeParams[K] & { readonly [key: string]: Literal };
