import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type DFrame, dd } from "../../src/index.ts";
import { passNames } from "../../src/optimize/pass.ts";

// Programs of some steps on frames that fill memory of more than one size: what small frames do not show is whose memory is used again too early.

type Step = (frame: DFrame, other: DFrame) => DFrame;
const own = ["i", "j", "x", "s", "b"];

const steps: { readonly [name: string]: Step } = {
  filter: (f) => f.filter((c) => c["x"]!.gt(50).or(c["s"]!.eq("a"))),
  assign: (f) => f.assign({ x: (c) => c["x"]!.add(c["j"]!.mod(7)), s: (c) => c["s"]!.fillna("?").str.upper() }),
  sortByInteger: (f) => f.sortValues(["j", "i"]),
  sortByText: (f) => f.sortValues(["s", "x", "j"], { ascending: [false, true, true], naPosition: "first" }),
  distinct: (f) => f.dropDuplicates({ subset: ["s", "i"] }),
  distinctIntegers: (f) => f.dropDuplicates({ subset: "j", keep: "last" }),
  repartition: (f) => f.repartition({ npartitions: 5 }),
  head: (f) => f.head(3000),
  tail: (f) => f.tail(2000),
  inner: (f, g) =>
    f
      .merge(g, { leftOn: "i", rightOn: "ri" })
      .filter((c) => c["rj"]!.mod(40).eq(0))
      .select(own),
  left: (f, g) => f.merge(g.dropDuplicates({ subset: "rj" }), { leftOn: "j", rightOn: "rj", how: "left" }).select(own),
  semi: (f, g) => f.merge(g, { leftOn: ["s", "i"], rightOn: ["rs", "ri"], how: "semi" }),
  concat: (f) => dd.concat([f, f.filter((c) => c["b"]!)]),
  cumsum: (f) => f.assign({ x: (c) => c["x"]!.cumsum().mod(977) }),
  shift: (f) => f.assign({ j: (c) => c["j"]!.shift(700).fillna(5) }),
  fill: (f) => f.assign({ s: (c) => c["s"]!.ffill({ limit: 3 }), x: (c) => c["x"]!.rank({ method: "min" }) }),
  rolling: (f) => f.assign({ x: (c) => c["x"]!.rolling(5, { minPeriods: 1 }).max() }),
  index: (f) => f.dropna({ subset: ["i"] }).setIndex("i"),
  loc: (f) =>
    f
      .dropna({ subset: ["i"] })
      .setIndex("i")
      .loc({ from: -10n, to: 12n }),
  within: (f) => f.groupby("s").transform((c) => ({ i: c["i"]!, j: c["j"]!.cummax(), x: c["x"]!.sub(c["x"]!.min()), s: c["s"]!, b: c["b"]! })),
  shuffle: (f) => f.shuffle("i").filter((c) => c["j"]!.gt(1000)),
};

const ends: { readonly [name: string]: (frame: DFrame) => DFrame } = {
  rows: (f) => f,
  groups: (f) =>
    f.groupby("s").agg((c) => ({ n: c["x"]!.count(), most: c["x"]!.max(), kinds: c["i"]!.nunique(), first: c["j"]!.first(), rows: c["x"]!.size() })),
  groupsOfTwo: (f) => f.groupby(["i", "b"], { dropna: false }).agg((c) => ({ least: c["s"]!.min(), middle: c["x"]!.median() })),
  manyGroups: (f) => f.groupby("j").agg((c) => ({ last: c["x"]!.last(), n: c["s"]!.count() })),
  counts: (f) => f.col("s").valueCounts(),
};

const words = ["", "a", "b", "ab", "ä", "zzz", "a text of more than twenty-four bytes", "x".repeat(300), "__proto__", "0"];

/** Rows that depend on their number and a seed alone. */
function frameOf(rows: number, npartitions: number, seed: number, prefix: string): DFrame {
  let state = seed;
  const below = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const column = <T>(value: () => T) => Array.from({ length: rows }, () => (below(10) === 0 ? null : value()));
  const columns = {
    [`${prefix}i`]: column(() => BigInt(below(50) - 25)),
    [`${prefix}j`]: column(() => below(1e9)),
    [`${prefix}x`]: column(() => below(1000) / 4),
    [`${prefix}s`]: column(() => words[below(words.length)]!),
    [`${prefix}b`]: column(() => below(2) === 1),
  };
  const types = ["int64", "int32", "float64", "utf8", "bool"] as const;
  return dd.fromColumns(columns, { schema: Object.fromEntries(Object.keys(columns).map((name, i) => [name, types[i]!])), npartitions });
}

const program = fc.record({
  rows: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1000, max: 40_000 })),
  partitions: fc.integer({ min: 1, max: 8 }),
  seed: fc.integer({ min: 1, max: 1e9 }),
  chain: fc.array(fc.constantFrom(...Object.keys(steps)), { minLength: 1, maxLength: 4 }),
  end: fc.constantFrom(...Object.keys(ends)),
  workers: fc.integer({ min: 1, max: 4 }),
  megabytes: fc.integer({ min: 16, max: 64 }),
  without: fc.subarray([...passNames]),
});

test("programs give the same on threads, in little memory and without passes as one step after the other on one thread", { timeout: 170_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(program, async ({ rows, partitions, seed, chain, end, workers, megabytes, without }) => {
      const start = frameOf(rows, partitions, seed, "");
      const other = frameOf(Math.min(rows, 3000), 3, seed + 1, "r");
      const asked = ends[end]!(chain.reduce((frame, name) => steps[name]!(frame, other), start));
      const rowsOf = async (options: object) => (await asked.toObjects({ int64: "bigint", ...options })).map((row) => Object.values(row).join("|"));
      const expected = await rowsOf({ scheduler: "synchronous" });
      assert.deepEqual(await rowsOf({ numWorkers: workers, memoryLimit: megabytes * 2 ** 20 }), expected);
      assert.deepEqual(await rowsOf({ numWorkers: workers, without }), expected);
    }),
    { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 20) },
  );
});
