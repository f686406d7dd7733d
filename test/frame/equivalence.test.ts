import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { dd } from "../../src/index.ts";
import { passNames } from "../../src/optimize/pass.ts";

type Row = { readonly k: string | null; readonly g: bigint; readonly x: number | null };
type Columns = { k: "utf8"; g: "int64"; x: "float64" };
const schema = { k: "utf8", g: "int64", x: "float64" } as const;

const row: fc.Arbitrary<Row> = fc.record({
  k: fc.option(fc.constantFrom("", "a", "b", "ä", "zz", "__proto__"), { freq: 4 }),
  g: fc.bigInt({ min: -2n, max: 2n }),
  x: fc.option(fc.integer({ min: -4, max: 4 }), { freq: 4 }),
});
const setting = fc.record({
  rows: fc.array(row, { maxLength: 40 }),
  others: fc.array(row, { maxLength: 12 }),
  partitions: fc.integer({ min: 1, max: 7 }),
  otherPartitions: fc.integer({ min: 1, max: 3 }),
  without: fc.subarray([...passNames]),
  scheduler: fc.constantFrom("synchronous" as const, "synchronous" as const, "synchronous" as const, "threads" as const),
});
const runs = { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 40) };
const frameOf = (rows: readonly Row[], npartitions: number) => dd.fromObjects<Columns>(rows, { schema, npartitions });
const compare = (a: string | bigint | number | null, b: typeof a) => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1);

test("groups are those of a plain loop, whatever the partitions, passes and scheduler", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ rows, partitions, without, scheduler }) => {
      const groups = new Map<string, { k: string; g: bigint; of: Row[] }>();
      for (const one of rows) {
        if (one.k === null) continue;
        const key = `${one.g}/${one.k}`;
        if (!groups.has(key)) groups.set(key, { k: one.k, g: one.g, of: [] });
        groups.get(key)!.of.push(one);
      }
      const expected = [...groups.values()]
        .sort((a, b) => compare(a.k, b.k) || compare(a.g, b.g))
        .map(({ k, g, of }) => {
          const values = of.flatMap(({ x }) => (x === null ? [] : [x]));
          return {
            k,
            g: Number(g),
            sum: values.reduce((sum, x) => sum + x, 0),
            n: values.length,
            rows: of.length,
            most: values.length === 0 ? null : Math.max(...values),
            first: values[0] ?? null,
            kinds: new Set(values).size,
          };
        });
      const grouped = frameOf(rows, partitions)
        .groupby(["k", "g"])
        .agg((c) => ({ sum: c.x.sum(), n: c.x.count(), rows: c.x.size(), most: c.x.max(), first: c.x.first(), kinds: c.x.nunique() }));
      assert.deepEqual(await grouped.toObjects({ without, scheduler }), expected);
      const gradual = frameOf(rows, partitions)
        .groupby(["k", "g"])
        .agg((c) => ({ sum: c.x.sum(), first: c.x.first() }));
      assert.deepEqual(
        await gradual.toObjects({ without, scheduler }),
        expected.map(({ k, g, sum, first }) => ({ k, g, sum, first })),
      );
    }),
    runs,
  );
});

test("the greatest and least rows of each group are those of a plain loop", async () => {
  await fc.assert(
    fc.asyncProperty(setting, fc.integer({ min: 0, max: 3 }), fc.boolean(), async ({ rows, partitions, without, scheduler }, n, greatest) => {
      const keys = [...new Set(rows.map(({ g }) => g))].sort(compare);
      const expected = keys.flatMap((g) =>
        rows
          .filter((one) => one.g === g && one.x !== null)
          .sort((a, b) => compare(a.x, b.x) * (greatest ? -1 : 1))
          .slice(0, n)
          .map(({ k, x }) => ({ g: Number(g), k, x })),
      );
      const groups = frameOf(rows, partitions).groupby("g");
      const chosen = greatest ? groups.nlargest(n, "x") : groups.nsmallest(n, "x");
      assert.deepEqual(await chosen.toObjects({ without, scheduler }), expected);
      const hashed = frameOf(rows, partitions).groupby("g", { sort: false }).col("x").nlargest(n, "x");
      assert.equal(
        await hashed.len({ without, scheduler }),
        keys.reduce((sum, g) => sum + Math.min(n, rows.filter((one) => one.g === g && one.x !== null).length), 0),
      );
    }),
    runs,
  );
});

