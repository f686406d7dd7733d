import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { exprKey } from "../../src/engine/collection.ts";
import { planOf } from "../../src/engine/plan.ts";
import { walk } from "../../src/expr/walk.ts";
import { type DFrame, dd } from "../../src/index.ts";
import { type PassName, passNames } from "../../src/optimize/pass.ts";

type Row = { readonly k: number | null; readonly g: string | null; readonly x: number };
const schema = { k: "float64", g: "utf8", x: "float64" } as const;
const frameOf = (rows: readonly Row[], npartitions: number) => dd.fromObjects<{ k: "float64"; g: "utf8"; x: "float64" }>(rows, { schema, npartitions });
const few = frameOf(
  Array.from({ length: 24 }, (_, i) => ({ k: (i * 7) % 11, g: "abc"[i % 3]!, x: i })),
  4,
);
/** How often rows are sent around. */
const exchanges = (frame: DFrame, without: readonly PassName[] = []) =>
  walk(planOf([frame[exprKey]], { without }).roots).filter(({ op }) => op.name === "frame/split").length;

const byHash = few.shuffle("k", { npartitions: 3 });
const byRange = few.setIndex("k", { divisions: [0, 3, 6, 10] });
const lazily = few.setIndex("k");
const other = few.select("k", "x").rename({ x: "y" }).repartition(3);

test("rows that are together stay where they are", () => {
  const cases: readonly (readonly [what: string, frame: DFrame, withStay: number, without: number])[] = [
    ["groups of an index", byRange.groupby("k").sum(), 1, 2],
    ["groups of a lazy index", lazily.groupby("k").sum(), 1, 2],
    ["groups of an index and more", byRange.groupby(["k", "g"]).sum(), 1, 2],
    ["groups of more, the index not first, are ordered again", byRange.groupby(["g", "k"]).median(), 2, 2],
    ["groups of a shuffle in any order", byHash.groupby("k", { sort: false }).sum(), 1, 2],
    ["whole groups of a shuffle, only sorted", byHash.groupby("k").median(), 2, 2],
    ["groups of something else", byRange.groupby("x").sum(), 2, 2],
    ["duplicates", byHash.dropDuplicates({ subset: "k" }), 1, 3],
    ["duplicates in more columns", byRange.dropDuplicates(), 1, 3],
    ["a shuffle of a shuffle", byHash.shuffle("k", { npartitions: 3 }), 1, 2],
    ["a shuffle into other parts", byHash.shuffle("k", { npartitions: 2 }), 2, 2],
    ["a join with an index", byRange.merge(other, { on: "k" }), 2, 4],
    ["a join with a lazy index", lazily.merge(other, { on: "k" }), 2, 4],
    [
      "a join of a shuffle, through what keeps columns",
      byHash
        .filter((c) => c.x.gt(2))
        .rename({ g: "h" })
        .merge(other, { on: "k", maintainOrder: false }),
      2,
      3,
    ],
    ["a join onto the right side", other.merge(byHash.rename({ x: "z" }), { on: "k", maintainOrder: false }), 2, 3],
    ["a join of two indices", byRange.merge(other.setIndex("k", { divisions: [0, 3, 6, 10] }), { on: "k" }), 2, 5],
    ["a join of two indices with other divisions", byRange.merge(other.setIndex("k", { divisions: [0, 5, 20] }), { on: "k" }), 2, 5],
    ["a join of two shuffles", byHash.merge(other.shuffle("k", { npartitions: 3 }), { on: "k", maintainOrder: false }), 2, 4],
    ["a join after a join", byHash.merge(other, { on: "k", maintainOrder: false }).merge(other.rename({ y: "z" }), { on: "k", maintainOrder: false }), 3, 5],
    ["an outer join, whose leftovers are last", byRange.merge(other, { on: "k", how: "outer" }), 3, 4],
  ];
  for (const [what, frame, withStay, without] of cases) assert.deepEqual([exchanges(frame), exchanges(frame, ["stay"])], [withStay, without], what);
});

