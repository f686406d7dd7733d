import assert from "node:assert/strict";
import { test } from "node:test";
import { pool } from "../../src/chunk/pool.ts";
import { config, type DFrame, dd, fromModule } from "../../src/index.ts";

const frame = dd.fromColumns<{ k: "float64"; x: "float64" }>({ k: [5, 3, 1, 4, 2, 0], x: [0, 1, 2, 3, 4, 5] }, { npartitions: 5 });
const listed = async (of: DFrame) => {
  const found: unknown[] = [];
  for await (const table of of) found.push([...table.getChild("k")!]);
  return found;
};

test("a frame gives its partitions one after the other, as tables", async () => {
  using _ = config.scope({ scheduler: "synchronous" });
  const partitions = await Promise.all([0, 1, 2, 3, 4].map(async (i) => (await frame.partitions[i]!.toColumns())["k"]));
  assert.deepEqual(await listed(frame), partitions);
  assert.equal((await listed(frame)).length, 5);
  const kept = await listed(frame.filter((c) => c.k.gt(2)).assign({ y: 1 }));
  assert.deepEqual(kept.flat(), [5, 3, 4]);
  assert.deepEqual((await listed(frame.setIndex("k"))).flat(), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(await listed(frame.head(2)), [[5, 3]]);
  assert.deepEqual(await listed(dd.fromColumns({ k: [] }, { schema: { k: "float64" }, npartitions: 2 })), [[], []]);
});

test("a series gives vectors", async () => {
  using _ = config.scope({ scheduler: "synchronous" });
  const found: number[][] = [];
  for await (const vector of frame.sortValues("k").col("x").add(1)) found.push([...vector] as number[]);
  assert.deepEqual(found.flat(), [6, 3, 5, 2, 4, 1]);
});

test("work that all partitions share is done once, and given back when nobody wants another partition", async () => {
  using _ = config.scope({ scheduler: "synchronous" });
  const rest = pool.counters.inUseBytes;
  let seen = 0;
  for await (const table of frame.setIndex("k", { divisions: [0, 2, 3, 5] })) {
    seen += table.numRows;
    break;
  }
  assert.equal(seen, 2);
  assert.ok(pool.counters.inUseBytes <= rest, `${pool.counters.inUseBytes - rest} bytes are still in use`);
});

test("a worker that is lost while it runs a function on a frame is an error that names it, and the pool recovers", async () => {
  const module = new URL("../execute/module-functions.js", import.meta.url).href;
  const lost = frame.mapPartitions(fromModule(module, "exit"), { schema: { n: "int32" } });
  await assert.rejects(lost.toObjects({ scheduler: "threads", numWorkers: 2 }), {
    name: "WorkerLostError",
    message: /worker \d+ was lost \(.*\) while running map-partitions-/,
  });
  const groups = await frame.setIndex("k").groupby("k").sum().toColumns({ scheduler: "threads", numWorkers: 2 });
  assert.deepEqual(groups["x"], [5, 2, 4, 1, 3, 0]);
});

test("a frame's function that ignores an abort is stopped", async () => {
  const module = new URL("../execute/module-functions.js", import.meta.url).href;
  const spinning = frame.mapPartitions(fromModule(module, "spin"), { schema: { n: "int32" } });
  await assert.rejects(spinning.toObjects({ scheduler: "threads", numWorkers: 2, signal: AbortSignal.timeout(50) }), { name: "TimeoutError" });
  assert.equal(await frame.len(), 6);
});
