import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Who } from "./contestants.ts";

export type Params = { readonly [name: string]: number | string | boolean | null | readonly number[] };
export type Clock = "wall" | "cpu";

/** Someone who does a workload. What is not said is as in the bench. */
export interface Entry {
  readonly who?: Who;
  readonly workload?: string;
  readonly params?: Params;
  /** Changes for `--quick`. */
  readonly quick?: Params;
  readonly env?: { readonly [name: string]: string };
}

export interface Peer extends Entry {
  readonly label?: string;
  /** How many times as fast as the peer we must be. */
  readonly floor?: number | { readonly avx512: number; readonly avx2: number };
  /** The floor is about the median of what each turn of ours comes to against the peer's beside it: for what the machine itself gives more of in one second than in the next. */
  readonly neighbors?: true;
  /** At most so many turns: it is slow. */
  readonly rounds?: number;
  /** Queries of which it takes one turn. */
  readonly slow?: readonly string[];
}

/** What is measured, against whom, and what must be reached. */
export interface Bench extends Entry {
  readonly name: string;
  readonly workload: string;
  /** Measured one after the other in the same processes; floors are about the geometric mean. */
  readonly queries?: readonly string[];
  readonly params: Params;
  readonly quick: Params;
  /** What the times are of; wall unless said. */
  readonly clock?: Clock;
  readonly units: (params: Params) => { readonly count: number; readonly unit: string };
  readonly peers: readonly Peer[];
  /** Our process may not have more than this resident. */
  readonly peakBytes?: number;
}

const sizeOf = (params: Params) => (params["size"] as readonly number[]).reduce((a, b) => a * b, 1);
const samples: Bench["units"] = (params) => ({ count: sizeOf(params), unit: "sample" });
const elements: Bench["units"] = (params) => ({ count: sizeOf(params), unit: "element" });
const read: Bench["units"] = (params) => ({ count: 8 * sizeOf(params), unit: "byte" });
const tasks: Bench["units"] = (params) => ({ count: params["count"] as number, unit: "task" });
const products: Bench["units"] = (params) => ({ count: 2 * (params["n"] as number) ** 3, unit: "flop" });

const workers = 2;

const normals: readonly Bench[] = [20_000, 40_000].map((n) => ({
  name: `normal row means ${n}²`,
  workload: "normalRowMeans",
  params: { size: [n, n], chunks: [10_000, 10_000], streams: "invariant", workers },
  quick: { size: [n / 10, n / 10], chunks: [1000, 1000] },
  units: samples,
  peers: [{ who: "dask", floor: 20, rounds: n > 20_000 ? 1 : 2 }],
  peakBytes: 300e6,
}));

/** An array of 80 GB, which nobody has as a whole. */
const larger: Bench = {
  name: "normal row means 100000², 80 GB",
  workload: "normalRowMeans",
  params: { size: [100_000, 100_000], chunks: [10_000, 10_000], streams: "invariant", workers },
  quick: { size: [10_000, 10_000], chunks: [1000, 1000] },
  units: samples,
  peers: [],
  peakBytes: 600e6,
};

