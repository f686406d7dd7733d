import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { relief } from "../../src/kernels/addon.ts";
import { Status } from "../../src/kernels/kernel.ts";
import { allBackends, chooseBackend } from "../../src/kernels/load.ts";
import { wasmBackend } from "../../src/kernels/wasm.ts";
import type { WasmExports } from "../../src/kernels/wasm-exports.ts";
import { newMachine, shrink } from "../../src/kernels/wasm-machine.ts";
import { compile } from "../../src/kernels/web-assembly.ts";
import { packageRoot } from "../../src/util/package-root.ts";

for (const backend of allBackends()) {
  const add = (x: Float64Array, y: Float64Array, out: Float64Array) => backend.run("add", "float64", { n: out.length, inputs: [x, y], outputs: [out] });

  test(`${backend.isa}: an input of one element stands for as many as there are`, () => {
    const out = new Float64Array(100);
    assert.equal(
      add(
        Float64Array.from(out, (_, i) => i),
        Float64Array.of(0.5),
        out,
      ),
      Status.ok,
    );
    assert.deepEqual(
      out,
      Float64Array.from(out, (_, i) => i + 0.5),
    );
  });

  test(`${backend.isa}: arrays may lie in shared memory, at any element`, () => {
    const shared = new SharedArrayBuffer(8 * 64);
    const x = new Float64Array(shared, 8, 20).fill(2);
    const out = new Float64Array(shared, 8 * 31, 20);
    assert.equal(add(x, x, out), Status.ok);
    assert.deepEqual([...new Float64Array(shared)], [0, ...Array(20).fill(2), ...Array(10).fill(0), ...Array(20).fill(4), ...Array(13).fill(0)]);
  });

  test(`${backend.isa}: no elements are no work`, () => {
    assert.equal(add(new Float64Array(0), Float64Array.of(1), new Float64Array(0)), Status.ok);
  });

  test(`${backend.isa}: knows which kernels it has`, () => {
    assert.equal(backend.has("add", "float64"), true);
    assert.equal(backend.has("add", "no dtype" as never), false);
    assert.equal(backend.has("no kernel", "float64"), false);
    assert.throws(() => backend.run("no kernel", "float64", { n: 0, inputs: [], outputs: [] }), /bug: no kernel no kernel for float64/);
  });

  test(`${backend.isa}: a call after the flag was set gives up or is done, and says which`, () => {
    const stop = Int32Array.of(1);
    const out = new Float64Array(4);
    const status = backend.run("add", "float64", { n: 4, inputs: [out, Float64Array.of(1)], outputs: [out], stop });
    assert.ok(status === Status.stopped || (status === Status.ok && out[3] === 1));
  });
}

test("WebAssembly goes on with little memory when it has given back much", () => {
  const start = compile<WasmExports>(readFileSync(join(packageRoot, "native/chunkwise.wasm")));
  const machine = newMachine(start);
  const { kernels } = machine;
  const few = machine.memory.bytes();
  shrink(machine, start);
  const layout = machine.memory.layout();
  layout.add(2 ** 24);
  layout.reserve("a test");
  assert.ok(machine.memory.bytes() > 2 ** 24);
  shrink(machine, start);
  assert.equal(machine.memory.bytes(), few);
  assert.equal(machine.kernels, kernels);

  const wasm = chooseBackend("wasm");
  const large = new Float64Array(2 ** 20).fill(1);
  const add = () => wasm.run("add", "float64", { n: large.length, inputs: [large, Float64Array.of(1)], outputs: [large] });
  assert.equal(add(), Status.ok);
  wasm.giveBack!();
  assert.equal(add(), Status.ok);
  assert.ok(large.every((one) => one === 3));
});

