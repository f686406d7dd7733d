import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { compute, dd } from "../../src/index.ts";

const rows = [
  { a: 1, k: "x", n: 1n },
  { a: 2, k: "y", n: 2n },
  { a: 3, k: "x", n: 3n },
  { a: null, k: "y", n: 4n },
  { a: 5, k: null, n: 5n },
  { a: 6, k: "x", n: 6n },
  { a: 7, k: "z", n: 7n },
];
const plain = rows.map((row) => ({ ...row, n: Number(row.n) }));
const frame = (npartitions: number) =>
  dd.fromObjects<{ a: "float64"; k: "utf8"; n: "int64" }>(rows, { npartitions, schema: { a: "float64", k: "utf8", n: "int64" } });
const other = (npartitions: number) => dd.fromColumns<{ k: "utf8"; w: "float64" }>({ k: ["x", "z", "w", null], w: [10, 20, 30, 40] }, { npartitions });

for (const scheduler of ["synchronous", "threads"] as const) {
  for (const partitions of [1, 3, 9]) {
    const df = frame(partitions);
    const options = { scheduler };
    const where = `${scheduler}, ${partitions} ${partitions === 1 ? "partition" : "partitions"}`;

    test(`${where}: rows come back as they were`, async () => {
      assert.deepEqual(await df.toObjects(options), plain);
      assert.equal(await df.len(options), 7);
    });

    test(`${where}: a filter keeps what is true, not what is null`, async () => {
      const kept = df.filter((c) => c.a.gt(2).and(c.k.eq("x"))).assign({ b: (c) => c.a.mul(2) });
      assert.deepEqual(await kept.toObjects(options), [
        { a: 3, k: "x", n: 3, b: 6 },
        { a: 6, k: "x", n: 6, b: 12 },
      ]);
      assert.deepEqual(
        await df
          .filter((c) => c.k.ne("x"))
          .col("n")
          .toArray(options),
        [2, 4, 7],
      );
      assert.deepEqual(await df.filter((c) => c.k.isna()).toObjects(options), [plain[4]]);
    });

    test(`${where}: one compute gives several aggregates, null skipped`, async () => {
      const a = df.col("a");
      const found = await compute(
        { lo: a.min(), hi: df.col("n").max(), n: a.count(), mean: a.mean(), sum: df.col("n").sum(), std: a.std(), median: a.median() },
        options,
      );
      assert.deepEqual({ ...found, std: 0 }, { lo: 1, hi: 7n, n: 6, mean: 4, sum: 28n, std: 0, median: 4 });
      assert.ok(Math.abs(found.std! - 2.366431913239846) < 1e-12);
    });

    test(`${where}: groups come in the order of their keys, null keys not unless asked for`, async () => {
      const grouped = df.groupby("k").agg((c) => ({ s: c.a.sum(), m: c.a.mean(), n: c.n.count() }));
      assert.deepEqual(await grouped.toObjects(options), [
        { k: "x", s: 10, m: 10 / 3, n: 3 },
        { k: "y", s: 2, m: 2, n: 2 },
        { k: "z", s: 7, m: 7, n: 1 },
      ]);
      const kept = await df.groupby("k", { dropna: false }).col("a").max().toObjects(options);
      assert.deepEqual(kept[3], { k: null, a: 5 });
      const both = await df
        .groupby("k")
        .agg({ a: ["min", "max"], n: "sum" })
        .toObjects(options);
      assert.deepEqual(both[0], { k: "x", a_min: 1, a_max: 6, n: 10 });
    });

    test(`${where}: medians, different values and positions of groups`, async () => {
      const found = await df
        .groupby("k")
        .agg((c) => ({ med: c.a.median(), u: c.n.nunique() }))
        .toObjects(options);
      assert.deepEqual(found, [
        { k: "x", med: 3, u: 3 },
        { k: "y", med: 2, u: 2 },
        { k: "z", med: 7, u: 1 },
      ]);
      const best = await df.groupby("k").agg({ a: "idxmax" }).toObjects(options);
      assert.deepEqual(best, [
        { k: "x", a: 5 },
        { k: "y", a: 1 },
        { k: "z", a: 6 },
      ]);
      assert.equal(await df.col("a").nunique().compute(options), 6);
    });

    test(`${where}: sorting puts null last either way, unless asked for`, async () => {
      assert.deepEqual(await df.sortValues("a", { ascending: false }).col("a").toArray(options), [7, 6, 5, 3, 2, 1, null]);
      assert.deepEqual(
        await df
          .sortValues(["k", "a"], { ascending: [true, false], naPosition: "first" })
          .col("n")
          .toArray(options),
        [5, 6, 3, 1, 4, 2, 7],
      );
      assert.deepEqual(await df.nlargest(2, "n").col("n").toArray(options), [7, 6]);
    });

    test(`${where}: head and tail take as many partitions as they need`, async () => {
      assert.deepEqual(await df.head(4).toObjects(options), plain.slice(0, 4));
      assert.deepEqual(await df.tail(2).toObjects(options), plain.slice(5));
      assert.deepEqual(await df.head(0).toObjects(options), []);
      assert.deepEqual(await df.head(100).toObjects(options), plain);
    });

    test(`${where}: what is there once, and how often`, async () => {
      assert.deepEqual(await df.col("k").unique().toArray(options), ["x", "y", null, "z"]);
      assert.deepEqual(await df.col("k").valueCounts().toObjects(options), [
        { k: "x", count: 3 },
        { k: "y", count: 2 },
        { k: "z", count: 1 },
      ]);
      const shares = await df.col("k").valueCounts({ normalize: true }).toObjects(options);
      assert.deepEqual(shares[0], { k: "x", proportion: 0.5 });
      assert.deepEqual(await df.dropDuplicates({ subset: "k", keep: "last" }).col("n").toArray(options), [4, 5, 6, 7]);
      assert.deepEqual(await df.dropDuplicates({ subset: "k", keep: false }).col("n").toArray(options), [5, 7]);
    });

    for (const parts of [1, 2]) {
      test(`${where}: joins with ${parts} keep the order of the left frame`, async () => {
        const right = other(parts);
        assert.deepEqual(
          (await df.merge(right).toObjects(options)).map(({ n, w }) => [n, w]),
          [
            [1, 10],
            [3, 10],
            [6, 10],
            [7, 20],
          ],
        );
        const outer = await df.merge(right, { on: "k", how: "outer", indicator: true }).toObjects(options);
        assert.deepEqual(
          outer.map(({ n, k, w, _merge }) => [n, k, w, _merge]),
          [
            [1, "x", 10, "both"],
            [2, "y", null, "left_only"],
            [3, "x", 10, "both"],
            [4, "y", null, "left_only"],
            [5, null, null, "left_only"],
            [6, "x", 10, "both"],
            [7, "z", 20, "both"],
            [null, "w", 30, "right_only"],
            [null, null, 40, "right_only"],
          ],
        );
        const of = async (how: "semi" | "anti" | "left") => (await df.merge(right, { how, nullsEqual: true }).toObjects(options)).map(({ n }) => n);
        assert.deepEqual(await of("semi"), [1, 3, 5, 6, 7]);
        assert.deepEqual(await of("anti"), [2, 4]);
        assert.deepEqual(await of("left"), [1, 2, 3, 4, 5, 6, 7]);
        assert.equal((await df.merge(right.rename({ k: "z" }), { how: "cross" }).toObjects(options)).length, 28);
        await assert.rejects(right.merge(df, { validate: "1:1" }).compute(options), /keys of the right frame repeat/);
      });
    }

    test(`${where}: partitions are taken, joined, cut and sent by key`, async () => {
      for (const count of [1, 2, 5, 20]) {
        const cut = df.repartition(count);
        assert.equal(cut.npartitions, count);
        assert.deepEqual(await cut.toObjects(options), plain);
      }
      const shuffled = df.shuffle("k", { npartitions: 2 });
      const parts = await Promise.all([0, 1].map((i) => shuffled.partitions(i).col("k").toArray(options)));
      assert.equal(parts.flat().length, 7);
      assert.ok(!parts[0]!.some((key) => parts[1]!.includes(key)));
      assert.equal(
        await dd
          .concat([df, df.select("a") as never])
          .col("a")
          .sum()
          .compute(options),
        48,
      );
    });

    test(`${where}: what is persisted is computed once`, async () => {
      using kept = await df.filter((c) => c.a.gt(1)).persist(options);
      assert.equal(await kept.col("a").sum().compute(options), 23);
      assert.equal(await kept.len(options), 5);
    });
  }
}

