import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dd } from "../../src/index.ts";
import { passNames } from "../../src/optimize/pass.ts";

type Row = { readonly k: string | null; readonly g: bigint; readonly x: number | null };
const schema = { k: "utf8", g: "int64", x: "float64" } as const;
const row: fc.Arbitrary<Row> = fc.record({
  k: fc.option(fc.constantFrom("", "a", "b", "ä", "__proto__"), { freq: 4 }),
  g: fc.bigInt({ min: -2n, max: 2n }),
  x: fc.option(fc.integer({ min: -4, max: 4 }), { freq: 3 }),
});
const setting = fc.record({
  rows: fc.array(row, { maxLength: 40 }),
  partitions: fc.integer({ min: 1, max: 20 }),
  without: fc.subarray([...passNames]),
  scheduler: fc.constantFrom("synchronous" as const, "synchronous" as const, "synchronous" as const, "threads" as const),
});
const runs = { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 25) };
const frameOf = (rows: readonly Row[], npartitions: number) => dd.fromObjects<{ k: "utf8"; g: "int64"; x: "float64" }>(rows, { schema, npartitions });
type Value = number | null;

function running(values: readonly Value[], join: (a: number, b: number) => number): Value[] {
  let total: Value = null;
  return values.map((value) => {
    if (value === null) return null;
    total = total === null ? value : join(total, value);
    return total;
  });
}

const shifted = (values: readonly Value[], by: number): Value[] => values.map((_, i) => values[i - by] ?? null);
const filled = (values: readonly Value[], limit: number): Value[] =>
  values.map((_, i) => {
    let from = i;
    while (from > 0 && values[from] === null) from--;
    return i - from <= limit ? values[from]! : null;
  });
const averageRank = (values: readonly Value[]): Value[] =>
  values.map((value) => {
    if (value === null) return null;
    const less = values.filter((other) => other !== null && other < value).length;
    return less + (values.filter((other) => other === value).length + 1) / 2;
  });

test("what depends on the order of rows is what plain loops give, whatever the partitions, passes and scheduler", async () => {
  await fc.assert(
    fc.asyncProperty(
      setting,
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      async ({ rows, partitions, without, scheduler }, periods, limit) => {
        const x = rows.map((one) => one.x);
        const back = [...x].reverse();
        const made = frameOf(rows, partitions).select((c) => ({
          sum: c.x.cumsum(),
          most: c.x.cummax(),
          product: c.x.cumprod(),
          least: c.x.mul(2).cummin(),
          shift: c.x.shift(periods),
          diff: c.x.diff(periods),
          forward: c.x.ffill({ limit }),
          backward: c.x.bfill({ limit }),
          allForward: c.x.ffill(),
          allBackward: c.x.bfill(),
          rank: c.x.rank(),
        }));
        assert.deepEqual(await made.toColumns({ without, scheduler }), {
          sum: running(x, (a, b) => a + b),
          most: running(x, Math.max),
          product: running(x, (a, b) => a * b),
          least: running(
            x.map((one) => (one === null ? null : one * 2)),
            Math.min,
          ),
          shift: shifted(x, periods),
          diff: shifted(x, periods).map((other, i) => (other === null || x[i] === null ? null : x[i]! - other)),
          forward: filled(x, limit),
          backward: filled(back, limit).reverse(),
          allForward: filled(x, 99),
          allBackward: filled(back, 99).reverse(),
          rank: averageRank(x),
        });
      },
    ),
    runs,
  );
});

test("functions of functions of rows in order are computed one after the other, and rows that a filter takes away are seen by them", async () => {
  const df = frameOf(
    [3, null, 5, 4, 9].map((x, i) => ({ k: "a", g: BigInt(i), x })),
    3,
  );
  const found = df
    .assign({ jump: (c) => c.x.ffill().diff().cumsum(), rank: df.col("x").rank() })
    .filter((c) => c.x.gt(c.x.shift(1)).or(c.jump.isna()))
    .select("x", "jump", "rank");
  assert.deepEqual(await found.toObjects(), [
    { x: 3, jump: null, rank: 1 },
    { x: 9, jump: 6, rank: 4 },
  ]);
  assert.deepEqual(await df.col("x").diff().filter(df.col("x").gt(3)).toArray(), [null, -1, 5]);
  assert.equal(await df.col("x").cumsum().max().compute(), 21);
});

