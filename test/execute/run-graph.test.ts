import assert from "node:assert/strict";
import { test } from "node:test";
import type { NDArray } from "../../src/chunk/ndarray.ts";
import { pool } from "../../src/chunk/pool.ts";
import type { RunEvent } from "../../src/execute/run-event.ts";
import { type RunOptions, runGraph } from "../../src/execute/run-graph.ts";
import { MemoryLimitError, TaskError } from "../../src/util/errors.ts";
import { dataOf, type FunctionTask, functionGraph, leftOver, numbers, results } from "./function-graph.ts";

type Vector = NDArray<"float64">;

const executors: readonly RunOptions[] = [{ scheduler: "synchronous" }, { scheduler: "threads", numWorkers: 2 }];
const module = new URL("./module-functions.js", import.meta.url).href;

const ones: FunctionTask = { call: () => new Float64Array(100).fill(1), shape: [100] };
const total: FunctionTask = { call: (x: Vector) => x.data.reduce((sum, value) => sum + value, 0), reads: [0] };

// Every executor is the same to its user.
for (const options of executors) {
  const { scheduler } = options;

  test(`${scheduler}: a task gets what the tasks before it made`, async () => {
    const rest = leftOver();
    const add = { call: (x: Vector, y: Vector) => x.data[0]! + y.data[0]!, reads: [1, 2] };
    assert.deepEqual(await numbers(functionGraph([ones, total, { ...total, label: "other" }, add]), options), [200]);
    assert.equal(rest(), 0);
  });

  test(`${scheduler}: a task that reads more than a command has room for runs`, async () => {
    const sum: FunctionTask = {
      call: (...all: Vector[]) => all.slice(0, -1).reduce((so, each) => so + each.data[0]!, 0),
      reads: Array.from({ length: 500 }, (_, i) => i),
    };
    const leaves = Array.from({ length: 500 }, () => ({ call: () => 2 }));
    assert.deepEqual(await numbers(functionGraph([...leaves, sum]), options), [1000]);
  });

  test(`${scheduler}: views are read as they stand`, async () => {
    using data = dataOf([0, 1, 2, 3, 4, 5]);
    const reversedColumns = { node: 0, result: 0, view: { offset: 5, shape: [2, 3], strides: [-1, -2] } };
    const copy: FunctionTask = { call: (x: Vector) => x, shape: [2, 3], reads: [reversedColumns] };
    assert.deepEqual(await numbers(functionGraph([data, copy]), options), [5, 3, 1, 4, 2, 0]);
  });

  test(`${scheduler}: what is handed over is freed after, and data stays`, async () => {
    using data = dataOf([1, 2, 3]);
    const rest = leftOver();
    const graph = functionGraph([data, { call: { module, name: "twice" }, shape: [3], reads: [0] }], [1, 0, 1]);
    const taken = await results(graph, options);
    assert.deepEqual(
      taken.map(({ data }) => [...data]),
      [
        [2, 4, 6],
        [1, 2, 3],
        [2, 4, 6],
      ],
    );
    assert.equal(rest(), 0);
    assert.ok(pool.isResident(data.chunk.block));
  });

  test(`${scheduler}: what is kept can be data of a later graph, and has an owner for each time it was asked for`, async () => {
    const rest = leftOver();
    const [chunk, again] = await runGraph(functionGraph([ones], [0, 0]), options);
    assert.equal(again!.block, chunk!.block);
    pool.release(again!.block);
    assert.deepEqual(await numbers(functionGraph([{ chunk: chunk! }, total]), options), [100]);
    pool.release(chunk!.block);
    assert.equal(rest(), 0);
  });

  test(`${scheduler}: an extent that only running tells is told, and takes no more memory than it needs`, async () => {
    const rest = leftOver();
    const odd: FunctionTask = { call: () => Float64Array.of(1, 3, 5), shape: [undefined], bytes: 80_000 };
    const [chunk] = await runGraph(functionGraph([odd]), options);
    assert.deepEqual(chunk!.shape, [3]);
    assert.equal(rest(), 64);
    assert.deepEqual(await numbers(functionGraph([{ chunk: chunk! }, total]), options), [9]);
    pool.release(chunk!.block);
    assert.deepEqual(await numbers(functionGraph([odd, total]), options), [9]);
  });

  test(`${scheduler}: a result of another shape than was declared is an error that names both`, async () => {
    const wrong: FunctionTask = { call: () => new Float64Array(5), shape: [4] };
    await assert.rejects(runGraph(functionGraph([wrong]), options), /the result has shape \[5\] where \[4\] was declared/);
  });

  test(`${scheduler}: promises are waited for`, async () => {
    const slow: FunctionTask = { call: async (x: Vector) => (await Promise.resolve(x)).data[0]! + 1, reads: [0] };
    assert.deepEqual(await numbers(functionGraph([{ call: () => 1 }, slow]), options), [2]);
  });

  test(`${scheduler}: functions get memory of their own, and what they give is copied`, async () => {
    using data = dataOf([1, 2, 3]);
    const spoil: FunctionTask = {
      call: (x: Vector) => {
        const before = x.data.slice();
        x.data.fill(0);
        return before;
      },
      shape: [3],
      reads: [0],
    };
    const late: FunctionTask = { call: (x: Vector, y: Vector) => x.data.map((value, i) => value + y.data[i]!), shape: [3], reads: [0, 1] };
    assert.deepEqual(await numbers(functionGraph([data, spoil, late]), options), [2, 4, 6]);
  });

  test(`${scheduler}: captured values and bundlers' __name are there`, async () => {
    const source = { call: new Function("", "__name(() => 0, 'x'); return 0") as () => number };
    assert.deepEqual(await numbers(functionGraph([source]), options), [0]);
    const factor = 0;
    const scaled: FunctionTask = { call: () => 2 * factor, captured: { factor: 21 } };
    assert.deepEqual(await numbers(functionGraph([scaled]), options), [42]);
  });

  test(`${scheduler}: what a function throws is the cause of a TaskError, with its own fields and stack; all is freed and the next run works`, async () => {
    const rest = leftOver();
    const graph = functionGraph([ones, { label: "measure-12ab", call: { module, name: "failing" }, reads: [] }, total], [0, 1, 2]);
    await assert.rejects(results(graph, options), (error: TaskError) => {
      assert.ok(error instanceof TaskError);
      assert.deepEqual([error.key, error.operation], ["measure-12ab/1", "measure"]);
      const cause = error.cause as Error & { sensor: number };
      assert.ok(cause instanceof Error);
      assert.deepEqual([cause.name, cause.message, cause.sensor], ["MeasurementError", "sensor 7 is silent", 7]);
      assert.match(cause.stack!, /module-functions/);
      return true;
    });
    assert.equal(rest(), 0);
    assert.deepEqual(await numbers(functionGraph([ones, total]), options), [100]);
  });

  test(`${scheduler}: anything may be thrown`, async () => {
    const cases: readonly (readonly [() => never, unknown])[] = [
      [
        () => {
          throw 7;
        },
        7,
      ],
      [
        () => {
          throw undefined;
        },
        undefined,
      ],
      [
        () => {
          throw Object.assign(new TypeError("odd"), { callback: () => 1, nested: { deep: [1] } });
        },
        TypeError,
      ],
    ];
    for (const [call, expected] of cases) {
      await assert.rejects(results(functionGraph([{ call }]), options), (error: TaskError) => {
        if (typeof expected === "function") assert.ok(error.cause instanceof TypeError);
        else assert.equal(error.cause, expected);
        return true;
      });
    }
  });

  test(`${scheduler}: what the caller's own functions throw ends the run`, async () => {
    const rest = leftOver();
    const take = () => {
      throw new RangeError("no room");
    };
    const graph = functionGraph(
      Array.from({ length: 50 }, () => ones),
      [...Array(50).keys()],
    );
    await assert.rejects(runGraph(graph, { ...options, take }), RangeError);
    const onEvent = ({ kind }: RunEvent) => {
      if (kind === "finished") throw new RangeError("no room");
    };
    await assert.rejects(runGraph(graph, { ...options, onEvent }), RangeError);
    assert.equal(rest(), 0);
  });

  test(`${scheduler}: events count the tasks`, async () => {
    const kinds = new Map<string, number>();
    let last = { tasks: 0, finished: 0 };
    const onEvent = ({ kind, counters }: RunEvent) => {
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      last = { tasks: counters.tasks, finished: counters.finished };
    };
    await runGraph(functionGraph([ones, ones, total]), { ...options, onEvent, take() {} });
    assert.deepEqual(Object.fromEntries(kinds), { begin: 1, started: 2, finished: 2, end: 1 });
    assert.deepEqual(last, { tasks: 2, finished: 2 });
  });

  test(`${scheduler}: a task that could not fit alone is refused before anything runs`, async () => {
    const rest = leftOver();
    const large: FunctionTask = { label: "inflate-77", call: () => 0, shape: [1000] };
    const started: string[] = [];
    await assert.rejects(
      runGraph(functionGraph([ones, large], [0, 1]), { ...options, memoryLimit: 4096, onEvent: ({ kind }) => started.push(kind) }),
      (error: MemoryLimitError) => error instanceof MemoryLimitError && error.operation === "inflate" && error.limitBytes === 4096 && error.askedBytes >= 8000,
    );
    assert.deepEqual(started, []);
    assert.equal(rest(), 0);
  });

  test(`${scheduler}: an abort is heard between tasks, its reason is what the run rejects with, and all is freed`, async () => {
    const rest = leftOver();
    const controller = new AbortController();
    const reason = new Error("enough");
    const step: FunctionTask = {
      call: (x: Vector) => {
        const until = performance.now() + 5;
        while (performance.now() < until);
        return x;
      },
      shape: [100],
    };
    const graph = functionGraph([ones, ...Array.from({ length: 2000 }, (_, i) => ({ ...step, reads: [i] }))]);
    setTimeout(() => controller.abort(reason), 50);
    const start = performance.now();
    await assert.rejects(results(graph, { ...options, signal: controller.signal }), reason);
    assert.ok(performance.now() - start < 1000);
    assert.equal(rest(), 0);
    await assert.rejects(results(graph, { ...options, signal: controller.signal }), reason);
  });

  test(`${scheduler}: a compute within a task runs in that task`, async () => {
    assert.deepEqual(await numbers(functionGraph([{ call: () => 40 }, { call: { module, name: "nested" }, reads: [0] }]), options), [42]);
  });

  test(`${scheduler}: data stays as long as a graph needs it, though its owner lets it go`, async () => {
    const rest = leftOver();
    const data = dataOf([1, 2, 3]);
    const sums = [1, 2].map(() => numbers(functionGraph([data, total]), options));
    data[Symbol.dispose]();
    assert.deepEqual(await Promise.all(sums), [[6], [6]]);
    assert.equal(rest(), 0);
  });

  test(`${scheduler}: a graph without outputs, or with data alone, is done at once`, async () => {
    using data = dataOf([1]);
    assert.deepEqual(await runGraph({ nodes: [], outputs: [] }, options), []);
    assert.deepEqual(await numbers(functionGraph([data]), options), [1]);
  });
}
