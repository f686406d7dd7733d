import assert from "node:assert/strict";
import fs, { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { elements } from "../../src/chunk/chunk.ts";
import type { NDArray } from "../../src/chunk/ndarray.ts";
import { pool } from "../../src/chunk/pool.ts";
import type { RunCounters } from "../../src/execute/run-event.ts";
import { type RunOptions, runGraph } from "../../src/execute/run-graph.ts";
import { StorageError } from "../../src/util/errors.ts";
import { type FunctionTask, functionGraph, leftOver, numbers } from "./function-graph.ts";

type Vector = NDArray<"float64">;

const folder = mkdtempSync(join(tmpdir(), "chunkwise-test-"));
after(() => rmSync(folder, { recursive: true }));

const length = 1000;
const kilobytes8: FunctionTask = { call: () => new Float64Array(1000).map((_, i) => i), shape: [length] };
const total: FunctionTask = { call: (x: Vector, sum: Vector) => x.data.reduce((so, value) => so + value, sum.data[0]!), shape: [] };

/** Sources that are all read twice: the second time only when all have been read once. */
function twiceRead(count: number) {
  const sources = Array.from({ length: count }, () => kilobytes8);
  const totals: FunctionTask[] = [{ call: () => 0 }];
  for (let round = 0; round < 2; round++) for (let i = 0; i < count; i++) totals.push({ ...total, reads: [i, count + totals.length - 1] });
  return functionGraph([...sources, ...totals]);
}

for (const scheduler of ["synchronous", "threads"] as const) {
  const options: RunOptions = { scheduler, numWorkers: 2, spillFolder: folder };

  test(`${scheduler}: chunks that do not fit go to disk and come back unharmed, within the limit`, async () => {
    const rest = leftOver();
    let counters: RunCounters | undefined;
    const memoryLimit = 100_000;
    const sums = await numbers(twiceRead(40), { ...options, memoryLimit, onEvent: (event) => (counters = event.counters) });
    assert.deepEqual(sums, [40 * (length - 1) * length]);
    assert.ok(counters!.spilledBytes > 200_000 && counters!.restoredBytes > 200_000, JSON.stringify(counters));
    assert.ok(counters!.peakBytes <= memoryLimit);
    assert.equal(rest(), 0);
  });

  test(`${scheduler}: what is kept may be more than fits, and is read from disk by later graphs`, async () => {
    const rest = leftOver();
    const memoryLimit = 100_000;
    const chunks = await runGraph(functionGraph(Array(40).fill(kilobytes8), [...Array(40).keys()]), { ...options, memoryLimit });
    assert.ok(chunks.some(({ block }) => !pool.isResident(block)));
    assert.ok(rest() <= memoryLimit);
    const data = chunks.map((chunk) => ({ chunk }));
    const totals = data.map((_, i): FunctionTask => ({ ...total, reads: [i, 40 + i] }));
    const graph = functionGraph([...data, { call: () => 0 }, ...totals]);
    assert.deepEqual(await numbers(graph, { ...options, memoryLimit }), [(40 * (length - 1) * length) / 2]);

    // Asked for as it stands.
    let seen = 0;
    await runGraph(
      { nodes: data, outputs: data.map((_, node) => ({ node, result: 0 })) },
      { ...options, memoryLimit, take: (_, chunk) => (seen += elements(chunk)[999] as number) },
    );
    assert.equal(seen, 40 * 999);

    // A graph that has nothing to do with them moves them out of its way.
    const large: FunctionTask = { call: () => new Float64Array(11_000).fill(1), shape: [11_000] };
    const size: FunctionTask = { call: (x: Vector) => x.size, reads: [0] };
    assert.deepEqual(await numbers(functionGraph([large, size]), { ...options, memoryLimit: 280_000 }), [11_000]);
    assert.ok(rest() <= 280_000);
    for (const { block } of chunks) pool.release(block);
    assert.equal(rest(), 0);
  });

  test(`${scheduler}: a full disk is a StorageError, and leaves nothing behind`, async (t) => {
    const rest = leftOver();
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    t.mock.method(fs, "write", (...args: unknown[]) => setImmediate(args.at(-1) as (error: Error) => void, full));
    syncBuiltinESMExports();
    try {
      await assert.rejects(numbers(twiceRead(40), { ...options, memoryLimit: 100_000 }), (error: StorageError) => {
        assert.ok(error instanceof StorageError);
        assert.match(error.message, /the disk is full/);
        return true;
      });
    } finally {
      t.mock.restoreAll();
      syncBuiltinESMExports();
    }
    assert.equal(rest(), 0);
    assert.equal((await numbers(twiceRead(40), { ...options, memoryLimit: 100_000 })).length, 1);
  });
}

test("a spill folder that cannot be made is a StorageError", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  await assert.rejects(numbers(twiceRead(40), { scheduler: "synchronous", memoryLimit: 100_000, spillFolder: join(file, "below") }), StorageError);
  // One that is gone is made again.
  const swept = join(folder, "swept");
  for (let round = 0; round < 2; round++) {
    assert.equal((await numbers(twiceRead(40), { scheduler: "synchronous", memoryLimit: 100_000, spillFolder: swept })).length, 1);
    rmSync(swept, { recursive: true });
  }
  // Where no folder can be, Node.js' own way to make several at once never comes back.
  if (process.platform === "linux")
    await assert.rejects(
      numbers(twiceRead(40), { scheduler: "synchronous", memoryLimit: 100_000, spillFolder: "/proc/chunkwise/below" }),
      /set spillFolder to one that can/,
    );
});

test("files go with the chunks they hold; folders of processes that are gone go when the next one begins", async () => {
  const root = join(folder, "stale");
  const stale = join(root, `chunkwise-${hostname()}-999999999-0`);
  const elsewhere = join(root, "chunkwise-another.host-999999999-0");
  for (const path of [stale, elsewhere]) mkdirSync(path, { recursive: true });
  await numbers(twiceRead(40), { scheduler: "synchronous", memoryLimit: 100_000, spillFolder: root });
  assert.equal(existsSync(stale), false);
  assert.equal(existsSync(elsewhere), true);
  const [own] = readdirSync(root).filter((name) => name.startsWith(`chunkwise-${hostname()}-${process.pid}-`));
  // Files are removed off the main thread.
  while (readdirSync(join(root, own!)).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
});
