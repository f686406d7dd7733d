import assert from "node:assert/strict";
import { test } from "node:test";
import type { Column } from "../../../../src/chunk/column.ts";
import { groupRows, indexRows } from "../../../../src/kernels/frame/group/group-rows.ts";
import type { Groups } from "../../../../src/kernels/frame/group/key-index.ts";
import { backendsWith, columnOf, columnTypes, dice, keyOf, randomColumn, type Value, valuesOf } from "../frames.ts";

const backends = backendsWith("groupKeys", "groupTextKeys", "groupDirect");

test("there are backends with these kernels", () => assert.ok(backends.length > 0));

/** The key of each row; `undefined` where it has none. */
function keysOf(columns: readonly Column[], dropNull: boolean): (string | undefined)[] {
  const values = columns.map(valuesOf);
  return values[0]!.map((_, row) => {
    const key = values.map((column) => column[row] as Value);
    return dropNull && key.some((value) => value === null) ? undefined : key.map(keyOf).join("|");
  });
}

function plainly(keys: readonly (string | undefined)[]): { codes: number[]; firsts: number[] } {
  const numbers = new Map<string, number>();
  const firsts: number[] = [];
  const codes = keys.map((key, row) => {
    if (key === undefined) return -1;
    const code = numbers.get(key) ?? numbers.size;
    if (code === numbers.size) firsts.push(row);
    numbers.set(key, code);
    return code;
  });
  return { codes, firsts };
}

const plain = ({ codes, firsts }: Groups) => ({ codes: [...codes], firsts: [...firsts] });

for (const backend of backends) {
  test(`${backend.isa}: rows with equal keys are one group, numbered by first appearance, whatever the type`, () => {
    const roll = dice(1);
    for (const type of columnTypes) {
      for (const length of [0, 1, 2, 63, 64, 65, 300, 3000]) {
        for (const nulls of [false, true]) {
          for (const wide of [false, true]) {
            const column = randomColumn(roll, type, length, { nulls, wide });
            for (const dropNull of [false, true]) {
              const groups = groupRows(backend, [column], { dropNull });
              assert.deepEqual(plain(groups), plainly(keysOf([column], dropNull)), `${type}, ${length} rows`);
              assert.equal(groups.count, groups.firsts.length);
            }
          }
        }
      }
    }
  });

  test(`${backend.isa}: several keys group as their tuples do`, () => {
    const roll = dice(2);
    for (let round = 0; round < 150; round++) {
      const length = [0, 1, 10, 100, 1000][roll(5)]!;
      const columns = Array.from({ length: 2 + roll(4) }, () =>
        randomColumn(roll, columnTypes[roll(columnTypes.length)]!, length, { nulls: roll(2) === 0, wide: roll(2) === 0 }),
      );
      for (const dropNull of [false, true]) {
        assert.deepEqual(plain(groupRows(backend, columns, { dropNull })), plainly(keysOf(columns, dropNull)), columns.map(({ type }) => type).join());
      }
    }
  });

  test(`${backend.isa}: keys of other rows are found`, () => {
    const roll = dice(3);
    for (let round = 0; round < 200; round++) {
      const types = Array.from({ length: 1 + roll(4) }, () => columnTypes[roll(columnTypes.length)]!);
      const some = (length: number) => types.map((type) => randomColumn(roll, type, length, { nulls: roll(2) === 0, wide: roll(2) === 0 }));
      const [built, others] = [some([0, 1, 50, 1500][roll(4)]!), some([0, 1, 50, 500][roll(4)]!)];
      for (const dropNull of [false, true]) {
        const index = indexRows(backend, built, { dropNull });
        const codes = new Map(keysOf(built, dropNull).map((key, row) => [key, index.codes[row]!]));
        const expected = keysOf(others, dropNull).map((key) => (key === undefined ? -1 : (codes.get(key) ?? -1)));
        assert.deepEqual([...index.find(others)], expected, types.join());
      }
    }
  });

  test(`${backend.isa}: patterns of integers and of texts are spread`, () => {
    const n = 20_000;
    for (const step of [1n, 8n, 1024n, 1n << 20n, 1n << 32n, (1n << 40n) + 1n]) {
      const values = BigInt64Array.from({ length: n }, (_, i) => BigInt(i) * step * 3n - 5n * step);
      const { codes } = groupRows(backend, [{ type: "int64", length: n, values }], { dropNull: true });
      assert.ok(codes.every((code, row) => code === row));
    }
    const texts = columnOf(
      "utf8",
      Array.from({ length: n }, (_, i) => `${"x".repeat(i % 40)}${i}`),
    );
    assert.ok(groupRows(backend, [texts], { dropNull: true }).codes.every((code, row) => code === row));
  });

  test(`${backend.isa}: very many groups are parted, and numbered by first appearance all the same`, () => {
    const roll = dice(4);
    const n = 2 ** 18 + 1000;
    for (const type of ["int64", "float64", "float32"] as const) {
      for (const nulls of [false, true]) {
        // Some keys come again and again.
        const rows = Array.from({ length: n }, () => (nulls && roll(9) === 0 ? null : roll(3) === 0 ? roll(50) - 7 : roll(2 ** 23) - 2 ** 22));
        const column = columnOf(type, type === "int64" ? rows.map((row) => (row === null ? null : BigInt(row) << 20n)) : rows);
        const columns =
          roll(2) === 0
            ? [column]
            : [
                column,
                columnOf(
                  "utf8",
                  rows.map((row) => `${(row ?? 0) % 3}`),
                ),
              ];
        for (const dropNull of [false, true]) assert.deepEqual(plain(groupRows(backend, columns, { dropNull })), plainly(keysOf(columns, dropNull)));
      }
    }
  });

  test(`${backend.isa}: more digits than a word has are grouped in between`, () => {
    const roll = dice(5);
    const n = 2000;
    const columns = Array.from({ length: 5 }, () => {
      const values = Int32Array.from({ length: n }, () => [-1_000_000_000, 0, 1_000_000_000][roll(3)]!);
      return { type: "int32", length: n, values } as Column;
    });
    assert.deepEqual(plain(groupRows(backend, columns, { dropNull: false })), plainly(keysOf(columns, false)));
    const index = indexRows(backend, columns, { dropNull: true });
    assert.deepEqual(index.find(columns), index.codes);
  });
}
