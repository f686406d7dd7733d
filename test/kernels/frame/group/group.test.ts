import assert from "node:assert/strict";
import { test } from "node:test";
import type { Column } from "../../../../src/chunk/column.ts";
import { groupRows, indexRows } from "../../../../src/kernels/frame/group/group-rows.ts";
import type { Groups } from "../../../../src/kernels/frame/group/key-index.ts";
import type { Backend } from "../../../../src/kernels/kernel.ts";
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

function plainly(keys: readonly (string | undefined)[]) {
  const numbers = new Map<string, number>();
  const firsts: number[] = [];
  const codes = Int32Array.from(keys, (key, row) => {
    if (key === undefined) return -1;
    const code = numbers.get(key) ?? numbers.size;
    if (code === numbers.size) firsts.push(row);
    numbers.set(key, code);
    return code;
  });
  return { codes, firsts: Int32Array.from(firsts), count: firsts.length };
}

/** Rows, and the groups they are in. */
interface Case {
  readonly columns: readonly Column[];
  readonly dropNull: boolean;
  readonly groups: Groups;
}
const casesOf = (columns: readonly Column[]): Case[] => [false, true].map((dropNull) => ({ columns, dropNull, groups: plainly(keysOf(columns, dropNull)) }));

function check(backend: Backend, { columns, dropNull, groups }: Case): void {
  const { codes, firsts, count } = groupRows(backend, columns, { dropNull });
  assert.deepEqual({ codes, firsts, count }, groups, `${columns.map(({ type }) => type).join()}, ${codes.length} rows`);
}

/** What is the same for all backends is made once. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const ofEachType = once(() => {
  const roll = dice(1);
  const columns = columnTypes.flatMap((type) =>
    [0, 1, 2, 63, 64, 65, 300, 3000].flatMap((length) =>
      [false, true].flatMap((nulls) => [false, true].map((wide) => randomColumn(roll, type, length, { nulls, wide }))),
    ),
  );
  return columns.flatMap((column) => casesOf([column]));
});

const ofSeveralKeys = once(() => {
  const roll = dice(2);
  return Array.from({ length: 150 }, () => {
    const length = [0, 1, 10, 100, 1000][roll(5)]!;
    return Array.from({ length: 2 + roll(4) }, () =>
      randomColumn(roll, columnTypes[roll(columnTypes.length)]!, length, { nulls: roll(2) === 0, wide: roll(2) === 0 }),
    );
  }).flatMap(casesOf);
});

const ofVeryManyGroups = once(() => {
  const roll = dice(4);
  const n = 2 ** 18 + 1000;
  return (["int64", "float64", "float32"] as const).flatMap((type) =>
    [false, true].flatMap((nulls) => {
      // Some keys come again and again.
      const rows = Array.from({ length: n }, () => (nulls && roll(9) === 0 ? null : roll(3) === 0 ? roll(50) - 7 : roll(2 ** 23) - 2 ** 22));
      const column = columnOf(type, type === "int64" ? rows.map((row) => (row === null ? null : BigInt(row) << 20n)) : rows);
      const texts = () =>
        columnOf(
          "utf8",
          rows.map((row) => `${(row ?? 0) % 3}`),
        );
      return casesOf(roll(2) === 0 ? [column] : [column, texts()]);
    }),
  );
});

for (const backend of backends) {
  test(`${backend.isa}: rows with equal keys are one group, numbered by first appearance, whatever the type`, () => {
    for (const one of ofEachType()) check(backend, one);
  });

  test(`${backend.isa}: several keys group as their tuples do`, () => {
    for (const one of ofSeveralKeys()) check(backend, one);
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
        const expected = Int32Array.from(keysOf(others, dropNull), (key) => (key === undefined ? -1 : (codes.get(key) ?? -1)));
        assert.deepEqual(index.find(others), expected, types.join());
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
    for (const one of ofVeryManyGroups()) check(backend, one);
  });

  test(`${backend.isa}: more digits than a word has are grouped in between`, () => {
    const roll = dice(5);
    const n = 2000;
    const columns = Array.from({ length: 5 }, () => {
      const values = Int32Array.from({ length: n }, () => [-1_000_000_000, 0, 1_000_000_000][roll(3)]!);
      return { type: "int32", length: n, values } as Column;
    });
    for (const one of casesOf(columns)) check(backend, one);
    const index = indexRows(backend, columns, { dropNull: true });
    assert.deepEqual(index.find(columns), index.codes);
  });
}
