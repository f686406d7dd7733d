import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pool } from "../../src/chunk/pool.ts";
import { da, MemoryLimitError, type RunEvent } from "../../src/index.ts";

const size = 2000;
const source = () => da.random.normal(5, 2, { size: [size, size], chunks: [250, size], seed: 1 });
const limit = 8_000_000;

test("data four times the limit are persisted as far as it allows, spilled, and come back", async () => {
  let counters: RunEvent["counters"] | undefined;
  const progress = (event: RunEvent) => {
    counters = { ...event.counters };
  };
  const x = await source().persist({ memoryLimit: limit, progress });
  assert.ok(counters!.spilledBytes > 0);
  const spread = await x.sub(x.mean(0)).std(1).compute({ memoryLimit: limit, progress });
  assert.ok(counters!.restoredBytes > 0);
  assert.ok(counters!.peakBytes <= limit, `the pool held ${counters!.peakBytes} bytes`);
  x[Symbol.dispose]();
  const again = source();
  const expected = await again.sub(again.mean(0)).std(1).compute();
  assert.ok(spread.data.every((value, i) => Math.abs(value - expected.data[i]!) < 1e-12));
});

test("what is persisted is given back when it is disposed", async () => {
  const before = pool.counters.inUseBytes;
  {
    using x = await source().persist();
    assert.ok(pool.counters.inUseBytes - before >= 8 * size * size);
    assert.equal(await x.sum().compute(), await source().sum().compute());
    x[Symbol.dispose]();
    await assert.rejects(x.sum().compute(), /compute: reads what was persisted and is disposed of; persist it again/);
  }
  assert.ok(pool.counters.inUseBytes <= before, `${pool.counters.inUseBytes - before} bytes are still in use`);
});

test("what is disposed while a run would move it to disk is given back when the run ends", async () => {
  const before = pool.counters.inUseBytes;
  const y = await source().add(1).persist();
  const x = await source().persist();
  let spilledBytes = 0;
  const progress = ({ counters }: RunEvent) => {
    x[Symbol.dispose]();
    spilledBytes = counters.spilledBytes;
  };
  const sorted = await y
    .sub(y.mean(0))
    .std(1)
    .compute({ memoryLimit: pool.counters.inUseBytes - before, progress });
  assert.ok(spilledBytes > 0);
  assert.ok(sorted.data.every((value) => value > 0));
  y[Symbol.dispose]();
  assert.ok(pool.counters.inUseBytes <= before, `${pool.counters.inUseBytes - before} bytes are still in use`);
});

test("a task that can never fit says so before it runs", async () => {
  const x = source().rechunk(-1).sort(1);
  await assert.rejects(x.compute({ memoryLimit: 1_000_000 }), (error: Error) => error instanceof MemoryLimitError && /rechunk|limit/.test(error.message));
});

test("ten thousand computes leave nothing behind, in the pool or in the heap", () => {
  const index = new URL("../../src/index.js", import.meta.url).href;
  // Each is another expression. What is kept of them (plans, programs) is bounded, and code is compiled now and then: so the least growth counts.
  const script = `
    import { da } from ${JSON.stringify(index)};
    const x = da.fromArray(new Float64Array(4));
    const heaps = [];
    for (let n = 1; n <= 10_000; n++) {
      await x.add(n).compute({ scheduler: "synchronous" });
      if (n % 2000 > 0) continue;
      for (let i = 0; i < 3; i++) { globalThis.gc(); await new Promise((done) => setImmediate(done)); }
      heaps.push(process.memoryUsage().heapUsed);
    }
    console.log(Math.min(...heaps.slice(1).map((heap, i) => heap - heaps[i])));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", script], { encoding: "utf8" });
  assert.ok(Number.parseInt(stdout, 10) < 200_000, `at least ${stdout} bytes more after each 2000 computes ${stderr}`);
});

test("a thousand computes leave no memory behind", async () => {
  const before = pool.counters.inUseBytes;
  const x = da.fromArray(
    Float64Array.from({ length: 64 }, (_, i) => i),
    { chunks: 16 },
  );
  const base = pool.counters.inUseBytes;
  for (let i = 0; i < 1000; i++) assert.equal(await x.add(i).sum().compute({ scheduler: "synchronous" }), 2016 + 64 * i);
  assert.ok(pool.counters.inUseBytes <= base, `${pool.counters.inUseBytes - base} bytes are still in use`);
  assert.ok(base > before);
});

test("the event loop stays free while threads work", async () => {
  let ticks = 0;
  const ticker = setInterval(() => ticks++, 10);
  const start = performance.now();
  await da.random
    .normal(0, 1, { size: [8000, 8000], chunks: [2000, 2000] })
    .mean(1)
    .compute();
  const expected = (performance.now() - start) / 10;
  clearInterval(ticker);
  assert.ok(expected < 4 || ticks > expected / 4, `${ticks} ticks of ${expected.toFixed(0)}`);
});

test("an aborted compute ends within a second, and the next one works", async () => {
  const reason = new Error("enough");
  for (const scheduler of ["threads", "synchronous"] as const) {
    const before = pool.counters.inUseBytes;
    const long = da.random.normal(0, 1, { size: [60_000, 60_000], chunks: [10_000, 10_000] }).mean(1);
    const controller = new AbortController();
    const run = long.compute({ signal: controller.signal, scheduler });
    setTimeout(() => controller.abort(reason), 50);
    const start = performance.now();
    await assert.rejects(run, (error) => error === reason);
    assert.ok(performance.now() - start < 2000);
    assert.ok(pool.counters.inUseBytes <= before, `${pool.counters.inUseBytes - before} bytes are still in use`);
    assert.equal(await da.ones([10]).sum().compute({ scheduler }), 10);
  }
});

test("aborting gives back what persisting, writing, sorting and waiting for lengths had taken", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chunkwise-abort-"));
  const reason = new Error("enough");
  const x = da.random.normal(0, 1, { size: [30_000, 10_000], chunks: [500, 10_000], seed: 1 });
  const line = x.ravel();
  const work: readonly ((signal: AbortSignal) => Promise<unknown>)[] = [
    (signal) => x.persist({ signal, memoryLimit: "1GB" }),
    (signal) => x.toNpy(join(folder, "x.npy"), { signal }),
    (signal) => line.sort().max().compute({ signal, memoryLimit: "100MB" }),
    (signal) => line.get(line.gt(1)).sort().get(0).compute({ signal, memoryLimit: "1GB" }),
    (signal) => line.get(line.gt(1)).computeChunkSizes({ signal, memoryLimit: "1GB" }),
  ];
  try {
    for (const start of work) {
      const before = pool.counters.inUseBytes;
      const controller = new AbortController();
      const run = start(controller.signal);
      setTimeout(() => controller.abort(reason), 100);
      await assert.rejects(run, (error) => error === reason, String(start));
      assert.ok(pool.counters.inUseBytes <= before, `${start}: ${pool.counters.inUseBytes - before} bytes are still in use`);
      await assert.rejects(start(AbortSignal.abort(reason)), (error) => error === reason, String(start));
      assert.deepEqual(readdirSync(folder), []);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