test("choices, missing values and types", async () => {
  const df = frame(2);
  const chosen = df.select((c) => ({ size: dd.when(c.a.gt(4)).then("big").when(c.a.gt(2)).then("middle").otherwise("small") }));
  assert.deepEqual(await chosen.col("size").toArray(), ["small", "small", "middle", "small", "big", "big", "big"]);
  assert.deepEqual(await df.fillna({ a: 0, k: "?" }).col("a").toArray(), [1, 2, 3, 0, 5, 6, 7]);
  assert.equal(await df.dropna().len(), 5);
  assert.deepEqual(df.astype({ n: "float64" }).dtypes, { a: "float64", k: "utf8", n: "float64" });
  assert.deepEqual(await df.col("n").isin([2, 3]).toArray(), [false, true, true, false, false, false, false]);
});

test("a table and vectors come out", async () => {
  const table = await frame(3).groupby("k").col("a").mean().compute();
  assert.equal(table.numRows, 3);
  assert.deepEqual([...table.getChild("a")!], [10 / 3, 2, 7]);
  assert.deepEqual([...(await frame(2).col("k").compute())], ["x", "y", "x", "y", null, "x", "z"]);
  let count = 0;
  for await (const part of frame(3)) count += part.numRows;
  using kept = (await frame(3).persist()) as ReturnType<typeof frame>;
  for await (const part of kept) count += part.numRows;
  assert.equal(count, 14);
});

test("mistakes are said where they are made", () => {
  const df = frame(2);
  assert.throws(() => df.col("A" as never), /col: no column "A"; there are "a", "k", "n"; did you mean "a"\?/);
  assert.throws(() => df.filter((c) => (c as never as { missing: { gt(x: number): never } }).missing.gt(1)), { name: "ColumnError", column: "missing" });
  assert.throws(() => df.filter((c) => c.a as never), /filter: the condition is float64, not bool/);
  assert.throws(() => df.groupby([]), /groupby: no keys/);
  assert.throws(() => df.merge(other(1), { on: "w" as never }), { name: "ColumnError" });
  assert.throws(() => df.assign({ b: other(1).col("w") }), /different frames/);
  assert.throws(() => Number(df.col("a")), /lazy column is not a number/);
});

test("a value that a type cannot hold is a ParseError with its place, on threads too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chunkwise-frames-"));
  const path = join(folder, "late.csv");
  try {
    writeFileSync(path, `a,b\n${"1,2\n".repeat(200_000)}x,3\n${"1,2\n".repeat(200_000)}`);
    const sum = dd.readCsv(path).col("a").sum();
    for (const scheduler of ["synchronous", "threads"] as const)
      await assert.rejects(sum.compute({ scheduler }), { name: "ParseError", file: path, line: 200_002, column: "a", text: "x" });
    assert.equal(await dd.readCsv(path, { infer: "all" }).col("b").sum().compute(), 800_003n);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
