import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dd, fromModule } from "../../src/index.ts";
import { passNames } from "../../src/optimize/pass.ts";

type Row = { readonly k: string | null; readonly x: number | null };
const schema = { k: "utf8", x: "float64" } as const;
const frameOf = (rows: readonly Row[], npartitions: number) => dd.fromObjects<{ k: "utf8"; x: "float64" }>(rows, { schema, npartitions });
const few = frameOf(
  ["b", "a", null, "b", "a", "a"].map((k, x) => ({ k, x: x === 1 ? null : x })),
  3,
);
const present = (list: readonly (number | null)[]) => list.flatMap((x) => (x === null ? [] : [x]));

/** A state need not be a number. */
const spread = new dd.Aggregation(
  "spread",
  (values: (number | null)[]) => values.flatMap((x) => (x === null ? [] : [x])),
  (lists: number[][]) => lists.flat(),
  (all: number[], { params }: { params: { nothing: number } }) => (all.length === 0 ? params.nothing : Math.max(...all) - Math.min(...all)),
  { type: "float64", params: { nothing: -1 } },
);

test("functions see whole groups, in the order of the rows, whatever the partitions, passes and scheduler", async () => {
  const setting = fc.record({
    rows: fc.array(
      fc.record({ k: fc.option(fc.constantFrom("", "a", "b", "__proto__"), { freq: 4 }), x: fc.option(fc.integer({ min: -4, max: 4 }), { freq: 3 }) }),
      { maxLength: 30 },
    ),
    partitions: fc.integer({ min: 1, max: 7 }),
    without: fc.subarray([...passNames]),
    scheduler: fc.constantFrom("synchronous" as const, "synchronous" as const, "threads" as const),
  });
  await fc.assert(
    fc.asyncProperty(setting, async ({ rows, partitions, without, scheduler }) => {
      const groups = new Map<string, (number | null)[]>();
      for (const { k, x } of rows) if (k !== null) groups.set(k, [...(groups.get(k) ?? []), x]);
      const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
      const grouped = frameOf(rows, partitions).groupby("k");
      const applied = grouped.apply(({ x }, { key, length }) => ({ text: `${key["k"]}:${x.join()}`, length }), { schema: { text: "utf8", length: "int32" } });
      assert.deepEqual(
        await applied.toObjects({ without, scheduler }),
        sorted.map(([k, list]) => ({ k, text: `${k}:${list.join()}`, length: list.length })),
      );
      const made = grouped.agg((c) => ({ n: c.x.count(), spread: spread.of(c.x), most: c.x.max() }));
      const expected = sorted.map(([k, list]) => {
        const values = present(list);
        const most = values.length === 0 ? null : Math.max(...values);
        return { k, n: values.length, spread: most === null ? -1 : most - Math.min(...values), most };
      });
      assert.deepEqual(await made.toObjects({ without, scheduler }), expected);
    }),
    { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 20) },
  );
});

test("a function gives columns, rows, one row or none, or a promise; a module may export it", async () => {
  const groups = few.groupby("k");
  const rows = groups.apply(async ({ x }) => Promise.resolve(x.flatMap((value) => (value === null ? [] : [{ y: value }]))), { schema: { y: "float64" } });
  assert.deepEqual(await rows.toColumns(), { k: ["a", "a", "b", "b"], y: [4, 5, 0, 3] });
  assert.deepEqual(await groups.apply(() => ({ y: [] }), { schema: { y: "float64" } }).toColumns(), { k: [], y: [] });
  const ofModule = groups.col("x").apply(fromModule(new URL("./partition-functions.js", import.meta.url).href, "scaled"), { schema: { y: "float64" } });
  assert.deepEqual((await ofModule.toColumns())["k"], ["a", "a", "a", "b", "b"]);
  const all = few
    .groupby("k", { dropna: false })
    .apply(({ x }, { key }) => ({ of: key["k"] as string | null, rows: x.length }), { schema: { of: "utf8", rows: "int8" } });
  assert.deepEqual(await all.toColumns(), { k: ["a", "b", null], of: ["a", "b", null], rows: [3, 2, 1] });
});

test("aggregations of one's own stand by name as well, of all rows too, and after having", async () => {
  assert.deepEqual(await few.groupby("k").agg({ x: spread }).toObjects(), [
    { k: "a", x: 1 },
    { k: "b", x: 3 },
  ]);
  assert.deepEqual(await few.groupby("k").agg(spread).toColumns(), { k: ["a", "b"], x: [1, 3] });
  assert.deepEqual(await few.agg((c) => ({ spread: spread.of(c.x), n: c.x.count() })).toObjects(), [{ spread: 5, n: 5 }]);
  const some = few.groupby("k").having((c) => c.x.sum().gt(5));
  assert.deepEqual(await some.agg((c) => ({ spread: spread.of(c.x.mul(2)), rows: c.x.size() })).toObjects(), [{ k: "a", spread: 2, rows: 3 }]);
  assert.deepEqual(await frameOf([], 2).groupby("k").agg(spread).toObjects(), []);
});

test("what does not fit is said when the expression is built, or names the operation when it runs", async () => {
  const groups = few.groupby("k");
  const factor = 2;
  assert.throws(() => groups.apply(({ x }) => ({ y: x.length * factor }), { schema: { y: "float64" } }), {
    name: "ClosureError",
    message: /apply: .* uses factor from around it/,
  });
  assert.throws(() => groups.apply(() => ({ y: 1 }), {} as never), /apply: say what columns the function gives/);
  assert.throws(() => groups.apply(() => ({ k: "b" }), { schema: { k: "utf8" } }), /apply: there would be two columns "k"/);
  assert.throws(
    () =>
      new dd.Aggregation(
        "none",
        () => 1,
        () => 1,
        undefined,
        {} as never,
      ),
    /Aggregation: say what type none has/,
  );
  assert.throws(() => few.rolling(2).agg({ x: spread } as never), /rolling: "x" is an aggregation of your own, which groups take/);
  assert.throws(
    () =>
      dd
        .fromColumns({ t: [new Date(0)], x: [1] })
        .resample("D", { on: "t" })
        .agg(spread),
    /resample: bins of time have no aggregations of your own/,
  );
  await assert.rejects(groups.apply(() => ({ z: 1 }), { schema: { y: "float64" } } as never).compute(), /apply: .*"z"/s);
  const wrong = new dd.Aggregation(
    "wrong",
    () => "text",
    (states: string[]) => states[0],
    undefined,
    { type: "float64" },
  );
  await assert.rejects(groups.agg(wrong).compute(), /aggregation x: .*"text"/s);
});
