import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { da } from "../../src/index.ts";
import { relief } from "../../src/kernels/addon.ts";
import type { Report } from "./bounded-program.ts";

const size = [8000, 4000] as const;
const limit = 64_000_000;
const workers = 2;
const givesBack = relief().giveBack !== undefined;
/** What `memoryLimit` promises of the whole process: pool, parser and spill buffers, and the rest of Node.js and its workers. */
const mostResident = 1.25 * limit + 40e6 + workers * 30e6;

let folder: string;
let path: string;
const source = () => da.random.normal(3, 2, { size, chunks: [500, -1], seed: 1 });

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "chunkwise-resident-"));
  path = join(folder, "normals.npy");
  await source().toNpy(path);
});
after(() => rmSync(folder, { recursive: true }));

const onLinux = { skip: process.platform !== "linux" && "only Linux tells how much was resident", timeout: 170_000 };

function run(how: "persisted" | "npy" | "sorted", from = path): Report {
  const program = new URL("./bounded-program.js", import.meta.url);
  return JSON.parse(execFileSync(process.execPath, [program.pathname, how, String(limit), String(workers), from], { encoding: "utf8" }));
}

for (const how of ["persisted", "npy"] as const) {
  test(
    `(x - x.mean(0)).std(1) of four times the limit, ${how === "npy" ? "read from a file" : "persisted as far as the limit allows"}, stays in bounded memory`,
    onLinux,
    async () => {
      const { residentBytes, poolBytes, spilledBytes, restoredBytes, ends } = run(how);
      assert.ok(8 * size[0] * size[1] >= 4 * limit);
      assert.ok(poolBytes <= limit, `the pool held ${poolBytes} bytes`);
      assert.ok(residentBytes <= mostResident, `${residentBytes} bytes were resident, more than ${mostResident}`);
      // What comes from a file is read again rather than kept.
      assert.equal(spilledBytes > 0 && restoredBytes > 0, how === "persisted", `${spilledBytes} bytes spilled, ${restoredBytes} restored`);
      const x = source();
      const { data } = await x.sub(x.mean(0)).std(1).compute();
      assert.ok(Math.abs(data[0]! - ends[0]) < 1e-12 && Math.abs(data[data.length - 1]! - ends[1]) < 1e-12);
    },
  );
}

test("a sort of four times the limit, in steps of what tasks may hold, has and adds no more resident memory than the limit allows", onLinux, async () => {
  const few = join(folder, "few.npy");
  await da.zeros([500, 2], { chunks: [500, -1] }).toNpy(few);
  const mostAdded = mostResident - 40e6;
  const { residentBytes, poolBytes, spilledBytes, ends } = run("sorted");
  const added = residentBytes - run("sorted", few).residentBytes;
  assert.ok(poolBytes <= limit, `the pool held ${poolBytes} bytes`);
  assert.ok(added <= mostAdded, `${added} bytes were added, more than ${mostAdded}`);
  if (givesBack) assert.ok(residentBytes <= mostResident, `${residentBytes} bytes were resident, more than ${mostResident}`);
  assert.ok(spilledBytes > 0);
  const [step, sum] = ends;
  assert.ok(step >= 0, `a step by ${step}`);
  assert.ok(Math.abs(sum - Number(await source().sum().compute())) < 1e-6);
});
