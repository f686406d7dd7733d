import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dd } from "../../src/index.ts";
import { passNames } from "../../src/optimize/pass.ts";

type Row = { readonly t: number | null; readonly g: string | null; readonly v: number };
const schema = { t: "float64", g: "utf8", v: "float64" } as const;
const frameOf = (rows: readonly Row[], npartitions: number) => dd.fromObjects<{ t: "float64"; g: "utf8"; v: "float64" }>(rows, { schema, npartitions });

const row = fc.record(
  { t: fc.option(fc.integer({ min: -3, max: 8 }), { freq: 9 }), g: fc.option(fc.constantFrom("a", "b"), { freq: 5 }), v: fc.integer({ min: 0, max: 99 }) },
  { noNullPrototype: true },
);
const rising = (rows: readonly Row[]) => [...rows].sort((a, b) => (a.t === b.t ? 0 : a.t === null ? 1 : b.t === null ? -1 : a.t - b.t));
const setting = fc.record({
  left: fc.array(row, { maxLength: 25 }).map(rising),
  right: fc.array(row, { maxLength: 25 }).map(rising),
  partitions: fc.integer({ min: 1, max: 6 }),
  others: fc.integer({ min: 1, max: 5 }),
  by: fc.boolean(),
  direction: fc.constantFrom("backward" as const, "forward" as const, "nearest" as const),
  tolerance: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  exact: fc.boolean(),
  without: fc.subarray([...passNames]),
  scheduler: fc.constantFrom("synchronous" as const, "synchronous" as const, "threads" as const),
});

test("a row meets the nearest row before or after it, whatever the partitions", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ left, right, partitions, others, by, direction, tolerance, exact, without, scheduler }) => {
      const expected = left.map(({ t, g, v }) => {
        const may = right.filter((other) => t !== null && other.t !== null && (!by || (g !== null && other.g === g)) && (exact || other.t !== t));
        const before = may.findLast((other) => other.t! <= t!);
        const after = may.find((other) => other.t! >= t!);
        const isBefore =
          direction === "backward" || (direction === "nearest" && before !== undefined && (after === undefined || t! - before.t! <= after.t! - t!));
        const found = isBefore ? before : after;
        const kept = found !== undefined && (tolerance === undefined || Math.abs(found.t! - t!) <= tolerance) ? found : undefined;
        return { t, ...(by ? { g } : { g_x: g }), v_x: v, ...(by ? {} : { g_y: kept?.g ?? null }), v_y: kept?.v ?? null };
      });
      const options = { on: "t", direction, allowExactMatches: exact, ...(by && { by: "g" }), ...(tolerance !== undefined && { tolerance }) };
      const merged = dd.mergeAsof(frameOf(left, partitions), frameOf(right, others), options);
      assert.deepEqual(await merged.toObjects({ without, scheduler }), expected);
    }),
    { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 100) },
  );
});

test("frames that are not in order are errors", async () => {
  const rows = (keys: readonly (number | null)[]) => keys.map((t, v) => ({ t, g: "a", v }));
  const good = frameOf(rows([1, 2, 3, 4]), 2);
  const asof = (left: typeof good, right: typeof good) => dd.mergeAsof(left, right, { on: "t" }).toObjects();
  await assert.rejects(
    asof(frameOf(rows([2, 1, 3, 4]), 2), good),
    /mergeAsof: "t" is not in order: 2 is followed by 1 \(partition 0, row 1\); sort the left frame by it first/,
  );
  await assert.rejects(asof(frameOf(rows([3, 4, 1, 2]), 2), good), /the left frame is not in order where partition 1 begins/);
  await assert.rejects(asof(good, frameOf(rows([1, 3, 2]), 1)), /3 is followed by 2 .*; sort the right frame by it first/);
  await assert.rejects(asof(frameOf(rows([3, 4]), 2), frameOf(rows([2, 3, 1, 2]), 2)), /sort the right frame by it first/);
});

test("times take durations as tolerance, and keys may have other names", async () => {
  const at = (...seconds: number[]) => seconds.map((second) => new Date(second * 1000));
  const left = dd.fromColumns<{ when: "timestamp[us]"; id: "int64" }>(
    { when: at(1, 5, 10), id: [1n, 2n, 3n] },
    { schema: { when: "timestamp[us]", id: "int64" }, npartitions: 2 },
  );
  const right = dd.fromColumns<{ time: "timestamp[ms]"; price: "float64" }>(
    { time: at(0, 4, 7), price: [0.5, 4.5, 7.5] },
    { schema: { time: "timestamp[ms]", price: "float64" }, npartitions: 3 },
  );
  const merged = dd.mergeAsof(left, right, { leftOn: "when", rightOn: "time", tolerance: "2s" });
  assert.deepEqual(merged.columns, ["when", "id", "time", "price"]);
  assert.deepEqual(await merged.drop("when", "time").toColumns(), { id: [1, 2, 3], price: [0.5, 4.5, null] });
  const after = dd.mergeAsof(left, right, { leftOn: "when", rightOn: "time", direction: "forward" });
  assert.deepEqual((await after.filter((c) => c["id"].le(2)).toColumns())["price"], [4.5, 7.5]);
  const wide = dd.fromColumns({ n: [2n ** 53n, 2n ** 53n + 2n], x: [1, 2] });
  assert.deepEqual(
    (await dd.mergeAsof(wide, wide, { on: "n", direction: "forward", allowExactMatches: false, tolerance: 2n }).toColumns({ int64: "bigint" }))["x_y"],
    [2, null],
  );
});

test("what is wrong with a call is said when it is written", () => {
  const left = frameOf([], 1);
  const call = (options: object, right = left) => dd.mergeAsof(left, right, options);
  assert.throws(() => call({}), /mergeAsof: give on, or leftOn and rightOn/);
  assert.throws(() => call({ on: "q" }), /no column "q"/);
  assert.throws(() => call({ on: "g" }), /"g" is utf8; nearness takes numbers or times/);
  assert.throws(() => call({ on: "t", leftOn: "t", rightOn: "t" }), /give on, or leftOn and rightOn, not both/);
  assert.throws(() => call({ leftOn: "t" }), /leftOn and rightOn go together/);
  assert.throws(() => call({ on: ["t", "v"] }), /2 columns to be near by/);
  assert.throws(() => call({ on: "t", leftBy: ["g", "v"], rightBy: "g" }), /2 columns in leftBy, 1 in rightBy/);
  assert.throws(() => call({ on: "t", direction: "back" }), /unknown direction "back"/);
  assert.throws(() => call({ on: "t", tolerance: -1 }), /must not be negative/);
  assert.throws(() => call({ on: "t", tolerance: "2s" }), /for keys of float64: give a number/);
  assert.throws(() => call({ on: "t" }, dd.fromColumns({ t: ["a"] }) as never), /"t" is float64 on the left and utf8 on the right/);
  assert.throws(() => call({ on: "t", suffixes: ["", ""] }), /two columns "g"/);
});
