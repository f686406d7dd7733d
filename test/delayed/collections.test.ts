import assert from "node:assert/strict";
import { test } from "node:test";
import { type Table, tableFromArrays, type Vector } from "apache-arrow";
import { compute, DArray, da, dd, delayed, fromModule, type NDArray, type RunEvent } from "../../src/index.ts";
import { testEach } from "./schedulers.ts";

const counting = delayed((n: number) => Float64Array.from({ length: n }, (_, i) => i));

testEach("arrays, frames and columns among arguments are computed first, and are what compute gives", async (options) => {
  const x = da.arange(10, { chunks: 3 });
  const frame = dd.fromColumns({ a: [1, 2, 3], s: ["x", null, "z"] }, { schema: { a: "int64", s: "utf8" }, npartitions: 2 });
  const look = delayed((it: { x: NDArray; total: number; frame: Table; column: Vector; most: bigint; rows: number }) => [
    it.x.toArray(),
    it.total,
    it.frame.numRows,
    it.frame.schema.fields.map(({ name }) => name),
    [...it.column],
    it.most,
    it.rows,
  ]);
  const args = { x: x.get(x.gt(6)), total: x.sum(), frame, column: frame.col("s"), most: frame.col("a").max(), rows: frame.col("a").count() };
  const [array, total, rows, names, texts, most, count] = await look(args as never).compute(options);
  assert.deepEqual([array, total, rows, names, texts, most, count], [[7, 8, 9], 45, 3, ["a", "s"], ["x", null, "z"], 3n, 3]);
});

testEach("a table or a column that a function gives is one where it arrives", async (options) => {
  const frame = dd.fromColumns({ a: [1.5, null], s: ["x", "y"] });
  const same = delayed((it: unknown) => it);
  const table = (await same(same(frame)).compute(options)) as Table;
  assert.deepEqual(table.toArray().map(String), ['{"a": 1.5, "s": "x"}', '{"a": null, "s": "y"}']);
  const column = (await same(same(frame.col("a"))).compute(options)) as Vector;
  assert.deepEqual([...column], [1.5, null]);
});

testEach("what arrays and delayed values share is done once, in one graph", async (options) => {
  let started = 0;
  const hear = (event: RunEvent) => {
    if (event.kind === "started") started++;
  };
  const x = da.fromDelayed(counting(4), { shape: 4 });
  const peak = delayed((a: NDArray<"float64">) => Math.max(...a.data))(x);
  const found = await compute({ sum: x.sum(), peak, both: delayed((a: number, b: number) => a + b)(peak, x.sum()) }, { ...options, progress: hear });
  assert.deepEqual(found, { sum: 6, peak: 3, both: 9 });
  // The value, the array, its sum, its peak, both.
  assert.ok(started <= 6, `${started} tasks`);
});

testEach("da.fromDelayed makes an array of a value, which must be as it was said to be", async (options) => {
  const x = da.fromDelayed(counting(6), { shape: [2, 3], chunks: [1, 3] });
  assert.deepEqual([x.shape, x.dtype, x.numblocks], [[2, 3], "float64", [2, 1]]);
  assert.deepEqual((await x.add(1).sum(0).compute(options)).toArray(), [5, 7, 9]);
  const parts = [2, 0, 3].map((n) => da.fromDelayed(counting(n), { shape: n }));
  assert.deepEqual((await da.concatenate(parts).compute(options)).toArray(), [0, 1, 0, 1, 2]);
  const number = da.fromDelayed(delayed(() => 5n)(), { shape: [], dtype: "int64" });
  assert.equal(await number.add(1n).compute(options), 6n);
  const of = (value: unknown, shape: number | number[], dtype?: "int32") => da.fromDelayed(delayed(value), { shape, ...(dtype && { dtype }) }).compute(options);
  await assert.rejects(of(Float64Array.of(1, 2), [2, 3]), /fromDelayed: the value has shape \[2\] where \[2, 3\] was declared/);
  await assert.rejects(of(Float64Array.of(1, 2), 2, "int32"), /gave a Float64Array, but int32 \(Int32Array\) was declared/);
  await assert.rejects(of("text", 1), /it must give a typed array/);
});

test("da.fromDelayed says what is wrong where it is written", () => {
  assert.throws(() => da.fromDelayed(5 as never, { shape: 1 }), /takes a delayed value; fromArray takes data/);
  assert.throws(() => da.fromDelayed(counting(1), { shape: [-1] }), { name: "ShapeError" });
  assert.throws(() => da.fromDelayed(counting(1), { shape: 1, dtype: "float16" as never }), { name: "DTypeError" });
  assert.throws(() => da.fromDelayed(counting(4), { shape: 4, chunks: [[3, 2]] }), { name: "ShapeError" });
});

testEach("toDelayed gives an array's chunks in lists as its grid is", async (options) => {
  const x = da.arange(12, { chunks: 4 }).reshape([3, 4]).rechunk([2, 3]);
  const grid = x.toDelayed() as never;
  const found = (await compute(grid, options)) as unknown as NDArray[][];
  assert.deepEqual(
    found.map((row) => row.map((chunk) => chunk.toArray())),
    [
      [
        [
          [0, 1, 2],
          [4, 5, 6],
        ],
        [[3], [7]],
      ],
      [[[8, 9, 10]], [[11]]],
    ],
  );
  assert.equal(await (da.arange(5).sum().toDelayed() as never as { compute(o: object): Promise<number> }).compute(options), 10);
  const masked = da.arange(10, { chunks: 4 });
  const parts = (await compute(masked.get(masked.gt(5)).toDelayed() as never, options)) as unknown as NDArray[];
  assert.deepEqual(
    parts.map((part) => part.toArray()),
    [[], [6, 7], [8, 9]],
  );
});

