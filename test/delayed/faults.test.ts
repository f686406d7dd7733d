import assert from "node:assert/strict";
import { test } from "node:test";
import { pool } from "../../src/chunk/pool.ts";
import { compute, config, dd, delayed, fromModule, type RunEvent, type TaskError, WorkerLostError } from "../../src/index.ts";
import { schedulers, testEach } from "./schedulers.ts";

const module = new URL("./module-functions.js", import.meta.url).href;
const threads = schedulers[1]!;
const works = async () => assert.equal(await delayed((x: number) => x + 1)(1).compute(threads), 2);

testEach("an error of a function comes with its key, its class, its own fields and the user's own stack", async (options) => {
  const fails = delayed(function failsHere(n: number) {
    if (n > 0) throw new RangeError(`no ${n}`);
    return n;
  });
  const call = fails(3);
  await assert.rejects(delayed((x: number) => x)(call).compute(options), (error: TaskError) => {
    assert.equal(error.name, "TaskError");
    assert.equal(error.key, call.key);
    assert.equal(error.operation, "failsHere");
    const cause = error.cause as Error;
    assert.ok(cause instanceof RangeError);
    assert.equal(cause.message, "no 3");
    assert.match(cause.stack!, /at failsHere/);
    return true;
  });
  await assert.rejects(delayed<number>(fromModule(module, "failing"))().compute(options), (error: TaskError) => {
    const cause = error.cause as Error & { sensor: number };
    assert.deepEqual([cause.name, cause.sensor], ["MeasurementError", 7]);
    assert.match(cause.stack!, /module-functions/);
    return true;
  });
  const rejects = delayed(async () => {
    await null;
    throw new Error("later");
  });
  await assert.rejects(rejects().compute(options), /later/);
  const thrown = delayed(() => {
    throw "a text";
  });
  await assert.rejects(thrown().compute(options), /a text/);
});

test("a worker that exits is a WorkerLostError that names the call, and the next compute works", async () => {
  const quit = delayed<number>(fromModule(module, "exit"))();
  await assert.rejects(compute([delayed(() => 1)(), quit], threads), (error: WorkerLostError) => {
    assert.ok(error instanceof WorkerLostError);
    assert.deepEqual(error.running, [quit.key]);
    return true;
  });
  await works();
});

testEach("an abort ends a run of many calls, and nothing is left behind", async (options) => {
  const before = pool.counters.inUseBytes;
  const controller = new AbortController();
  const slow = delayed((ms: number) => {
    const until = Date.now() + ms;
    while (Date.now() < until);
    return ms;
  });
  let finished = 0;
  const progress = (event: RunEvent) => {
    if (event.kind === "finished" && ++finished === 5) controller.abort();
  };
  const all = Array.from({ length: 1000 }, (_, i) => slow(1 + (i % 2)));
  await assert.rejects(compute(all, { ...options, signal: controller.signal, progress }), { name: "AbortError" });
  assert.ok(finished < 1000);
  assert.ok(pool.counters.inUseBytes <= before, `${pool.counters.inUseBytes - before} bytes are still in use`);
});

test("a function that ignores an abort loses its worker", async () => {
  const controller = new AbortController();
  const progress = (event: RunEvent) => {
    if (event.kind === "started") controller.abort();
  };
  await assert.rejects(delayed(fromModule(module, "spin"))().compute({ ...threads, signal: controller.signal, progress }), { name: "AbortError" });
  await works();
});

testEach("values beyond the memory limit go to disk and come back", async (options) => {
  const make = delayed((i: number) => new Float64Array(125_000).fill(i));
  const first = delayed((x: Float64Array, y: Float64Array) => x[7]! + y[9]!);
  const values = Array.from({ length: 40 }, (_, i) => make(i));
  let spilled = 0;
  let peak = 0;
  const progress = ({ counters }: RunEvent) => {
    spilled = counters.spilledBytes;
    peak = Math.max(peak, counters.peakBytes);
  };
  // Each is needed again when all others have been made.
  const forth = values.map((value, i) => first(value, values[(i + 1) % 40]!));
  const back = values.map((value, i) => first(value, values[39 - i]!));
  const limit = 10_000_000;
  const found = await compute({ forth, back }, { ...options, memoryLimit: limit, progress });
  assert.deepEqual(
    found.forth,
    values.map((_, i) => i + ((i + 1) % 40)),
  );
  assert.deepEqual(
    found.back,
    values.map(() => 39),
  );
  assert.ok(spilled > 0, "nothing was spilled");
  // Where all that is in memory is being read, a worker's value gets its memory although the limit does not allow it.
  assert.ok(peak <= limit + 2 * 2 ** 20, `${peak} bytes`);
});

