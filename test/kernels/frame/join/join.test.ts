import assert from "node:assert/strict";
import { test } from "node:test";
import type { Column } from "../../../../src/chunk/column.ts";
import type { ColumnType } from "../../../../src/chunk/column-type.ts";
import { type JoinHow, type JoinOptions, joinPieces, joinRows } from "../../../../src/kernels/frame/join/join-rows.ts";
import { backendsWith, columnOf, columnTypes, dice, keyOf, randomColumn, valuesOf } from "../frames.ts";

const backends = backendsWith("joinPairs", "groupKeys", "partitionRows");
const hows: readonly JoinHow[] = ["inner", "left", "right", "outer", "semi", "anti"];

test("there are backends with these kernels", () => assert.ok(backends.length > 0));

function keysOf(columns: readonly Column[], nullsEqual: boolean): (string | undefined)[] {
  const values = columns.map(valuesOf);
  return values[0]!.map((_, row) => {
    const key = values.map((column) => column[row]!);
    return !nullsEqual && key.some((value) => value === null) ? undefined : key.map(keyOf).join("|");
  });
}

/** Every left row against every right row. */
function plainly(left: readonly Column[], right: readonly Column[], { how, nullsEqual }: JoinOptions): { left: number[]; right: number[] } {
  const [a, b] = [keysOf(left, nullsEqual), keysOf(right, nullsEqual)];
  const meets = (row: number) => b.flatMap((key, other) => (key !== undefined && key === a[row] ? [other] : []));
  const all = [...a.keys()].map((row) => [row, meets(row)] as const);
  if (how === "semi") return { left: all.filter(([, met]) => met.length > 0).map(([row]) => row), right: [] };
  if (how === "anti") return { left: all.filter(([, met]) => met.length === 0).map(([row]) => row), right: [] };
  const pairs = all.flatMap(([row, met]) => (met.length > 0 ? met : how === "left" || how === "outer" ? [-1] : []).map((other) => [row, other]));
  const seen = new Set(pairs.map(([, other]) => other));
  if (how === "right" || how === "outer") for (const row of b.keys()) if (!seen.has(row)) pairs.push([-1, row]);
  return { left: pairs.map(([row]) => row!), right: pairs.map(([, row]) => row!) };
}

for (const backend of backends) {
  test(`${backend.isa}: joins pair rows as nested loops do, in the same order`, () => {
    const roll = dice(1);
    for (let round = 0; round < 250; round++) {
      const types = Array.from({ length: 1 + roll(3) }, () => columnTypes[roll(columnTypes.length)]!);
      const side = (length: number) => types.map((type) => randomColumn(roll, type, length, { nulls: roll(2) === 0, wide: roll(2) === 0 }));
      const sizes = [0, 1, 5, 40, 120];
      const [left, right] = [side(sizes[roll(5)]!), side(sizes[roll(5)]!)];
      for (const how of hows) {
        const options = { how, nullsEqual: roll(2) === 0 };
        const joined = joinRows(backend, left, right, options);
        assert.deepEqual({ left: [...joined.left], right: [...joined.right] }, plainly(left, right, options), `${how} of ${types}`);
      }
    }
  });

  test(`${backend.isa}: pieces of a join are its pairs in order, and no longer than asked for`, () => {
    const roll = dice(3);
    for (let round = 0; round < 60; round++) {
      const type = columnTypes[roll(columnTypes.length)]!;
      const side = () => [randomColumn(roll, type, 1 + roll(150), { nulls: true, wide: roll(2) === 0 })];
      const [left, right] = [side(), side()];
      const mostPairs = 1 + roll(100);
      for (const how of ["inner", "left", "right", "outer"] as const) {
        const pieces = [...joinPieces(backend, left, right, { how, nullsEqual: false }, mostPairs)];
        const all = { left: pieces.flatMap((piece) => [...piece.left]), right: pieces.flatMap((piece) => [...piece.right]) };
        assert.deepEqual(all, plainly(left, right, { how, nullsEqual: false }), `${how} of ${type}`);
        for (const piece of pieces) assert.ok(piece.left.length <= mostPairs || new Set(piece.left).size === 1);
      }
    }
  });

  test(`${backend.isa}: unique keys on the right are partners at once`, () => {
    const roll = dice(2);
    for (const type of ["int64", "int32", "utf8", "float64"] as ColumnType[]) {
      const value = (i: number) => (type === "utf8" ? `key number ${i} of many` : type === "int64" ? BigInt(i) * 77n : i);
      const right = [
        columnOf(
          type,
          Array.from({ length: 300 }, (_, i) => value(i * 7)),
        ),
      ];
      const left = [
        columnOf(
          type,
          Array.from({ length: 500 }, () => value(roll(2000))),
        ),
      ];
      for (const how of hows) {
        const joined = joinRows(backend, left, right, { how, nullsEqual: false });
        assert.deepEqual({ left: [...joined.left], right: [...joined.right] }, plainly(left, right, { how, nullsEqual: false }));
      }
    }
  });
}
