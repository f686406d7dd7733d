import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import type { NDArray } from "../../src/chunk/ndarray.ts";
import { type RunOptions, runGraph } from "../../src/execute/run-graph.ts";
import { WorkerLostError } from "../../src/util/errors.ts";
import { type FunctionTask, functionGraph, leftOver, numbers } from "./function-graph.ts";

type Vector = NDArray<"float64">;

const options: RunOptions = { scheduler: "threads", numWorkers: 2 };
const module = new URL("./module-functions.js", import.meta.url).href;
const one: FunctionTask = { call: () => 1 };
const add: FunctionTask = { call: (x: Vector, y: Vector) => x.data[0]! + y.data[0]!, reads: [0, 1] };

async function works(): Promise<void> {
  assert.deepEqual(await numbers(functionGraph([one, one, add]), options), [2]);
}

test("a worker that exits is a WorkerLostError that names its task, and the next run works", async () => {
  const rest = leftOver();
  for (let round = 0; round < 3; round++) {
    const graph = functionGraph([one, { label: "quit-5e", call: { module, name: "exit" } }, one, add], [1, 2, 3]);
    await assert.rejects(runGraph(graph, { ...options, take() {} }), (error: WorkerLostError) => {
      assert.ok(error instanceof WorkerLostError);
      assert.deepEqual(error.running, ["quit-5e/1"]);
      assert.match(error.exit, /code: 3/);
      return true;
    });
    assert.equal(rest(), 0);
    await works();
  }
});

test("both workers may exit at once", async () => {
  const rest = leftOver();
  const quit: FunctionTask = { call: { module, name: "exit" } };
  await assert.rejects(runGraph(functionGraph([quit, quit, quit, one], [0, 1, 2, 3]), { ...options, take() {} }), WorkerLostError);
  assert.equal(rest(), 0);
  await works();
});

test("a function that ignores an abort loses its worker within two seconds, and memory comes back only then", async () => {
  const rest = leftOver();
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  const start = performance.now();
  const spin: FunctionTask = { call: { module, name: "spin" }, shape: [1000] };
  await assert.rejects(runGraph(functionGraph([one, spin], [0, 1]), { ...options, signal: controller.signal, take() {} }), { name: "AbortError" });
  assert.ok(performance.now() - start < 2000);
  assert.equal(rest(), 0);
  await works();
});

test("a worker that runs out of memory is a WorkerLostError, and the next run works", () => {
  // In a process whose heaps are small.
  const graphs = new URL("./function-graph.js", import.meta.url).href;
  const script = `
    import { functionGraph, numbers } from ${JSON.stringify(graphs)};
    const options = { scheduler: "threads", numWorkers: 2 };
    const exhaust = { label: "hoard-1", call: { module: ${JSON.stringify(module)}, name: "exhaust" } };
    const error = await numbers(functionGraph([exhaust]), options).catch((error) => error);
    console.log(error.name, error.running, error.exit, await numbers(functionGraph([{ call: () => 1 }]), options));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--max-old-space-size=64", "--input-type=module", "-e", script], { encoding: "utf8" });
  assert.match(stdout, /WorkerLostError \[ 'hoard-1\/0' \] .*memory.* \[ 1 \]/s, stderr);
});

test("an idle pool does not keep the process alive", () => {
  const graphs = new URL("./function-graph.js", import.meta.url).href;
  const script = `
    import { functionGraph, numbers } from ${JSON.stringify(graphs)};
    console.log(await numbers(functionGraph([{ call: () => 1 }]), { scheduler: "threads", numWorkers: 2 }));`;
  const { stdout, status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8", timeout: 20_000 });
  assert.deepEqual([stdout, status], ["[ 1 ]\n", 0]);
});

test("a compute while a task's module loads is refused, with the way out", async () => {
  const script: FunctionTask = { call: { module: new URL("./computing-module.js", import.meta.url).href, name: "one" } };
  await assert.rejects(numbers(functionGraph([script]), options), /move the function that the task calls to a file of its own/);
});

test("whatever a function throws is heard of", async () => {
  const thrown: readonly (readonly [call: () => never, words: RegExp])[] = [
    [
      () => {
        const error = new Error("cyclic") as Error & { self?: Error; within?: unknown; method?: unknown };
        const cause = new TypeError("reason", { cause: error });
        throw Object.assign(error, { self: error, within: { error }, method: () => 1, cause });
      },
      /cyclic/,
    ],
    [
      () => {
        throw Object.create(null);
      },
      /\[object Object\]/,
    ],
    [
      () => {
        throw Object.defineProperty(new Error("kept"), "message", {
          get() {
            throw new Error("no");
          },
        });
      },
      /something was thrown that cannot be looked at/,
    ],
    [
      () => {
        throw Symbol("sign");
      },
      /Symbol\(sign\)/,
    ],
  ];
  for (const [call, words] of thrown) await assert.rejects(runGraph(functionGraph([{ call }]), { ...options, take() {} }), words);
  await works();
});
