import type { Prepare } from "./setup.ts";

const files = {
  arithmetic: () => import("./arithmetic.ts"),
  boundedFrames: () => import("./bounded-frames.ts"),
  delayedTree: () => import("./delayed-tree.ts"),
  draws: () => import("./draws.ts"),
  flights: () => import("./flights.ts"),
  movement: () => import("./movement.ts"),
  parquet: () => import("./parquet.ts"),
  tables: () => import("./tables.ts"),
  tasks: () => import("./tasks.ts"),
};

const fileOf: { readonly [name: string]: keyof typeof files } = {
  normalRowMeans: "draws",
  fill: "draws",
  expression: "arithmetic",
  reduction: "arithmetic",
  matmul: "arithmetic",
  transposeRechunk: "movement",
  quantile: "movement",
  sort: "movement",
  flightDelays: "flights",
  flightsByDest: "flights",
  flightsRead: "flights",
  groupbyQueries: "tables",
  joinQueries: "tables",
  sortQueries: "tables",
  windowQueries: "tables",
  parquetQueries: "parquet",
  writeKeys: "boundedFrames",
  boundedFrames: "boundedFrames",
  emptyTasks: "tasks",
  chainOfTasks: "tasks",
  manyTasks: "tasks",
  delayedTree: "delayedTree",
};

/** What can be measured, by the names that `benches.ts` and the peers' scripts use. Only what it needs is loaded: memory is measured too. */
export async function workload(name: string): Promise<Prepare> {
  const file = fileOf[name];
  if (file === undefined) throw new Error(`bench: no workload ${name}`);
  return ((await files[file]()) as unknown as { readonly [name: string]: Prepare })[name]!;
}
