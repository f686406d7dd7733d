import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import type { Report } from "./bounded-program.ts";

const workers = 2;
const limit = 256_000_000;
/** In rows of 128 bytes. */
const rows = (4 * limit) / 128;
const chunkRows = 31_250;
/** What `memoryLimit` promises of the whole process. */
const mostResident = 1.25 * limit + 40e6 + workers * 30e6;

async function run(what: string): Promise<Report> {
  const program = new URL("./bounded-program.js", import.meta.url);
  const args = [what, rows, chunkRows, limit, workers].map(String);
  return JSON.parse((await promisify(execFile)(process.execPath, [program.pathname, ...args])).stdout);
}

for (const [what, said] of [
  ["groupby", "as many groups as rows"],
  ["join", "a join with itself"],
  ["sort", "a sort"],
] as const) {
  test(`${said} of data four times the limit stays in bounded memory`, {
    skip: process.platform !== "linux" && "only Linux tells how much was resident",
    timeout: 170_000,
  }, async () => {
    const { residentBytes, poolBytes, spilledBytes, found } = await run(what);
    assert.ok(poolBytes <= limit, `the pool held ${poolBytes} bytes`);
    assert.ok(residentBytes <= mostResident, `${residentBytes} bytes were resident, more than ${mostResident}`);
    assert.ok(spilledBytes > 0);
    const [size, ...sums] = found as [number, ...number[]];
    assert.equal(size, rows);
    if (what === "sort") assert.ok(sums.pop()! >= 0);
    // Uniform numbers: of thirty sums, one beyond four standard deviations has a chance of 1 in 500.
    for (const sum of sums) assert.ok(Math.abs(sum - rows / 2) < 4 * Math.sqrt(rows / 12), `a mean of ${sum / rows}`);
  });
}
