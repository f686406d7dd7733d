import assert from "node:assert/strict";
import { test } from "node:test";
import { cull, delayed, fromModule, fuse, get, literal, order, type RawGraph, ref, task } from "../../src/index.ts";
import { testEach } from "./schedulers.ts";

const inc = (x: number) => x + 1;
const add = (x: number, y: number) => x + y;
const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);
const module = new URL("./module-functions.js", import.meta.url).href;

const graph: RawGraph = { x: 1, y: [inc, "x"], z: [add, "y", 10], w: "z", all: ["x", "nobody", { deep: ["y"] }, [inc, "z"]] };

testEach("a list whose head is a function is a task, a string that is a key a reference", async (options) => {
  assert.equal(await get(graph, "z", options), 12);
  assert.deepEqual(await get(graph, ["x", ["w", ["y"]]], options), [1, [12, [2]]]);
  assert.deepEqual(await get(graph, "all", options), [1, "nobody", { deep: [2] }, 13]);
  assert.equal(await get({ a: [sum, [[inc, 1], "b", 3]], b: 4 }, "a", options), 9);
  assert.equal(await get({ a: [() => 5] }, "a", options), 5);
  assert.deepEqual(await get({ a: [], b: {}, c: null }, ["a", "b", "c"], options), [[], {}, null]);
});

testEach("ref, task and literal say what looks like something else", async (options) => {
  const tricky: RawGraph = {
    x: 1,
    text: literal("x"),
    list: literal([1, "x"]),
    alias: ref("x"),
    sum: task(add, ref("x"), 2),
    join: [(a: string, b: string) => a + b, literal("x"), "y"],
  };
  assert.deepEqual(await get(tricky, Object.keys(tricky), options), [1, "x", [1, "x"], 1, 3, "xy"]);
});

testEach("a graph of module functions may be written as JSON", async (options) => {
  const plain = JSON.parse(JSON.stringify({ a: 2, b: [fromModule(module, "usesItsModule"), "a"], c: task(fromModule(module, "usesItsModule"), ref("b")) }));
  assert.deepEqual(await get(plain, ["b", "c"], options), [42, 82]);
});

testEach("lazy values and data may stand in graphs", async (options) => {
  assert.equal(await get({ a: delayed(inc)(1), b: [add, "a", delayed(inc)(2)] }, "b", options), 5);
  const data = new Float64Array(1000).fill(1);
  const total = [(xs: Float64Array) => xs.reduce((a, b) => a + b), "data"];
  assert.deepEqual(await get({ data, s: total, t: total }, ["s", "t"], options), [1000, 1000]);
});

testEach("a cycle, a key that is not there and an error of a task say which key it is", async (options) => {
  const circle = { a: [inc, "b"], b: [inc, { x: ["c"] }], c: [inc, "a"], d: 1 };
  await assert.rejects(get(circle, "b", options), { name: "GraphError", message: 'get: the graph has a cycle: "b" → "c" → "a" → "b"' });
  assert.equal(await get(circle, "d", options), 1);
  await assert.rejects(get({ a: "a" }, "a", options), /"a" → "a"/);
  await assert.rejects(get({ a: 1 }, "q", options), { name: "GraphError", message: 'get: the graph has no key "q"; it has "a"' });
  await assert.rejects(get({ a: [inc, ref("q")] }, "a", options), {
    name: "GraphError",
    key: "a",
    message: /"a" refers to "q", which the graph does not have/,
  });
  const fails = () => {
    throw new Error("no");
  };
  await assert.rejects(get({ a: [fails], b: [inc, "a"] }, "b", options), { name: "TaskError", key: "a", operation: "fails" });
  await assert.rejects(get({ toString: 1 }, "valueOf", options), { name: "GraphError" });
});

test("what is made once is made once, and what nobody needs is not made", async () => {
  const made: string[] = [];
  const note = (name: string) => {
    made.push(name);
    return name;
  };
  const shared = { a: [note, "A"], b: [(x: string) => x + x, "a"], c: [(x: string, y: string) => x + y, "a", "b"], d: [note, "D"] };
  assert.deepEqual(await get(shared, ["c", "b"], { scheduler: "synchronous" }), ["AAA", "AA"]);
  assert.deepEqual(made, ["A"]);
});

test("with threads a function of a graph stands on its own; with synchronous it need not", async () => {
  const two = 2;
  const twice = { a: [(x: number) => two * x, 4] };
  await assert.rejects(async () => get(twice, "a", { scheduler: "threads" }), { name: "ClosureError", names: ["two"] });
  assert.equal(await get(twice, "a", { scheduler: "synchronous" }), 8);
});

testEach("long chains are no matter", async (options) => {
  const length = options.scheduler === "threads" ? 300 : 5000;
  const chain: Record<string, unknown> = { x0: 0 };
  for (let i = 1; i < length; i++) chain[`x${i}`] = [inc, `x${i - 1}`];
  const last = `x${length - 1}`;
  assert.equal(await get(chain, last, options), length - 1);
  const short = fuse(chain, last);
  assert.ok(Object.keys(short).length < length / 20);
  assert.equal(await get(short, last, options), length - 1);
});

test("cull leaves what keys need", () => {
  assert.deepEqual(cull(graph, "y"), { x: graph["x"], y: graph["y"] });
  assert.deepEqual(Object.keys(cull(graph, ["w", ["y"]])), ["x", "y", "z", "w"]);
  assert.throws(() => cull(graph, "q"), { name: "GraphError" });
});

test("fuse puts a task into the only one that reads it, once; what is asked for, and what others read, stays", async () => {
  const line: RawGraph = { a: [inc, 1], b: [inc, "a"], c: [add, "b", 10], d: [inc, "c"], e: [inc, "c"] };
  assert.deepEqual(fuse(line, ["d", "e"]), { c: [add, [inc, [inc, 1]], 10], d: [inc, "c"], e: [inc, "c"] });
  assert.deepEqual(Object.keys(fuse(line, ["b", "d", "e"])), ["b", "c", "d", "e"]);
  const twice: RawGraph = { a: [inc, 1], b: [add, "a", "a"] };
  assert.deepEqual(fuse(twice, "b"), twice);
  for (const key of ["d", "e"])
    assert.equal(await get(fuse(line, ["d", "e"]), key, { scheduler: "synchronous" }), await get(line, key, { scheduler: "synchronous" }));
  assert.deepEqual(fuse({ a: [inc, "a"] }, "a"), { a: [inc, "a"] });
});

test("order says whose turn it is: what a task needs comes before it, and little is kept at any time", () => {
  const tree: RawGraph = { r: [add, "p", "q"], p: [add, "a", "b"], q: [add, "c", "d"], a: [inc, 1], b: [inc, 2], c: [inc, 3], d: [inc, 4] };
  const turns = order(tree);
  assert.deepEqual(
    [...Object.values(turns)].sort((x, y) => x - y),
    [0, 1, 2, 3, 4, 5, 6],
  );
  assert.equal(turns["r"], 6);
  // One half is done before the other is begun.
  const [p, q] = [turns["p"]!, turns["q"]!];
  assert.equal(Math.min(p, q), 2);
  assert.throws(() => order({ a: [inc, "b"], b: [inc, "a"] }), /cycle/);
});
