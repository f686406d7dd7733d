import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dd } from "../../src/index.ts";

type Row = { readonly t: Date; readonly x: number | null };
const schema = { t: "timestamp[ms]", x: "float64" } as const;
const frameOf = (rows: readonly Row[], npartitions: number) => dd.fromObjects<{ t: "timestamp[ms]"; x: "float64" }>(rows, { schema, npartitions });
const rows: fc.Arbitrary<Row[]> = fc
  .array(fc.record({ t: fc.integer({ min: 0, max: 30 }), x: fc.option(fc.integer({ min: -4, max: 4 }), { freq: 3 }) }), { maxLength: 30 })
  .map((list) => [...list].sort((a, b) => a.t - b.t).map(({ t, x }) => ({ t: new Date(t), x })));
const runs = { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 25) };

/** What windows come to, by plain loops. */
function windowed(list: readonly Row[], sees: (row: number, other: number) => boolean) {
  const windows = list.map((_, row) => list.flatMap(({ x }, other) => (sees(row, other) && x !== null ? [x] : [])));
  const at = (values: readonly number[], place: number) => {
    const sorted = [...values].sort((a, b) => a - b);
    const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
    return (low + high) / 2;
  };
  return {
    sum: windows.map((w) => (w.length === 0 ? null : w.reduce((a, b) => a + b, 0))),
    most: windows.map((w) => (w.length === 0 ? null : Math.max(...w))),
    least: windows.map((w) => (w.length === 0 ? null : Math.min(...w))),
    median: windows.map((w) => (w.length === 0 ? null : at(w, (w.length - 1) / 2))),
    first: windows.map((w) => w[0] ?? null),
    last: windows.map((w) => w[w.length - 1] ?? null),
  };
}

test("windows of rows and of time reach over partitions of any size", async () => {
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 12 }), async (list, partitions, size) => {
      const df = frameOf(list, partitions);
      const make = (window: number | string) =>
        df.select((c) => {
          const w = c.x.rolling(window, { minPeriods: 1, ...(typeof window === "string" && { on: c.t }) });
          return { sum: w.sum(), most: w.max(), least: w.min(), median: w.median(), first: w.first(), last: w.last() };
        });
      const options = { scheduler: "synchronous" } as const;
      assert.deepEqual(
        await make(size).toColumns(options),
        windowed(list, (row, other) => other <= row && other > row - size),
      );
      const time = (row: number) => list[row]!.t.getTime();
      assert.deepEqual(
        await make(`${size}ms`).toColumns(options),
        windowed(list, (row, other) => other <= row && time(other) > time(row) - size),
      );
    }),
    runs,
  );
});

test("windows lose nothing to cancellation, and NaN and infinity leave with the rows they are in", async () => {
  const df = dd.fromColumns({ x: [1e16, 1, Number.NaN, 2, 3, Number.POSITIVE_INFINITY, 4, 5] }, { npartitions: 3 });
  assert.deepEqual(await df.col("x").rolling(2).sum().toArray(), [
    null,
    1e16 + 1,
    Number.NaN,
    Number.NaN,
    5,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    9,
  ]);
  const same = dd.fromColumns({ x: [1e9 + 0.1, 0, 0.3, 0.3, 0.3] }, { npartitions: 2 });
  assert.deepEqual(await same.col("x").rolling(2).std().toArray(), [null, 707106781.2572582, 0.21213203435596426, 0, 0]);
});

test("a frame's windows keep the times they go by, and take several aggregations", async () => {
  const df = frameOf(
    [1, 2, 4].map((x) => ({ t: new Date(x), x })),
    2,
  );
  const windows = df.rolling("2ms", { on: "t" });
  assert.deepEqual(await windows.col("x").agg(["min", "sum"]).toColumns(), { t: [1, 2, 4].map((x) => new Date(x)), x_min: [1, 1, 4], x_sum: [1, 3, 4] });
  assert.deepEqual(
    await windows
      .agg((c) => ({ range: c.x.max().sub(c.x.min()) }))
      .select("range")
      .toColumns(),
    { range: [0, 1, 0] },
  );
  assert.deepEqual(await df.select((c) => ({ m: c.x.expanding().mean() })).toColumns(), { m: [1, 1.5, 7 / 3] });
});

test("times that are not in order, or missing, are told where they are found", async () => {
  const list = [3, 1, 2].map((x) => ({ t: new Date(x), x }));
  for (const partitions of [1, 3])
    await assert.rejects(frameOf(list, partitions).rolling("1ms", { on: "t" }).sum().compute(), /the times are not in order: 1 comes after 3 .*sortValues/s);
  const missing = dd.fromColumns<{ t: "timestamp[ms]"; x: "float64" }>({ t: [null], x: [1] }, { schema });
  await assert.rejects(missing.rolling("1ms", { on: "t" }).sum().compute(), /1 of 1 times are missing.*dropna/s);
});

test("what does not fit is said when the expression is built", () => {
  const df = frameOf([], 1);
  assert.throws(() => df.rolling(0), /rolling: a window of 0 rows; give a whole number from 1/);
  assert.throws(() => df.rolling("2h"), /rolling: a window of "2h" needs the column of times: \{ on: "time" \}/);
  assert.throws(() => df.rolling("2h", { on: "x" }), /rolling: does not take float64; on must be dates or timestamps/);
  assert.throws(() => df.rolling("1us", { on: "t" }), /no whole number of ticks of timestamp\[ms\]/);
  assert.throws(() => df.rolling("soon", { on: "t" }), /rolling: "soon" is no window/);
  assert.throws(() => df.rolling(2, { minPeriods: 3 }), /minPeriods 3 is more than the window of 2 rows/);
  assert.throws(() => df.rolling(2).agg({ x: "nunique" }), /rolling: windows have no nunique/);
  assert.throws(() => df.col("x").rolling(2, { closed: "open" as never }), /closed is "open"/);
});
