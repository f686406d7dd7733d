import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { exprKey } from "../../src/engine/collection.ts";
import { planOf } from "../../src/engine/plan.ts";
import type { Expr } from "../../src/expr/expr.ts";
import { walk } from "../../src/expr/walk.ts";
import { compute, type DFrame, dd } from "../../src/index.ts";
import { passNames } from "../../src/optimize/pass.ts";

const folder = mkdtempSync(join(tmpdir(), "chunkwise-pushdown-"));
const csv = join(folder, "rows.csv");
const parquet = join(folder, "rows.parquet");
const schema = { a: "float64", b: "float64", c: "utf8" } as const;
/** A value that is no number, where samples do not look. */
const badRow = 60_000;
before(async () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `${i},${i === badRow ? "oops" : i % 7},text ${i}\n`);
  writeFileSync(csv, `a,b,c\n${lines.join("")}`);
  await dd.fromColumns({ a: Array.from({ length: 30 }, (_, i) => i), b: Array.from({ length: 30 }, (_, i) => 29 - i) }, { npartitions: 6 }).toParquet(parquet);
});
after(() => rmSync(folder, { recursive: true }));

const read = () => dd.readCsv(csv, { schema, blocksize: "4MB" });
const planned = (...frames: readonly DFrame[]) => walk(planOf(frames.map((frame) => frame[exprKey])).roots);
const named = (nodes: readonly Expr[], name: string) => nodes.filter(({ op }) => op.name === `frame/${name}`);

test("head reads no more of a CSV file than it must, and goes below what changes columns only", async () => {
  await assert.rejects(read().toObjects(), /oops/);
  const first = read()
    .assign({ d: (c) => c.a.add(1) })
    .select("d", "c")
    .head(3);
  const expected = { d: [1, 2, 3], c: ["text 0", "text 1", "text 2"] };
  for (const scheduler of ["synchronous", "threads"] as const) assert.deepEqual(await first.toColumns({ scheduler }), expected);
  assert.match(first.explain(), /pushdown: head goes below project\npushdown: head goes into read-csv/);
  assert.match(first.explain(), /columns: read-csv reads 2 of 3 columns/);
  // In the middle of a plan, too.
  assert.equal(await first.merge(first, { on: "d" }).len(), 3);
  // A filter may leave too few of the first rows.
  await assert.rejects(
    read()
      .filter((c) => c.a.ge(99_990))
      .head(3)
      .toObjects(),
    /oops/,
  );
  await assert.rejects(read().tail(2).toObjects(), /oops/);
  assert.deepEqual((await read().head(0).toColumns())["a"], []);
  const parts = dd.readCsv(csv, { schema, blocksize: "64KB" });
  assert.deepEqual((await parts.head(20_000).toColumns())["a"]!.at(-1), 19_999);
  assert.deepEqual((await parts.tail(3).toColumns())["c"], ["text 99997", "text 99998", "text 99999"]);
});

test("head is the same with any passes, also of files with quotes and of many parts", async () => {
  const quoted = join(folder, "quoted.csv");
  writeFileSync(quoted, `a,b,c\n${Array.from({ length: 60 }, (_, i) => `${i},${i},"x\n${i}"\n`).join("")}`);
  for (const blocksize of ["64KB", "100B", "30B"]) {
    for (const without of [[], [...passNames], ["pushdown" as const]]) {
      const frame = dd.readCsv(quoted, { schema, blocksize });
      assert.deepEqual(
        (await frame.head(7).toColumns({ without }))["c"],
        Array.from({ length: 7 }, (_, i) => `x\n${i}`),
      );
      assert.equal(
        await frame
          .head(33)
          .filter((c) => c.a.ge(10))
          .len({ without }),
        23,
      );
    }
  }
});

