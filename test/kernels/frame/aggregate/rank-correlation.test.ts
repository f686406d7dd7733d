import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { kendallTau } from "../../../../src/kernels/frame/aggregate/kendall.ts";

/** Every pair looked at. */
function plainTau(x: readonly number[], y: readonly number[]): number {
  let [balance, untiedX, untiedY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)];
      balance += dx * dy;
      untiedX += Math.abs(dx);
      untiedY += Math.abs(dy);
    }
  return balance / Math.sqrt(untiedX * untiedY);
}

test("Kendall's tau is what looking at every pair gives, with any ties", () => {
  const pair = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }));
  fc.assert(
    fc.property(fc.array(pair, { minLength: 2, maxLength: 40 }), (pairs) => {
      const [x, y] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      const [actual, expected] = [kendallTau(Float64Array.from(x), Float64Array.from(y)), plainTau(x, y)];
      if (Number.isNaN(expected)) assert.ok(Number.isNaN(actual));
      else assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);
    }),
  );
});

test("Kendall's tau of a hundred thousand pairs takes n log n steps", () => {
  const x = Float64Array.from({ length: 100_000 }, (_, i) => i);
  assert.equal(kendallTau(x, x), 1);
  assert.equal(
    kendallTau(
      x,
      x.map((value) => -value),
    ),
    -1,
  );
});
