import type { Whole } from "../kernel.ts";
import { addPadded, bincount, histogram } from "./count.ts";
import { digitCounts, digitFinish, digitSelect } from "./digits.ts";
import { argwhere, compress, extract, nonzero } from "./filter.ts";
import { matmul } from "./matmul.ts";
import { mergeSorted, mergeSortedBeside } from "./merge-sorted.ts";
import { assemble, concatenate, copy, reshape } from "./move.ts";
import type { WholeName } from "./names.ts";
import { quantile, select } from "./rank.ts";
import { cummax, cummin, cumprod, cumsum, nancumprod, nancumsum } from "./scan.ts";
import { assign, assignMask, scatter } from "./scatter.ts";
import { digitize, searchsorted } from "./search.ts";
import { argsort, sort } from "./sort.ts";
import { sortBeside } from "./sort-beside.ts";
import { elementsAt, quantileRanks, quantilesBetween } from "./sorted-quantile.ts";
import { gather, repeat, take, takeAlong } from "./take.ts";
import { argtopk, topk } from "./topk.ts";
import { unique, uniqueCounts, uniqueIndex } from "./unique.ts";

/** The kernels that take and make whole chunks, by name; `names.ts` says what each is given. */
export const wholeKernels: { readonly [K in WholeName]: Whole } = {
  copy,
  assemble,
  concatenate,
  reshape,
  repeat,
  sort,
  argsort,
  mergeSorted,
  mergeSortedBeside,
  sortBeside,
  select,
  quantile,
  quantileRanks,
  elementsAt,
  quantilesBetween,
  digitCounts,
  digitSelect,
  digitFinish,
  topk,
  argtopk,
  unique,
  "unique/counts": uniqueCounts,
  "unique/index": uniqueIndex,
  searchsorted,
  digitize,
  bincount,
  addPadded,
  histogram,
  compress,
  extract,
  nonzero,
  argwhere,
  take,
  takeAlong,
  gather,
  scatter,
  assign,
  assignMask,
  cumsum,
  cumprod,
  nancumsum,
  nancumprod,
  cummax,
  cummin,
  matmul,
};

export function wholeKernel(name: string): Whole | undefined {
  return Object.hasOwn(wholeKernels, name) ? wholeKernels[name as WholeName] : undefined;
}
