import { da } from "../../src/array/index.ts";
import { dd } from "../../src/frame/index.ts";
import type { RunEvent } from "../../src/index.ts";
import { peakResidentBytes } from "../../src/util/resident.ts";

/** What the test reads: run in a process of its own, since the most that was ever resident is asked for. */
export interface Report {
  readonly residentBytes: number;
  readonly poolBytes: number;
  readonly spilledBytes: number;
  readonly found: readonly number[];
}

/** Columns of eight bytes. */
const width = 4;
const [what, rows, chunk, memoryLimit, workers] = process.argv.slice(2) as [keyof typeof questions, string, string, string, string];
const total = { poolBytes: 0, spilledBytes: 0 };
const progress = ({ kind, counters }: RunEvent) => {
  if (kind !== "end") return;
  total.poolBytes = Math.max(total.poolBytes, counters.peakBytes);
  total.spilledBytes += counters.spilledBytes;
};
const options = { memoryLimit: Number(memoryLimit), numWorkers: Number(workers), progress };
const names = ["key", ...Array.from({ length: width - 1 }, (_, i) => `x${i}`)];
const numbers = da.random.random({ size: [Number(rows), width], chunks: [Number(chunk), -1], seed: 1 });
const frame = dd.fromArray<{ [name: string]: "float64" }>(numbers, { columns: names });
const values = names.slice(1);
/** Of all columns, so that none is left out on the way. */
const sums: { [name: string]: "sum" | "size" } = { key: "size", ...Object.fromEntries(values.map((name) => [name, "sum"] as const)) };
const others = Object.fromEntries(values.map((name) => [`${name}2`, "sum"] as const));

const questions = {
  /** Each row is a group of its own. */
  async groupby() {
    const groups = frame.groupby("key", { sort: false }).agg(Object.fromEntries(values.map((name) => [name, "max"])) as { [name: string]: "max" });
    return numbersOf(await groups.agg(sums).toObjects(options));
  },
  async join() {
    const other = frame.rename(Object.fromEntries(values.map((name) => [name, `${name}2`])));
    const pairs = frame.merge(other, { on: "key", maintainOrder: false });
    const last = values.at(-1)!;
    return numbersOf(
      await pairs
        .filter((c) => c[last]!.eq(c[`${last}2`]!))
        .agg({ ...sums, ...others })
        .toObjects(options),
    );
  },
  async sort() {
    using sorted = await frame.sortValues("key").persist(options);
    return numbersOf(
      await sorted
        .assign({ step: (c) => c["key"]!.diff() })
        .agg({ ...sums, step: "min" })
        .toObjects(options),
    );
  },
};

function numbersOf(rows: readonly { readonly [name: string]: unknown }[]): number[] {
  return Object.values(rows[0]!).map(Number);
}

const found = await questions[what]();
const report: Report = { residentBytes: peakResidentBytes(), ...total, found };
console.log(JSON.stringify(report));
