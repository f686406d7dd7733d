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
  const frame = dd.readParquet(parquet);
  const [scan] = named(planned(frame.head(7).groupby("a").sum()), "scan");
  assert.equal((scan!.params as { parts: readonly unknown[] }).parts.length < frame.npartitions || frame.npartitions === 1, true);
  assert.deepEqual((await frame.head(7).toColumns())["a"], [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual((await frame.tail(7).groupby("a").sum().toColumns())["a"], [23, 24, 25, 26, 27, 28, 29]);
});

test("the first rows of a sort need no sort", async () => {
  const frame = dd.readParquet(parquet);
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

test("columns that nobody wants go by no way: through shuffles, samples and other partitions either", () => {
  const frame = dd.readCsv(csv, { schema });
  for (const made of [
    frame.shuffle("a"),
    frame.repartition(3),
    frame.sample({ frac: 0.5, seed: 1 }),
    frame.setIndex("a"),
    frame.setIndex("a").repartition(2),
  ]) {
    const [source] = named(planned(made.select("a")), "read-csv");
    assert.deepEqual((source!.params as { columns: readonly string[] }).columns, ["a"]);
  }
});
