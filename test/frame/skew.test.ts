import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { type DFrame, dd, type RunEvent } from "../../src/index.ts";
import { type PassName, passNames } from "../../src/optimize/pass.ts";

const rows = 600_000;
const limit = 8e6;
const folder = mkdtempSync(join(tmpdir(), "chunkwise-skew-"));
type Fact = { key: "float64"; a: "float64"; b: "float64" };
const facts = () => dd.readCsv(join(folder, "facts.csv"), { schema: { key: "float64", a: "float64", b: "float64" }, blocksize: "256KB" });
const dimension = () => dd.readCsv(join(folder, "dimension.csv"), { schema: { key: "float64", name: "float64" }, blocksize: "128KB" });
const keyOf = (i: number) => (i % 5 < 3 ? 7 : i % 50_000);
before(() => {
  writeFileSync(join(folder, "facts.csv"), `key,a,b\n${Array.from({ length: rows }, (_, i) => `${keyOf(i)},${i},${i}\n`).join("")}`);
  writeFileSync(join(folder, "dimension.csv"), `key,name\n${Array.from({ length: 50_000 }, (_, i) => `${i},${2 * i}\n`).join("")}`);
});
after(() => rmSync(folder, { recursive: true }));

test("a key with 60% of the rows is no one task's: a join stays within the memory limit", async () => {
  let expected = 0;
  for (let i = 0; i < rows; i++) expected += 2 * keyOf(i);
  const run = async (frame: DFrame, without: readonly PassName[] = []) => {
    let peak = 0;
    const progress = ({ counters }: RunEvent) => (peak = Math.max(peak, counters.peakBytes));
    const found = await frame
      .agg((c) => ({ rows: c["a"]!.size(), names: c["name"]!.sum(), a: c["a"]!.sum(), most: c["b"]!.max() }))
      .toObjects({ memoryLimit: limit, progress, without });
    assert.deepEqual(found, [{ rows, names: expected, a: (rows * (rows - 1)) / 2, most: rows - 1 }]);
    return peak;
  };
  const ofLeft = (facts() as DFrame<Fact>).merge(dimension(), { on: "key", maintainOrder: false });
  const ofRight = dimension().merge(facts(), { on: "key", maintainOrder: false, broadcast: false });
  const outer = (facts() as DFrame<Fact>).merge(dimension(), { on: "key", how: "outer", maintainOrder: false, validate: "m:1" }).dropna({ subset: ["a"] });
  for (const joined of [ofLeft, ofRight, outer]) {
    const peak = await run(joined);
    assert.ok(peak <= limit, `${peak} bytes`);
    await assert.rejects(run(joined, ["spread"]), { name: "MemoryLimitError" });
    assert.match(joined.explain(), /rows of keys that have more than a part of a join on key, which samples tell, are spread over all parts/);
  }
});

const skewed = fc.record({
  hot: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 60 }),
  others: fc.array(fc.record({ k: fc.option(fc.integer({ min: 0, max: 5 }), { freq: 5 }), x: fc.integer({ min: 0, max: 9 }) }, { noNullPrototype: true }), {
    maxLength: 30,
  }),
  hotKey: fc.constantFrom(null, 0, 9),
  right: fc.array(fc.record({ k: fc.option(fc.integer({ min: 0, max: 9 }), { freq: 5 }), y: fc.integer({ min: 0, max: 9 }) }, { noNullPrototype: true }), {
    maxLength: 12,
  }),
  how: fc.constantFrom("inner" as const, "left" as const, "right" as const, "outer" as const, "semi" as const, "anti" as const),
  isRight: fc.boolean(),
  nullsEqual: fc.boolean(),
  validate: fc.boolean(),
  ordered: fc.boolean(),
  without: fc.subarray([...passNames]),
});

test("joins of skewed keys are the same whether their rows are spread or not", async () => {
  await fc.assert(
    fc.asyncProperty(skewed, async ({ hot, others, hotKey, right, how, isRight, nullsEqual, validate, ordered, without }) => {
      const many = dd.fromObjects<{ k: "float64"; x: "float64" }>([...hot.map((x) => ({ k: hotKey, x })), ...others], {
        schema: { k: "float64", x: "float64" },
        npartitions: 9,
      });
      const distinct = right.filter(({ k }, i) => right.findIndex((other) => other.k === k) === i);
      const few = dd.fromObjects<{ k: "float64"; y: "float64" }>(validate ? distinct : right, { schema: { k: "float64", y: "float64" }, npartitions: 5 });
      const options = {
        on: "k" as const,
        how,
        nullsEqual,
        maintainOrder: ordered,
        broadcast: false,
        validate: validate ? (isRight ? "1:m" : "m:1") : "m:m",
      } as const;
      const joined: DFrame = isRight ? few.merge(many, options) : many.merge(few, options);
      const found = async (off: typeof without) => {
        const made = await joined.toObjects({ without: off, scheduler: "synchronous" });
        return ordered ? made : made.map((one) => JSON.stringify(one)).sort();
      };
      assert.deepEqual(await found(without), await found(["spread"]));
    }),
    { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 80) },
  );
});