const years = (options: object) =>
  dd.fromDelayed(
    [1988, 1989, 1990].map((year) => delayed((year: number) => ({ year: [year, year], name: [`y${year}`, null] }))(year)),
    { schema: { year: "int64", name: "utf8" }, ...options },
  );

testEach("dd.fromDelayed makes a frame of columns, rows or tables, a partition each", async (options) => {
  const frame = years({});
  assert.deepEqual([frame.npartitions, frame.columns], [3, ["year", "name"]]);
  assert.deepEqual(await frame.filter((c) => c.year.gt(1988)).toColumns(options), { year: [1989, 1989, 1990, 1990], name: ["y1989", null, "y1990", null] });
  const counts = await frame.groupby("year").col("name").count().toObjects(options);
  assert.deepEqual(
    counts.map((row) => Object.values(row)),
    [
      [1988, 1],
      [1989, 1],
      [1990, 1],
    ],
  );
  const rows = dd.fromDelayed(delayed(() => [{ a: 1 }, { a: null }])(), { schema: { a: "float64" } });
  assert.deepEqual(await rows.toColumns(options), { a: [1, null] });
  const again = dd.fromDelayed(frame.toDelayed(), { schema: { name: "utf8", year: "float64" } });
  assert.deepEqual(await again.toColumns(options), { name: ["y1988", null, "y1989", null, "y1990", null], year: [1988, 1988, 1989, 1989, 1990, 1990] });
  const arrow = dd.fromDelayed(delayed(tableFromArrays({ a: Float64Array.of(1, 2) })), { schema: { a: "float64" } });
  assert.deepEqual(await arrow.toColumns(options), { a: [1, 2] });
});

testEach("divisions of a frame of delayed values are checked, and used", async (options) => {
  const frame = years({ index: "year", divisions: [1988n, 1989n, 1990n, 1990n] });
  assert.deepEqual(await frame.loc(1989).toColumns(options), { year: [1989, 1989], name: ["y1989", null] });
  await assert.rejects(years({ index: "year", divisions: [1n, 2n, 3n, 4n] }).compute(options), /outside its divisions/);
});

testEach("a value that is not what the schema says is an error that names it", async (options) => {
  const of = (value: unknown) => dd.fromDelayed(delayed(value) as never, { schema: { a: "int32" } }).compute(options);
  await assert.rejects(of({ b: [1] }), /\{ schema \} has "a", the columns are "b"/);
  await assert.rejects(of({ a: ["x"] }), { name: "TaskError" });
  await assert.rejects(of(5), /the function gave number; it must give columns, \{ name: values \}, or rows/);
  await assert.rejects(of(tableFromArrays({ b: Int32Array.of(1) })), /the table has no column "a"; it has b/);
  await assert.rejects(of(tableFromArrays({ a: Int32Array.of(1), b: Int32Array.of(1) })), /the table has a column "b", which was not declared/);
});

test("dd.fromDelayed says what is wrong where it is written", () => {
  const schema = { a: "int32" } as const;
  assert.throws(() => dd.fromDelayed([], { schema }), { name: "ShapeError" });
  assert.throws(() => dd.fromDelayed([{ a: [1] }] as never, { schema }), /item 0 is no delayed value/);
  assert.throws(() => dd.fromDelayed([delayed({ a: [1] })], {} as never), /say what columns the function gives/);
  assert.throws(() => dd.fromDelayed([delayed({ a: [1] })], { schema, divisions: [1, 2] }), /Name the column that they are keys of/);
});

testEach("frames of delayed values work in any edge: no rows, no columns, many partitions", async (options) => {
  const empty = dd.fromDelayed([delayed({ a: [] as number[] }), delayed({ a: [1] }), delayed([] as { a: number }[])], { schema: { a: "int32" } });
  assert.deepEqual(await empty.toColumns(options), { a: [1] });
  const none = dd.fromDelayed(delayed({}), { schema: {} });
  assert.deepEqual(await none.toObjects(options), []);
  const many = dd.fromDelayed(
    Array.from({ length: 200 }, (_, i) => delayed({ a: [i] })),
    { schema: { a: "int32" } },
  );
  assert.equal(await many.col("a").sum().compute(options), 19_900n);
  const proto = dd.fromDelayed(delayed(JSON.parse('{ "__proto__": [1, 2] }') as object) as never, { schema: JSON.parse('{ "__proto__": "int32" }') });
  assert.equal(await proto.len(options), 2);
});

testEach("frames and columns give their partitions", async (options) => {
  const frame = dd.fromColumns({ a: [1, 2, 3] }, { npartitions: 2 });
  const tables = await compute(frame.toDelayed(), options);
  assert.deepEqual(
    tables.map((table) => table.numRows),
    [2, 1],
  );
  const columns = await compute(frame.col("a").toDelayed(), options);
  assert.deepEqual(
    columns.map((column) => [...column]),
    [[1, 2], [3]],
  );
});

test("a delayed value is no array and no frame", () => {
  const x = delayed(Float64Array.of(1));
  assert.throws(() => da.arange(3).add(x as never));
  assert.throws(() => dd.fromArray(x as never), /fromDelayed takes such/);
  assert.ok(!((x as unknown) instanceof DArray));
});

testEach("a function of a module may be given an array", async (options) => {
  const fn = delayed<number>(fromModule(new URL("./module-functions.js", import.meta.url).href, "usesItsModule"));
  assert.equal(await fn(da.arange(3).sum()).compute(options), 43);
});
