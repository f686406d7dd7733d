import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dd } from "../../src/index.ts";
import { passNames } from "../../src/optimize/pass.ts";

const flights = (npartitions: number) =>
  dd.fromColumns<{ from: "utf8"; to: "utf8"; late: "float64"; n: "int64" }>(
    {
      from: ["SFO", "SFO", "LAX", null, "LAX", "SFO"],
      to: ["JFK", "ORD", "JFK", "JFK", null, "JFK"],
      late: [1, 2, null, 4, 5, 6],
      n: [1n, 2n, 3n, 4n, 5n, 6n],
    },
    { schema: { from: "utf8", to: "utf8", late: "float64", n: "int64" }, npartitions },
  );

test("margins of a table are those of the rows, whatever the partitions and passes", async () => {
  const setting = fc.record({ npartitions: fc.integer({ min: 1, max: 6 }), without: fc.subarray([...passNames]) });
  await fc.assert(
    fc.asyncProperty(setting, async ({ npartitions, without }) => {
      const table = flights(npartitions).pivotTable({
        index: "from",
        columns: "to",
        values: "n",
        aggfunc: ["sum", "count"],
        margins: true,
        columnValues: ["JFK", "ORD"],
        fillValue: 0,
      });
      assert.deepEqual(await table.toObjects({ without }), [
        { from: "LAX", sum_JFK: 3, sum_ORD: 0, sum_All: 3, count_JFK: 1, count_ORD: 0, count_All: 1 },
        { from: "SFO", sum_JFK: 7, sum_ORD: 2, sum_All: 9, count_JFK: 2, count_ORD: 1, count_All: 3 },
        { from: "All", sum_JFK: 10, sum_ORD: 2, sum_All: 12, count_JFK: 3, count_ORD: 1, count_All: 4 },
      ]);
    }),
    { numRuns: 6 },
  );
});

test("margins of chosen columns are of their rows, and keys that are numbers become text", async () => {
  const table = flights(2).pivotTable({
    index: "n",
    columns: "to",
    values: "late",
    aggfunc: "max",
    margins: true,
    marginsName: "total",
    columnValues: ["ORD"],
  });
  assert.deepEqual(table.dtypes, { n: "utf8", ORD: "float64", total: "float64" });
  assert.deepEqual((await table.toObjects()).at(-1), { n: "total", ORD: 2, total: 2 });
});

test("a crosstab counts rows, finds its columns, and has 0 where there are none", async () => {
  const table = await flights(3).crosstab({ index: "from", columns: "to", margins: true });
  assert.deepEqual(await table.toObjects(), [
    { from: "LAX", JFK: 1, ORD: 0, All: 1 },
    { from: "SFO", JFK: 2, ORD: 1, All: 3 },
    { from: "All", JFK: 3, ORD: 1, All: 4 },
  ]);
  const shares = await flights(3).crosstab({ index: "from", columns: "to", normalize: "index" });
  assert.deepEqual(await shares.toObjects(), [
    { from: "LAX", JFK: 1, ORD: 0 },
    { from: "SFO", JFK: 2 / 3, ORD: 1 / 3 },
  ]);
  const chosen = flights(2).crosstab({ index: "from", columns: "to", normalize: true, margins: true, columnValues: ["ORD"] });
  assert.deepEqual((await chosen.toObjects()).at(-1), { from: "All", ORD: 1, All: 1 });
  const none = flights(1).filter((c) => c.n.lt(0));
  assert.deepEqual(await none.crosstab({ index: "from", columns: "to", normalize: true, columnValues: ["JFK"] }).toObjects(), []);
  assert.deepEqual(await none.crosstab({ index: "from", columns: "to", columnValues: ["JFK"] }).toObjects(), []);
});