testEach("tiny calls of which some give much, in little memory", async (options) => {
  const make = delayed((i: number) => (i % 50 === 0 ? new Uint8Array(400_000).fill(7) : i));
  const size = delayed((x: number | Uint8Array) => (typeof x === "number" ? 1 : x.length));
  const calls = Array.from({ length: 600 }, (_, i) => make(i));
  // What they give is only looked at when all are done.
  const gate = delayed((xs: readonly number[]) => xs.length)(calls.filter((_, i) => i % 50 !== 0) as never);
  const sizes = calls.map((call) => delayed((a: number, b: number) => a + 0 * b)(size(call as never), gate));
  const found = await compute(sizes, { ...options, memoryLimit: 4_000_000 });
  assert.equal(
    found.reduce((a, b) => a + b),
    12 * 400_000 + 588,
  );
});

testEach("persisted values count, may be spilled, and are freed when they are disposed of", async (options) => {
  const before = pool.counters.inUseBytes;
  const kept = await delayed(() => new Float64Array(100_000).fill(1))().persist(options);
  assert.ok(pool.counters.inUseBytes >= before + 800_000);
  assert.equal(await delayed((x: Float64Array) => x.length)(kept).compute({ ...options, memoryLimit: 4_000_000 }), 100_000);
  kept[Symbol.dispose]();
  assert.ok(pool.counters.inUseBytes <= before, `${pool.counters.inUseBytes - before} bytes are still in use`);
});

testEach("computes leave nothing behind", async (options) => {
  const chain = () => delayed((x: number) => x + 1)(delayed(() => 1)());
  await chain().compute(options);
  const before = pool.counters.inUseBytes;
  for (let i = 0; i < 30; i++) assert.equal(await chain().compute(options), 2);
  assert.ok(pool.counters.inUseBytes <= before, `${pool.counters.inUseBytes - before} bytes are still in use`);
});

testEach("an error of a frame's partition is the same whatever made it", async (options) => {
  const fails = delayed((i: number) => {
    if (i === 2) throw new Error("no year 2");
    return { a: [i] };
  });
  const frame = dd.fromDelayed(
    [1, 2, 3].map((i) => fails(i)),
    { schema: { a: "int32" } },
  );
  await assert.rejects(frame.compute(options), /no year 2/);
});

test("on the calling thread, too, an abort ends calls that never do, and computes within them", async () => {
  const never = delayed(() => new Promise<number>(() => {}));
  const options = { scheduler: "synchronous" } as const;
  await assert.rejects(compute([never(), delayed(() => 1)()], { ...options, signal: AbortSignal.timeout(20) }), { name: "TimeoutError" });
  const frame = dd.fromColumns({ n: [1, 2], k: ["a", "b"] });
  const schema = { n: "float64" } as const;
  const before = pool.counters.inUseBytes;
  for (const waits of [
    frame.mapPartitions(() => new Promise<never>(() => {}), { schema }),
    frame.groupby("k").apply(() => new Promise<never>(() => {}), { schema }),
  ])
    await assert.rejects(waits.compute({ ...options, signal: AbortSignal.timeout(20) }), { name: "TimeoutError" });
  {
    using _ = config.scope(options);
    const state: { within?: Promise<unknown> } = {};
    const outer = delayed(() => (state.within = never().compute()));
    await assert.rejects(outer().compute({ ...options, signal: AbortSignal.timeout(20) }), { name: "TimeoutError" });
    await assert.rejects(state.within!, { code: "STOPPED" });
  }
  assert.equal(await delayed(() => 2)().compute(options), 2);
  assert.equal(pool.counters.inUseBytes, before);
});

testEach("what cannot be looked at may be thrown, and listeners may fail later", async (options) => {
  const hidden = delayed(() => {
    throw new Proxy(
      {},
      {
        get() {
          throw new Error("hidden");
        },
      },
    );
  });
  await assert.rejects(hidden().compute(options), /something was thrown that cannot be looked at/);
  const progress = (async () => {
    throw new Error("no display");
  }) as () => void;
  await assert.rejects(
    compute(
      [1, 2, 3].map((n) => delayed((x: number) => new Promise((resolve) => setTimeout(resolve, 5, x)))(n)),
      { ...options, progress },
    ),
    /no display/,
  );
});
