import assert from "node:assert/strict";
import { test } from "node:test";
import { dd } from "../../src/index.ts";

const df = dd.fromColumns<{ t: "utf8"; when: "timestamp[ms]"; n: "int64" }>(
  { t: [" Ab-1", "çd-22", null, ""], when: [new Date("2024-02-29T12:34:56Z"), new Date("1969-12-31T23:59:59Z"), null, new Date(0)], n: [1n, 2n, 3n, 4n] },
  { npartitions: 2 },
);

test("texts have pandas' methods, arguments by position and options by name", async () => {
  const { t } = await df
    .select((c) => ({
      t: c.t.str.strip().str.upper(),
    }))
    .toColumns();
  assert.deepEqual(t, ["AB-1", "ÇD-22", null, ""]);
  const found = await df
    .select((c) => ({
      len: c.t.str.len(),
      has: c.t.str.contains("d-", { regex: false }),
      digits: c.t.str.extract("(\\d+)$"),
      piece: c.t.str.split("-", { item: 1 }),
      cut: c.t.str.slice(1, 3),
      both: c.t.str.cat(c.t, { separator: "+" }),
      zero: c.t.str.zfill(6),
    }))
    .toObjects();
  assert.deepEqual(found[1], { len: 5, has: true, digits: "22", piece: "22", cut: "d-", both: "çd-22+çd-22", zero: "0çd-22" });
  assert.deepEqual(Object.values(found[2]!), [null, null, null, null, null, null, null]);
  assert.deepEqual(await df.col("t").str.startswith(["ç", "x"]).toArray(), [false, true, null, false]);
});

test("times have pandas' properties and methods", async () => {
  const when = df.col("when");
  assert.deepEqual(await when.dt.year.toArray(), [2024, 1969, null, 1970]);
  assert.deepEqual(await when.dt.dayofweek.toArray(), [3, 2, null, 3]);
  assert.deepEqual(await when.dt.strftime("%Y-%m-%d %H").toArray(), ["2024-02-29 12", "1969-12-31 23", null, "1970-01-01 00"]);
  assert.deepEqual(await when.dt.floor("1h").dt.minute.toArray(), [0, 0, null, 0]);
  assert.deepEqual(await when.dt.isLeapYear.toArray(), [true, false, null, false]);
  const hours = df.groupby((c) => ({ year: c.when.dt.year })).agg((c) => ({ n: c.n.sum() }));
  assert.deepEqual(await hours.toObjects(), [
    { year: 1969, n: 2 },
    { year: 1970, n: 4 },
    { year: 2024, n: 1 },
  ]);
});

test("what a type does not have is an error where it is written", () => {
  assert.throws(() => (df.col("n") as never as { str: { lower(): unknown } }).str.lower(), /str\.lower/);
  assert.throws(() => df.col("t").str.contains("("), /contains/);
  assert.throws(() => (df.col("t").str.slice as (...args: number[]) => unknown)(1, 2, 3, 4), /str\.slice: 4 arguments; it takes start, stop, step/);
});