test("what is wrong with a table is said before anything runs", () => {
  const frame = flights(1);
  // @ts-expect-error: no such column
  assert.throws(() => frame.pivotTable({ index: "from", columns: "to", values: "x" }), { name: "ColumnError" });
  assert.throws(() => frame.pivotTable({ index: "from", columns: "to" }), /^TypeError: pivotTable: values is missing/);
  assert.throws(() => frame.pivotTable({ index: [], columns: "to", values: "n" }), /^TypeError: pivotTable: index has no columns/);
  assert.throws(
    () => frame.pivotTable({ index: "from", columns: "to", values: ["n", "late"], aggfunc: { n: "sum" } }),
    /^TypeError: pivotTable: aggfunc has none for "late"/,
  );
  assert.throws(
    () => frame.pivotTable({ index: "from", columns: "to", values: "n", margins: true, marginsName: "JFK", columnValues: ["JFK"] }),
    /two columns "JFK"/,
  );
  assert.throws(() => frame.pivotTable({ index: "from", columns: "to", values: "n", margin: true } as never), { code: "OPTION" });
  assert.throws(() => frame.crosstab({ index: "from", columns: "to", fillValue: 1 } as never), { code: "OPTION" });
  assert.throws(
    () => frame.crosstab({ index: "from", columns: "to", normalize: "rows" as "index", columnValues: [] }),
    /^TypeError: crosstab: normalize is "rows"/,
  );
  assert.throws(
    () => frame.crosstab({ index: "from", columns: "to", values: "n", aggfunc: "max", margins: true, normalize: true }),
    /^TypeError: crosstab: shares with margins/,
  );
  assert.throws(() => frame.describe({ percentile: [0.5] } as never), /describe: no argument is named "percentile"/);
  assert.throws(() => frame.crosstab({ index: "from", columns: "to", values: "to", aggfunc: "mean", columnValues: [] }), /^DTypeError: mean/);
});

test("correlations of ranks are the same in any partitions, of groups too, and NaN has no rank", async () => {
  const x = Array.from({ length: 40 }, (_, i) => (i % 9 === 0 ? null : (i * 7) % 11));
  const y = Array.from({ length: 40 }, (_, i) => (i % 13 === 0 ? null : (i * 5) % 8));
  const g = Array.from({ length: 40 }, (_, i) => `g${i % 3}`);
  for (const method of ["spearman", "kendall"] as const) {
    const results = [];
    for (const npartitions of [1, 4, 60])
      for (const scheduler of ["synchronous", "threads"] as const) {
        const frame = dd.fromColumns<{ x: "float64"; y: "float64"; g: "utf8" }>(
          { x, y, g },
          { npartitions, schema: { x: "float64", y: "float64", g: "utf8" } },
        );
        const ofGroups = frame.groupby("g").agg((c) => ({ r: c.x.corr(c.y, { method }), few: c.x.corr(c.y, { method, minPeriods: 100 }) }));
        results.push([
          await frame.corr({ method }).toObjects({ scheduler }),
          await ofGroups.toObjects({ scheduler }),
          await frame.col("x").corr(frame.col("y"), { method }).compute({ scheduler }),
        ]);
      }
    for (const other of results) assert.deepEqual(other, results[0]);
    const [, groups] = results[0] as [unknown, { few: unknown; r: number }[]];
    assert.ok(groups.every(({ few, r }) => few === null && Math.abs(r) <= 1));
    const odd = dd.fromColumns({ a: [1, 2, Number.NaN], b: [2, 1, 3], c: [1, null, null] }, { npartitions: 2 });
    assert.deepEqual(await odd.agg((c) => ({ ab: c["a"].corr(c["b"], { method }), bc: c["b"].corr(c["c"], { method }) })).toObjects(), [
      { ab: Number.NaN, bc: null },
    ]);
    assert.deepEqual(
      await odd
        .filter((c) => c["b"].gt(9))
        .corr({ method })
        .toColumns(),
      { column: ["a", "b", "c"], a: [null, null, null], b: [null, null, null], c: [null, null, null] },
    );
  }
  const big = dd.fromColumns({ a: [2n ** 60n, 2n ** 60n + 1n, 2n ** 60n + 2n], b: [1, 2, 3] });
  assert.equal(await big.col("a").corr(big.col("b"), { method: "kendall" }).compute(), 1);
  assert.throws(() => big.corr({ method: "cosine" as never }), /^TypeError: corr: unknown method "cosine"; one of pearson, spearman, kendall/);
});

