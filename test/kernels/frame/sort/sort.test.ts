import assert from "node:assert/strict";
import { test } from "node:test";
import type { Column } from "../../../../src/chunk/column.ts";
import { takeColumn } from "../../../../src/kernels/frame/rows/take.ts";
import { searchRows } from "../../../../src/kernels/frame/sort/search-rows.ts";
import { type SortOptions, sortRows } from "../../../../src/kernels/frame/sort/sort-rows.ts";
import { backendsWith, columnOf, columnTypes, dice, randomColumn, type Value, valuesOf } from "../frames.ts";

const backends = backendsWith("orderRows", "orderTexts", "takeRows");

test("there are backends with these kernels", () => assert.ok(backends.length > 0));

function compareValues(a: Value, b: Value, descending: boolean, nullsFirst: boolean): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === nullsFirst ? -1 : 1;
  if (typeof a === "string") return (descending ? -1 : 1) * Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  const than = b as number | bigint;
  return (descending ? -1 : 1) * (a < than ? -1 : a > than ? 1 : 0);
}

function plainly(keys: readonly Column[], { descending, nullsFirst }: SortOptions): number[] {
  const values = keys.map(valuesOf);
  return [...values[0]!.keys()].sort((a, b) => {
    for (const [key, column] of values.entries()) {
      const order = compareValues(column[a]!, column[b]!, descending[key]!, nullsFirst[key]!);
      if (order !== 0) return order;
    }
    return a - b;
  });
}

const randomOptions = (roll: (below: number) => number, keys: number): SortOptions => ({
  descending: Array.from({ length: keys }, () => roll(2) === 0),
  nullsFirst: Array.from({ length: keys }, () => roll(2) === 0),
});

for (const backend of backends) {
  test(`${backend.isa}: rows are sorted by a key of any type, stably`, () => {
    const roll = dice(1);
    for (const type of columnTypes) {
      for (const length of [0, 1, 2, 30, 700, 2500]) {
        for (const nulls of [false, true]) {
          for (const wide of [false, true]) {
            const column = randomColumn(roll, type, length, { nulls, wide });
            const options = randomOptions(roll, 1);
            assert.deepEqual([...sortRows(backend, [column], options)], plainly([column], options), `${length} rows of ${type}`);
          }
        }
      }
    }
  });

  test(`${backend.isa}: several keys sort as their tuples do`, () => {
    const roll = dice(2);
    for (let round = 0; round < 60; round++) {
      const length = [1, 50, 900][roll(3)]!;
      const keys = Array.from({ length: 2 + roll(3) }, () => randomColumn(roll, columnTypes[roll(columnTypes.length)]!, length, { nulls: roll(2) === 0 }));
      const options = randomOptions(roll, keys.length);
      assert.deepEqual([...sortRows(backend, keys, options)], plainly(keys, options), keys.map(({ type }) => type).join());
    }
  });

  test(`${backend.isa}: long texts with long beginnings in common, zeros and ends are sorted`, () => {
    const roll = dice(3);
    for (const length of [40, 3000, 12_000]) {
      const texts = Array.from({ length }, () => {
        const common = "common beginning of all ".repeat(roll(4));
        return roll(5) === 0
          ? common
          : roll(3) === 0
            ? common + "\0".repeat(roll(12))
            : common + String.fromCharCode(97 + roll(3)).repeat(roll(40)) + roll(length);
      });
      const column = columnOf("utf8", texts);
      for (const descending of [false, true]) {
        const options = { descending: [descending], nullsFirst: [false] };
        assert.deepEqual([...sortRows(backend, [column], options)], plainly([column], options));
      }
    }
  });

  test(`${backend.isa}: texts that go on and on are sorted without a deep stack`, () => {
    const texts = Array.from({ length: 300 }, (_, i) => "a".repeat(8 * ((i * 7919) % 300)));
    const column = columnOf("utf8", texts);
    const options = { descending: [false], nullsFirst: [false] };
    assert.deepEqual([...sortRows(backend, [column], options)], plainly([column], options));
  });

  test(`${backend.isa}: boundaries are found in sorted rows`, () => {
    const roll = dice(4);
    for (let round = 0; round < 80; round++) {
      const types = Array.from({ length: 1 + roll(2) }, () => columnTypes[roll(columnTypes.length)]!);
      const some = (length: number) => types.map((type) => randomColumn(roll, type, length, { nulls: true, wide: roll(2) === 0 }));
      const [rows, boundaries] = [some([0, 1, 200][roll(3)]!), some(5)];
      const options = randomOptions(roll, types.length);
      const order = sortRows(backend, rows, options);
      const sorted = rows.map((column) => takeColumn(backend, column, order));
      const [before, upTo] = [searchRows(sorted, boundaries, options), searchRows(sorted, boundaries, options, { after: true })];
      const [values, limits] = [sorted.map(valuesOf), boundaries.map(valuesOf)];
      const compare = (row: number, boundary: number) =>
        values.reduce(
          (found, column, key) => found || compareValues(column[row]!, limits[key]![boundary]!, options.descending[key]!, options.nullsFirst[key]!),
          0,
        );
      for (let boundary = 0; boundary < 5; boundary++) {
        const orders = values[0]!.map((_, row) => compare(row, boundary));
        assert.equal(before[boundary], orders.filter((found) => found < 0).length);
        assert.equal(upTo[boundary], orders.filter((found) => found <= 0).length);
      }
    }
  });
}
