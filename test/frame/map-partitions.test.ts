import assert from "node:assert/strict";
import { test } from "node:test";
import { type DFrame, da, dd, fromModule, NDArray } from "../../src/index.ts";

type Columns = { x: "float64"; n: "int64"; s: "utf8"; t: "timestamp[ms]" };
const frame = dd.fromColumns<Columns>(
  { x: [1, null, 3, Number.NaN], n: [1n, 2n, null, 4n], s: ["a", "b", null, "ä"], t: [0, 1, 2, 3].map((ms) => new Date(ms)) },
  { schema: { x: "float64", n: "int64", s: "utf8", t: "timestamp[ms]" }, npartitions: 2 },
);
const settings = (["synchronous", "threads"] as const).map((scheduler) => ({ scheduler }));

test("mapPartitions gives a function the columns of each partition, and takes columns or rows of the declared types", async () => {
  for (const options of settings) {
    const columns = frame.mapPartitions(
      ({ x, s, t }, { partition, npartitions, length }) => ({
        first: [x[0]],
        text: [s.join("/")],
        where: Int32Array.of(partition * 100 + npartitions * 10 + length),
        time: [t[1]!.getTime()],
      }),
      { schema: { first: "float64", text: "utf8", where: "int32", time: "float64" } },
    );
    assert.deepEqual(await columns.toObjects(options), [
      { first: 1, text: "a/b", where: 22, time: 1 },
      { first: 3, text: "/ä", where: 122, time: 3 },
    ]);
    const rows = frame.mapPartitions(({ n }) => n.flatMap((value) => (value === null ? [] : [{ n: value }, { twice: 2 * value }])), {
      schema: { n: "int64", twice: "float32" },
    });
    assert.deepEqual((await rows.toColumns(options))["twice"], [null, 2, null, 4, null, 8]);
    assert.equal(await rows.filter((c) => c.n.isna()).len(options), 3);
  }
});

test("a function may wait, be that of a module, and be given values", async () => {
  for (const options of settings) {
    const waiting = frame.mapPartitions(async ({ x }) => Promise.resolve({ rows: [x.length] }), { schema: { rows: "int8" } });
    assert.deepEqual(await waiting.toColumns(options), { rows: [2, 2] });
    const ofModule = frame
      .select("x")
      .mapPartitions(fromModule(new URL("./partition-functions.js", import.meta.url).href, "scaled"), { schema: { y: "float64" } });
    assert.deepEqual(await ofModule.toColumns(options), { y: [10, null, 30, Number.NaN] });
    const factor = 3;
    const captured = frame.mapPartitions(({ x }, { params }) => ({ y: x.map((value) => (value ?? 0) * factor + (params["add"] as number)) }), {
      schema: { y: "float64" },
      with: { factor },
      params: { add: 1 },
    });
    assert.deepEqual((await captured.toColumns(options))["y"]!.slice(0, 3), [4, 1, 10]);
  }
  const factor = 3;
  assert.throws(() => frame.mapPartitions(({ x }) => ({ y: x.map((value) => (value ?? 0) * factor) }), { schema: { y: "float64" } }), {
    name: "ClosureError",
    message: /mapPartitions: .* uses factor from around it/,
  });
});

test("what a function is given it may keep and change: nobody else reads it", async () => {
  const changed = frame.mapPartitions(
    ({ x }) => {
      const own = { y: [...x] };
      x.fill(-1);
      return own;
    },
    { schema: { y: "float64" } },
  );
  assert.deepEqual((await changed.toColumns({ scheduler: "synchronous" }))["y"]!.slice(0, 2), [1, null]);
  assert.deepEqual((await frame.toColumns())["x"]!.slice(0, 2), [1, null]);
});

test("what a function gives is held against its schema", async () => {
  const wrong: readonly (readonly [DFrame, RegExp])[] = [
    [frame.mapPartitions(() => ({ y: ["a"] }), { schema: { y: "float64" } }), /mapPartitions: column "y", row 0: "a" is no float64/],
    [frame.mapPartitions(() => ({ z: [1] }) as never, { schema: { y: "float64" } }), /\{ schema \} has "y", the columns are "z"/],
    [frame.mapPartitions(() => ({ y: [1], z: [2] }), { schema: { y: "float64" } }), /column "z" is not in \{ schema \}/],
    [frame.mapPartitions(() => ({ y: [1], z: [1, 2] }), { schema: { y: "float64", z: "float64" } }), /column "z" has 2 rows, "y" has 1/],
    [frame.mapPartitions(() => undefined as never, { schema: { y: "float64" } }), /the function gave undefined; it must give columns/],
    [frame.mapPartitions(() => new Map() as never, { schema: { y: "float64" } }), /the function gave an object of class Map/],
    [frame.mapPartitions(() => ({ y: [1.5] }), { schema: { y: "int32" } }), /1\.5 is no int32/],
    [frame.mapPartitions(() => ({ y: Int8Array.of(1) }) as never, { schema: { y: "utf8" } }), /1 is no utf8/],
  ];
  for (const [made, message] of wrong) {
    for (const options of settings) await assert.rejects(made.toObjects(options), { name: "TaskError", message });
  }
  const thrown = frame.mapPartitions(
    () => {
      throw new RangeError("no such thing");
    },
    { schema: { y: "float64" } },
  );
  await assert.rejects(thrown.toObjects(), (error: Error) => error.name === "TaskError" && /no such thing/.test(error.message) && error.cause instanceof Error);
  assert.throws(() => frame.mapPartitions(() => ({}), {} as never), /mapPartitions: say what columns the function gives/);
  assert.throws(() => frame.mapPartitions((() => ({})) as never, { schema: { y: "wrong" } as never }), /unknown column type "wrong"/);
  assert.throws(() => frame.mapPartitions(1 as never, { schema: { y: "float64" } }), /takes a function, not number/);
  await assert.rejects(
    dd
      .fromColumns<{ n: "int64" }>({ n: [2n ** 60n + 1n] })
      .mapPartitions(({ n }) => ({ n }), { schema: { n: "int64" } })
      .toObjects(),
    /is not exact as a number; give \{ int64: "bigint" \}/,
  );
  const exact = dd.fromColumns<{ n: "int64" }>({ n: [2n ** 60n + 1n] }).mapPartitions(({ n }) => ({ n }), { schema: { n: "int64" }, int64: "bigint" });
  assert.deepEqual(await exact.toColumns({ int64: "bigint" }), { n: [2n ** 60n + 1n] });
});