test("explain says what stays and why", () => {
  assert.match(byRange.groupby("k").sum().explain(), /expand: groups by k are each in one partition: their rows stay there/);
  assert.match(byHash.groupby("k").sum().explain(), /groups by k are each in one partition, but not in order: what is left of them is sent/);
  assert.match(byRange.merge(other, { on: "k" }).explain(), /the left side of the join on k stays, the right one is sent to it/);
  assert.match(
    byRange.merge(other.setIndex("k", { divisions: [0, 5, 20] }), { on: "k" }).explain(),
    /the left side of the join on k stays, the right one is cut at its divisions/,
  );
  assert.match(byRange.merge(byRange, { on: "k" }).explain(), /both sides of the join on k are where equal keys meet: none is sent/);
  assert.match(byHash.dropDuplicates().explain({ without: ["stay"] }), /dropDuplicates sends rows that are together already \(without stay\)/);
});

test("repartition keeps divisions where it joins partitions, and the order where it cuts them", () => {
  assert.deepEqual(byRange.repartition(2).divisions, [0, 3, 10]);
  assert.deepEqual(byRange.repartition(5).knownDivisions, false);
  assert.equal(byRange.repartition(5).indexName, "k");
  assert.equal(exchanges(byRange.repartition(2).groupby("k").sum()), 1);
  assert.equal(exchanges(byRange.repartition(5).groupby("k").sum()), 2, "equal keys may be in several pieces");
});

const row: fc.Arbitrary<Row> = fc.record(
  { k: fc.option(fc.integer({ min: 0, max: 6 }), { freq: 6 }), g: fc.option(fc.constantFrom("a", "b"), { freq: 5 }), x: fc.integer({ min: -9, max: 9 }) },
  { noNullPrototype: true },
);
const setting = fc.record({
  rows: fc.array(row, { maxLength: 40 }),
  others: fc.array(row, { maxLength: 20 }),
  partitions: fc.integer({ min: 1, max: 6 }),
  otherPartitions: fc.integer({ min: 2, max: 4 }),
  place: fc.constantFrom("shuffle" as const, "range" as const, "lazy" as const),
  otherPlace: fc.constantFrom("shuffle" as const, "range" as const, "other range" as const, "lazy" as const, "none" as const),
  how: fc.constantFrom("inner" as const, "left" as const, "right" as const, "outer" as const, "semi" as const, "anti" as const),
  ordered: fc.boolean(),
  sort: fc.boolean(),
  dropna: fc.boolean(),
  without: fc.subarray([...passNames]),
});
type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;
const placed = (frame: DFrame, place: Setting["otherPlace"]): DFrame => {
  if (place === "shuffle") return frame.shuffle("k", { npartitions: 3 });
  if (place === "none") return frame;
  return place === "lazy" ? frame.setIndex("k") : frame.setIndex("k", { divisions: place === "range" ? [0, 2, 4, 6] : [0, 1, 5, 6] });
};
const runs = { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 30) };
const sorted = (rows: readonly object[]) => rows.map((one) => JSON.stringify(one)).sort();

test("groups, duplicates and joins are the same whether rows stay or are sent", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ rows, others, partitions, otherPartitions, place, otherPlace, how, ordered, sort, dropna, without }) => {
      const scheduler = "synchronous" as const;
      const left = placed(frameOf(rows, partitions) as DFrame, place);
      const right = placed(frameOf(others, otherPartitions).select("k", "x").rename({ x: "y" }) as DFrame, otherPlace);
      const made: readonly (readonly [frame: DFrame, isOrdered: boolean])[] = [
        [left.groupby(["k", "g"], { sort, dropna }).agg((c) => ({ x: c["x"]!.sum(), first: c["x"]!.first(), middle: c["x"]!.median() })), sort],
        [left.groupby("k", { sort, dropna }).agg((c) => ({ n: c["x"]!.size(), last: c["x"]!.last() })), sort],
        [left.dropDuplicates({ subset: ["k", "g"], keep: "last" }), true],
        [left.merge(right, { on: "k", how, maintainOrder: ordered }), ordered],
        [left.merge(right, { on: "k", how, nullsEqual: true, maintainOrder: ordered }), ordered],
      ];
      for (const [i, [frame, isOrdered]] of made.entries()) {
        const [stayed, sent] = [await frame.toObjects({ without, scheduler }), await frame.toObjects({ without: ["stay"], scheduler })];
        const all = isOrdered ? [stayed, sent] : [sorted(stayed), sorted(sent)];
        assert.deepEqual(all[0], all[1], `frame ${i}`);
      }
    }),
    runs,
  );
});
