import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { compute, type DFrame, dd, slice } from "../../src/index.ts";
import { passNames } from "../../src/optimize/pass.ts";

type Columns = { k: "float64"; x: "float64" };
const schema = { k: "float64", x: "float64" } as const;
const frameOf = (rows: readonly { k: number | null; x: number }[], npartitions: number) => dd.fromObjects<Columns>(rows, { schema, npartitions });
const few = frameOf(
  [5, 1, 4, null, 1, 3, 2, 9].map((k, x) => ({ k, x })),
  3,
);

const compareKeys = (a: number | null, b: number | null) => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a - b);
const sortRows = <R extends { k: number | null }>(rows: readonly R[]) => [...rows].sort((a, b) => compareKeys(a.k, b.k));

test("setIndex sorts by a column, missing keys last, and keeps equal rows as they were", async () => {
  const indexed = few.setIndex("k");
  assert.equal(indexed.indexName, "k");
  assert.equal(indexed.knownDivisions, false);
  assert.deepEqual(indexed.divisions, [undefined, undefined, undefined, undefined]);
  assert.deepEqual((await indexed.toColumns())["x"], [1, 4, 6, 5, 2, 0, 7, 3]);
});

test("divisions that are given are where partitions begin; keys that equal the last one are in the last partition", async () => {
  const indexed = few.setIndex("k", { divisions: [1, 3, 5, 9] });
  assert.deepEqual(indexed.divisions, [1, 3, 5, 9]);
  assert.deepEqual(await Promise.all([0, 1, 2].map(async (i) => (await indexed.partitions[i]!.toColumns())["k"])), [
    [1, 1, 2],
    [3, 4],
    [5, 9, null],
  ]);
  assert.deepEqual((await indexed.partitions([1, 2]).toColumns())["k"], [3, 4, 5, 9, null]);
  assert.equal(indexed.partitions.length, 3);
  assert.deepEqual(await Promise.all([...indexed.partitions].map((partition) => partition.len())), [3, 2, 3]);
  assert.deepEqual(indexed.partitions([1, 2]).divisions, [3, 5, 9]);
  assert.equal(indexed.partitions([2, 1]).indexName, undefined);
  assert.deepEqual((await indexed.getPartition(1).toColumns())["k"], [3, 4]);
});

test("persist tells divisions", async () => {
  using kept = await few.setIndex("k").persist();
  assert.ok(kept.knownDivisions);
  assert.deepEqual([kept.divisions[0], kept.divisions[3]], [1, 9]);
  assert.deepEqual(await few.setIndex("k").computeCurrentDivisions(), kept.divisions);
  assert.deepEqual((await kept.loc(4).toColumns())["x"], [2]);
  // The last partition has no key, of which divisions can say nothing.
  using none = await frameOf([{ k: null, x: 0 }], 2)
    .setIndex("k")
    .persist();
  assert.deepEqual(none.divisions, [undefined, undefined, undefined]);
});

test("loc takes keys, lists of keys and ranges with both ends", async () => {
  for (const indexed of [few.setIndex("k"), few.setIndex("k", { divisions: [0, 2, 4, 10] })]) {
    const found = await compute({
      one: indexed.loc(1).col("x"),
      none: indexed.loc(77).col("x"),
      list: indexed.loc([4, 1, 6]).col("x"),
      empty: indexed.loc([]).col("x"),
      range: indexed.loc(slice(2, 4)).col("x"),
      upTo: indexed.loc({ to: 2 }).col("x"),
      from: indexed.loc({ from: 4.5 }).col("x"),
      all: indexed.loc({}).col("x"),
      beyond: indexed.loc({ from: 50 }).col("x"),
      reversed: indexed.loc({ from: 5, to: 1 }).col("x"),
    });
    assert.deepEqual(Object.fromEntries(Object.entries(found).map(([name, values]) => [name, [...values]])), {
      one: [1, 4],
      none: [],
      list: [1, 4, 2],
      empty: [],
      range: [6, 5, 2],
      upTo: [1, 4, 6],
      from: [0, 7],
      all: [1, 4, 6, 5, 2, 0, 7],
      beyond: [],
      reversed: [],
    });
  }
  const byName = dd.fromObjects<{ n: "utf8"; x: "float64" }>(
    [
      { n: "b", x: 1 },
      { n: "ä", x: 2 },
      { n: "a", x: 3 },
    ],
    { schema: { n: "utf8", x: "float64" }, npartitions: 2 },
  );
  assert.deepEqual(
    await byName
      .setIndex("n", { divisions: ["a", "b", "ö"] })
      .loc({ from: "b" })
      .toColumns(),
    { n: ["b", "ä"], x: [1, 2] },
  );
});

