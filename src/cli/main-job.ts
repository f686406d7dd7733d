import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type DArray, da } from "../array/index.ts";
import { compute } from "../engine/compute.ts";
import type { ComputeOptions } from "../engine/options.ts";
import { loadBackend } from "../kernels/load.ts";
import { parseBytes } from "../util/bytes.ts";
import { formatBytes } from "../util/errors.ts";
import { flights } from "./flights.ts";
import { check, report, timed } from "./report.ts";

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "40000" },
    chunks: { type: "string", default: "10000" },
    file: { type: "string", default: "2GB" },
    flights: { type: "string", default: "500MB" },
    workers: { type: "string" },
    "memory-limit": { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const help = `Row means of a matrix of normals, statistics of a file of numbers, and questions to a file of flights, in bounded memory.

  --size N           rows and columns of the matrix (40000)
  --chunks N         rows and columns of a chunk (10000)
  --file BYTES       size of the .npy file (2GB)
  --flights BYTES    size of the CSV file of flights (500MB)
  --workers N        threads (one a core)
  --memory-limit B   bytes of chunks at any time, like 500MB (60 % of what there is)`;

const size = count("size");
const chunk = count("chunks");
const options: ComputeOptions = {
  progress: true,
  ...(values.workers !== undefined && { numWorkers: count("workers") }),
  ...(values["memory-limit"] !== undefined && { memoryLimit: values["memory-limit"] }),
};

if (values.help) console.log(help);
else await main();

async function main(): Promise<void> {
  console.log(`kernels ${loadBackend().isa}, ${options.numWorkers ?? availableParallelism()} threads`);
  await rowMeans();
  await fileStatistics();
  await flights(parseBytes(values.flights, "main-job"), options);
}

/** `da.random.normal(…).mean(1)`: 40,000² numbers, 12.8 GB that are never in memory. */
async function rowMeans(): Promise<void> {
  const x = da.random.normal(0, 1, { size: [size, size], chunks: [chunk, chunk], seed: 1 });
  const [means, seconds] = await timed(() => x.mean(1).compute(options));
  report(`row means of ${size} × ${size} normals`, size * size, "numbers", seconds);
  // A mean of n normals is a normal with deviation 1 / √n; the greatest of so many lies within six of them.
  const worst = means.data.reduce((most, mean) => Math.max(most, Math.abs(mean)), 0) * Math.sqrt(size);
  check(`every row mean within 6 deviations of 0 (the farthest is at ${worst.toFixed(2)})`, worst < 6);
  const again = await x.get(0).mean().compute();
  check(`the first row alone gives the same mean (${again})`, Math.abs((again as unknown as number) - means.data[0]!) <= 1e-15);
}

/** Writes a file of random numbers once, and reads it back for several statistics in one pass. */
async function fileStatistics(): Promise<void> {
  const columns = 10_000;
  const rows = Math.max(1, Math.round(parseBytes(values.file, "main-job") / (8 * columns)));
  const folder = mkdtempSync(join(tmpdir(), "chunkwise-"));
  const path = join(folder, "uniform.npy");
  try {
    const uniform = da.random.random({ size: [rows, columns], chunks: [Math.ceil(rows / 64), columns], seed: 2 });
    const [, written] = await timed(() => uniform.toNpy(path, options));
    report(`wrote ${formatBytes(8 * rows * columns)} of uniform numbers`, rows * columns, "numbers", written);
    const x: DArray<"float64"> = da.fromNpy(path, { chunks: [Math.ceil(rows / 64), columns] });
    const wanted = { mean: x.mean(), deviation: x.std(), least: x.min(), greatest: x.max(), columns: x.mean(0) };
    const [found, read] = await timed(() => compute(wanted, options));
    report("read it once for mean, deviation, least, greatest and column means", rows * columns, "numbers", read);
    const n = rows * columns;
    check(`mean ${found.mean.toFixed(7)} is 1/2 to sampling error`, Math.abs(found.mean - 0.5) < 6 / Math.sqrt(12 * n));
    check(`deviation ${found.deviation.toFixed(7)} is √(1/12)`, Math.abs(found.deviation - Math.sqrt(1 / 12)) < 6 / Math.sqrt(n));
    check(`least ${found.least.toExponential(2)} and greatest ${found.greatest.toFixed(9)} are in [0, 1)`, found.least >= 0 && found.greatest < 1);
    const exact = await uniform.mean().compute();
    check("the file's mean is that of the numbers written", Math.abs(found.mean - exact) < 1e-15);
  } finally {
    if (existsSync(folder)) rmSync(folder, { recursive: true });
  }
}

function count(name: "size" | "chunks" | "workers"): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} is ${values[name]}, not a positive integer`);
  return value;
}
