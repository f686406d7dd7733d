import { readFileSync } from "node:fs";
import { da } from "../../src/array/index.ts";
import type { RunEvent } from "../../src/index.ts";

/** What the test reads: run in a process of its own, since the most that was ever resident is asked for. */
export interface Report {
  readonly residentBytes: number;
  readonly poolBytes: number;
  readonly spilledBytes: number;
  readonly restoredBytes: number;
  /** The first and last standard deviation. */
  readonly ends: readonly [number, number];
}

const [how, memoryLimit, workers, path] = process.argv.slice(2) as ["persisted" | "npy", string, string, string];
const total = { poolBytes: 0, spilledBytes: 0, restoredBytes: 0 };
/** Counters of a run begin at nothing. */
const progress = ({ kind, counters }: RunEvent) => {
  if (kind !== "end") return;
  total.poolBytes = Math.max(total.poolBytes, counters.peakBytes);
  total.spilledBytes += counters.spilledBytes;
  total.restoredBytes += counters.restoredBytes;
};
const options = { memoryLimit: Number(memoryLimit), numWorkers: Number(workers), progress };
const file = da.fromNpy(path, { chunks: [500, -1] });
const x = how === "npy" ? file : await file.persist(options);
const { data } = await x.sub(x.mean(0)).std(1).compute(options);
const residentBytes = 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]);
const report: Report = { residentBytes, ...total, ends: [Number(data[0]), Number(data[data.length - 1])] };
console.log(JSON.stringify(report));