test("times, integers and categories are indices too", async () => {
  const days = dd.fromColumns<{ t: "timestamp[ms]"; n: "int64" }>(
    { t: [3, 1, 2].map((day) => new Date(Date.UTC(2008, 0, day))), n: [3n, 1n, 2n] },
    { schema: { t: "timestamp[ms]", n: "int64" }, npartitions: 2 },
  );
  const divisions = [1, 2, 31].map((day) => new Date(Date.UTC(2008, 0, day)));
  const byTime = days.setIndex("t", { divisions });
  assert.deepEqual(byTime.divisions, divisions);
  assert.deepEqual((await byTime.loc({ from: "2008-01-02" }).toColumns())["n"], [2, 3]);
  assert.deepEqual((await byTime.loc(new Date(Date.UTC(2008, 0, 1))).toColumns())["n"], [1]);
  const byNumber = days.setIndex("n", { divisions: [1n, 2n, 9007199254740993n] });
  assert.deepEqual(byNumber.divisions, [1n, 2n, 9007199254740993n]);
  assert.deepEqual((await byNumber.loc(1.5).toColumns())["n"], []);
  assert.deepEqual((await byNumber.loc(2).toColumns())["n"], [2]);
  const byText = days.assign({ c: (c) => c.n.astype("utf8").astype("category") }).setIndex("c", { divisions: ["1", "2", "3"] });
  assert.deepEqual((await byText.loc(["3", "1"]).toColumns())["n"], [1, 3]);
});

