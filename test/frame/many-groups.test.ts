import assert from "node:assert/strict";
import { test } from "node:test";
import { dd } from "../../src/index.ts";

/** Nearly as many keys as rows, so that partitions leave their rows ungrouped: some come twice, in one partition or in two. */
const rows = 560_000;
const keys = 550_000;
const key = Float64Array.from({ length: rows }, (_, i) => (i * 7919) % keys);
const x = Float64Array.from({ length: rows }, (_, i) => i);

for (const [npartitions, splitOut] of [
  [1, undefined],
  [1, 4],
  [2, undefined],
] as const) {
  for (const sort of [true, false]) {
    test(`nearly as many groups as rows: ${npartitions} in, ${splitOut ?? "as many"} out, ${sort ? "sorted" : "in any order"}`, async () => {
      const df = dd.fromColumns<{ key: "float64"; x: "float64" }>({ key, x }, { npartitions });
      const options = splitOut === undefined ? { sort } : { sort, splitOut };
      const groups = df.groupby("key", options).agg((c) => ({ n: c.x.count(), sum: c.x.sum(), mean: c.x.mean() }));
      const found = await groups.toColumns();
      const places = found["key"] as number[];
      assert.equal(places.length, keys);
      if (sort) assert.ok(places.every((one, i) => one === i));
      const expected = { n: new Int32Array(keys), sum: new Float64Array(keys) };
      for (let i = 0; i < rows; i++) {
        expected.n[key[i]!]!++;
        expected.sum[key[i]!]! += x[i]!;
      }
      for (let i = 0; i < keys; i++) {
        const [n, sum] = [expected.n[places[i]!]!, expected.sum[places[i]!]!];
        if (found["n"]![i] !== n || found["sum"]![i] !== sum || found["mean"]![i] !== sum / n) assert.fail(`group ${places[i]}`);
      }
    });
  }
}
