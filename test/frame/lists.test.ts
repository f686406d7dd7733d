import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { type DFrame, dd } from "../../src/index.ts";
import { passNames } from "../../src/optimize/pass.ts";

const folder = mkdtempSync(join(tmpdir(), "chunkwise-lists-"));
after(() => rmSync(folder, { recursive: true }));

type Row = { readonly k: string | null; readonly n: readonly (bigint | null)[] | null; readonly s: readonly (string | null)[] | null };
type Columns = { k: "utf8"; n: "list<int64>"; s: "list<utf8>" };
const schema = { k: "utf8", n: "list<int64>", s: "list<utf8>" } as const;
const frameOf = (rows: readonly Row[], npartitions: number): DFrame<Columns> => dd.fromObjects<Columns>(rows, { schema, npartitions });

const listOf = <T>(item: fc.Arbitrary<T>) => fc.option(fc.array(fc.option(item, { freq: 4 }), { maxLength: 3 }), { freq: 5 });
const row: fc.Arbitrary<Row> = fc.record({
  k: fc.option(fc.constantFrom("", "a", "ä", "__proto__"), { freq: 4 }),
  n: listOf(fc.bigInt({ min: -3n, max: 3n })),
  s: listOf(fc.constantFrom("", "x", "€y")),
});
const setting = fc.record({
  rows: fc.array(row, { maxLength: 25 }),
  partitions: fc.integer({ min: 1, max: 6 }),
  without: fc.subarray([...passNames]),
  scheduler: fc.constantFrom("synchronous" as const, "synchronous" as const, "synchronous" as const, "threads" as const),
});
const runs = { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 20) };
const number = (value: bigint | null) => (value === null ? null : Number(value));

test("exploded rows, filtered and aggregated, are those of a plain loop, whatever the partitions, passes and scheduler", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ rows, partitions, without, scheduler }) => {
      const expected = rows.flatMap(({ k, n }) => (n === null || n.length === 0 ? [{ k, n: null }] : n.map((value) => ({ k, n: number(value) }))));
      const exploded = frameOf(rows, partitions).select("k", "n").explode("n");
      assert.deepEqual(await exploded.toObjects({ without, scheduler }), expected);
      const some = exploded.filter((c) => c.k.ne("a")).filter((c) => c.n.gt(0));
      assert.deepEqual(
        await some.toObjects({ without, scheduler }),
        expected.filter(({ k, n }) => k !== null && k !== "a" && n !== null && n > 0),
      );
      // The lists are needed for the number of rows, though nobody wants their values.
      assert.equal(await exploded.select("k").len({ without, scheduler }), expected.length);
    }),
    runs,
  );
});

test("lists gathered by groups, and exploded again, are the rows in their order, whatever the partitions", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ rows, partitions, without, scheduler }) => {
      const keys = [...new Set(rows.flatMap(({ k }) => (k === null ? [] : [k])))].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      const firsts = ({ s }: Row) => s?.[0] ?? null;
      const expected = keys.map((k) => {
        const own = rows.filter((one) => one.k === k);
        return { k, all: own.map(({ n }) => n?.map(number) ?? null), firsts: own.map(firsts), kinds: [...new Set(own.map(firsts))], rows: own.length };
      });
      const grouped = frameOf(rows, partitions)
        .assign({ first: (c) => c.s.list.get(0) })
        .groupby("k")
        .agg((c) => ({ all: c.n.toList(), firsts: c["first"].toList(), kinds: c["first"].unique(), rows: c.n.size() }));
      assert.deepEqual(await grouped.toObjects({ without, scheduler }), expected);
      const again = grouped.select("k", "firsts").explode("firsts");
      assert.deepEqual(
        await again.toObjects({ without, scheduler }),
        expected.flatMap(({ k, firsts: own }) => own.map((value) => ({ k, firsts: value }))),
      );
    }),
    runs,
  );
});

