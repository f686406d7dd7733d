import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, da, delayed } from "../../src/index.ts";
import { testEach } from "./schedulers.ts";

const add = (x: number, y: number) => x + y;

test("calls have keys of their own; those of pure functions have equal ones for equal arguments", () => {
  const impure = delayed(add);
  assert.notEqual(impure(1, 2).key, impure(1, 2).key);
  const pure = delayed(add, { pure: true });
  assert.equal(pure(1, 2).key, pure(1, 2).key);
  assert.equal(delayed(add, { pure: true })(1, 2).key, pure(1, 2).key);
  assert.notEqual(pure(1, 2).key, pure(2, 1).key);
  assert.notEqual(pure(0, 2).key, pure(-0, 2).key);
  assert.notEqual(pure(1, 2).key, delayed((x: number, y: number) => x - y, { pure: true })(1, 2).key);
  assert.equal(pure(pure(1, 2), 3).key, pure(pure(1, 2), 3).key);
  const x = da.arange(3);
  const total = delayed((a: unknown) => a, { pure: true });
  assert.equal(total(x).key, total(da.arange(3)).key);
  assert.notEqual(total(x).key, total(x.add(1)).key);
  assert.notEqual(total([1, 2]).key, total([2, 1]).key);
});

test("what a pure function captures is part of its keys", () => {
  const of = (k: number) => delayed((x: number) => x + k, { pure: true }).with({ k });
  assert.equal(of(1)(2).key, of(1)(2).key);
  assert.notEqual(of(1)(2).key, of(2)(2).key);
});

testEach("equal calls of a pure function are one task", async (options) => {
  const draw = delayed((_: number) => Math.random(), { pure: true });
  const [a, b, c] = await compute([draw(1), draw(1), draw(2)], options);
  assert.equal(a, b);
  assert.notEqual(a, c);
  const again = delayed((_: number) => Math.random());
  const [d, e] = await compute([again(1), again(1)], options);
  assert.notEqual(d, e);
});

test("names are what keys begin with, or of values the keys", () => {
  assert.match(delayed(add)(1, 2).key, /^add-[0-9a-f]{20}$/);
  assert.match(delayed(add, { name: "plus" })(1, 2).key, /^plus-/);
  assert.match(delayed(() => 1)().key, /^anonymous-/);
  assert.equal(delayed([1, 2], { name: "data" }).key, "data");
  assert.equal(delayed([1, 2], { pure: true }).key, delayed([1, 2], { pure: true }).key);
  assert.notEqual(delayed([1, 2]).key, delayed([1, 2]).key);
});

testEach("values of one name are not mistaken for each other", async (options) => {
  const values = [delayed([1], { name: "x" }), delayed([2], { name: "x" })];
  assert.deepEqual(await compute(values, options), [[1], [2]]);
});

testEach("a wrapped value holds lazy ones; without traverse, only itself is looked at", async (options) => {
  const one = delayed(() => 1)();
  assert.deepEqual(await delayed({ a: [one] }).compute(options), { a: [1] });
  assert.equal(delayed(one), one);
  assert.throws(() => delayed({ a: [one] }, { traverse: false }), /is an instance of LazyValue, which cannot go from thread to thread/);
  const list = delayed((xs: readonly number[]) => xs.length, { traverse: false });
  assert.equal(await list([1, 2, 3]).compute(options), 3);
  assert.equal(await delayed((x: number) => x + 1, { traverse: false })(one).compute(options), 2);
});
