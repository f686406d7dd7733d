import assert from "node:assert/strict";
import { test } from "node:test";
import type { ColumnType } from "../../src/chunk/column-type.ts";
import { compute, dd } from "../../src/index.ts";

const none = dd.fromColumns<{ a: "float64"; b: "utf8" }>({ a: [], b: [] }, { schema: { a: "float64", b: "utf8" }, npartitions: 3 });
const few = dd.fromColumns<{ n: "int64"; x: "float64" }>({ n: [9007199254740993n, 1n, null], x: [Number.NaN, -0, 0] }, { npartitions: 5 });

test("a frame without rows has sums of nothing, and no groups, order or partners", async () => {
  const { a } = { a: none.col("a") };
  assert.deepEqual(await compute({ sum: a.sum(), mean: a.mean(), max: a.max(), n: a.count(), median: a.median() }), {
    sum: 0,
    mean: null,
    max: null,
    n: 0,
    median: null,
  });
  const found = [
    none.groupby("b").sum(),
    none.sortValues("a"),
    none.merge(none, { on: "b", how: "outer" }),
    none.head(2),
    none.dropDuplicates(),
    none.col("b").valueCounts(),
  ];
  for (const frame of found) assert.deepEqual(await frame.toObjects(), []);
});

test("integers beyond 2^53 stay exact, in more partitions than rows", async () => {
  assert.equal(await few.col("n").sum().compute(), 9007199254740994n);
  assert.equal(await few.col("n").max().compute(), 9007199254740993n);
  await assert.rejects(few.toObjects(), /9007199254740993 is not exact as a number/);
});

test("a sum of booleans is a count, and NaN is the mode of numbers only where it comes most often", async () => {
  const rows = dd.fromColumns({ b: [true, null, true], x: [Number.NaN, 2, 1] }, { npartitions: 2 });
  const often = dd.fromColumns({ x: [Number.NaN, 2, Number.NaN] });
  assert.deepEqual(await compute([rows.col("b").sum(), rows.col("b").prod(), rows.col("x").mode(), often.col("x").mode()]), [2, 1n, 1, Number.NaN]);
});

test("NaN is a number, and -0 and 0 are one key", async () => {
  assert.deepEqual(await compute({ max: few.col("x").max(), n: few.col("x").count() }), { max: Number.NaN, n: 3 });
  const groups = await few
    .groupby("x")
    .agg((c) => ({ rows: c.x.size() }))
    .toColumns();
  assert.deepEqual(groups["rows"], [2, 1]);
});

test("an aborted signal stops a frame before it begins, and names that objects have are columns", async () => {
  const controller = new AbortController();
  controller.abort();
  await assert.rejects(few.col("x").sum().compute({ signal: controller.signal }), { name: "AbortError" });
  assert.equal(await dd.fromColumns(JSON.parse('{"__proto__":[1,2]}')).col("__proto__").sum().compute(), 3);
  assert.equal(await few.select().len(), 3);
});

test("a whole number leaves an integer column its type or is an error where it is written; a fraction makes it float64", async () => {
  const frame = dd.fromColumns({ i: [1, null, 100], x: [0.5, null, 2] }, { schema: { i: "int8", x: "float64" }, npartitions: 2 });
  for (const change of ["fillna", "where", "mask", "clip", "maximum"] as const) {
    const made = (value: number) => () =>
      frame.assign({ i: ({ i }) => (change === "where" || change === "mask" ? i[change](i.gt(5), value) : i[change](value)) });
    assert.equal(made(7)().dtypes["i"], "int8");
    assert.equal(made(0.5)().dtypes["i"], "float64");
    assert.throws(made(300), { name: "RangeError", message: `${change}: 300 is beyond int8, which has -128 to 127; cast the column first: astype("int64")` });
  }
  // A bound that no value reaches is none.
  assert.deepEqual(await frame.clip(-1000, 50).toColumns(), { i: [1, null, 50], x: [0.5, null, 2] });
  assert.deepEqual(frame.clip(0, 300).dtypes, { i: "int8", x: "float64" });
});