test("rows with lists are sorted, joined, shifted and dropped as others are", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ rows, partitions, without, scheduler }) => {
      const frame = frameOf(rows, partitions);
      const plain = rows.map(({ k, n, s }) => ({ k, n: n?.map(number) ?? null, s }));
      const byKey = plain.filter(({ k }) => k !== null).sort((a, b) => Buffer.compare(Buffer.from(a.k!), Buffer.from(b.k!)));
      assert.deepEqual(await frame.dropna({ subset: "k" }).sortValues("k").toObjects({ without, scheduler }), byKey);
      assert.deepEqual(
        await frame.select((c) => ({ n: c.n.shift(1), s: c.s.ffill() })).toObjects({ without, scheduler }),
        plain.map((_, i) => ({ n: plain[i - 1]?.n ?? null, s: plain.slice(0, i + 1).findLast(({ s }) => s !== null)?.s ?? null })),
      );
      const joined = frame.merge(dd.fromColumns({ k: ["a", "ä"], other: [[1n], null] }, { schema: { k: "utf8", other: "list<int64>" } }), {
        on: "k",
        how: "left",
      });
      assert.deepEqual(
        await joined.toObjects({ without, scheduler }),
        plain.map((one) => ({ ...one, other: one.k === "a" ? [1] : null })),
      );
      const first = frame.groupby("k").agg((c) => ({ n: c.n.first(), s: c.s.last(), c: c.n.count() }));
      const groups = [...new Set(byKey.map(({ k }) => k))].map((k) => {
        const own = byKey.filter((one) => one.k === k);
        return {
          k,
          n: own.find(({ n }) => n !== null)?.n ?? null,
          s: own.findLast(({ s }) => s !== null)?.s ?? null,
          c: own.filter(({ n }) => n !== null).length,
        };
      });
      assert.deepEqual(await first.toObjects({ without, scheduler }), groups);
    }),
    { numRuns: 10 },
  );
});

test("frames without rows, of nothing but nulls, and with odd names have lists too", async () => {
  const none = frameOf([], 3);
  assert.deepEqual(await none.explode("n", "s").toObjects(), []);
  assert.deepEqual(await none.groupby("k").agg({ s: "list" }).toObjects(), []);
  assert.deepEqual(await none.agg({ k: "list" }).toObjects(), [{ k: [] }]);
  const nulls = frameOf(
    [
      { k: null, n: null, s: null },
      { k: null, n: null, s: null },
    ],
    5,
  );
  assert.deepEqual(await nulls.explode(["n", "s"]).toObjects(), [
    { k: null, n: null, s: null },
    { k: null, n: null, s: null },
  ]);
  assert.deepEqual(
    await nulls
      .select((c) => ({ a: c.n.list.len(), b: c.n.list.get(0), c: c.s.list.join(), d: c.n.list.sum(), e: c.n.list.contains(1) }))
      .head(1)
      .toObjects(),
    [{ a: null, b: null, c: null, d: null, e: null }],
  );
  const odd = dd.fromColumns(JSON.parse('{"__proto__":[[1],[2,3]],"then":["a b","c"]}'), { npartitions: 2 });
  assert.deepEqual(
    await odd
      .assign({ words: (c) => c["then"].str.split() })
      .explode("__proto__")
      .explode("words")
      .len(),
    4,
  );
  assert.deepEqual(await odd.col("__proto__").explode().toArray(), [1, 2, 3]);
  assert.deepEqual(await odd.agg((c) => ({ all: c["then"].toList() })).toObjects(), [{ all: ["a b", "c"] }]);
  assert.deepEqual(await odd.col("then").toList().compute(), ["a b", "c"]);
});

test("what lists cannot do is refused when the expression is built, with a way out", () => {
  const frame = frameOf([{ k: "a", n: [1n], s: ["x"] }], 1) as DFrame;
  const refused: (readonly [() => unknown, RegExp])[] = [
    [() => frame.sortValues("n"), /^sortValues: column "n" is list<int64>, and lists are no keys; explode it/],
    [() => frame.groupby("n").agg({ k: "count" }), /^groupby: column "n" is list<int64>/],
    [() => frame.merge(frame, { on: "n" }), /^merge: column "n"/],
    [() => frame.dropDuplicates(), /^dropDuplicates: column "n"/],
    [() => frame.shuffle("n"), /^shuffle: column "n"/],
    [() => frame.setIndex("n"), /^setIndex: column "n"/],
    [() => frame.col("n").unique(), /^dropDuplicates: column "n"/],
    [() => frame.col("n").valueCounts(), /^groupby: column "n"/],
    [() => frame.col("n").rank(), /^rank: column "n"/],
    [() => frame.col("n").max(), /^max: column "n" is list<int64>, which has no max/],
    [() => frame.filter((c) => c["n"].eq(c["n"])), /^eq: does not take list<int64> and list<int64>; lists are not compared/],
    [() => frame.assign({ t: (c) => c["n"].astype("utf8") }), /^astype: does not take list<int64> and utf8; explode a list/],
    [() => frame.assign({ t: (c) => c["k"].astype("list<utf8>") }), /^astype: does not take utf8 and list<utf8>/],
    [() => frame.assign({ t: (c) => c["n"].list.join(",") }), /^list\.join: does not take list<int64>; it takes lists of text/],
    [() => frame.assign({ t: (c) => c["s"].list.sum() }), /^list\.sum: does not take list<utf8>; utf8 has no sum/],
    [() => frame.assign({ t: (c) => c["k"].list.len() }), /^list\.len: does not take utf8; it takes lists/],
    [() => frame.assign({ t: (c) => c["n"].list.contains("a") }), /^list\.contains: does not take list<int64> and utf8/],
    [() => frame.assign({ t: (c) => c["n"].list.get(1.5) }), /^list\.get: index is 1\.5; it must be an integer/],
    [() => frame.explode("k"), /^explode: column "k" is utf8, which holds no lists/],
    [() => frame.explode("n", "n"), /^explode: column "n" is named twice/],
    [() => frame.explode([]), /^explode: no columns/],
    [() => frame.explode("z"), /^explode: no column "z"/],
    [() => dd.fromColumns({ x: [[1], ["a"]] }), /^fromColumns: column "x" has 1 in row 0 and "a" in row 1/],
    [() => dd.fromColumns({ x: [[1], 2] }), /^fromColumns: column "x" has an array in row 0 and 2 in row 1/],
    [() => dd.fromColumns({ x: [[1n], [], [2.5]] }, { schema: { x: "list<int64>" } }), /^fromColumns: column "x", row 2: 2\.5 is no int64/],
    [() => dd.concat([frame, dd.fromColumns({ n: [[1.5]] })]), /^concat: column "n" is list<int64> in one frame and list<float64> in another/],
  ];
  for (const [make, message] of refused) assert.throws(make, (error: Error) => message.test(error.message), String(make));
});