test("a frame keeps the columns that have a function, and no column that nobody asks for is made", async () => {
  const df = dd.fromColumns({ x: [1, 2], text: ["a", null] }, { npartitions: 2 });
  assert.deepEqual(await df.cumsum().toColumns(), { x: [1, 3] });
  assert.deepEqual(await df.shift().toColumns(), { x: [null, 1], text: [null, "a"] });
  assert.deepEqual(
    await df
      .assign({ unused: (c) => c.text.rank() })
      .select("x")
      .toColumns(),
    { x: [1, 2] },
  );
  assert.doesNotMatch(
    df
      .assign({ unused: (c) => c.text.rank() })
      .select("x")
      .explain(),
    /rank/,
  );
});

test("what has no rows, or no values, gives none", async () => {
  const none = frameOf([], 3);
  assert.deepEqual(await none.select((c) => ({ a: c.x.cumsum(), b: c.k.shift(2), c: c.x.rank(), d: c.k.bfill() })).toColumns(), { a: [], b: [], c: [], d: [] });
  const nulls = frameOf(
    Array.from({ length: 3 }, () => ({ k: null, g: 1n, x: null })),
    5,
  );
  const all = nulls.select((c) => ({ a: c.x.cummin(), b: c.k.ffill(), c: c.k.rank({ naOption: "top" }), d: c.g.rank({ method: "first" }) }));
  assert.deepEqual(await all.toColumns(), { a: [null, null, null], b: [null, null, null], c: [2, 2, 2], d: [1, 2, 3] });
});

test("integers stay exact, and differences of few bits do not wrap around", async () => {
  const df = dd.fromColumns({ n: [9007199254740993n, -1n, 5n], b: new Int8Array([100, -100, 0]) }, { npartitions: 2 });
  const made = df.select((c) => ({ sum: c["n"].cumsum(), diff: c["b"].diff(), least: c["b"].cummin() }));
  assert.deepEqual(await made.toColumns({ int64: "bigint" }), {
    sum: [9007199254740993n, 9007199254740992n, 9007199254740997n],
    diff: [null, -200n, 100n],
    least: [100, -100, -100],
  });
});

test("what does not fit is said when the expression is built", () => {
  const df = dd.fromColumns<{ x: "float64"; t: "utf8" }>({ x: [1], t: ["a"] });
  assert.throws(() => df.select((c) => ({ y: (c.t as never as typeof c.x).cumsum() })), /cumsum: does not take utf8; cast the text/);
  assert.throws(() => df.col("x").shift(1.5), /shift: periods is 1.5, not a number of rows/);
  assert.throws(() => df.col("x").ffill({ limit: 0 }), /ffill: limit is 0, and must be at least 1/);
  assert.throws(() => df.col("x").rank({ method: "worst" as never }), /rank: method is "worst"; it must be one of average, min/);
  assert.throws(() => df.col("x").shift(1, { fillValue: "a" }), /shift: does not take float64 and utf8/);
});

test("functions of rows in order run over constants too", async () => {
  for (const npartitions of [1, 3, 7]) {
    const frame = dd.fromColumns({ x: [1, 2, 3, 4, 5] }, { npartitions });
    // biome-ignore lint/suspicious/noExplicitAny: a constant's type is that of what it meets
    const of = (value: number): any => dd.lit(value);
    const made = frame.select((c) => ({ x: c.x, n: of(1).cumsum(), s: of(2).shift(1), m: of(3).rolling(2).sum() }));
    assert.deepEqual(await made.toColumns(), { x: [1, 2, 3, 4, 5], n: [1, 2, 3, 4, 5], s: [null, 2, 2, 2, 2], m: [null, 6, 6, 6, 6] });
  }
});