const normalChunks: readonly Bench[] = [
  {
    name: "normal row means 20000², chunks [10000, 100]",
    workload: "normalRowMeans",
    params: { size: [20_000, 20_000], chunks: [10_000, 100], streams: "invariant", workers },
    quick: { size: [4000, 4000], chunks: [2000, 50] },
    units: samples,
    peers: [{ label: "chunks 10000²", params: { chunks: [10_000, 10_000] }, quick: { chunks: [2000, 2000] }, floor: 1 / 3 }],
  },
  {
    name: "normal row means [20000, 2000], chunks [20000, 1]",
    workload: "normalRowMeans",
    params: { size: [20_000, 2000], chunks: [20_000, 1], streams: "invariant", workers },
    quick: { size: [2000, 200], chunks: [2000, 1] },
    units: samples,
    peers: [{ who: "dask", floor: 1, rounds: 2 }],
  },
  {
    name: "normal row means 20000², spawned streams",
    workload: "normalRowMeans",
    params: { size: [20_000, 20_000], chunks: [10_000, 10_000], streams: "spawned", workers },
    quick: { size: [4000, 4000], chunks: [2000, 2000] },
    units: samples,
    peers: [{ who: "numpy", label: "numpy default_rng by blocks", floor: 5, rounds: 2 }],
    peakBytes: 300e6,
  },
  {
    name: "the same, CPU of one thread",
    workload: "normalRowMeans",
    params: { size: [10_000, 10_000], chunks: [10_000, 10_000], streams: "spawned", workers: 1 },
    quick: { size: [2000, 2000], chunks: [2000, 2000] },
    clock: "cpu",
    units: samples,
    peers: [{ who: "numpy", label: "numpy default_rng", floor: { avx512: 5, avx2: 3.5 }, rounds: 4 }],
  },
];

const fills: readonly Bench[] = (
  [
    ["random", 4],
    ["exponential", 2.7],
  ] as const
).map(([distribution, floor]) => ({
  name: `${distribution} fill`,
  workload: "fill",
  params: { distribution, size: [50_000_000], chunks: [1_000_000], workers: 1 },
  quick: { size: [4_000_000] },
  clock: "cpu",
  units: samples,
  peers: [{ who: "numpy", floor }],
}));

const expression: Bench = {
  name: "sum of 2x + sin(y) exp(-x)",
  workload: "expression",
  params: { size: [100_000_000], chunks: [5_000_000], workers },
  quick: { size: [5_000_000], chunks: [500_000] },
  units: elements,
  peers: [
    { who: "numpy", floor: 3 },
    { who: "numexpr", floor: 5 },
    { who: "dask", floor: 5 },
  ],
};

const reductions: readonly Bench[] = ["sum", "mean", "var", "max", "argmax", "nanmean"].flatMap((reduction) =>
  [null, 0, 1].map(
    (axis): Bench => ({
      name: `${reduction} over ${axis === null ? "all" : `axis ${axis}`}`,
      workload: "reduction",
      params: { reduction, axis, size: [10_000, 10_000], chunks: [625, 10_000], workers },
      quick: { size: [2000, 2000], chunks: [500, 2000] },
      units: read,
      peers: [
        { who: "bandwidth", label: "read bandwidth", params: { bytes: 8e8 }, quick: { bytes: 3.2e7 }, floor: 0.85, neighbors: true },
        { who: "numpy", ...(reduction === "var" && { floor: 5 }) },
      ],
    }),
  ),
);

const matmuls: readonly Bench[] = ["float64", "float32"].flatMap((dtype) =>
  [2000, 4000].map(
    (n): Bench => ({
      name: `matmul ${n}² ${dtype}`,
      workload: "matmul",
      params: { n, dtype, chunks: n / 2, workers },
      quick: { n: 600, chunks: 300 },
      units: products,
      peers: [{ who: "numpy", label: "numpy with OpenBLAS", floor: 0.9 }],
    }),
  ),
);

const scheduling: readonly Bench[] = [
  {
    name: "empty tasks",
    workload: "emptyTasks",
    params: { count: 100_000, workers },
    quick: { count: 10_000 },
    units: tasks,
    peers: [{ who: "dask", floor: 30, rounds: 2 }],
  },
  {
    name: "a chain of tasks",
    workload: "chainOfTasks",
    params: { count: 10_000, workers },
    quick: { count: 2000 },
    units: tasks,
    peers: [{ who: "dask", floor: 30, rounds: 3 }],
  },
  {
    name: "tasks built, ordered and run",
    workload: "manyTasks",
    params: { count: 1_000_000, workers },
    quick: { count: 50_000 },
    units: tasks,
    // A kilobyte a task.
    peakBytes: 1e9,
    peers: [{ who: "dask", floor: 30, rounds: 1 }],
  },
  {
    name: "delayed calls, and a tree of sums",
    workload: "delayedTree",
    params: { count: 100_000, workers },
    quick: { count: 5000 },
    units: tasks,
    peers: [{ who: "dask", floor: 5, rounds: 1 }],
  },
];

