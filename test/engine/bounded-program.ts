import { readFileSync } from "node:fs";
import { da } from "../../src/array/index.ts";
import type { RunEvent } from "../../src/index.ts";

/** What the test reads: run in a process of its own, since the most that was ever resident is asked for. */
export interface Report {
  readonly residentBytes: number;
  readonly poolBytes: number;
  readonly spilledBytes: number;
  readonly restoredBytes: number;
  /** The first and last standard deviation; of a sort the least step from one element to the next, and the sum. */
  readonly ends: readonly [number, number];
}

const [how, memoryLimit, workers, path] = process.argv.slice(2) as ["persisted" | "npy" | "sorted", string, string, string];
const total = { poolBytes: 0, spilledBytes: 0, restoredBytes: 0 };
/** Counters of a run begin at nothing. */
const progress = ({ kind, counters }: RunEvent) => {
  if (kind !== "end") return;
  total.poolBytes = Math.max(total.poolBytes, counters.peakBytes);
  total.spilledBytes += counters.spilledBytes;
  total.restoredBytes += counters.restoredBytes;
};
const options = { memoryLimit: Number(memoryLimit), numWorkers: Number(workers), progress };

async function deviations(): Promise<[number, number]> {
  const file = da.fromNpy(path, { chunks: [500, -1] });
  const x = how === "npy" ? file : await file.persist(options);
  const { data } = await x.sub(x.mean(0)).std(1).compute(options);
  return [Number(data[0]), Number(data[data.length - 1])];
}

/** More than a task may sort. */
async function sort(): Promise<[number, number]> {
  using sorted = await da
    .fromNpy(path, { chunks: [500, -1] })
    .ravel()
    .sort()
    .persist(options);
  return [Number(await sorted.diff().min().compute(options)), Number(await sorted.sum().compute(options))];
}

const ends = await (how === "sorted" ? sort() : deviations());
const residentBytes = 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]);
const report: Report = { residentBytes, ...total, ends };
console.log(JSON.stringify(report));
