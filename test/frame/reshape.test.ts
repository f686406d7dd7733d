import assert from "node:assert/strict";
import { test } from "node:test";
import { type DFrame, dd } from "../../src/index.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(..._: T[]): void => undefined;
type Of<F> = F extends DFrame<infer S> ? { -readonly [K in keyof S]: S[K] } : never;

type Columns = { id: "int64"; k: "utf8"; x: "float64"; y: "float64"; n: "int32"; t: "timestamp[ms]" };
const schema = { id: "int64", k: "utf8", x: "float64", y: "float64", n: "int32", t: "timestamp[ms]" } as const;
const rows = [
  { id: 1n, k: "a", x: 1, y: 5, n: 1, t: new Date(0) },
  { id: 2n, k: "b", x: null, y: 6, n: 2, t: new Date(1000) },
  { id: 2n, k: "a", x: 3, y: null, n: 3, t: new Date(0) },
  { id: 1n, k: null, x: 4, y: 8, n: 4, t: null },
];
const frame = (npartitions: number) => dd.fromObjects<Columns>(rows, { schema, npartitions });
const df = frame(3);
const none = dd.fromObjects<Columns>([], { schema, npartitions: 2 });

test("melt puts columns one below the other, with the type that holds them all", async () => {
  const long = df.melt({ idVars: "id", valueVars: ["x", "n"] });
  holds<Same<keyof Of<typeof long>, "id" | "variable" | "value">>();
  assert.deepEqual(long.dtypes, { id: "int64", variable: "utf8", value: "float64" });
  assert.deepEqual(await long.toObjects(), [
    ...rows.map(({ id, x }) => ({ id: Number(id), variable: "x", value: x })),
    ...rows.map(({ id, n }) => ({ id: Number(id), variable: "n", value: n })),
  ]);
  const same = df.select("k", "x", "y").melt({ idVars: ["k"], varName: "what", valueName: "of" });
  holds<Same<Of<typeof same>, { k: "utf8"; what: "utf8"; of: "float64" }>>();
  assert.equal(await same.filter((c) => c.what.eq("y").and(c.of.notna())).len(), 3);
  assert.deepEqual(await none.melt({ valueVars: "x" }).toObjects(), []);
  assert.throws(() => df.melt({ idVars: "id" }), /melt: columns of utf8 and of float64 have no type in common/);
  assert.throws(() => df.select("id").melt({ idVars: "id" }), { name: "ShapeError" });
  assert.throws(() => df.melt({ idVars: "id", valueVars: "x", varName: "id" }), { name: "ColumnError" });
  // @ts-expect-error: no such column
  assert.throws(() => df.melt({ valueVars: "z" }), { name: "ColumnError" });
});

test("a pivot table of known columns waits for nothing, and is the same whatever the partitions and passes", async () => {
  const expected = [
    { id: 1, a: 1, b: null },
    { id: 2, a: 3, b: null },
  ];
  for (const npartitions of [1, 2, 9])
    for (const without of [[], ["columns"], ["pushdown", "simplify"]] as const)
      assert.deepEqual(
        await frame(npartitions)
          .pivotTable({ index: "id", columns: "k", values: "x", columnValues: ["a", "b"] })
          .toObjects({ without: [...without] }),
        expected,
      );
  const counted = df.pivotTable({ index: "id", columns: "k", values: ["x", "y"], aggfunc: "count", fillValue: 0, columnValues: ["a", "b", "c"] });
  assert.deepEqual(await counted.toObjects(), [
    { id: 1, x_a: 1, x_b: 0, x_c: 0, y_a: 1, y_b: 0, y_c: 0 },
    { id: 2, x_a: 1, x_b: 0, x_c: 0, y_a: 0, y_b: 1, y_c: 0 },
  ]);
  assert.deepEqual(await counted.select("x_b").toColumns(), { x_b: [0, 0] });
  assert.deepEqual(await none.pivotTable({ index: "id", columns: "k", values: "x", columnValues: ["a"] }).toObjects(), []);
});