test("the first and last rows of each group are those of a plain loop, as they stand", async () => {
  await fc.assert(
    fc.asyncProperty(setting, fc.integer({ min: -3, max: 3 }), async ({ rows, partitions, without, scheduler }, n) => {
      const own = rows.map((one) => ({ ...one, g: Number(one.g) }));
      const grouped = own.filter(({ k }) => k !== null);
      const placeOf = (one: (typeof own)[0]) => grouped.filter(({ k }) => k === one.k).indexOf(one);
      const endOf = (one: (typeof own)[0]) => grouped.filter(({ k }) => k === one.k).length - 1 - placeOf(one);
      const frame = frameOf(rows, partitions);
      const groups = frame.groupby("k");
      const run = { without, scheduler };
      assert.deepEqual(
        await groups.head(n).toObjects(run),
        grouped.filter((one) => (n >= 0 ? placeOf(one) < n : endOf(one) >= -n)),
      );
      assert.deepEqual(
        await groups.tail(n).toObjects(run),
        grouped.filter((one) => (n >= 0 ? endOf(one) < n : placeOf(one) >= -n)),
      );
      assert.deepEqual(
        await groups.nth(n).toObjects(run),
        grouped.filter((one) => (n >= 0 ? placeOf(one) === n : endOf(one) === -n - 1)),
      );
      const sums = await groups.col("x").rolling(2, { minPeriods: 1 }).sum().toObjects(run);
      const inGroup = await groups.transform((c) => ({ x: c.x.rolling(2, { minPeriods: 1 }).sum() })).toObjects(run);
      assert.deepEqual(sums, inGroup);
    }),
    { numRuns: Number(process.env["PROPERTY_RUNS"] ?? 15) },
  );
});

test("sorting is stable and exact, whatever the partitions", async () => {
  await fc.assert(
    fc.asyncProperty(setting, fc.boolean(), async ({ rows, partitions, without, scheduler }, ascending) => {
      const order = (a: Row, b: Row) => compare(a.x, b.x) * (ascending || a.x === null || b.x === null ? 1 : -1) || compare(a.k, b.k);
      const expected = rows.map((one) => ({ ...one, g: Number(one.g) })).sort((a, b) => order({ ...a, g: 0n }, { ...b, g: 0n }));
      const sorted = frameOf(rows, partitions).sortValues(["x", "k"], { ascending: [ascending, true] });
      assert.deepEqual(await sorted.toObjects({ without, scheduler }), expected);
    }),
    runs,
  );
});

test("filters, computed columns and joins are those of plain loops", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ rows, others, partitions, otherPartitions, without, scheduler }) => {
      const left = frameOf(rows, partitions).filter((c) => c.x.ge(-2).or(c.k.isna()));
      const right = frameOf(others, otherPartitions)
        .select((c) => ({ k: c.k, y: c.x.mul(2) }))
        .filter((c) => c.y.ne(4).or(c.y.isna()));
      const kept = rows.filter(({ x, k }) => (x !== null && x >= -2) || k === null);
      const keptRight = others.map(({ k, x }) => ({ k, y: x === null ? null : 2 * x })).filter(({ y }) => y !== 4);
      const pairs = kept.flatMap(({ k, g, x }) => {
        const partners = keptRight.filter((other) => k !== null && other.k === k);
        return (partners.length > 0 ? partners : [{ y: null }]).map(({ y }) => ({ k, g: Number(g), x, y }));
      });
      assert.deepEqual(await left.merge(right, { on: "k", how: "left" }).toObjects({ without, scheduler }), pairs);
      const inner = kept.flatMap(({ k, g, x }) => keptRight.filter((other) => k !== null && other.k === k).map(({ y }) => ({ k, g: Number(g), x, y })));
      const below = left.merge(right, { on: "k" }).filter((c) => c["x"].gt(0));
      assert.deepEqual(
        await below.toObjects({ without, scheduler }),
        inner.filter(({ x }) => x !== null && x > 0),
      );
    }),
    runs,
  );
});

test("what is there once comes in the order in which it first appears", async () => {
  await fc.assert(
    fc.asyncProperty(setting, async ({ rows, partitions, without, scheduler }) => {
      const seen = new Set<string | null>();
      const expected = rows.filter(({ k }) => !seen.has(k) && seen.add(k)).map((one) => ({ ...one, g: Number(one.g) }));
      assert.deepEqual(await frameOf(rows, partitions).dropDuplicates({ subset: "k" }).toObjects({ without, scheduler }), expected);
      assert.deepEqual(
        await frameOf(rows, partitions).head(3).toObjects({ without, scheduler }),
        rows.slice(0, 3).map((one) => ({ ...one, g: Number(one.g) })),
      );
    }),
    runs,
  );
});