test("a function maps values, in any partitions, and its results are checked", async () => {
  for (const npartitions of [1, 3, 9])
    for (const scheduler of ["synchronous", "threads"] as const) {
      const frame = flights(npartitions);
      const made = frame.assign({
        length: (c) => c.to.map((text) => (text === null ? -1 : text.length), { dtype: "int32" }),
        twice: (c) =>
          c.n.add(1).map(async (n, { params }) => (n as number) * (params["by"] as number), { dtype: "float64", params: { by: 2 }, naAction: "ignore" }),
      });
      assert.deepEqual(
        await made
          .filter((c) => c.n.gt(4))
          .select("to", "length", "twice")
          .toObjects({ scheduler }),
        [
          { to: null, length: -1, twice: 12 },
          { to: "JFK", length: 3, twice: 14 },
        ],
      );
      const sums = frame.groupby("from").agg((c) => ({ s: c.n.map((n) => n, { dtype: "int64" }).sum() }));
      assert.deepEqual(await sums.toObjects({ scheduler }), [
        { from: "LAX", s: 8 },
        { from: "SFO", s: 9 },
      ]);
    }
  const { to } = { to: flights(2).col("to") };
  assert.throws(() => to.map((text) => text, undefined as never), /^TypeError: map: say what type the function gives/);
  const outside = 3;
  assert.throws(() => to.map(() => outside, { dtype: "int8" }), { name: "ClosureError" });
  await assert.rejects(to.map((text) => text, { dtype: "int8" }).toArray(), /map: column "to", row 0: "JFK" is no int8/);
  assert.deepEqual(
    await flights(1)
      .filter((c) => c.n.lt(0))
      .col("to")
      .map(() => 1, { dtype: "int8" })
      .toArray(),
    [],
  );
});

test("a function on bins of time sees those without rows too", async () => {
  const minutes = [0, 1, 2, 30, 95];
  for (const npartitions of [1, 3]) {
    const columns = { t: minutes.map((minute) => new Date(60_000 * minute)), x: [1, 2, null, 4, 5] };
    const frame = dd.fromColumns<{ t: "timestamp[ms]"; x: "float64" }>(columns, { npartitions, schema: { t: "timestamp[ms]", x: "float64" } });
    const made = frame
      .resample("30min", { on: "t" })
      .apply(({ x }, { length, key }) => ({ rows: x.length, length, first: x[0] ?? null, minute: (key["t"] as Date).getUTCMinutes() }), {
        schema: { rows: "int32", length: "int32", first: "float64", minute: "int32" },
      });
    assert.deepEqual(await made.drop("t").toObjects(), [
      { rows: 3, length: 3, first: 1, minute: 0 },
      { rows: 1, length: 1, first: 4, minute: 30 },
      { rows: 0, length: 0, first: null, minute: 0 },
      { rows: 1, length: 1, first: 5, minute: 30 },
    ]);
  }
});

test("frames meet in the columns that all of them have, if that is said", async () => {
  const [a, b] = [dd.fromColumns({ x: [1], y: [2] }), dd.fromColumns({ z: [3], x: [4n] })];
  assert.deepEqual(await dd.concat([a, b], { join: "inner" }).toObjects(), [{ x: 1 }, { x: 4 }]);
  assert.throws(() => dd.concat([a.select("y"), b], { join: "inner" }), /no column is in all frames/);
});

test("describe takes types, and says what is none", () => {
  const frame = flights(1);
  assert.deepEqual(frame.describe({ include: ["utf8", "int64"] }).columns, ["statistic", "from", "to", "n"]);
  assert.deepEqual(frame.describe({ exclude: "number" }).columns, ["statistic", "from", "to"]);
  assert.throws(() => frame.describe({ include: "text" as never }), /^DTypeError: describe: include has "text"/);
  assert.throws(() => frame.describe({ include: "bool" }), /^DTypeError: describe: no column is left/);
});
