import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, type DFrame, dd } from "../../src/index.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(..._: T[]): void => undefined;
type Of<F> = F extends DFrame<infer S> ? { -readonly [K in keyof S]: S[K] } : never;

type Columns = { a: "float64"; k: "utf8"; b: "bool"; t: "timestamp[ms]" };
const schema = { a: "float64", k: "utf8", b: "bool", t: "timestamp[ms]" } as const;
const rows = [
  { a: 1, k: "y", b: true, t: new Date(0) },
  { a: 2, k: "x", b: null, t: null },
  { a: null, k: "x", b: false, t: new Date(5000) },
  { a: 5, k: null, b: false, t: new Date(7000) },
];
const df = dd.fromObjects<Columns>(rows, { schema, npartitions: 3 });

test("every column is described where all are asked for: numbers as numbers, others as text", async () => {
  const all = df.describe({ include: "all", percentiles: [0.5] });
  holds<Same<Of<typeof all>, { statistic: "utf8"; a: "float64"; k: "utf8"; b: "utf8"; t: "utf8" }>>();
  assert.deepEqual(await all.toObjects(), [
    { statistic: "count", a: 3, k: "3", b: "3", t: "3" },
    { statistic: "unique", a: null, k: "2", b: "2", t: null },
    { statistic: "top", a: null, k: "x", b: "false", t: null },
    { statistic: "freq", a: null, k: "2", b: "2", t: null },
    { statistic: "mean", a: 8 / 3, k: null, b: null, t: "1970-01-01 00:00:04" },
    { statistic: "std", a: Math.sqrt(13 / 3), k: null, b: null, t: null },
    { statistic: "min", a: 1, k: null, b: null, t: "1970-01-01 00:00:00" },
    { statistic: "50%", a: 2, k: null, b: null, t: "1970-01-01 00:00:05" },
    { statistic: "max", a: 5, k: null, b: null, t: "1970-01-01 00:00:07" },
  ]);
});

test("numbers alone are described unless asked otherwise, and what there is where there are none", async () => {
  const numbers = df.describe();
  holds<Same<Of<typeof numbers>, { statistic: "utf8"; a: "float64" }>>();
  assert.deepEqual((await numbers.col("statistic").toArray()) as string[], ["count", "mean", "std", "min", "25%", "50%", "75%", "max"]);
  const texts = df.select("k").describe();
  holds<Same<Of<typeof texts>, { statistic: "utf8"; k: "utf8" }>>();
  assert.deepEqual(texts.columns, ["statistic", "k"]);
  assert.deepEqual(await df.col("k").describe().toObjects(), await df.select("k").describe().toObjects());
  assert.deepEqual(await df.col("a").describe({ percentiles: [] }).col("statistic").toArray(), ["count", "mean", "std", "min", "max"]);
  assert.throws(() => df.describe({ percentiles: [1.5] }), /describe: 1.5 among the percentiles/);
  assert.throws(() => df.describe({ percentiles: [0.5, 0.5] }), /repeat/);
  assert.throws(() => df.select().describe(), { name: "ShapeError" });
});

test("labels make way for columns that have their names, and one column can be taken out", async () => {
  const named = dd.fromColumns<{ statistic: "float64"; column: "float64" }>({ statistic: [1, 2, 4], column: [3, 1, 2] }, { npartitions: 2 });
  assert.deepEqual(named.describe().columns, ["statistic_", "statistic", "column"]);
  assert.deepEqual(named.corr().columns, ["column_", "statistic", "column"]);
  assert.deepEqual(await named.cov().select("column").toColumns(), { column: [-1 / 2, 1] });
  assert.deepEqual((await named.describe({ percentiles: [] }).select("column").toColumns())["column"], [3, 2, 1, 1, 3]);
});

test("correlations are of numbers, all pairs at once, whatever the partitions and passes", async () => {
  const corr = df.corr();
  holds<Same<Of<typeof corr>, { column: "utf8"; a: "float64"; b: "float64" }>>();
  const found = await corr.toObjects();
  for (const npartitions of [1, 2, 9])
    for (const without of [[], ["columns"], ["pushdown", "simplify"]] as const)
      assert.deepEqual(
        await df
          .repartition(npartitions)
          .corr()
          .toObjects({ without: [...without] }),
        found,
      );
  assert.equal(found[0]!["a"], 1);
  assert.deepEqual(await df.corr({ minPeriods: 4 }).toColumns(), { column: ["a", "b"], a: [null, null], b: [null, null] });
  assert.throws(() => df.select("k").corr(), /corr: the frame has no column of numbers/);
  assert.throws(() => df.corr({ method: "cosine" as never }), /unknown method "cosine"/);
  assert.throws(() => df.cov({ minPeriods: -1 }), RangeError);
});

test("of no rows counts are 0 and the rest is null; positions are numbers", async () => {
  const none = dd.fromObjects<Columns>([], { schema, npartitions: 2 });
  assert.deepEqual((await none.describe().toColumns())["a"], [0, null, null, null, null, null, null, null]);
  assert.deepEqual((await none.describe({ include: "all", percentiles: [] }).toColumns())["k"], ["0", "0", null, null, null, null, null, null]);
  assert.deepEqual(await none.corr().toColumns(), { column: ["a", "b"], a: [null, null], b: [null, null] });
  assert.deepEqual(await compute({ low: df.col("a").idxmin(), high: df.col("a").idxmax(), none: none.col("a").idxmax() }), { low: 0, high: 3, none: null });
});