test("without a list its columns are found by a pass: texts, numbers, times", async () => {
  assert.deepEqual((await df.pivotTable({ index: "id", columns: "k", values: "x" })).columns, ["id", "a", "b"]);
  assert.deepEqual(await (await df.pivotTable({ index: "k", columns: "id", values: "n", aggfunc: "sum" }, { scheduler: "synchronous" })).toObjects(), [
    { k: "a", 1: 1, 2: 3 },
    { k: "b", 1: null, 2: 2 },
  ]);
  const times = await df.pivotTable({ index: "k", columns: "t", values: "n", aggfunc: "max" });
  assert.deepEqual(await times.toObjects(), [
    { k: "a", "1970-01-01T00:00:00.000Z": 3, "1970-01-01T00:00:01.000Z": null },
    { k: "b", "1970-01-01T00:00:00.000Z": null, "1970-01-01T00:00:01.000Z": 2 },
  ]);
  assert.deepEqual((await none.pivotTable({ index: "id", columns: "k", values: "x" })).columns, ["id"]);
});

test("what is wrong with a pivot table is said before anything runs", () => {
  // @ts-expect-error: no such column
  assert.throws(() => df.pivotTable({ index: "z", columns: "k", values: "x" }), { name: "ColumnError" });
  assert.throws(() => df.pivotTable({ index: "id", columns: "x", values: "k" }), { name: "DTypeError" });
  assert.throws(() => df.pivotTable({ index: "id", columns: "k", values: "x", aggfunc: "most" as never, columnValues: [] }), /unknown aggregation "most"/);
  assert.throws(() => df.pivotTable({ index: "id", columns: "k", values: "x", columnValues: ["a", "a"] }), { name: "ColumnError" });
  assert.throws(() => df.pivotTable({ index: "id", columns: "k", values: "x", columnValues: ["id"] }), { name: "ColumnError" });
  assert.throws(() => df.pivotTable({ index: "id", columns: "k", values: "x", columnValues: [1] }), { name: "DTypeError" });
});

test("dummies tell where each value is; a missing one is none of them", async () => {
  const some = df.select("id", "k");
  const known = some.getDummies({ categories: { k: ["a", "b", "__proto__"] }, dtype: "int8", dummyNa: true });
  assert.deepEqual(known.columns, ["id", "k_a", "k_b", "k___proto__", "k_nan"]);
  assert.deepEqual(await known.toColumns(), { id: [1, 2, 2, 1], k_a: [1, 0, 1, 0], k_b: [0, 1, 0, 0], k___proto__: [0, 0, 0, 0], k_nan: [0, 0, 0, 1] });
  const found = await some.getDummies();
  assert.deepEqual(found.dtypes, { id: "int64", k_a: "bool", k_b: "bool" });
  assert.deepEqual(await found.select("k_b").toColumns(), { k_b: [false, true, false, false] });
  assert.deepEqual((await dd.getDummies(df, { columns: ["id", "k"], dropFirst: true, prefixSep: "=" })).columns, ["x", "y", "n", "t", "id=2", "k=b"]);
  assert.deepEqual(dd.getDummies(df, { categories: { id: [1n] } }).columns, ["k", "x", "y", "n", "t", "id_1"]);
  assert.deepEqual((await none.getDummies()).columns, ["id", "x", "y", "n", "t"]);
  assert.throws(() => df.getDummies({ columns: "id", categories: { k: ["a"] } }), /no values of column "id"/);
  assert.throws(() => df.getDummies({ categories: { k: ["a"] }, dtype: "utf8" as never }), { name: "DTypeError" });
  assert.throws(() => dd.getDummies(df.col("k") as never), /getDummies: give a frame/);
});

test("NaN is a value like others", async () => {
  const some = dd.fromColumns<{ k: "utf8"; x: "float64" }>({ k: ["a", "a", "b"], x: [Number.NaN, 1, null] }, { npartitions: 2 });
  const table = await some.pivotTable({ index: "k", columns: "x", values: "x", aggfunc: "count" });
  assert.deepEqual(await table.toObjects(), [{ k: "a", 1: 1, NaN: 1 }]);
  assert.deepEqual(await (await some.getDummies({ columns: "x", dtype: "int8" })).toColumns(), { k: ["a", "a", "b"], x_1: [0, 1, 0], x_NaN: [1, 0, 0] });
});
