import { expression, matmul, reduction } from "./arithmetic.ts";
import { boundedFrames, writeKeys } from "./bounded-frames.ts";
import { delayedTree } from "./delayed-tree.ts";
import { fill, normalRowMeans } from "./draws.ts";
import { flightDelays, flightsByDest, flightsRead } from "./flights.ts";
import { quantile, sort, transposeRechunk } from "./movement.ts";
import { parquetQueries } from "./parquet.ts";
import type { Prepare } from "./setup.ts";
import { groupbyQueries, joinQueries, sortQueries, windowQueries } from "./tables.ts";
import { chainOfTasks, emptyTasks, manyTasks } from "./tasks.ts";

/** What can be measured, by the names that `benches.ts` and the peers' scripts use. */
export const workloads: { readonly [name: string]: Prepare } = {
  normalRowMeans,
  fill,
  expression,
  reduction,
  matmul,
  transposeRechunk,
  quantile,
  sort,
  flightDelays,
  flightsByDest,
  flightsRead,
  groupbyQueries,
  joinQueries,
  sortQueries,
  windowQueries,
  parquetQueries,
  writeKeys,
  boundedFrames,
  emptyTasks,
  chainOfTasks,
  manyTasks,
  delayedTree,
};
