import assert from "node:assert/strict";
import { test } from "node:test";
import { exprKey } from "../../src/engine/collection.ts";
import { planFor } from "../../src/engine/known-plans.ts";
import type { Expr } from "../../src/expr/expr.ts";
import { da } from "../../src/index.ts";

const exprOf = (collection: unknown) => (collection as { [exprKey]: Expr })[exprKey];
const plan = (collection: unknown, options = {}) => planFor([exprOf(collection)], options);

test("a plan is made once for the same of the same data, however often it is asked for", async () => {
  const x = await da.arange(1000, { chunks: 100 }).persist();
  assert.equal(plan(x.sum()), plan(x.sum()));
  assert.equal(plan(x.add(1).mul(x).mean(0)), plan(x.add(1).mul(x).mean(0)));
  assert.notEqual(plan(x.sum()), plan(x.mean()));
});

test("what plans depend on makes other plans", async () => {
  const x = await da.arange(1000, { chunks: 100 }).persist();
  const sum = () => x.add(1).sum();
  const usual = plan(sum());
  assert.notEqual(plan(sum(), { without: ["fuse"] }), usual);
  assert.notEqual(plan(sum(), { memoryLimit: 1e8 }), usual);
  assert.equal(plan(sum()), usual);
  assert.deepEqual(await Promise.all([sum().compute(), sum().compute({ without: ["fuse"] })]), [500_500, 500_500]);
});

test("data of equal content that is held elsewhere is read where it is held now", async () => {
  const lazy = da.arange(1000, { chunks: 100 });
  const first = await lazy.persist();
  assert.equal(await first.sum().compute(), 499_500);
  first[Symbol.dispose]();
  const second = await lazy.persist();
  assert.equal(exprOf(second).token, exprOf(first).token);
  assert.equal(await second.sum().compute(), 499_500);
});

test("a plan on data that stays keeps no other data from being freed", async () => {
  const x = await da.ones(1000, { chunks: 100 }).persist();
  const y = await da.arange(1000, { chunks: 100 }).persist();
  assert.notEqual(plan(x.add(y).sum()), plan(x.add(y).sum()));
  assert.equal(await x.add(y).sum().compute(), 500_500);
  assert.equal(plan(x.add(x.sum())), plan(x.add(x.sum())));
});

test("what was freed is an error also where its plan is known", async () => {
  const x = await da.arange(1000, { chunks: 100 }).persist();
  assert.equal(await x.sum().compute(), 499_500);
  x[Symbol.dispose]();
  await assert.rejects(async () => x.sum().compute());
});

test("plans of many tasks, of much, and of nothing in memory are made each time", async () => {
  const many = await da.arange(1000, { chunks: 10 }).persist();
  assert.notEqual(plan(many.sum()), plan(many.sum()));
  const x = await da.arange(10, { chunks: 10 }).persist();
  const long = () => Array.from({ length: 70 }, (_, i) => i).reduce((sum, i) => sum.add(i), x.add(0));
  assert.notEqual(plan(long()), plan(long()));
  assert.equal(await long().sum().compute(), 45 + 10 * 2415);
  assert.notEqual(plan(da.ones(10).sum()), plan(da.ones(10).sum()));
});

test("of the plans on some data the last few are known", async () => {
  const x = await da.arange(100, { chunks: 10 }).persist();
  const sums = [1, 2, 3, 4, 5].map((n) => plan(x.add(n).sum()));
  assert.equal(plan(x.add(5).sum()), sums[4]);
  assert.notEqual(plan(x.add(1).sum()), sums[0]);
});