test("frames without rows, columns or names that are safe go through functions, too", async () => {
  const none = frame.filter((c) => c.x.gt(100)).mapPartitions(({ x }, { length }) => ({ n: [x.length + length] }), { schema: { n: "int32" } });
  assert.deepEqual(await none.toColumns(), { n: [0, 0] });
  const bare = frame.select().mapPartitions((_, { length }) => ({ n: [length] }), { schema: { n: "int32" } });
  assert.deepEqual(await bare.toColumns(), { n: [2, 2] });
  const odd = dd
    .fromColumns(JSON.parse('{"__proto__":[1,2]}'))
    .mapPartitions((columns) => Object.values(columns).map(([value]) => ({ first: value })), { schema: { first: "float64" } });
  assert.deepEqual(await odd.toColumns(), { first: [1] });
});

test("fromMap makes a partition of each value", async () => {
  for (const options of settings) {
    const made = dd.fromMap(
      ({ year, months }, { partition }) => Array.from({ length: months }, (_, month) => ({ year, month, partition })),
      [
        { year: 2007, months: 2 },
        { year: 2008, months: 1 },
      ],
      {
        schema: { year: "int32", month: "int8", partition: "int32" },
      },
    );
    assert.equal(made.npartitions, 2);
    assert.deepEqual(await made.toObjects(options), [
      { year: 2007, month: 0, partition: 0 },
      { year: 2007, month: 1, partition: 0 },
      { year: 2008, month: 0, partition: 1 },
    ]);
    assert.equal(await made.partitions[1]!.col("year").max().compute(options), 2008);
  }
  assert.throws(() => dd.fromMap(() => ({}), [], { schema: {} }), /fromMap: no values/);
  assert.throws(() => dd.fromMap(() => ({}), [(() => 1) as never], { schema: {} }), /no plain data/);
});

test("arrays become frames, chunk by chunk of rows, and frames arrays", async () => {
  const array = da.arange(12).reshape(6, 2).rechunk([4, 1]);
  const made = dd.fromArray<{ a: "float64"; b: "float64" }>(array, { columns: ["a", "b"] });
  assert.equal(made.npartitions, 2);
  assert.deepEqual(await made.filter((c) => c.a.gt(5)).toColumns(), { a: [6, 8, 10], b: [7, 9, 11] });
  assert.deepEqual(await dd.fromArray(new NDArray("int32", Int32Array.of(1, 2, 3, 4), [2, 2]), { chunksize: 1 }).toColumns(), { 0: [1, 3], 1: [2, 4] });
  assert.deepEqual(await dd.fromArray([true, false], { columns: "is" }).toColumns(), { is: [true, false] });
  assert.deepEqual(
    await dd
      .fromArray(array.T.add(1))
      .toColumns()
      .then((columns) => Object.keys(columns).length),
    6,
  );
  const masked = da.arange(10).get(da.arange(10).gt(6));
  assert.deepEqual(await dd.fromArray(masked, { columns: "x" }).toColumns(), { x: [7, 8, 9] });
  assert.throws(() => dd.fromArray(array, { columns: ["a"] }), /1 names \(a\) for 2 columns/);
  assert.throws(() => dd.fromArray(array, { columns: ["a", "a"] }), /two columns "a"/);
  assert.throws(() => dd.fromArray(da.ones([2, 2, 2])), /an array of 3 axes/);
  assert.throws(() => dd.fromArray(made as never), /this is a frame already/);
  assert.throws(() => dd.fromArray([1], { chunksize: 0 }), /0 is not a number of rows/);

  using back = await made.filter((c) => c.a.ne(4)).toDaskArray();
  assert.deepEqual([back.shape, back.chunks, back.dtype], [[5, 2], [[3, 2], [2]], "float64"]);
  assert.deepEqual((await back.sum(0).compute()).toArray(), [26, 31]);
  assert.deepEqual((await (await frame.select("x").toDaskArray({ dtype: "float32" })).compute()).toArray(), [[1], [Number.NaN], [3], [Number.NaN]]);
  await assert.rejects(frame.toDaskArray(), /column "s" is utf8, which no array holds/);
  await assert.rejects(frame.select("n").toDaskArray(), /column "n" has missing values, and int64 has none for them/);
});

test("types follow from the schema that is declared", () => {
  void (() => {
    const made = frame.mapPartitions(({ x }) => ({ y: x }), { schema: { y: "float64" } });
    made.col("y").mean();
    // @ts-expect-error: no such column
    made.col("x");
    // @ts-expect-error: a column is missing
    frame.mapPartitions(() => ({}), { schema: { y: "float64" } });
    // @ts-expect-error: texts have no such method
    frame.mapPartitions(({ s }) => ({ y: [s[0]!.toFixed()] }), { schema: { y: "utf8" } });
  });
});
