import assert from "node:assert/strict";
import { test } from "node:test";
import { createProgramStore } from "../../src/execute/program-store.ts";
import type { Program } from "../../src/graph/program.ts";

const program: Program = { inputs: [], steps: [], outputs: [] };

test("what the tasks of a program take follows the last ones; what they usually take hardly one that lost its core, but those that all take longer", () => {
  const store = createProgramStore(
    () => 1000,
    () => 0,
  );
  const it = store.enter(program);
  assert.equal(it.milliseconds, Number.POSITIVE_INFINITY);
  assert.equal(it.usualMs, Number.POSITIVE_INFINITY);
  // A clock may not see that time has passed.
  store.leave(it, 0);
  for (let i = 0; i < 20; i++) store.leave(it, 0.0005);
  assert.ok(it.usualMs > 0.0004 && it.usualMs < 0.0006, `${it.usualMs}`);
  store.leave(it, 4);
  assert.ok(it.milliseconds > 0.9, `${it.milliseconds}`);
  assert.ok(it.usualMs < 0.001, `${it.usualMs}`);
  for (let i = 0; i < 20; i++) store.leave(it, 4);
  assert.ok(it.usualMs > 1, `${it.usualMs}`);
  store.clear();
});