const movement: readonly Bench[] = [
  {
    name: "transpose + rechunk 10000²",
    workload: "transposeRechunk",
    params: { size: [10_000, 10_000], rows: 1000, workers },
    quick: { size: [2000, 2000], rows: 200 },
    units: read,
    peers: [{ who: "dask", floor: 2 }],
  },
];

const ranks: readonly Bench[] = ["quantile", "sort"].map((workload) => ({
  name: `${workload} of 1e7`,
  workload,
  params: { size: [10_000_000], chunks: [2_500_000], workers },
  quick: { size: [400_000], chunks: [100_000] },
  units: elements,
  peers: [{ who: "polars", floor: 0.8 }, { who: "numpy" }],
}));

const wasm = { CHUNKWISE_ISA: "wasm" };
const onWasm: readonly Bench[] = [
  {
    name: "WASM: sum",
    workload: "reduction",
    params: { reduction: "sum", axis: null, size: [5000, 5000], chunks: [1250, 5000], workers },
    quick: { size: [1000, 1000], chunks: [250, 1000] },
    env: wasm,
    units: read,
    peers: [{ label: "native", floor: 1 / 2.5 }],
  },
  {
    name: "WASM: normal row means",
    workload: "normalRowMeans",
    params: { size: [8000, 8000], chunks: [4000, 4000], streams: "invariant", workers },
    quick: { size: [1000, 1000], chunks: [500, 500] },
    env: wasm,
    units: samples,
    peers: [{ label: "native", floor: 1 / 6 }],
  },
  {
    name: "WASM: matmul 1000²",
    workload: "matmul",
    params: { n: 1000, dtype: "float64", chunks: 500, workers },
    quick: { n: 300, chunks: 150 },
    env: wasm,
    units: products,
    peers: [{ label: "native", floor: 1 / 4 }],
  },
];

/** Questions to CSV files of flights; floors against pandas, Polars, DuckDB and Dask's threads. */
const flights: readonly Bench[] = (
  [
    ["CSV: all columns to memory", "flightsRead", 6, 1, 1, 3],
    ["CSV: least, greatest and number of delays", "flightDelays", 15, 1.2, 1.2, 8],
    ["CSV: UA from SFO, mean delay by destination", "flightsByDest", 1, 1, 1, 1],
  ] as const
).map(([name, workload, pandas, polars, duckdb, dask]) => ({
  name,
  workload,
  params: { bytes: 1e9, path: join(tmpdir(), "chunkwise-flights-1000.csv"), workers },
  quick: { bytes: 20e6, path: join(tmpdir(), "chunkwise-flights-20.csv") },
  units: (params) => ({ count: params["bytes"] as number, unit: "byte" }),
  peers: [
    { who: "pandas", floor: pandas, rounds: 2 },
    { who: "polars", floor: polars },
    { who: "duckdb", floor: duckdb },
    { who: "dask", floor: dask, rounds: 2 },
  ],
}));

/** The rate is that of the text, not of what it takes on disk. */
const compressed: readonly Bench[] = [1, 4].map((files) => ({
  name: `csv.bz2, ${files === 1 ? "one file" : `${files} files`}: UA from SFO, mean delay by destination`,
  workload: "flightsByDest",
  params: { bytes: 2e8, files, path: join(tmpdir(), files === 1 ? "chunkwise-flights-200.csv.bz2" : "chunkwise-flights-200-*.csv.bz2"), workers },
  quick: { bytes: 8e6, path: join(tmpdir(), files === 1 ? "chunkwise-flights-8.csv.bz2" : "chunkwise-flights-8-*.csv.bz2") },
  units: (params) => ({ count: params["bytes"] as number, unit: "byte" }),
  peers: [{ who: "dask", floor: 2, rounds: 2 }],
}));

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `q${i + 1}`);
const rows: Bench["units"] = (params) => ({ count: params["rows"] as number, unit: "row" });
const inFolder = (name: string) => join(tmpdir(), "chunkwise-bench", name);