test("a text is all of the time it names, a Date and a text in a list one moment", async () => {
  const texts = ["2023-12-31T23:00", "2024-03-01", "2024-03-31", "2024-03-31T12:00:00", "2024-03-31T12:00:59", "2024-04-30T23:59:59"];
  const xOf = async (frame: DFrame) => (await frame.toColumns({ scheduler: "synchronous" }))["x"];
  for (const unit of ["s", "ms", "ns"] as const) {
    const moments = dd.fromColumns({ t: texts, x: texts.map((_, i) => i) }, { schema: { t: `timestamp[${unit}]`, x: "int64" }, npartitions: 3 });
    const byTime = moments.setIndex("t", {
      divisions: [new Date("2023-01-01"), new Date("2024-03-31"), new Date("2024-03-31T12:00Z"), new Date("2025-01-01")],
    });
    assert.deepEqual(await xOf(byTime.loc("2024")), [1, 2, 3, 4, 5]);
    assert.deepEqual(await xOf(byTime.loc({ from: "2024-03", to: "2024-04" })), [1, 2, 3, 4, 5]);
    assert.deepEqual(await xOf(byTime.loc(" 2024-03-31 12:00")), [3, 4]);
    assert.deepEqual(await xOf(byTime.loc("2024-03-31 12:00:00.0000")), [3]);
    assert.deepEqual(await xOf(byTime.loc(["2024-03", "2024-03-31"])), [1, 2]);
    assert.deepEqual(await xOf(byTime.loc(new Date("2024-03-31"))), [2]);
    assert.deepEqual(await xOf(byTime.loc("2025")), []);
    // Years that nanoseconds do not reach.
    assert.deepEqual(await xOf(byTime.loc({ from: "2024-04", to: "9999" })), [5]);
    assert.deepEqual(await xOf(byTime.loc({ from: "0001", to: "2262" })), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(await xOf(byTime.loc("2500-01")), []);
    assert.equal(byTime.loc("2024-03-31 12:00").npartitions, 1);
    assert.deepEqual(
      await xOf(
        moments
          .assign({ t: (c) => c.t.astype("date") })
          .setIndex("t")
          .loc("2024-03"),
      ),
      [1, 2, 3, 4],
    );
    assert.deepEqual(
      await xOf(
        moments
          .assign({ t: (c) => c.t.astype("date") })
          .setIndex("t")
          .loc({ from: "2024-03-31" }),
      ),
      [2, 3, 4, 5],
    );
    assert.deepEqual(
      await xOf(
        moments
          .assign({ t: (c) => c.t.astype("date") })
          .setIndex("t")
          .loc("2024-03-31 12"),
      ),
      [],
    );
  }
});

test("a text is what clocks in the zone of the index show", async () => {
  // Clocks in Brazil were set forward at midnight of 2017-10-15, those in Cuba back at one o'clock of 2024-11-03.
  const hours = (day: string) => Array.from({ length: 48 }, (_, hour) => new Date(Date.parse(day) + hour * 3600_000));
  const hoursOf = async (zone: string, day: string, text: string) => {
    const frame = dd.fromColumns({ t: hours(day) }).assign({ t: (c) => c.t.dt.tzLocalize("UTC").dt.tzConvert(zone) });
    return ((await frame.setIndex("t").loc(text).toColumns())["t"] as Date[]).map((moment) => moment.toISOString().slice(8, 13));
  };
  const brazil = await hoursOf("America/Sao_Paulo", "2017-10-14T12:00Z", "2017-10-15");
  assert.deepEqual([brazil[0], brazil.at(-1), brazil.length], ["15T03", "16T01", 23]);
  const cuba = await hoursOf("America/Havana", "2024-11-03T00:00Z", "2024-11-03");
  assert.deepEqual([cuba[0], cuba.at(-1), cuba.length], ["03T04", "04T04", 25]);
  await assert.rejects(
    hoursOf("America/Havana", "2024-11-03T00:00Z", "2024-11-03 00:30"),
    /loc: clocks of America\/Havana show "2024-11-03 00:30" twice, or never; write its offset/,
  );
  assert.deepEqual(await hoursOf("America/Havana", "2024-11-03T00:00Z", "2024-11-03T00-05:00"), ["03T05"]);
});

test("a claim that does not hold is an error, never a wrong row", async () => {
  const rows = (keys: readonly (number | null)[]) => keys.map((k, x) => ({ k, x }));
  const claims: readonly (readonly [DFrame<Columns>, RegExp])[] = [
    [frameOf(rows([1, 3, 2, 4]), 1).setIndex("k", { sorted: true }), /"k" is not in order: 3 is followed by 2 \(partition 0, row 2\)/],
    [frameOf(rows([1, 4, 2, 5]), 2).setIndex("k", { sorted: true }), /4 is followed by 2 at the start of partition 1/],
    [frameOf(rows([1, null, 2, 5]), 2).setIndex("k", { sorted: true }), /a missing value is followed by 2/],
    [frameOf(rows([1, 2, 2, 5]), 2).setIndex("k", { sorted: true, divisions: [1, 2, 5] }), /partition 0 has 2 in "k", outside its divisions 1 … 2/],
    [frameOf(rows([1, 2, 4, 3]), 2).setIndex("k", { sorted: true, divisions: [1, 3, 5] }), /not in order: 4 is followed by 3/],
    [frameOf(rows([1, 2, 3, 6]), 2).setIndex("k", { sorted: true, divisions: [1, 3, 5] }), /partition 1 has 6/],
    [
      frameOf(rows([1, 2, 3, 6]), 2).setIndex("k", { divisions: [2, 3, 6] }),
      /partition 0 has 1 in "k", outside its divisions 2 … 3; give divisions that hold all keys, or leave them out/,
    ],
    [frameOf(rows([1, null, 3, 6]), 2).setIndex("k", { sorted: true, divisions: [1, 3, 6] }), /partition 0 has a missing value/],
  ];
  for (const [claim, message] of claims) {
    await assert.rejects(claim.toObjects(), message);
    await assert.rejects(claim.persist(), message);
  }
  // Nothing is left unread for the sake of a claim: the row in the wrong partition is an error, not lost.
  await assert.rejects(
    frameOf(rows([1, 2, 1, 6]), 2)
      .setIndex("k", { sorted: true, divisions: [1, 3, 6] })
      .loc(1)
      .toObjects(),
    /partition 1 has 1/,
  );
  const holds = frameOf(rows([1, 2, 2, null]), 2).setIndex("k", { sorted: true });
  assert.deepEqual((await holds.loc(2).toColumns())["x"], [1, 2]);
  using kept = await holds.persist();
  assert.equal(kept.knownDivisions, false, "2 is in both");
  assert.deepEqual((await kept.loc(2).toColumns())["x"], [1, 2]);
});

test("what is wrong with an index is said when it is written", () => {
  assert.throws(() => few.loc(1), /loc: the frame has no index; sort it by a column first: frame\.setIndex\("column"\)/);
  assert.throws(() => few.setIndex("q" as "k"), /no column "q"/);
  assert.throws(() => few.setIndex("k", { divisions: [1, 3, 3, 4] }), /divisions rise, but 3 is followed by 3/);
  assert.throws(() => few.setIndex("k", { divisions: [1] }), /1 divisions; n partitions have n \+ 1/);
  assert.throws(() => few.setIndex("k", { divisions: [1, "a" as never] }), /column "k", row 1: "a" is no float64/);
  assert.throws(() => few.setIndex("k", { divisions: [1, null as never] }), /null is no division/);
  assert.throws(
    () => few.setIndex("k", { sorted: true, divisions: [1, 2] }),
    /2 divisions, for 1 partitions, and sorted: true, but the frame has 3 partitions/,
  );
  assert.throws(() => few.setIndex("k", { npartitions: 2, divisions: [1, 2] }), /2 divisions make 1 partitions, not 2/);
  assert.throws(() => few.setIndex("k", { npartitions: 0 }), /0 is not a number of partitions/);
  assert.throws(() => few.setIndex("k", { drop: true as never }), /the index is a column and stays one/);
  assert.throws(() => few.setIndex("k").loc(null as never), /a missing value is no key/);
  assert.throws(() => few.setIndex("k").loc("a"), /loc: "a" is no key of "k", which is float64/);
  assert.throws(() => few.setIndex("k").loc(few.col("x").gt(1) as never), /loc: a condition is no key; filter takes conditions/);
  assert.throws(() => (few.setIndex("k").loc as (...args: unknown[]) => unknown)(1, 2), /takes rows alone, a range as \{ from, to \}; select takes columns/);
  const byTime = dd.fromColumns({ t: [new Date(0)] }).setIndex("t");
  assert.throws(() => byTime.loc({ to: "today" }), /loc: "today" is no date or time/);
  assert.throws(() => byTime.loc("1970-01-01T00:00Z"), /is no key of "t", which is timestamp\[ms\]/);
  assert.throws(
    () => byTime.loc(slice("1970" as never, "1971" as never)),
    /slice: "1970" is not an integer or null; loc takes a range of other keys as \{ from, to \}/,
  );
  assert.throws(() => few.setIndex("k").loc(slice(1, 5, 2)), /a range of keys has no step/);
  assert.throws(() => few.setIndex("k").loc({ start: 1 } as never), /unknown "start"; a range is \{ from, to \}/);
  assert.throws(() => few.repartition({ divisions: [1, 2] }), /repartition: the frame has no index/);
  assert.throws(() => few.repartition({}), /give npartitions or divisions/);
  assert.throws(() => few.partitions[3], /there is no partition 3 of 3/);
  const indexed = few.setIndex("k", { divisions: [1, 5, 9] });
  assert.throws(() => indexed.repartition({ divisions: [2, 9] }), /divisions from 2 to 9, and the frame's are from 1 to 9; loc takes fewer rows/);
  assert.throws(() => indexed.repartition({ divisions: [0, 9] }), /give \{ force: true \} for wider ones/);
});

test("repartition by divisions gives the rows their places", async () => {
  for (const indexed of [few.setIndex("k"), few.setIndex("k", { divisions: [1, 2, 5, 9] })]) {
    const other = indexed.repartition({ divisions: [1, 4, 9] });
    assert.deepEqual(other.divisions, [1, 4, 9]);
    assert.deepEqual(await Promise.all([0, 1].map(async (i) => (await other.partitions[i]!.toColumns())["k"])), [
      [1, 1, 2, 3],
      [4, 5, 9, null],
    ]);
  }
  const wider = few.setIndex("k", { divisions: [1, 2, 5, 9] }).repartition({ divisions: [-1, 0, 20, 30], force: true });
  assert.deepEqual(await Promise.all([0, 1, 2].map(async (i) => (await wider.partitions[i]!.toColumns())["k"])), [[], [1, 1, 2, 3, 4, 5, 9], [null]]);
});

test("the index follows its column through selections, and is lost with it", async () => {
  const indexed = few.setIndex("k", { divisions: [1, 5, 9] });
  assert.equal(indexed.filter((c) => c.x.gt(1)).rename({ k: "key" }).indexName, "key");
  assert.deepEqual(
    (
      await indexed
        .filter((c) => c.x.gt(1))
        .rename({ k: "key" })
        .loc(1)
        .toColumns()
    )["x"],
    [4],
  );
  assert.equal(indexed.assign({ k: (c) => c.k.neg() }).indexName, undefined);
  assert.equal(indexed.select("x").indexName, undefined);
  assert.equal(indexed.loc({ from: 6 }).knownDivisions, true);
});

test("loc on divisions leaves partitions out, also of what is read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chunkwise-index-"));
  try {
    for (let i = 0; i < 4; i++) writeFileSync(join(folder, `${i}.csv`), `k,x\n${i * 10},1\n${i * 10 + 5},2\n`);
    const indexed = dd.readCsv(join(folder, "*.csv"), { schema }).setIndex("k", { divisions: [0, 10, 20, 30, 40] });
    assert.equal((await indexed.loc(slice(12, 22)).toColumns())["k"]!.join(), "15,20");
    assert.equal(indexed.loc(slice(12, 22)).npartitions, 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const setting = fc.record({
  rows: fc.array(fc.record({ k: fc.option(fc.integer({ min: -3, max: 6 }), { freq: 5 }), x: fc.integer({ min: 0, max: 9 }) }, { noNullPrototype: true }), {
    maxLength: 30,
  }),
  partitions: fc.integer({ min: 1, max: 6 }),
  npartitions: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
  divisions: fc.option(fc.uniqueArray(fc.integer({ min: -2, max: 5 }), { maxLength: 4 }), { nil: undefined }),
  keys: fc.array(fc.integer({ min: -4, max: 8 }), { minLength: 1, maxLength: 3 }),
  without: fc.subarray([...passNames]),
  scheduler: fc.constantFrom("synchronous" as const, "synchronous" as const, "threads" as const),
});

test("an index of any partitions is a stable sort, and loc a filter of it", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ rows, partitions, npartitions, divisions, keys, without, scheduler }) => {
      const options = { without, scheduler };
      const bounds = divisions && [-3, ...divisions.sort((a, b) => a - b), 6];
      const lazy = frameOf(rows, partitions).setIndex("k", bounds === undefined ? { ...(npartitions && { npartitions }) } : { divisions: bounds });
      const sorted = sortRows(rows);
      assert.deepEqual(await lazy.toObjects(options), sorted);
      using kept = await lazy.persist(options);
      const [from, to] = [Math.min(...keys), Math.max(...keys)];
      for (const indexed of [lazy, kept]) {
        assert.deepEqual(
          await indexed.loc(keys).toObjects(options),
          sorted.filter(({ k }) => k !== null && keys.includes(k)),
        );
        assert.deepEqual(
          await indexed.loc({ from, to }).toObjects(options),
          sorted.filter(({ k }) => k !== null && k >= from && k <= to),
        );
        assert.deepEqual(await indexed.repartition({ divisions: [-9, from, to + 1, 20], force: true }).toObjects(options), sorted);
        assert.deepEqual(await indexed.setIndex("k", { sorted: true }).toObjects(options), sorted);
      }
    }),
    { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 30) },
  );
});