test("times beyond a column's range are compared as what they are, and are nothing that it could hold", async () => {
  const texts = ["1700-01-01", "2200-01-01", null];
  const times = dd.fromColumns(
    { t: texts, z: texts.map((text) => text && `${text}T00:00Z`) },
    { schema: { t: "timestamp[ns]", z: "timestamp[ns, Asia/Tokyo]" } },
  );
  const compared = times.select((c) => ({
    below: c.t.lt("2500-01-01"),
    above: c.t.ge("1500-01-01T12:00"),
    date: c.t.gt(new Date("2500-01-01")),
    zoned: c.z.ne("2500-01-01"),
    offset: c.z.le("1500-01-01T00:00Z"),
  }));
  const [yes, no] = [
    [true, true, null],
    [false, false, null],
  ];
  assert.deepEqual(await compared.toColumns(), { below: yes, above: yes, date: no, zoned: yes, offset: no });
  for (const change of ["fillna", "where", "mask"] as const)
    assert.throws(() => times.assign({ t: ({ t }) => (change === "fillna" ? t.fillna("2500-01-01") : t[change](t.isna(), "2500-01-01")) }), {
      name: "RangeError",
      message: `${change}: "2500-01-01" is beyond timestamp[ns], which has the years 1678 to 2262; cast the column first: astype("timestamp[us]")`,
    });
});

test("64-bit integers are compared with any whole number, and meet as keys exactly", async () => {
  const wide = dd.fromColumns<{ i: "int64"; u: "uint64" }>(
    { i: [9007199254740993n, 2n ** 63n - 1n, null], u: [9007199254740992n, 2n ** 53n + 1n, 2n ** 63n - 1n] },
    { schema: { i: "int64", u: "uint64" }, npartitions: 2 },
  );
  const compared = wide.select((c) => ({
    below: c.i.lt(2n ** 63n),
    not: c.i.ge(2 ** 64),
    other: c.i.ne(10n ** 30n),
    positive: c.u.gt(-1),
    mirrored: dd.lit(2n ** 63n).gt(c.i),
    between: c.i.between(0, 2 ** 63),
  }));
  assert.deepEqual(await compared.toColumns(), {
    below: [true, true, null],
    not: [false, false, null],
    other: [true, true, null],
    positive: [true, true, true],
    mirrored: [true, true, null],
    between: [true, true, null],
  });
  const met = wide.select("i").merge(wide.select("u"), { leftOn: "i", rightOn: "u" });
  assert.deepEqual(await met.toColumns({ int64: "bigint" }), { i: [9007199254740993n, 2n ** 63n - 1n], u: [9007199254740993n, 2n ** 63n - 1n] });
});

const keysOfTypes: readonly (readonly [left: ColumnType, values: readonly unknown[], right: ColumnType, values: readonly unknown[], both: ColumnType])[] = [
  ["int32", [1, 2, 3], "int64", [2n, 3n, 9n], "int64"],
  ["int64", [1n, 2n, 3n], "float64", [2, 0.5, null], "float64"],
  ["uint64", [1n, 2n, 3n], "int64", [2n, -1n, null], "int64"],
  [
    "date",
    [new Date("2024-01-01"), new Date("2024-01-02"), null],
    "timestamp[ms]",
    [new Date("2024-01-01"), new Date("2024-01-02T05:00:00Z"), null],
    "timestamp[ms]",
  ],
  ["utf8", ["a", "b", null], "category", ["c", "b", "c"], "utf8"],
];

test("keys of one name and two types become one column of the type that holds both", async () => {
  for (const [leftType, leftKeys, rightType, rightKeys, both] of keysOfTypes) {
    for (const npartitions of [1, 2]) {
      const left = dd.fromColumns({ k: leftKeys, a: [1, 2, 3] }, { schema: { k: leftType, a: "int8" }, npartitions });
      const right = dd.fromColumns({ k: rightKeys, b: [1, 2, 3] }, { schema: { k: rightType, b: "int8" }, npartitions });
      for (const how of ["inner", "left", "right", "outer"] as const) {
        const merged = left.merge(right, { on: "k", how, broadcast: false });
        const cast = left.astype({ k: both }).merge(right.astype({ k: both }), { on: "k", how, broadcast: false });
        assert.equal(merged.dtypes["k"], both);
        assert.deepEqual(await merged.toObjects(), await cast.toObjects(), `${leftType} and ${rightType}, ${how}`);
      }
    }
  }
});

test("partitions of a frame in memory are taken by number, from the end too, and their columns", async () => {
  const frame = dd.fromColumns<{ x: "float64" }>({ x: [1, 2, 3] }, { npartitions: 3 });
  assert.deepEqual(await frame.partitions[1]!.col("x").toArray(), [2]);
  assert.deepEqual(await frame.partitions[-1]!.col("x").toArray(), [3]);
  assert.throws(() => frame.partitions[-4], /there is no partition -4 of 3/);
});
