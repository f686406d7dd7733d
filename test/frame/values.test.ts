import assert from "node:assert/strict";
import { test } from "node:test";
import { dd } from "../../src/index.ts";

type Columns = { a: "float64"; n: "int64"; k: "utf8"; b: "bool"; t: "timestamp[ms]" };
const schema = { a: "float64", n: "int64", k: "utf8", b: "bool", t: "timestamp[ms]" } as const;
const rows = [
  { a: 1.25, n: 5n, k: "x", b: true, t: new Date(1) },
  { a: null, n: null, k: null, b: null, t: null },
  { a: -2.5, n: -7n, k: "y", b: false, t: new Date(3) },
];
const df = dd.fromObjects<Columns>(rows, { schema, npartitions: 2 });
const none = dd.fromObjects<Columns>([], { schema, npartitions: 3 });
const plain = rows.map(({ n, ...row }) => ({ a: row.a, n: n === null ? null : Number(n), k: row.k, b: row.b, t: row.t }));

test("a value goes to the columns that can hold it, and the others stay as they are", async () => {
  assert.deepEqual(
    await df.clip(-1, 2).toObjects(),
    [{ ...plain[0], n: 2 }, plain[1], { ...plain[2], a: -1, n: -1 }].map((row) => ({ ...row, a: row.a === 1.25 ? 1.25 : row.a })),
  );
  assert.deepEqual(await df.clip(new Date(2)).toObjects(), [{ ...plain[0], t: new Date(2) }, plain[1], plain[2]]);
  // Bounds in the wrong order are those of pandas.
  assert.deepEqual(await df.clip(2, -1).toObjects(), await df.clip(-1, 2).toObjects());
  assert.deepEqual(
    await dd
      .fromColumns({ x: [1, 7, 12] })
      .col("x")
      .clip(5, 2)
      .toArray(),
    [2, 5, 5],
  );
  assert.deepEqual(await df.replace("x", "z").toObjects(), [{ ...plain[0], k: "z" }, plain[1], plain[2]]);
  assert.deepEqual(await df.replace(5, 6).toObjects(), [{ ...plain[0], n: 6 }, plain[1], plain[2]]);
  assert.deepEqual(await df.round(0).toObjects(), [{ ...plain[0], a: 1 }, plain[1], { ...plain[2], a: -2 }]);
  assert.deepEqual(await df.round({ a: 1 }).toObjects(), [{ ...plain[0], a: 1.2 }, plain[1], plain[2]]);
  assert.deepEqual(await df.fillna(true).toObjects(), [plain[0], { ...plain[1], b: true }, plain[2]]);
});

test("whether values are some of those listed: false in other columns, null where there is none", async () => {
  const found = await df.isin([5, "y", true]).toObjects();
  assert.deepEqual(found, [
    { a: false, n: true, k: false, b: true, t: false },
    { a: null, n: null, k: null, b: null, t: null },
    { a: false, n: false, k: true, b: false, t: false },
  ]);
  const listed = await df.isin({ k: ["x"], n: [null] }).toObjects();
  assert.deepEqual(listed[1], { a: null, n: true, k: null, b: null, t: null });
});

test("NaN is found among few values and many, in columns that can hold it", async () => {
  const numbers = dd.fromColumns({ x: [Number.NaN, 1, null], i: [1, 2, null] }, { schema: { x: "float32", i: "int8" }, npartitions: 2 });
  for (const more of [[], [1], [1, 3, 4, 5, 6, 7, 8, 9]]) {
    const found = await numbers.isin([Number.NaN, ...more]).toColumns();
    assert.deepEqual(found, { x: [true, more.length > 0, null], i: [more.length > 0, false, null] }, String(more));
  }
  assert.deepEqual(await numbers.col("x").isin([null, Number.NaN]).toArray(), [true, false, true]);
});

test("times are keys and values of dictionaries; what a column cannot hold is refused when the expression is built", async () => {
  const times = dd.fromColumns(
    { d: [new Date(0), new Date(86_400_000), null], t: [new Date(0), new Date(1), null], s: [5n, 7n, null], b: [true, false, null] },
    { schema: { d: "date", t: "timestamp[us, UTC]", s: "duration[s]", b: "bool" }, npartitions: 2 },
  );
  const [day, other] = [new Date(0), new Date(864_000_000)];
  const made = times.select((c) => ({
    d: c["d"].replace(day, other),
    written: c["d"].replace("1970-01-01", "1970-01-11"),
    t: c["t"].replace(new Map([[new Date(1), new Date(2)]])).replace(new Map([[null as never, other]])),
    s: c["s"].replace(7, "1min"),
    named: c["t"].map(new Map([[new Date(1), "one"]])),
    when: c["b"].map(new Map([[true, other]])),
  }));
  assert.deepEqual(made.dtypes, { d: "date", written: "date", t: "timestamp[us, UTC]", s: "duration[s]", named: "utf8", when: "timestamp[ms]" });
  assert.deepEqual(await made.toColumns(), {
    d: [other, new Date(86_400_000), null],
    written: [other, new Date(86_400_000), null],
    t: [day, new Date(2), other],
    s: [5, 60, null],
    named: [null, "one", null],
    when: [other, null, null],
  });
  assert.deepEqual(await times.replace(day, other).col("d").toArray(), [other, new Date(86_400_000), null]);
  const refused = { name: "DTypeError" };
  // @ts-expect-error: text is no number
  assert.throws(() => df.col("n").replace(5, "b"), refused);
  // @ts-expect-error: a column is no value
  assert.throws(() => df.col("n").replace(5, df.col("a")), refused);
  // @ts-expect-error: a number is no text
  assert.throws(() => df.col("k").replace("x", 1), refused);
  assert.throws(() => df.col("b").replace(true, 7), refused);
  assert.throws(() => df.col("t").replace(day, "soon"), refused);
  assert.throws(() => times.col("d").replace(day, new Date(1)), refused);
});

