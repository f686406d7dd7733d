import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { unpack } from "../../src/chunk/batch.ts";
import { elements } from "../../src/chunk/chunk.ts";
import { pool } from "../../src/chunk/pool.ts";
import type { RunCounters } from "../../src/execute/run-event.ts";
import { type RunOptions, runGraph } from "../../src/execute/run-graph.ts";
import { MemoryLimitError, TaskError, WorkerLostError } from "../../src/util/errors.ts";
import { batches, batchTask, shuffled, shuffleGraph } from "./batch-graph.ts";
import { valuesOf } from "./batch-module.ts";
import { leftOver } from "./function-graph.ts";

const spillFolder = mkdtempSync(join(tmpdir(), "chunkwise-test-"));
after(() => rmSync(spillFolder, { recursive: true }));

for (const scheduler of ["synchronous", "threads"] as const) {
  const options: RunOptions = { scheduler, numWorkers: 2, spillFolder };

  test(`${scheduler}: a batch that is a result gets the memory it needs, whatever was estimated`, async () => {
    for (const estimate of [0, 64, 1e6]) {
      const rest = leftOver();
      const graph = { ...shuffleGraph(1, 2, 1000, estimate), outputs: [{ node: 0, result: 1 }] };
      const [chunk] = await runGraph(graph, options);
      assert.deepEqual(
        [...valuesOf(unpack(elements(chunk!) as Uint8Array))],
        Array.from({ length: 500 }, (_, i) => 2 * i + 1),
      );
      assert.equal(chunk!.shape.length, 1);
      assert.ok(rest() >= chunk!.shape[0]! && rest() <= 1.2 * chunk!.shape[0]!);
      pool.release(chunk!.block);
      assert.equal(rest(), 0);
    }
  });

  test(`${scheduler}: a task may have hundreds of them, and its readers find each`, async () => {
    const rest = leftOver();
    assert.deepEqual(await batches(shuffleGraph(6, 300, 1500), options), shuffled(6, 300, 1500));
    assert.equal(rest(), 0);
  });

  test(`${scheduler}: batches that do not fit go to disk and come back unharmed`, async () => {
    const rest = leftOver();
    let counters: RunCounters | undefined;
    const memoryLimit = 200_000;
    const onEvent = (event: { counters: RunCounters }) => {
      counters = event.counters;
    };
    assert.deepEqual(await batches(shuffleGraph(12, 8, 12_000), { ...options, memoryLimit, onEvent }), shuffled(12, 8, 12_000));
    assert.ok(counters!.spilledBytes > 200_000 && counters!.restoredBytes > 200_000, JSON.stringify(counters));
    assert.equal(rest(), 0);
  });

  test(`${scheduler}: batches that are kept may be data of later graphs, from disk too`, async () => {
    const rest = leftOver();
    const { nodes, outputs } = shuffleGraph(12, 8, 12_000);
    const chunks = await runGraph({ nodes, outputs }, { ...options, memoryLimit: 200_000 });
    assert.ok(chunks.some(({ block }) => !pool.isResident(block)));
    const data = chunks.map((chunk) => ({ chunk }));
    const again = data.map((_, node) => batchTask("same-1", [{ node, result: 0 }], (step) => [step("frame/same", [0])]));
    const graph = { nodes: [...data, ...again], outputs: again.map((_, i) => ({ node: data.length + i, result: 0 })) };
    assert.deepEqual(await batches(graph, { ...options, memoryLimit: 200_000 }), shuffled(12, 8, 12_000));
    for (const { block } of chunks) pool.release(block);
    assert.equal(rest(), 0);
  });

  test(`${scheduler}: a task that asks for more than the limit is a MemoryLimitError that names it and how much`, async () => {
    const rest = leftOver();
    await assert.rejects(batches(shuffleGraph(3, 2, 100_000), { ...options, memoryLimit: 300_000 }), (error: MemoryLimitError) => {
      assert.ok(error instanceof MemoryLimitError);
      assert.match(error.message, /^split: needs \d+ KiB, the limit is 293 KiB/);
      return true;
    });
    assert.equal(rest(), 0);
    assert.deepEqual(await batches(shuffleGraph(2, 2, 10), options), shuffled(2, 2, 10));
  });

  test(`${scheduler}: what a batch kernel throws is the cause of a TaskError`, async () => {
    const rest = leftOver();
    const fails = batchTask("query-1", [], (step) => [step("frame/test-fail", [])]);
    await assert.rejects(batches({ nodes: [fails], outputs: [{ node: 0, result: 0 }] }, options), (error: TaskError) => {
      assert.ok(error instanceof TaskError);
      assert.equal((error.cause as Error).message, "no such column");
      return true;
    });
    assert.equal(rest(), 0);
  });
}

/** Two tasks: one holds the memory the other one waits for, and never ends by itself. */
function waiting(other: "frame/test-spin" | "exit") {
  const module = new URL("./module-functions.js", import.meta.url).href;
  const holder = batchTask("holder-1", [], (step) => [step("frame/test-spin", [])], 190_000);
  const lost = { ...holder, program: { inputs: [], steps: [{ module, name: "exitSoon", args: [], result: "uint8" as const }], outputs: [0] } };
  const asker = batchTask("asker-1", [], (step) => [step("frame/test-range", [], { from: 0, count: 5000 })], 0);
  return { nodes: [asker, other === "exit" ? lost : holder], outputs: [0, 1].map((node) => ({ node, result: 0 })) };
}
const threads: RunOptions = { scheduler: "threads", numWorkers: 2, memoryLimit: 200_000 };

test("a run whose tasks wait for memory can be aborted", async () => {
  const rest = leftOver();
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  const start = performance.now();
  await assert.rejects(batches(waiting("frame/test-spin"), { ...threads, signal: controller.signal }), { name: "AbortError" });
  assert.ok(performance.now() - start < 900);
  assert.equal(rest(), 0);
  assert.deepEqual(await batches(shuffleGraph(2, 2, 10), threads), shuffled(2, 2, 10));
});

test("while a task waits for memory, another one's worker may be lost", async () => {
  const rest = leftOver();
  await assert.rejects(batches(waiting("exit"), threads), WorkerLostError);
  assert.equal(rest(), 0);
  assert.deepEqual(await batches(shuffleGraph(2, 2, 10), threads), shuffled(2, 2, 10));
});
