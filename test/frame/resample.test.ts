import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dd } from "../../src/index.ts";
import { passNames } from "../../src/optimize/pass.ts";

type Row = { readonly t: Date | null; readonly x: number | null };
const schema = { t: "timestamp[ms]", x: "float64" } as const;
const frameOf = (rows: readonly Row[], npartitions: number) => dd.fromObjects<{ t: "timestamp[ms]"; x: "float64" }>(rows, { schema, npartitions });
const setting = fc.record({
  rows: fc.array(fc.record({ t: fc.option(fc.integer({ min: -40, max: 40 }), { freq: 5 }), x: fc.option(fc.integer({ min: -4, max: 4 }), { freq: 3 }) }), {
    maxLength: 30,
  }),
  partitions: fc.integer({ min: 1, max: 20 }),
  splitOut: fc.integer({ min: 1, max: 5 }),
  without: fc.subarray([...passNames]),
  scheduler: fc.constantFrom("synchronous" as const, "synchronous" as const, "threads" as const),
});

test("bins of time are those of a plain loop, whatever the partitions, passes and scheduler", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ rows, partitions, splitOut, without, scheduler }) => {
      const list = rows.map(({ t, x }) => ({ t: t === null ? null : new Date(t), x }));
      const bins = rows.flatMap(({ t }) => (t === null ? [] : [Math.floor(t / 5) * 5]));
      const expected = [];
      for (let bin = Math.min(...bins); bin <= Math.max(...bins); bin += 5) {
        const inside = rows.filter(({ t }) => t !== null && t >= bin && t < bin + 5);
        const values = inside.flatMap(({ x }) => (x === null ? [] : [x]));
        const most = values.length === 0 ? null : Math.max(...values);
        expected.push({ t: new Date(bin), sum: values.reduce((a, b) => a + b, 0), n: values.length, rows: inside.length, most });
      }
      const made = frameOf(list, partitions)
        .resample("5ms", { on: "t", splitOut })
        .agg((c) => ({ sum: c.x.sum(), n: c.x.count(), rows: c.x.size(), most: c.x.max() }));
      assert.deepEqual(await made.toObjects({ without, scheduler }), expected);
    }),
    { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 25) },
  );
});

test("what aggregations of nothing come to stands in empty bins, and dates stay dates", async () => {
  const df = dd.fromColumns<{ d: "date"; k: "utf8"; x: "float64" }>(
    { d: ["2024-01-31", "2024-03-01"].map((day) => new Date(day)), k: ["a", "b"], x: [1, 2] },
    { schema: { d: "date", k: "utf8", x: "float64" }, npartitions: 2 },
  );
  const months = df.resample("MS", { on: "d" });
  assert.deepEqual(
    await months.agg((c) => ({ first: c.k.first(), kinds: c.k.nunique(), mean: c.x.mean(), product: c.x.prod(), middle: c.x.median() })).toColumns(),
    {
      d: ["2024-01-01", "2024-02-01", "2024-03-01"].map((day) => new Date(day)),
      first: ["a", null, "b"],
      kinds: [1, 0, 1],
      mean: [1, null, 2],
      product: [1, 1, 2],
      middle: [1, null, 2],
    },
  );
  assert.deepEqual(months.size().dtypes, { d: "date", size: "int64" });
  assert.deepEqual(await df.resample("ME", { on: "d" }).col("x").sum().toColumns({ times: "text" }), {
    d: ["2024-01-31", "2024-02-29", "2024-03-31"],
    x: [1, 0, 2],
  });
});

test("no rows, or only missing times, make no bins", async () => {
  assert.deepEqual(await frameOf([], 3).resample("7h", { on: "t" }).sum().toObjects(), []);
  assert.deepEqual(
    await frameOf([{ t: null, x: 1 }], 2)
      .resample("D", { on: "t" })
      .size()
      .toObjects(),
    [],
  );
});

test("columns that nobody asks for are not aggregated", () => {
  const made = frameOf([], 2)
    .resample("D", { on: "t" })
    .agg((c) => ({ most: c.x.max(), middle: c.x.median() }));
  assert.doesNotMatch(made.select("most").explain(), /median/);
});

test("what does not fit is said when the expression is built", () => {
  const df = frameOf([], 1);
  assert.throws(() => df.resample("D"), /resample: which column has the times\? Give \{ on: "time" \}/);
  assert.throws(() => df.resample("D", { on: "x" }), /resample: does not take float64; on must be dates or timestamps/);
  assert.throws(() => df.resample("soon", { on: "t" }), /resample: "soon" is no frequency/);
  assert.throws(() => df.resample("1us", { on: "t" }), /"1us" is no whole number of ticks of timestamp\[ms\]/);
  assert.throws(() => df.resample("W-JAN", { on: "t" }), /"W-JAN" names JAN, where one of MON/);
  assert.throws(() => df.resample("D", { on: "t", closed: "both" as never }), /resample: closed is "both"; it is left or right/);
  assert.throws(() => (df.resample("D", { on: "t" }) as never as ReturnType<typeof df.groupby>).cumsum(), /cumsum: bins of time can only be aggregated/);
});
