// Whole kernels on one thread against NumPy: `node dist-test/bench/kernels/main.js [filter …]`. Both sides take turns; least CPU times, ratios of one run.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { sizeOf } from "../../src/chunk/chunk.ts";
import { dtypes, viewOf } from "../../src/chunk/dtype.ts";
import type { StepParams } from "../../src/graph/program.ts";
import { loadBackend } from "../../src/kernels/load.ts";
import { wholeKernel } from "../../src/kernels/whole/table.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { cases, type KernelCase } from "./cases.ts";

const rounds = 5;
const filters = process.argv.slice(2);
const backend = loadBackend();
const folder = mkdtempSync(join(tmpdir(), "chunkwise-bench-"));
const numpy = startNumPy();
console.log(`${backend.isa}, one thread; least of ${rounds} rounds`);
console.log(`${"kernel".padEnd(32)}${"ours ms".padStart(10)}${"NumPy ms".padStart(10)}${"ratio".padStart(8)}`);
try {
  for (const make of cases) {
    const one = make();
    if (filters.length > 0 && !filters.some((filter) => one.name.includes(filter))) continue;
    const run = prepare(one);
    const ask = numpy.prepare(one);
    let [ours, theirs] = [Infinity, Infinity];
    for (let round = 0; round < rounds; round++) {
      ours = Math.min(ours, timed(run));
      theirs = Math.min(theirs, await ask());
    }
    console.log(`${one.name.padEnd(32)}${ours.toFixed(2).padStart(10)}${theirs.toFixed(2).padStart(10)}${(theirs / ours).toFixed(2).padStart(8)}`);
  }
} finally {
  numpy.end();
  rmSync(folder, { recursive: true });
}

/** Milliseconds of CPU: the machine may be busy. What is short runs until it is not. */
function timed(run: () => void): number {
  for (let times = 1; ; times *= 2) {
    const start = process.cpuUsage();
    for (let i = 0; i < times; i++) run();
    const { user, system } = process.cpuUsage(start);
    if (user + system > 5000) return (user + system) / 1000 / times;
  }
}

function prepare({ kernel, args, params, result }: KernelCase): () => void {
  const whole = wholeKernel(kernel)!;
  const dtype = args[0]!.dtype;
  const step = { kernel, dtype, args: args.map((_, i) => i), result: result ?? dtype, params: (params ?? {}) as StepParams };
  const shapes = args.map((arg) => arg.shape);
  const shape = whole.shape(step, shapes, []);
  const length = shape.includes(undefined) ? whole.bound!(step, shapes, []) : sizeOf(shape as number[]);
  const out = viewOf(step.result, new SharedArrayBuffer(length * dtypes[step.result].itemsize), 0, length);
  const scratch = new Uint8Array(new SharedArrayBuffer(whole.scratchBytes!(step, shapes)));
  // Pages are touched before anything is timed.
  new Uint8Array(out.buffer).fill(1);
  scratch.fill(1);
  return () => void whole.run({ backend, step, args, out, shape, places: [], scratch, stop: undefined });
}

function startNumPy() {
  const script = join(packageRoot, "bench/kernels/numpy_side.py");
  const child = spawn("/usr/bin/python3", [script], { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, OPENBLAS_NUM_THREADS: "1" } });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    prepare({ args, numpy: code }: KernelCase) {
      const described = Object.fromEntries(
        args.map((arg, i) => {
          const file = join(folder, `${i}`);
          writeFileSync(file, new Uint8Array(arg.data.buffer, arg.data.byteOffset, arg.data.byteLength));
          const turned = arg.strides.length > 1 && arg.strides[0]! < arg.strides[1]!;
          const asStored = turned ? arg.shape.toReversed() : arg.shape;
          return ["abc"[i], { file, dtype: arg.dtype, shape: asStored }];
        }),
      );
      return async () => {
        child.stdin.write(`${JSON.stringify({ code, args: described })}\n`);
        return 1000 * Number(JSON.parse((await answers.next()).value as string));
      };
    },
    end: () => child.stdin.end(),
  };
}