/** The tables of h2oai's db-benchmark, in memory. */
const tables: readonly Bench[] = [
  {
    name: "groupby G1 1e7 × 1e2",
    workload: "groupbyQueries",
    queries: numbered(10),
    params: { rows: 10_000_000, k: 100, folder: inFolder("G1-1e7-1e2"), workers },
    quick: { rows: 100_000, k: 10, folder: inFolder("G1-1e5-1e1") },
    units: rows,
    peers: [
      { who: "pandas", floor: 5, rounds: 2, slow: ["q8", "q9", "q10"] },
      { who: "polars", floor: 1 },
      { who: "duckdb", floor: 1 },
    ],
  },
  {
    name: "join J1 1e7",
    workload: "joinQueries",
    queries: numbered(5),
    params: { rows: 10_000_000, folder: inFolder("J1-1e7"), workers },
    quick: { rows: 100_000, folder: inFolder("J1-1e5") },
    units: rows,
    peers: [
      { who: "pandas", floor: 5, rounds: 2 },
      { who: "polars", floor: 0.8 },
      { who: "duckdb", floor: 0.8 },
    ],
  },
  {
    name: "sort 1e7 rows by",
    workload: "sortQueries",
    queries: ["int", "text"],
    params: { rows: 10_000_000, folder: inFolder("S1-1e7"), workers },
    quick: { rows: 100_000, folder: inFolder("S1-1e5") },
    units: rows,
    peers: [
      { who: "pandas", floor: 3, rounds: 2, slow: ["text"] },
      { who: "polars", floor: 0.8 },
      { who: "duckdb", floor: 0.8 },
    ],
  },
  {
    name: "windows of 100 of 1e7 rows, CPU",
    workload: "windowQueries",
    queries: ["sum", "mean", "min", "max", "std"],
    params: { rows: 10_000_000, folder: inFolder("S1-1e7"), workers: 1 },
    quick: { rows: 100_000, folder: inFolder("S1-1e5") },
    clock: "cpu",
    units: rows,
    peers: [{ who: "pandas", floor: 1, rounds: 2 }, { who: "polars" }],
  },
  {
    name: "Parquet G1 1e7 × 1e2",
    workload: "parquetQueries",
    queries: ["write", "read"],
    params: { rows: 10_000_000, k: 100, folder: inFolder("G1-1e7-1e2"), workers },
    quick: { rows: 100_000, k: 10, folder: inFolder("G1-1e5-1e1") },
    units: rows,
    peers: [
      { who: "polars", floor: 0.8 },
      { who: "duckdb", floor: 0.8 },
    ],
  },
];

const limit = 80_000_000;

/** Frames of four times the memory limit: what may be resident is what `memoryLimit` promises, limit + 25 % + 40 MB + 30 MB a worker. */
const bounded: readonly Bench[] = ["groupby", "join", "sort"].map((what) => ({
  name: `memory: ${what} of four times the limit`,
  workload: "boundedFrames",
  params: { what, rows: (4 * limit) / 32, limit, path: inFolder("keys-320.arrow"), workers },
  quick: { rows: limit / 32, limit: limit / 4, path: inFolder("keys-80.arrow") },
  units: rows,
  peers: [],
  peakBytes: 1.25 * limit + 40e6 + workers * 30e6,
}));

/** All of them, in the order of the table. */
export const benches: readonly Bench[] = [
  ...normals,
  larger,
  ...normalChunks,
  ...fills,
  expression,
  ...reductions,
  ...matmuls,
  ...scheduling,
  ...movement,
  ...ranks,
  ...flights,
  ...compressed,
  ...tables,
  ...bounded,
  ...onWasm,
];
