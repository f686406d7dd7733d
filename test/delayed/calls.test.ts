import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, config, Delayed, delayed, fromModule, type RunEvent } from "../../src/index.ts";
import { testEach } from "./schedulers.ts";

const inc = delayed(function inc(x: number) {
  return x + 1;
});
const add = delayed(function add(x: number, y: number) {
  return x + y;
});
const sum = delayed((xs: readonly number[]) => xs.reduce((a, b) => a + b, 0));
const module = new URL("./module-functions.js", import.meta.url).href;

testEach("calls compute nothing; what they give may be given to others, and is computed with them", async (options) => {
  const z = add(inc(1), inc(2));
  assert.ok(z instanceof Delayed);
  assert.equal(await z.compute(options), 5);
  assert.equal(await inc(inc(inc(0))).compute(options), 3);
});

testEach("lazy values are found in lists, records, maps and sets, however deep", async (options) => {
  assert.equal(await sum([inc(1), 2, inc(3)]).compute(options), 8);
  const keys = delayed((it: { a: number[]; b: { c: number } }) => [it.a[1], it.b.c, ...Object.keys(it)]);
  assert.deepEqual(await keys({ a: [0, inc(5)], b: { c: inc(6) } }).compute(options), [6, 7, "a", "b"]);
  const entries = delayed((map: unknown, set: unknown) => [...(map as Map<unknown, unknown>), ...(set as Set<unknown>)]);
  assert.deepEqual(await entries(new Map([["x", inc(1)]]), new Set([inc(2)])).compute(options), [["x", 2], 3]);
  const names = delayed((it: Record<string, number>) => Object.entries(it));
  assert.deepEqual(await names(JSON.parse('{ "__proto__": 1, "b": 2 }')).compute(options), [
    ["__proto__", 1],
    ["b", 2],
  ]);
  assert.equal(await sum(Array.from({ length: 300 }, (_, i) => inc(i))).compute(options), 45_150);
});

testEach("compute takes any nesting of lazy values and gives the same nesting, as one graph", async (options) => {
  const nested = [0, 1, 2, 3].map((i) => Array.from({ length: 20 }, (_, j) => add(10 * i, j)));
  const found = await compute(nested, options);
  assert.deepEqual(
    found,
    nested.map((row, i) => row.map((_, j) => 10 * i + j)),
  );
  assert.deepEqual(await compute({ a: inc(1), b: [inc(2), 3], c: "x" }, options), { a: 2, b: [3, 3], c: "x" });
  assert.deepEqual(await compute(inc(1), inc(2)), [2, 3]);
});

testEach("what several need is done once", async (options) => {
  let started = 0;
  const count = (event: RunEvent) => {
    if (event.kind === "started") started++;
  };
  const shared = inc(1);
  assert.deepEqual(await compute([add(shared, shared), add(shared, 1), shared], { ...options, progress: count }), [4, 3, 2]);
  assert.equal(started, 3);
});

testEach("async functions are waited for, and so are promises of functions", async (options) => {
  const later = delayed(async (x: number) => {
    await null;
    return x + 1;
  });
  assert.equal(await later(later(1)).compute(options), 3);
});

testEach("properties and methods of what is not there yet", async (options) => {
  const words = delayed((text: string) => text.split(" "))("to be or not");
  assert.equal(await words.get("length").compute(options), 4);
  assert.equal(await words.get(1).compute(options), "be");
  assert.equal(await words.call("join", delayed("-")).call("toUpperCase").compute(options), "TO-BE-OR-NOT");
  await assert.rejects(words.call("nothing" as "join").compute(options), /object has no method nothing/);
});

testEach("a function of several results is taken apart where it is said how many there are", async (options) => {
  const [low, high] = delayed((x: number) => [x - 1, x + 1] as const, { nout: 2 })(5);
  assert.deepEqual(await compute({ low, high }, options), { low: 4, high: 6 });
  assert.throws(() => [...delayed(() => [1, 2])()], /nobody knows how many items it will have; say delayed\(fn, \{ nout: 2 \}\)/);
  assert.throws(() => delayed(() => [1], { nout: -1 })(), /nout -1 is not a number of results/);
  assert.deepEqual([...delayed(() => [], { nout: 0 })()], []);
});

