import assert from "node:assert/strict";
import { test } from "node:test";
import { type DFrame, dd } from "../../src/index.ts";

// With more partitions times parts than 4096, rows are sent to groups of parts first. Few partitions are sent in one step.
const rows = 1340;
type Row = { k: "float64"; g: "int32"; x: "float64"; name: "utf8" };
const columns = {
  k: Array.from({ length: rows }, (_, i) => (i % 31 === 0 ? null : (i * 7919) % 503)),
  g: Int32Array.from({ length: rows }, (_, i) => (i * 31) % 200),
  x: Float64Array.from({ length: rows }, (_, i) => i),
  name: Array.from({ length: rows }, (_, i) => (i % 17 === 0 ? null : `name ${(i * 13) % 97}`)),
};
const inParts = (npartitions: number) => dd.fromColumns<Row>(columns, { npartitions });
/** Primes, squares, and what no two numbers of about its root make. */
const counts = [67, 81, 103];

const ordered: { readonly [what: string]: (frame: DFrame<Row>) => DFrame } = {
  "sorts, descending, nulls first": (frame) => frame.sortValues(["name", "k"], { ascending: [false, true], naPosition: "first" }),
  "sorts of equal keys, which keep their order": (frame) => frame.sortValues("g"),
  setIndex: (frame) => frame.dropna({ subset: ["k"] }).setIndex("k"),
  "joins in the order of the left side": (frame) => frame.merge(inParts(5).select(["k", "x"]), { on: "k", broadcast: false }),
  "ranks, which are sent home": (frame) => frame.assign({ rank: (c) => c.x.rank({ ascending: false }) }),
  "functions within groups": (frame) => frame.groupby("g").transform((c) => ({ sum: c.x.cumsum(), before: c.x.shift() })),
  "rows without duplicates": (frame) => frame.dropDuplicates({ subset: ["g"] }),
  mergeAsof: (frame) => dd.mergeAsof(frame.sortValues("x"), frame.sortValues("x").rename({ g: "h" }), { on: "x", allowExactMatches: false }),
};

for (const [what, query] of Object.entries(ordered)) {
  test(`sent in two steps, rows arrive as in one: ${what}`, async () => {
    const expected = await query(inParts(3)).toObjects();
    assert.ok(expected.length > 0);
    for (const count of counts) assert.deepEqual(await query(inParts(count)).toObjects(), expected, `${count} partitions`);
  });
}

test("rows of one key are in one partition, whichever way they went, and those of a partition in the order they had", async () => {
  const shuffled = inParts(103).shuffle("g", { npartitions: 103 });
  assert.match(shuffled.explain(), /resplit/);
  const home = new Map<number, number>();
  let seen = 0;
  let i = 0;
  for await (const table of shuffled) {
    const last = new Map<number, number>();
    for (const { g, x } of table.toArray() as { g: number; x: number }[]) {
      assert.equal(home.get(g) ?? i, i);
      home.set(g, i);
      assert.ok((last.get(g) ?? -1) < x);
      last.set(g, x);
      seen++;
    }
    i++;
  }
  assert.deepEqual([seen, i], [rows, 103]);
  assert.equal(home.size, 200);
});

test("of very many partitions, rows of a key that has most of them are dealt out to all parts, none is lost, and none comes twice", async () => {
  const many = 1100;
  const left = dd.fromColumns<{ k: "int32"; x: "int32" }>(
    { k: Int32Array.from({ length: 2 * many }, (_, i) => (i % 10 < 8 ? 7 : i % 100)), x: Int32Array.from({ length: 2 * many }, (_, i) => i) },
    { npartitions: many },
  );
  const right = dd.fromColumns<{ k: "int32"; y: "int32" }>({
    k: Int32Array.from({ length: 120 }, (_, i) => i),
    y: Int32Array.from({ length: 120 }, (_, i) => 2 * i),
  });
  for (const how of ["left", "outer"] as const) {
    for (const [a, b] of [[left, right] as const, [right, left] as const]) {
      const joined = (a as DFrame).merge(b as DFrame, { on: "k", how, maintainOrder: false, broadcast: false });
      assert.match(joined.explain(), /spread over all parts/);
      assert.match(joined.explain(), /resplit/);
      const found = await joined.toObjects();
      const expected = await (a as DFrame)
        .repartition({ npartitions: 1 })
        .merge((b as DFrame).repartition({ npartitions: 1 }), { on: "k", how })
        .toObjects();
      const sorted = (list: readonly { readonly [name: string]: unknown }[]) => list.map((row) => JSON.stringify(row)).sort();
      assert.deepEqual(sorted(found), sorted(expected), how);
    }
  }
});