test("where and mask take one condition for a row, or a frame of conditions made of the same frame", async () => {
  assert.deepEqual(await df.where((c) => c.a.gt(0)).toObjects(), [plain[0], plain[1], plain[1]]);
  assert.deepEqual(await df.mask(df.col("b")).toObjects(), [plain[1], plain[1], plain[2]]);
  const some = df.select("a", "n");
  assert.deepEqual(await some.where(some.notna(), 0).toObjects(), [
    { a: 1.25, n: 5 },
    { a: 0, n: 0 },
    { a: -2.5, n: -7 },
  ]);
  assert.deepEqual(await some.mask(some.isin({ n: [5] }), -1).toObjects(), [
    { a: 1.25, n: -1 },
    { a: null, n: null },
    { a: -2.5, n: -7 },
  ]);
  assert.throws(() => df.where(some.notna()), /frame that is not made of this one's columns/);
  assert.throws(() => df.where((c) => c.b, 0), { name: "DTypeError" });
});

test("columns that are not there, and lists that do not pair, are errors when the expression is built", () => {
  const unknown = { name: "ColumnError" };
  // @ts-expect-error: no such column
  assert.throws(() => df.round({ z: 1 }), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => df.isin({ z: [1] }), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => df.replace({ z: { 1: 2 } }), unknown);
  // @ts-expect-error: text is not rounded
  assert.throws(() => df.round({ k: "1" }), Error);
  assert.throws(() => df.round({ k: 1 }), { name: "DTypeError" });
  assert.throws(() => df.replace([1, 2], [3]), /replace: 2 values, and 1 to replace them/);
  assert.throws(() => df.dropna({ thresh: 1.5 }), RangeError);
  assert.throws(() => df.dropna({ how: "any", thresh: 1 }), TypeError);
});

test("frames without rows or columns stay so, and names that objects have are columns", async () => {
  assert.deepEqual(
    await none
      .clip(0, 1)
      .round(1)
      .replace(1, 2)
      .where((c) => c.b)
      .toObjects(),
    [],
  );
  assert.deepEqual(none.isin([1]).dtypes, { a: "bool", n: "bool", k: "bool", b: "bool", t: "bool" });
  assert.equal(await df.select().round().isin([1]).len(), 3);
  const odd = dd.fromColumns(JSON.parse('{"__proto__":[1,2]}') as { [name: string]: number[] });
  assert.deepEqual(await odd.replace(2, 3).col("__proto__").toArray(), [1, 3]);
  assert.deepEqual(await odd.isin(JSON.parse('{"__proto__":[1]}')).col("__proto__").toArray(), [true, false]);
});

test("times are replaced and mapped by the moments they are", async () => {
  const [first, second, other] = [new Date(0), new Date(1e9), new Date(5)];
  const df = dd.fromColumns({ t: [first, second, null] }, { npartitions: 2 });
  const t = df.col("t");
  const day = t.astype("date");
  assert.deepEqual(await t.replace(first, other).toArray(), [other, second, null]);
  assert.deepEqual(await t.replace(new Map([[first, null]])).toArray(), [null, second, null]);
  assert.deepEqual(await t.replace("1970-01-01", "1970-01-01T00:00:00.005").toArray(), [other, second, null]);
  assert.deepEqual(await t.map(new Map([[second, "late"]])).toArray(), [null, "late", null]);
  assert.deepEqual(await day.replace(first, new Date(86_400_000)).toArray(), [new Date(86_400_000), new Date(11 * 86_400_000), null]);
  assert.deepEqual(await df.replace(first, other).col("t").toArray(), [other, second, null]);
  // A moment that the unit does not have is no key, and no value.
  assert.deepEqual(await t.astype("timestamp[s]").replace(other, first).toArray(), [first, second, null]);
  assert.throws(() => t.astype("timestamp[s]").replace(first, other), {
    name: "DTypeError",
    message: /^replace: .*005Z is no value of a column of timestamp\[s\]/,
  });
  assert.throws(() => t.replace(first, "x"), { name: "DTypeError", message: /^replace: "x" is no date or time/ });
  const n = dd.fromColumns({ n: [1, 2] }).col("n") as unknown as { replace(from: unknown, to: unknown): unknown };
  assert.throws(() => n.replace(1, "x"), { name: "DTypeError", message: 'replace: "x" is no value of a column of float64' });
  assert.throws(() => t.quantile(1n as never), { name: "RangeError", message: "quantile: q is 1n, not between 0 and 1" });
});
