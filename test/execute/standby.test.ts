import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { pool } from "../../src/chunk/pool.ts";
import { begin, call, createStandby, dismiss, hasLeft, release, send } from "../../src/execute/standby.ts";
import { da, type NDArray } from "../../src/index.ts";

const standbyModule = new URL("../../src/execute/standby.js", import.meta.url).href;

/** A thread that waits to be called, and tells each call, or that there was none. */
function waiter(standby: ReturnType<typeof createStandby>, mostMs: number) {
  const source = `
    import { parentPort, workerData } from "node:worker_threads";
    import { awaitCall } from ${JSON.stringify(standbyModule)};
    let last = 1;
    for (;;) {
      const call = awaitCall(workerData.standby, 0, last, workerData.mostMs, () => {});
      parentPort.postMessage(call ?? null);
      if (call === undefined) break;
      last = call.run;
    }`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), { workerData: { standby, mostMs } });
  const told: unknown[] = [];
  worker.on("message", (message) => told.push(message));
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  return { told, ended };
}

const until = async (isSo: () => boolean) => {
  for (let tries = 0; !isSo(); tries++) {
    assert.ok(tries < 10_000);
    await wait(1);
  }
};

test("a worker that waits comes when it is called and the run begins, as often as that happens, and goes when it is let go", async () => {
  const standby = createStandby(1);
  begin(standby, 1, 0);
  send(standby, 0);
  assert.equal(hasLeft(standby, 0), false);
  assert.equal(call(standby, 0), false);
  const { told, ended } = waiter(standby, 60_000);
  for (const run of [2, 3, 7]) {
    await until(() => hasLeft(standby, 0));
    assert.equal(call(standby, 0), true);
    assert.equal(call(standby, 0), false);
    begin(standby, run, 10 * run);
    await until(() => told.length > 0);
    assert.deepEqual(told.splice(0), [{ run, session: 10 * run }]);
  }
  // Called for nothing.
  await until(() => call(standby, 0));
  release(standby, 0);
  dismiss(standby, 0);
  await ended;
  assert.deepEqual(told, [null]);
});

test("a worker that nobody calls goes after a while, and is not called then; one that is called waits on", async () => {
  const standby = createStandby(1);
  begin(standby, 1, 0);
  const { told, ended } = waiter(standby, 400);
  await until(() => call(standby, 0));
  await wait(600);
  assert.deepEqual(told, []);
  begin(standby, 2, 5);
  await ended;
  assert.deepEqual(told, [{ run: 2, session: 5 }, null]);
  assert.equal(call(standby, 0), false);
});

test("runs with other numbers of workers and other limits follow each other, at once and after pauses", async () => {
  const x = da.arange(200_000, { chunks: 20_000 }).add(1);
  for (let i = 0; i < 40; i++) {
    const numWorkers = 1 + ((i * i) % 3);
    const memoryLimit = i % 4 === 0 ? 6e7 : 3e9;
    assert.equal(Number(await x.sum().compute({ scheduler: "threads", numWorkers, memoryLimit })), (200_000 * 200_001) / 2);
    if (i % 10 === 9) await wait(130);
  }
});

test("workers know buffers from run to run, and forget them when the pool has dropped some", async () => {
  for (let i = 0; i < 4; i++) {
    const length = 9_000_000 + 1_000_000 * i;
    {
      using persisted = await da.arange(length, { chunks: length }).add(0.5).persist({ scheduler: "threads", numWorkers: 2 });
      assert.equal(Number(await persisted.max().compute({ scheduler: "threads", numWorkers: 2 })), length - 0.5);
    }
    const before = pool.counters.droppedSlabs;
    pool.trim(0);
    assert.ok(pool.counters.droppedSlabs > before);
    assert.equal(Number(await da.arange(50_000, { chunks: 5000 }).sum().compute({ scheduler: "threads", numWorkers: 2 })), (50_000 * 49_999) / 2);
  }
});

test("what functions print is written between runs that follow each other closely", async () => {
  const { stdout } = process;
  const { write } = stdout;
  let lines = 0;
  stdout.write = ((text: string | Uint8Array, ...rest: never[]) => {
    const printed = String(text).match(/^printed by a function$/gm);
    lines += printed?.length ?? 0;
    return printed === null ? write.call(stdout, text, ...rest) : true;
  }) as typeof write;
  try {
    const x = da.ones([10], { chunks: 1 });
    const print = (block: NDArray) => {
      console.log("printed by a function");
      return block;
    };
    await x.mapBlocks(print, { dtype: "float64" }).compute({ scheduler: "threads", numWorkers: 2 });
    for (let i = 0; i < 100 && lines < 10; i++) {
      await x.sum().compute({ scheduler: "threads", numWorkers: 2 });
      await wait(1);
    }
  } finally {
    stdout.write = write;
  }
  assert.equal(lines, 10);
});

test("where more workers are wanted, those there were do not stay besides", { skip: !existsSync("/proc/self/task") }, async () => {
  const threads = () => readdirSync("/proc/self/task").length;
  const x = da.arange(20_000, { chunks: 2000 });
  await x.sum().compute({ scheduler: "threads", numWorkers: 4 });
  const before = threads();
  for (const numWorkers of [5, 6]) await x.sum().compute({ scheduler: "threads", numWorkers });
  while (threads() > before + 2) await wait(1);
});

test("workers that wait do not keep a process from ending", () => {
  const program = `
    import { da } from ${JSON.stringify(new URL("../../src/index.js", import.meta.url).href)};
    await da.arange(200000, { chunks: 20000 }).sum().compute({ scheduler: "threads", numWorkers: 2 });
    console.log("printed");
    const over = performance.now();
    process.on("exit", () => console.log(performance.now() - over));`;
  const times = [1, 2, 3].map(() => Number(execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" }).split("\n")[1]));
  // They would wait for 100 ms.
  assert.ok(Math.min(...times) < 90, `${times} ms`);
});

test("nobody holds on to buffers that the pool has dropped, however soon runs follow each other", () => {
  const script = `
    import { da } from ${JSON.stringify(new URL("../../src/index.js", import.meta.url).href)};
    import { pool } from ${JSON.stringify(new URL("../../src/chunk/pool.js", import.meta.url).href)};
    const buffers = [];
    const options = { scheduler: "threads", numWorkers: 2 };
    // Something else goes on, so that workers are not let go.
    const ticker = setInterval(() => {}, 1000);
    for (let i = 0; i < 6; i++) {
      const x = await da.arange(9_000_000 + 100_000 * i, { chunks: 10_000_000 }).add(0.5).persist(options);
      await x.max().compute(options);
      for (const block of pool.movable) buffers.push(new WeakRef(block.buffer));
      x[Symbol.dispose]();
      pool.trim(0);
    }
    await da.arange(50_000, { chunks: 5000 }).sum().compute(options);
    for (let i = 0; i < 5; i++) { globalThis.gc(); await new Promise((done) => setImmediate(done)); }
    console.log(buffers.length, buffers.filter((buffer) => buffer.deref() !== undefined).length);
    clearInterval(ticker);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", script], { encoding: "utf8" });
  assert.equal(stdout, "6 0\n", stderr);
});