test("head of Parquet takes only the parts that have enough rows", async () => {
  const frame = dd.readParquet(parquet, { partitionBytes: 1 });
  const [scan] = named(planned(frame.head(7).groupby("a").sum()), "scan");
  assert.deepEqual([(scan!.params as { parts: readonly unknown[] }).parts.length, frame.npartitions], [2, 6]);
  assert.deepEqual((await frame.head(7).toColumns())["a"], [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual((await frame.tail(7).groupby("a").sum().toColumns())["a"], [23, 24, 25, 26, 27, 28, 29]);
});

test("the first rows of a sort need no sort", async () => {
  const frame = dd.readParquet(parquet, { partitionBytes: 1 });
  const top = frame.sortValues("b").head(2);
  assert.equal(named(planned(top), "split").length, 0);
  assert.deepEqual(await top.toColumns(), { a: [29, 28], b: [0, 1] });
  assert.deepEqual((await frame.sortValues("b").tail(1).toColumns())["a"], [0]);
});

test("reads of the same file for other columns are one", async () => {
  const a = dd.readCsv(csv, { columns: ["a"], dtype: { a: "float64" } });
  const c = dd.readCsv(csv, { columns: ["c", "a"], dtype: { a: "float64" } });
  const both = planOf([a.col("a").max()[exprKey], c.col("c").count()[exprKey], c.col("a").min()[exprKey]]);
  assert.equal(named(walk(both.roots), "read-csv").length, 1);
  assert.ok(both.reports.some(({ pass, notes }) => pass === "columns" && notes.includes("2 reads of the same rows become one, of the columns of all")));
  for (const without of [[], ["columns" as const], [...passNames]])
    assert.deepEqual(await compute({ most: a.col("a").max(), texts: c.col("c").count(), least: c.col("a").min() }, { without }), {
      most: 99_999,
      texts: 100_000,
      least: 0,
    });
  assert.deepEqual(a.columns, ["a"]);
  // Types that differ are two reads.
  const other = dd.readCsv(csv, { columns: ["a"], dtype: { a: "int64" } });
  assert.equal(named(walk(planOf([a.col("a").max()[exprKey], other.col("a").max()[exprKey]]).roots), "read-csv").length, 2);
});

test("a filter on what others read whole stays above it, and explain says so", async () => {
  const frame = dd.readCsv(csv, { schema: { ...schema, b: "utf8" } });
  const kept = frame.filter((c) => c.a.lt(10));
  const plan = planOf([kept.col("a").sum()[exprKey], frame.col("a").max()[exprKey]]);
  assert.equal(named(walk(plan.roots), "read-csv").length, 1);
  assert.ok(plan.reports.some(({ notes }) => notes.some((note) => /filter stays above read-csv, which 2 read/.test(note))));
  assert.deepEqual(await compute({ some: kept.col("a").sum(), all: frame.col("a").max() }), { some: 45, all: 99_999 });
  assert.match(kept.groupby("b").sum().explain(), /pushdown: filter goes into read-csv/);
});

test("row groups that a filter excludes are not read, and partitions keep their numbers", async () => {
  const frame = dd.readParquet(parquet, { partitionBytes: 1 });
  const kept = frame.filter((c) => c["a"]!.ge(27));
  const rows = [
    { a: 27, b: 2 },
    { a: 28, b: 1 },
    { a: 29, b: 0 },
  ];
  const [source] = named(planned(kept), "scan");
  assert.equal((source!.params as { parts: readonly unknown[] }).parts.filter((part) => part !== null).length, 1);
  assert.deepEqual(await kept.toObjects(), rows);
  using persisted = await kept.persist();
  assert.equal(persisted.npartitions, frame.npartitions);
  assert.deepEqual(await compute([kept.partitions[-1]!.col("a").sum(), kept.partitions[0]!.col("a").count()]), [84, 0]);
  assert.deepEqual(await kept.setIndex("a", { sorted: true }).toObjects(), rows);
  for (const without of [[], [...passNames]]) assert.deepEqual(await kept.cumsum().tail(1).toObjects({ without }), [{ a: 84, b: 3 }]);
  assert.deepEqual(await frame.filter((c) => c["a"]!.gt(99)).toObjects(), []);
});

test("statistics of sorted row groups are divisions, so that joins and groups send no rows", async () => {
  const frame = dd.readParquet(parquet, { partitionBytes: 1, index: "a" });
  assert.deepEqual(frame.divisions, [0, 5, 10, 15, 20, 25, 29]);
  assert.deepEqual(frame.select("b", "a").divisions, frame.divisions);
  const joined = frame.merge(
    frame.filter((c) => c["b"]!.lt(20)),
    { on: "a" },
  );
  assert.match(joined.explain(), /both sides of the join on a are where equal keys meet: none is sent/);
  assert.equal(await joined.len(), 20);
  assert.deepEqual(await frame.loc({ from: 12, to: 13 }).toColumns(), { a: [12, 13], b: [17, 16] });
  // Keys in the wrong order, or in two row groups, are no divisions: whether the rows are in order is seen when they are read.
  const other = dd.readParquet(parquet, { partitionBytes: 1 });
  assert.equal(other.setIndex("b", { sorted: true }).knownDivisions, false);
  await assert.rejects(other.setIndex("b", { sorted: true }).len(), /setIndex/);
  assert.equal(other.assign({ half: (c) => c["a"]!.floordiv(2) }).setIndex("half", { sorted: true }).knownDivisions, false);
});

test("explain says what cannot go further, and what has to be sent", () => {
  const frame = dd.readParquet(parquet, { partitionBytes: 1 });
  assert.match(
    frame
      .groupby("a")
      .sum()
      .filter((c) => c["b"]!.gt(1))
      .explain(),
    /pushdown: filter stays above groupby, which is made of all its rows/,
  );
  assert.match(
    frame
      .filter((c) => c["a"]!.lt(3))
      .groupby("b")
      .sum()
      .explain(),
    /pushdown: scan reads \d of \d partitions: no other can have rows that the filter wants/,
  );
  assert.match(frame.repartition(3).groupby("a").sum().explain(), /groups by a may have rows in several partitions: what is left of each partition's are sent/);
  assert.match(frame.repartition(3).dropDuplicates().explain(), /dropDuplicates sends rows: equal ones may be in several partitions/);
  assert.match(
    frame.repartition(3).merge(frame.repartition(2), { on: "a" }).explain(),
    /both sides of the join on a are sent: neither is where equal keys meet/,
  );
});

test("columns that nobody wants go by no way: through shuffles, samples and other partitions either", () => {
  const frame = dd.readCsv(csv, { schema });
  for (const made of [
    frame.shuffle("a"),
    frame.repartition(3),
    frame.sample({ frac: 0.5, seed: 1 }),
    frame.setIndex("a"),
    frame.setIndex("a").repartition(2),
    frame.setIndex("a", { divisions: [0, 9, 1e6] }).repartition({ divisions: [0, 5, 1e6] }),
  ]) {
    const [source] = named(planned(made.select("a")), "read-csv");
    assert.deepEqual((source!.params as { columns: readonly string[] }).columns, ["a"]);
  }
});