testEach("values from around a function come with it", async (options) => {
  const regex = /^n/i;
  const times = 2;
  const find = delayed((text: string) => (regex.test(text) ? text.repeat(times) : ""))
    .with({ regex })
    .with({ times });
  assert.deepEqual(await compute([find("No"), find("yes"), find(delayed("na"))], options), ["NoNo", "", "nana"]);
  const scaled = delayed((x: number) => x * factor).with({ factor: inc(9) });
  assert.equal(await scaled(4).compute(options), 40);
});
declare const factor: number;

testEach("a captured value is as it was for each call, whatever a call does to it", async (options) => {
  const seen = /a/g;
  const test = delayed((text: string) => seen.test(text)).with({ seen });
  const all = await compute(
    Array.from({ length: 20 }, () => test("a")),
    options,
  );
  assert.deepEqual(all, new Array(20).fill(true));
});

testEach("a module's functions are called by name, and may use what is around them", async (options) => {
  const fn = delayed<number>(fromModule(module, "usesItsModule"));
  assert.equal(await fn(inc(1)).compute(options), 42);
  assert.throws(() => fn.with({ secret: 1 }), /takes no values by with/);
});

testEach("functions may be arguments", async (options) => {
  const map = delayed((xs: readonly number[], f: (x: number) => number) => xs.map(f));
  assert.deepEqual(await map([1, inc(1)], (x) => 10 * x).compute(options), [10, 20]);
});

test("a function that uses what is around it is an error where it is called, with the way out; set synchronous, any runs", async () => {
  const around = 5;
  const fn = delayed((x: number) => x + around);
  assert.throws(() => fn(1), { name: "ClosureError", names: ["around"] });
  using _ = config.scope({ scheduler: "synchronous" });
  assert.equal(await delayed((x: number) => x + around)(1).compute(), 6);
});

testEach("a compute within a task runs in it", async (options) => {
  assert.deepEqual(
    await compute(
      [4, 5].map((n) => delayed<number>(fromModule(module, "nested"))(n)),
      options,
    ),
    [9, 13],
  );
});

testEach("persist keeps a value, which later computes take as it is", async (options) => {
  const random = delayed(() => Math.random());
  using kept = await random().persist(options);
  const first = await kept.compute(options);
  assert.equal(await kept.compute(options), first);
  assert.equal(await add(kept, 1).compute(options), first + 1);
  assert.match(kept.key, /^anonymous-/);
});

test("a lazy value is no number, and not true or false by accident", () => {
  const x = inc(1) as unknown as number;
  assert.throws(() => x + 1, /a delayed value is not there yet to compare or add/);
  assert.throws(() => x > 1, TypeError);
  assert.match(`${x}`, /^Delayed\(inc-[0-9a-f]+\)$/);
});

test("awaiting a lazy value gives it as it is: only compute computes", async () => {
  const x = inc(1);
  assert.equal(await x, x);
});

testEach("ten thousand calls take no time to speak of, and five thousand in a row are no matter", async (options) => {
  let layer = Array.from({ length: 10_000 }, (_, i) => inc(i));
  while (layer.length > 1) layer = Array.from({ length: Math.ceil(layer.length / 2) }, (_, i) => add(layer[2 * i]!, layer[2 * i + 1] ?? 0));
  assert.equal(await layer[0]!.compute(options), 50_005_000);
  let deep = inc(0);
  const depth = options.scheduler === "threads" ? 300 : 5000;
  for (let i = 1; i < depth; i++) deep = inc(deep);
  assert.equal(await deep.compute(options), depth);
});

test("the plan shows calls", () => {
  const text = add(inc(1), delayed(new Float64Array(1000)).get(0)).explain();
  assert.match(text, /add, a value: 1 task\n├─ inc, a value: 1 task\n└─ get 0, a value: 1 task\n {3}└─ in memory, a value/);
});
