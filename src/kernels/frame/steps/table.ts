import { addArrayKernel, addBatchKernel, type BatchKernel } from "../../batch-kernels.ts";
import { explode } from "../lists/lazy.ts";
import { asof, asofLast, asofOrder, asofSplitters } from "./asof.ts";
import { distinct, hotKeys, part, route, sample, sort, splitters, top } from "./exchange.ts";
import { fromArray } from "./from-array.ts";
import { complete, finish, merge } from "./group.ts";
import { between, checkEnds, checkIndex, ends, first, rows } from "./index-rows.ts";
import { join } from "./join.ts";
import { partial } from "./partial-groups.ts";
import { bin, fillBins } from "./resample.ts";
import { concat, count, filter, head, number, positions, project, randomNumbers, requireRows, sampleRows, slice } from "./row-wise.ts";
import { topOfGroups } from "./top-of-groups.ts";
import { beside, groupWindow, rank, rankCount, window, windowCarry, windowEdge, windowNear } from "./window.ts";

/** What a partition of a frame is made by, by the name that `ops/frame/` writes into steps, without `frame/`. */
const kernels: { readonly [name: string]: BatchKernel } = {
  project,
  filter,
  concat,
  head,
  slice,
  number,
  count,
  positions,
  "sample-rows": sampleRows,
  "random-numbers": randomNumbers,
  "require-rows": requireRows,
  route,
  part,
  sample,
  splitters,
  sort,
  top,
  distinct,
  "top-of-groups": topOfGroups,
  partial,
  merge,
  finish,
  complete,
  join,
  window,
  "window-edge": windowEdge,
  "window-near": windowNear,
  "window-carry": windowCarry,
  "group-window": groupWindow,
  "rank-counts": rankCount,
  rank,
  beside,
  rows,
  between,
  first,
  ends,
  asof,
  "hot-keys": hotKeys,
  "asof-last": asofLast,
  "asof-order": asofOrder,
  "asof-splitters": asofSplitters,
  "check-ends": checkEnds,
  "check-index": checkIndex,
  bin,
  "fill-bins": fillBins,
  explode,
};

for (const [name, kernel] of Object.entries(kernels)) addBatchKernel(`frame/${name}`, kernel);
addArrayKernel("frame/from-array", fromArray);
