import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type DFrame, dd, type RunEvent } from "../../src/index.ts";

/** Keys in no order, each once: i · 611,953 modulo their number. */
const rows = 600_000;
const limit = 9e6;
type Keyed = DFrame<{ key: "float64"; a: "float64"; b: "float64"; c: "float64" }>;
const folder = mkdtempSync(join(tmpdir(), "chunkwise-frames-"));
const frame = (): Keyed => dd.readCsv(join(folder, "keys.csv"), { schema: { key: "float64", a: "float64", b: "float64", c: "float64" }, blocksize: "512KB" });
before(() => {
  const lines = Array.from({ length: rows }, (_, i) => {
    const key = (i * 611_953) % rows;
    return `${key},${key},${key},${key}\n`;
  });
  writeFileSync(join(folder, "keys.csv"), `key,a,b,c\n${lines.join("")}`);
});
after(() => rmSync(folder, { recursive: true }));

/** The most memory and what went to disk and back, of all runs. */
function watch() {
  const most = { peakBytes: 0, spilledBytes: 0, restoredBytes: 0 };
  const progress = ({ counters }: RunEvent) => {
    for (const name of ["peakBytes", "spilledBytes", "restoredBytes"] as const) most[name] = Math.max(most[name], counters[name]);
  };
  return { most, options: { memoryLimit: limit, progress } };
}

test("a sort of data over twice the limit, persisted, goes by way of the disk, and is right", async () => {
  const { most, options } = watch();
  using sorted = await frame().sortValues("key", { ascending: false }).persist(options);
  let next = rows;
  for (let partition = 0; partition < sorted.npartitions; partition++) {
    const { key, c } = await sorted.partitions(partition).toColumns(options);
    for (const [row, value] of (key as number[]).entries()) if (value !== --next || c![row] !== value) assert.fail(`${value} is where ${next} belongs`);
  }
  assert.equal(next, 0);
  assert.ok(most.peakBytes <= limit, `${most.peakBytes} bytes`);
  assert.ok(most.spilledBytes > 0 && most.restoredBytes > 0);
});

test("as many groups as rows, and a join with itself, stay within the limit", async () => {
  const { most, options } = watch();
  const grouped = frame()
    .groupby("key")
    .agg((c) => ({ a: c.a.sum(), b: c.b.max(), n: c.c.count() }));
  const found = await grouped.agg((c) => ({ groups: c.n.sum(), a: c.a.sum(), least: c.b.min() })).toObjects(options);
  assert.deepEqual(found, [{ groups: rows, a: (rows * (rows - 1)) / 2, least: 0 }]);
  const joined = frame().merge(frame().select("key", "a").rename({ a: "other" }), { on: "key", maintainOrder: false });
  assert.equal(await joined.filter((c) => c["a"].eq(c["other"])).len(options), rows);
  assert.ok(most.peakBytes <= limit, `${most.peakBytes} bytes`);
});

test("ranks, rows within as many groups as rows, and windows over partitions stay within the limit", async () => {
  const { most, options } = watch();
  const ranked = frame().select((c) => ({ key: c.key, rank: c.key.rank() }));
  assert.equal(await ranked.filter((c) => c.rank.eq(c.key.add(1))).len(options), rows);
  const within = frame()
    .groupby("key")
    .transform((c) => ({ n: c.a.count(), place: c.b.rank({ method: "first" }) }));
  const found = await within.agg((c) => ({ n: c.n.sum(), place: c.place.max() })).toObjects(options);
  assert.deepEqual(found, [{ n: rows, place: 1 }]);
  const summed = frame().select((c) => ({ sum: c.a.cumsum(), window: c.a.rolling(30_000, { minPeriods: 1 }).count() }));
  const total = await summed.agg((c) => ({ sum: c.sum.max(), window: c.window.max() })).toObjects(options);
  assert.deepEqual(total, [{ sum: (rows * (rows - 1)) / 2, window: 30_000 }]);
  assert.ok(most.peakBytes <= limit, `${most.peakBytes} bytes`);
});
