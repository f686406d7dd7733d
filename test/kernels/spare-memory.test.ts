import assert from "node:assert/strict";
import { test } from "node:test";
import { createSpareMemory, type Stretch } from "../../src/kernels/spare-memory.ts";

/** As what a task takes. */
function use(stretch: Stretch, bytes: number): Stretch {
  stretch.used = bytes;
  stretch.touched = Math.max(stretch.touched, bytes);
  return stretch;
}

test("no more stays resident than should, and what was discarded is used again", () => {
  const discarded: number[] = [];
  const spare = createSpareMemory(() => (bytes) => discarded.push(bytes.length));
  spare.keep(1000);
  const [first, second] = [spare.take(10), spare.take(2 ** 24)];
  spare.put(use(first, 700));
  spare.put(use(second, 5000));
  assert.deepEqual(discarded, [4700]);
  assert.equal(spare.take(2 ** 24), second);
  assert.equal(second.used, 0);
  assert.equal(spare.take(10), first);
  spare.put(use(second, 200));
  spare.put(use(first, 100));
  assert.deepEqual(discarded, [4700]);
});

test("where nothing can be discarded, one stretch is kept", () => {
  const spare = createSpareMemory(() => undefined);
  spare.keep(1000);
  const [first, second] = [spare.take(10), spare.take(10)];
  spare.put(use(first, 5000));
  spare.put(use(second, 5000));
  assert.equal(spare.take(10), first);
  assert.notEqual(spare.take(10), second);
});

test("the shortest stretch that is long enough is taken", () => {
  const spare = createSpareMemory(() => undefined);
  const stretches = [2 ** 25, 2 ** 20, 2 ** 24].map((bytes) => spare.take(bytes));
  for (const stretch of stretches) spare.put(use(stretch, 10));
  assert.equal(spare.take(2 ** 24), stretches[2]);
  assert.equal(spare.take(2 ** 24), stretches[0]);
  assert.equal(spare.take(5), stretches[1]);
  assert.ok(spare.take(2 ** 24).bytes.length >= 2 ** 24);
});