test("WebAssembly's memory that was given back can be collected, that of the first instance too", async (t) => {
  const memories: WeakRef<object>[] = [];
  // (A mock would keep what it gave.)
  const assembly = (globalThis as unknown as { WebAssembly: { Instance: new (module: object) => { exports: WasmExports } } }).WebAssembly;
  const { Instance } = assembly;
  t.after(() => Object.assign(assembly, { Instance }));
  assembly.Instance = class extends Instance {
    constructor(module: object) {
      super(module);
      memories.push(new WeakRef(this.exports.memory));
    }
  };
  const wasm = wasmBackend();
  const large = new Float64Array(2 ** 20).fill(1);
  for (let count = 1; count <= 3; count++) {
    assert.equal(memories.length, count);
    assert.equal(wasm.run("add", "float64", { n: large.length, inputs: [large, Float64Array.of(1)], outputs: [large] }), Status.ok);
    wasm.giveBack!();
    // What a weak reference gave is kept until the event loop turns.
    await setTimeout(0);
    relief().collect!();
    assert.deepEqual(
      memories.map((memory) => memory.deref() !== undefined),
      [...Array(count).fill(false), true],
    );
  }
});

test("WebAssembly works in place where input and output are the same, and beside where they overlap only", () => {
  const wasm = wasmBackend();
  const all = Float64Array.of(1, 2, 3, 4, 5, 6);
  const add = (x: Float64Array, y: Float64Array, out: Float64Array) => wasm.run("add", "float64", { n: out.length, inputs: [x, y], outputs: [out] });
  assert.equal(add(all, all, all), Status.ok);
  assert.deepEqual([...all], [2, 4, 6, 8, 10, 12]);
  // The output goes on where the input ends.
  assert.equal(add(all.subarray(0, 1), Float64Array.of(1, 1, 1, 1, 1, 1), all), Status.ok);
  assert.deepEqual([...all], [3, 3, 3, 3, 3, 3]);
  all.set([1, 2, 3, 4, 5, 6]);
  assert.equal(add(all.subarray(1, 4), Float64Array.of(10), all.subarray(0, 3)), Status.ok);
  assert.deepEqual([...all], [12, 13, 14, 4, 5, 6]);
});

test("WebAssembly refuses what its memory cannot hold, and says how much that is", () => {
  const wasm = chooseBackend("wasm");
  assert.ok(wasm.maxBytes! > 250 * 2 ** 20 && wasm.maxBytes! < 2 ** 28);
  const large = new Float64Array(wasm.maxBytes! / 16 + 1000);
  assert.throws(
    () => wasm.run("add", "float64", { n: large.length, inputs: [large, Float64Array.of(1)], outputs: [large.slice()] }),
    /needs \d+ bytes of WebAssembly memory/,
  );
});

test("WebAssembly's memory grows with the calls up to its limit", () => {
  const wasm = chooseBackend("wasm");
  for (const n of [10, 100_000, 1_000_000, 3_000_000]) {
    const out = new Float64Array(n);
    wasm.run("add", "float64", { n, inputs: [new Float64Array(n).fill(1), Float64Array.of(2)], outputs: [out] });
    assert.ok(out.every((element) => element === 3));
  }
});

test("the addon works in several threads at the same time", async () => {
  const load = pathToFileURL(join(import.meta.dirname, "../../src/kernels/load.js")).href;
  const shared = new SharedArrayBuffer(8 * 4 * 1000);
  const script = `import("node:worker_threads").then(async ({ workerData: { shared, at, load } }) => {
    const backend = (await import(load)).loadBackend();
    const out = new Float64Array(shared, 8000 * at, 1000);
    for (let i = 0; i < 2000; i++) backend.run("add", "float64", { n: 1000, inputs: [out, Float64Array.of(at)], outputs: [out] });
  });`;
  const ends = [0, 1, 2, 3].map(
    (at) => new Promise((done, fail) => new Worker(script, { eval: true, workerData: { shared, at, load } }).on("exit", done).on("error", fail)),
  );
  assert.deepEqual(await Promise.all(ends), [0, 0, 0, 0]);
  assert.deepEqual(
    new Float64Array(shared),
    Float64Array.from({ length: 4000 }, (_, i) => 2000 * Math.floor(i / 1000)),
  );
});
