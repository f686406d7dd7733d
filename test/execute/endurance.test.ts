import assert from "node:assert/strict";
import { test } from "node:test";
import type { NDArray } from "../../src/chunk/ndarray.ts";
import { pool } from "../../src/chunk/pool.ts";
import { type FunctionTask, functionGraph, numbers } from "./function-graph.ts";

type Vector = NDArray<"float64">;

const one: FunctionTask = { call: () => 1 };
const add: FunctionTask = { call: (x: Vector, y: Vector) => x.data[0]! + y.data[0]!, reads: [0, 1] };

for (const scheduler of ["synchronous", "threads"] as const) {
  test(`${scheduler}: thousands of runs leave memory as it was`, async () => {
    const graph = functionGraph([one, one, add]);
    const runs = async (count: number) => {
      for (let i = 0; i < count; i++) await numbers(graph, { scheduler, numWorkers: 2 });
      return process.memoryUsage.rss();
    };
    await runs(500);
    const before = { ...pool.counters };
    const rss = await runs(500);
    const growth = (await runs(2000)) - rss;
    assert.deepEqual([pool.counters.inUseBytes, pool.counters.retainedBytes], [before.inUseBytes, before.retainedBytes]);
    // Heaps of three threads breathe; twenty kilobytes a run would show.
    assert.ok(growth < 40 * 2 ** 20, `${growth} bytes more after 2000 runs`);
  });
}

test("while workers work, the event loop of the main thread is free", async () => {
  const busy: FunctionTask = {
    call: () => {
      const until = performance.now() + 20;
      while (performance.now() < until);
      return 0;
    },
  };
  let ticks = 0;
  const ticker = setInterval(() => ticks++, 10);
  const start = performance.now();
  await numbers(functionGraph(Array(20).fill(busy), [...Array(20).keys()]), { scheduler: "threads", numWorkers: 2 });
  clearInterval(ticker);
  const elapsed = performance.now() - start;
  // The machine has other things to do as well: a quarter of the ticks is enough to tell it from none.
  assert.ok(ticks >= elapsed / 40, `${ticks} ticks in ${elapsed} ms`);
});

test("runs that are begun at once take turns", async () => {
  const graph = functionGraph([one, one, add]);
  const all = await Promise.all(Array.from({ length: 20 }, (_, i) => numbers(graph, { scheduler: i % 2 === 0 ? "threads" : "synchronous", numWorkers: 2 })));
  assert.deepEqual(all.flat(), Array(20).fill(2));
});