test("lists of different lengths are not exploded together, and CSV has none", async () => {
  const frame = frameOf(
    [
      { k: "a", n: [1n], s: ["x"] },
      { k: "b", n: [1n, 2n], s: ["x"] },
    ],
    1,
  );
  await assert.rejects(frame.explode("n", "s").compute(), /explode: row 1 of its partition has 2 values in "n" and 1 in "s"/);
  await assert.rejects(frame.toCsv("x.csv"), {
    name: "DTypeError",
    message: /^toCsv: column "n" is list<int64>, and CSV has no lists; make text of it with list\.join/,
  });
  const path = join(folder, "x.csv");
  writeFileSync(path, "n\n1\n");
  assert.throws(
    () => dd.readCsv(path, { dtype: { n: "list<int64>" } }),
    /readCsv: column "n": CSV has no lists; read utf8 and take them apart with str\.split/,
  );
});

test("values in lists are typed arrays, dates and lists again, and functions of users see arrays", async () => {
  const frame = dd.fromColumns({ i: [Int32Array.of(1, 2), Int32Array.of()], t: [[new Date(0)], null], d: [[[1, 2], []], [[3]]] }, { npartitions: 2 });
  assert.deepEqual(frame.dtypes, { i: "list<int32>", t: "list<timestamp[ms]>", d: "list<list<float64>>" });
  assert.deepEqual(await frame.toObjects({ times: "text" }), [
    { i: [1, 2], t: ["1970-01-01T00:00:00"], d: [[1, 2], []] },
    { i: [], t: null, d: [[3]] },
  ]);
  assert.deepEqual(await frame.explode("d").explode("d").select("d").toColumns(), { d: [1, 2, null, 3] });
  const made = frame.mapPartitions(({ i }) => ({ j: (i as number[][]).map((list) => [...list, list.length]) }), { schema: { j: "list<int64>" } });
  assert.deepEqual(await made.toColumns(), { j: [[1, 2, 2], [0]] });
  using kept = await frame.persist();
  assert.deepEqual(await kept.select("i").toColumns(), { i: [[1, 2], []] });
});

test("lists by groups of data beyond the limit go by way of the disk", async () => {
  const rows = 120_000;
  const limit = 6e6;
  const path = join(folder, "rows.arrow");
  const index = Float64Array.from({ length: rows }, (_, i) => (i * 7919) % rows);
  await dd.fromColumns({ key: index, text: Array.from(index, (i) => `text ${i}`) }, { npartitions: 24 }).toArrow(path);
  const most = { peakBytes: 0, spilledBytes: 0 };
  const grouped = dd
    .readArrow(path, { partitionBytes: 1 })
    .groupby((c) => ({ group: c["key"].mod(40_000) }))
    .agg({ text: "list" });
  const exploded = grouped.explode("text").agg((c) => ({ n: c["text"].count(), bytes: c["text"].str.byteLen().sum() }));
  const found = await exploded.toObjects({
    memoryLimit: limit,
    progress: ({ counters }) => {
      most.peakBytes = Math.max(most.peakBytes, counters.peakBytes);
      most.spilledBytes = Math.max(most.spilledBytes, counters.spilledBytes);
    },
  });
  const bytes = Array.from(index).reduce((sum, i) => sum + `text ${i}`.length, 0);
  assert.deepEqual(found, [{ n: rows, bytes }]);
  assert.ok(most.peakBytes <= limit, `${most.peakBytes} bytes`);
});
