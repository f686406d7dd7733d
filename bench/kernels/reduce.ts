// Reductions of 20,000 rows of 1000 float64 on one thread: `node dist-test/bench/kernels/reduce.js [isa …]`. GB/s, and how many times as fast as NumPy.
// Both sides take turns; least CPU times.
import { spawnSync } from "node:child_process";
import { sizeOf } from "../../src/chunk/chunk.ts";
import type { Program } from "../../src/graph/program.ts";
import type { Backend } from "../../src/kernels/kernel.ts";
import { allBackends } from "../../src/kernels/load.ts";
import { measure } from "../../src/kernels/measure.ts";
import { runProgram } from "../../src/kernels/run.ts";

const reducers = ["sum", "mean", "var", "max", "argmax", "nanmean", "nanvar", "nanmax", "nanargmax"];
const shape = [20_000, 1000];
const place = { origin: [0, 0], shape };
const rounds = 5;

const data = new Float64Array(new SharedArrayBuffer(8 * 20_000 * 1000));
for (let i = 0; i < data.length; i++) data[i] = (i % 1009) / 1009;
const bytes = data.byteLength;

const wanted = process.argv.slice(2);
const backends = allBackends().filter(({ isa }) => wanted.length === 0 || wanted.some((part) => isa.includes(part)));
console.log(`GB/s (times as fast as NumPy)\n${"".padEnd(20)}${"NumPy".padStart(8)}${backends.map(({ isa }) => isa.padStart(18)).join("")}`);
for (const reducer of reducers) {
  for (const axes of [[0, 1], [0], [1]]) {
    const ours = backends.map(() => Infinity);
    let theirs = Infinity;
    for (let round = 0; round < rounds; round++) {
      theirs = Math.min(theirs, askNumPy(reducer, axes));
      for (const [i, backend] of backends.entries()) ours[i] = Math.min(ours[i]!, timeOf(backend, reducer, axes));
    }
    const rate = (ns: number) => (bytes / ns).toFixed(1);
    const shown = ours.map((ns) => `${rate(ns)} (${(theirs / ns).toFixed(1)})`.padStart(18)).join("");
    console.log(`${`${reducer} ${axes.length > 1 ? "all" : `axis ${axes}`}`.padEnd(20)}${rate(theirs).padStart(8)}${shown}`);
  }
}

/** ns of CPU. */
function timeOf(backend: Backend, reducer: string, axes: readonly number[]): number {
  const step = { kernel: `reduce/${reducer}`, dtype: "float64", args: [0], result: "float64", params: { axes, arrayShape: shape }, place: 0 } as const;
  const program: Program = { inputs: ["float64"], steps: [step], outputs: [1] };
  const { shapes, scratchBytes } = measure(program, [place], [shape]);
  const out = new Float64Array(sizeOf(shapes[0]!));
  const scratch = new Uint8Array(new SharedArrayBuffer(scratchBytes));
  const start = process.cpuUsage();
  runProgram({ backend, program, places: [place], inputs: [{ dtype: "float64", data, offset: 0, shape, strides: [1000, 1] }], outputs: [out], scratch });
  const { user, system } = process.cpuUsage(start);
  return (user + system) * 1000;
}

function askNumPy(reducer: string, axes: readonly number[]): number {
  const script = `import time, numpy as np
x = (np.arange(${data.length}.0) % 1009 / 1009).reshape(${shape}); best = 1e18
for _ in range(3):
    start = time.thread_time_ns()
    np.${reducer}(x${axes.length > 1 ? "" : `, ${axes}`})
    best = min(best, time.thread_time_ns() - start)
print(best)`;
  return Number(spawnSync("/usr/bin/python3", ["-c", script], { encoding: "utf8", env: { ...process.env, OMP_NUM_THREADS: "1" } }).stdout);
}
