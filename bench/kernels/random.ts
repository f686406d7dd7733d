// Draws of PCG64 on one thread against NumPy: `node dist-test/bench/kernels/random.js [isa …]`. ns a draw, how many times as fast as NumPy. Both
// sides take turns; least times.
import { spawnSync } from "node:child_process";
import { type DType, dtypes } from "../../src/chunk/dtype.ts";
import type { Backend } from "../../src/kernels/kernel.ts";
import { allBackends } from "../../src/kernels/load.ts";
import { encodeRandom } from "../../src/kernels/sources/random.ts";
import { PCG64 } from "../../src/random/pcg64.ts";
import { type Streams, streamParams } from "../../src/random/streams.ts";

interface DrawCase {
  readonly name: string;
  readonly dtype: DType;
  /** Parameters; of integers, the least value and how many more there are, as 32-bit words. */
  readonly arguments?: readonly number[];
  /** With NumPy, `g` being a Generator. */
  readonly numpy: string;
}
const cases: readonly DrawCase[] = [
  { name: "standard_normal", dtype: "float64", numpy: "g.standard_normal(out=o)" },
  { name: "random", dtype: "float64", numpy: "g.random(out=o)" },
  { name: "standard_exponential", dtype: "float64", numpy: "g.standard_exponential(out=o)" },
  { name: "standard_normal", dtype: "float32", numpy: "g.standard_normal(4096, 'f4')" },
  { name: "random", dtype: "float32", numpy: "g.random(4096, 'f4')" },
  { name: "standard_exponential", dtype: "float32", numpy: "g.standard_exponential(4096, 'f4')" },
  { name: "integers", dtype: "int64", arguments: [0, 0, 99, 0], numpy: "g.integers(0, 100, 4096)" },
  { name: "integers", dtype: "uint8", arguments: [0, 0, 99, 0], numpy: "g.integers(0, 100, 4096, 'u1')" },
  { name: "standard_gamma", dtype: "float64", arguments: [2.5], numpy: "g.standard_gamma(2.5, 4096)" },
  { name: "beta", dtype: "float64", arguments: [2, 3], numpy: "g.beta(2, 3, 4096)" },
  { name: "poisson", dtype: "int64", arguments: [5], numpy: "g.poisson(5, 4096)" },
  { name: "poisson", dtype: "int64", arguments: [100], numpy: "g.poisson(100, 4096)" },
  { name: "binomial", dtype: "int64", arguments: [100, 0.3], numpy: "g.binomial(100, 0.3, 4096)" },
];
const tile = 4096;
const rounds = 5;
// A chunk of 10,000 columns from the middle of 40,000: nearly every row begins within a block.
const shape = [20_000, 40_000];
const place = { origin: [0, 15_000], shape: [20_000, 10_000] };

const wanted = process.argv.slice(2);
const backends = allBackends().filter(({ isa }) => wanted.length === 0 || wanted.some((part) => isa.includes(part)));
console.log(`ns a draw (times as fast as NumPy); sequential / invariant streams, ${tile} draws a call`);
for (const one of cases) {
  const ours = new Map<string, number>();
  let theirs = Infinity;
  for (let round = 0; round < rounds; round++) {
    theirs = Math.min(theirs, askNumPy(one));
    for (const backend of backends) {
      for (const streams of ["sequential", "invariant"] as const) {
        const key = `${backend.isa} ${streams}`;
        ours.set(key, Math.min(ours.get(key) ?? Infinity, timeOf(backend, one, streams)));
      }
    }
  }
  const parameters = one.name === "integers" ? [] : (one.arguments ?? []);
  console.log(`\n${[one.name, one.dtype, ...parameters].join(" ")}: NumPy ${theirs.toFixed(2)}`);
  const shown = (ns: number) => `${ns.toFixed(2)} (${(theirs / ns).toFixed(1)})`;
  for (const { isa } of backends)
    console.log(`  ${isa.padEnd(16)}${shown(ours.get(`${isa} sequential`)!).padStart(14)}${shown(ours.get(`${isa} invariant`)!).padStart(14)}`);
}

/** ns a draw. */
function timeOf(backend: Backend, { name, dtype, arguments: args = [] }: DrawCase, streams: Streams | "sequential"): number {
  const params = encodeRandom({ ...streamParams(PCG64(1), streams, { index: 0, chunksBefore: 0 }, shape, [20_000, 5000]), arguments: args }, place);
  const out = new dtypes[dtype].array(tile);
  const state = new Uint8Array(6144);
  const calls = backend.isa === "wasm" ? 100 : 400;
  const start = process.cpuUsage();
  for (let i = 0; i < calls; i++) void backend.run(`random/${name}`, dtype, { n: tile, inputs: [], outputs: [out], params, state });
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1000) / calls / tile;
}

function askNumPy({ numpy }: DrawCase): number {
  const script = `import time, numpy as np
g = np.random.default_rng(1); o = np.empty(4096); best = 1e9
for _ in range(30):
    start = time.thread_time_ns()
    for _ in range(20): ${numpy}
    best = min(best, (time.thread_time_ns() - start) / 20 / 4096)
print(best)`;
  return Number(spawnSync("/usr/bin/python3", ["-c", script], { encoding: "utf8" }).stdout);
}
