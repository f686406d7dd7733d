import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dd } from "../../src/index.ts";
import { passNames } from "../../src/optimize/pass.ts";

type Row = { readonly k: string | null; readonly x: number | null };
const schema = { k: "utf8", x: "float64" } as const;
const frameOf = (rows: readonly Row[], npartitions: number) => dd.fromObjects<{ k: "utf8"; x: "float64" }>(rows, { schema, npartitions });
const row: fc.Arbitrary<Row> = fc.record({
  k: fc.option(fc.constantFrom("", "a", "b", "__proto__"), { freq: 4 }),
  x: fc.option(fc.integer({ min: -4, max: 4 }), { freq: 3 }),
});
const setting = fc.record({
  rows: fc.array(row, { maxLength: 40 }),
  partitions: fc.integer({ min: 1, max: 18 }),
  without: fc.subarray([...passNames]),
  scheduler: fc.constantFrom("synchronous" as const, "synchronous" as const, "threads" as const),
});
const runs = { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 25) };

test("functions of rows within groups leave rows where they are, whatever the partitions, passes and scheduler", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ rows, partitions, without, scheduler }) => {
      const seen = new Map<string, Row[]>();
      const expected = rows.map(({ k, x }) => {
        if (k === null) return { sum: null, before: null, count: null, total: null };
        const own = seen.get(k) ?? [];
        seen.set(k, [...own, { k, x }]);
        const values = (of: readonly Row[]) => of.flatMap((one) => (one.x === null ? [] : [one.x]));
        const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
        const total = sum(values(rows.filter((one) => one.k === k)));
        return { sum: x === null ? null : sum(values(own)) + x, before: own[own.length - 1]?.x ?? null, count: own.length, total };
      });
      const df = frameOf(rows, partitions);
      const groups = df.groupby("k");
      const made = groups.transform((c) => ({ sum: c.x.cumsum(), before: c.x.shift(), total: c.x.sum() }));
      // Columns of frames that were made row by row are columns of the frame they were made from.
      const beside = df.assign({ sum: made.col("sum"), before: made.col("before"), count: groups.cumcount().col("cumcount"), total: made.col("total") });
      assert.deepEqual(await beside.select("sum", "before", "count", "total").toObjects({ without, scheduler }), expected);
    }),
    runs,
  );
});

test("groups of which something holds are aggregated, or give their rows", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ rows, partitions, without, scheduler }) => {
      const count = (k: string | null) => rows.filter((one) => one.k === k && one.x !== null).length;
      const kept = rows.filter(({ k }) => k !== null && count(k) >= 2).map(({ k, x }) => ({ k, x }));
      const groups = frameOf(rows, partitions).groupby("k");
      assert.deepEqual(await groups.filter((c) => c.x.count().ge(2)).toObjects({ without, scheduler }), kept);
      const some = groups.having((c) => c.x.count().ge(2));
      const expected = [...new Set(kept.map(({ k }) => k!))].sort().map((k) => ({ k, size: rows.filter((one) => one.k === k).length }));
      assert.deepEqual(await some.size().toObjects({ without, scheduler }), expected);
      const shifted = await some.shift().toObjects({ without, scheduler });
      assert.equal(shifted.length, kept.length);
    }),
    runs,
  );
});

test("conditions on groups meet, and know keys", async () => {
  const df = frameOf(
    ["a", "a", "b", "b", "b", "c"].map((k, i) => ({ k, x: i })),
    3,
  );
  const some = df
    .groupby("k")
    .having((c) => c.x.size().ge(2))
    .having((c) => c.x.max().lt(4).and(c.k.ne("b")));
  assert.deepEqual(await some.agg((c) => ({ least: c.x.min() })).toObjects(), [{ k: "a", least: 0 }]);
  assert.deepEqual(await some.cumsum().toColumns(), { x: [0, 1] });
});

test("what does not fit is said when the expression is built", () => {
  const df = frameOf([{ k: "a", x: 1 }], 1);
  const groups = df.groupby("k");
  assert.throws(() => groups.having((c) => c.x.gt(1)), /having: column "x" is no key; aggregate it, like c.x.max\(\)/);
  assert.throws(() => groups.having((c) => c.x.sum() as never), /having: the condition is float64, not bool/);
  assert.throws(() => groups.having((c) => c.x.shift().gt(1)), /shift: the rows are not in order here/);
  assert.throws(() => groups.transform("best" as never), /transform: "best" is neither a function nor one of count, size/);
  assert.throws(() => groups.col("k").transform("mean"), /transform: column|mean: column/);
  assert.throws(() => df.assign({ y: frameOf([], 1).col("x") }), /different frames/);
});

test("groups without rows, or only of missing keys, give no values", async () => {
  const none = frameOf([], 3).groupby("k");
  assert.deepEqual(await none.cumsum().toColumns(), { x: [] });
  assert.deepEqual(await none.filter((c) => c.x.sum().ge(0)).toObjects(), []);
  const nulls = frameOf(
    [1, 2, 3].map((x) => ({ k: null, x })),
    5,
  );
  assert.deepEqual(await nulls.groupby("k").transform("sum").toColumns(), { x: [null, null, null] });
  assert.deepEqual(await nulls.groupby("k", { dropna: false }).cumsum().toColumns(), { x: [1, 3, 6] });
});
