import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, dd } from "../../src/index.ts";

const none = dd.fromColumns<{ a: "float64"; b: "utf8" }>({ a: [], b: [] }, { schema: { a: "float64", b: "utf8" }, npartitions: 3 });
const few = dd.fromColumns<{ n: "int64"; x: "float64" }>({ n: [9007199254740993n, 1n, null], x: [Number.NaN, -0, 0] }, { npartitions: 5 });

test("a frame without rows has sums of nothing, and no groups, order or partners", async () => {
  const { a } = { a: none.col("a") };
  assert.deepEqual(await compute({ sum: a.sum(), mean: a.mean(), max: a.max(), n: a.count(), median: a.median() }), {
    sum: 0,
    mean: null,
    max: null,
    n: 0,
    median: null,
  });
  const found = [
    none.groupby("b").sum(),
    none.sortValues("a"),
    none.merge(none, { on: "b", how: "outer" }),
    none.head(2),
    none.dropDuplicates(),
    none.col("b").valueCounts(),
  ];
  for (const frame of found) assert.deepEqual(await frame.toObjects(), []);
});

test("integers beyond 2^53 stay exact, in more partitions than rows", async () => {
  assert.equal(await few.col("n").sum().compute(), 9007199254740994n);
  assert.equal(await few.col("n").max().compute(), 9007199254740993n);
  await assert.rejects(few.toObjects(), /9007199254740993 is not exact as a number/);
});

test("NaN is a number, and -0 and 0 are one key", async () => {
  assert.deepEqual(await compute({ max: few.col("x").max(), n: few.col("x").count() }), { max: Number.NaN, n: 3 });
  const groups = await few
    .groupby("x")
    .agg((c) => ({ rows: c.x.size() }))
    .toColumns();
  assert.deepEqual(groups["rows"], [2, 1]);
});

test("an aborted signal stops a frame before it begins, and names that objects have are columns", async () => {
  const controller = new AbortController();
  controller.abort();
  await assert.rejects(few.col("x").sum().compute({ signal: controller.signal }), { name: "AbortError" });
  assert.equal(await dd.fromColumns(JSON.parse('{"__proto__":[1,2]}')).col("__proto__").sum().compute(), 3);
  assert.equal(await few.select().len(), 3);
});
