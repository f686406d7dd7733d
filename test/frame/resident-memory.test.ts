import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { before, test } from "node:test";
import { promisify } from "node:util";
import { relief } from "../../src/kernels/addon.ts";
import type { Report } from "./bounded-program.ts";

const workers = 2;
const limit = 32_000_000;
/** In rows of 32 bytes. */
const rows = (4 * limit) / 32;
const chunkRows = 62_500;
/** Without the addon only garbage is given back, and kernels work on copies. */
const givesBack = relief().giveBack !== undefined;
/** What data may add to what the same program has resident without: the limit and a quarter of it, and what workers have besides. */
const mostAdded = 1.25 * limit + workers * 30e6;
/** What `memoryLimit` promises of the whole process. */
const mostResident = 40e6 + mostAdded;
const onLinux = { skip: process.platform !== "linux" && "only Linux tells how much was resident", timeout: 170_000 };

async function run(what: string, rows: number): Promise<Report> {
  const program = new URL("./bounded-program.js", import.meta.url);
  const args = [what, rows, chunkRows, limit, workers].map(String);
  return JSON.parse((await promisify(execFile)(process.execPath, [program.pathname, ...args])).stdout);
}

let withoutData: number;
before(async () => {
  withoutData = (await run("sort", 1000)).residentBytes;
});

for (const [what, said] of [
  ["groupby", "as many groups as rows"],
  ["join", "a join with itself"],
  ["sort", "a sort"],
] as const) {
  test(`${said} of data four times the limit has and adds no more resident memory than the limit allows`, onLinux, async () => {
    const { residentBytes, spilledBytes, found } = await run(what, rows);
    const added = residentBytes - withoutData;
    assert.ok(added <= mostAdded, `${added} bytes were added to ${withoutData}, more than ${mostAdded}`);
    if (givesBack) assert.ok(residentBytes <= mostResident, `${residentBytes} bytes were resident, more than ${mostResident}`);
    assert.ok(spilledBytes > 0);
    const [size, ...sums] = found as [number, ...number[]];
    assert.equal(size, rows);
    if (what === "sort") assert.ok(sums.pop()! >= 0);
    // Uniform numbers.
    for (const sum of sums) assert.ok(Math.abs(sum - rows / 2) < 4 * Math.sqrt(rows / 12), `a mean of ${sum / rows}`);
  });
}
