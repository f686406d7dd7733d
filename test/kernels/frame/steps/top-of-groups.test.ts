import assert from "node:assert/strict";
import { test } from "node:test";
import { type Column, sliceBatch } from "../../../../src/chunk/column.ts";
import type { ColumnType } from "../../../../src/chunk/column-type.ts";
import { topOfGroups } from "../../../../src/kernels/frame/steps/top-of-groups.ts";
import { backendsWith, columnOf, dice, keyOf, randomColumn, type Value, valuesOf } from "../frames.ts";

const backends = backendsWith("topOfGroups", "placeKeys");

test("there are backends with these kernels", () => assert.ok(backends.length > 0));

type Row = readonly [key: Value, value: Value, row: Value];

const before = (a: Value, b: Value, sign: number) => {
  const [noA, noB] = [Number.isNaN(a), Number.isNaN(b)];
  if (noA || noB) return Number(noA) - Number(noB);
  if (typeof a === "string") return sign * Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  return a === b ? 0 : sign * (a! < (b as number) ? -1 : 1);
};

function plainly(rows: readonly Row[], n: number, descending: boolean): Row[] {
  const groups = new Map<Value, Row[]>();
  for (const row of rows) if (row[0] !== null && row[1] !== null) groups.set(row[0], [...(groups.get(row[0]) ?? []), row]);
  const keys = [...groups.keys()].sort((a, b) => (a! < b! ? -1 : 1));
  return keys.flatMap((key) =>
    groups
      .get(key)!
      .sort((a, b) => before(a[1], b[1], descending ? -1 : 1))
      .slice(0, n),
  );
}

const valueTypes: readonly ColumnType[] = ["bool", "int8", "uint32", "int64", "uint64", "float32", "float64", "timestamp[us]", "utf8", "category"];

for (const backend of backends) {
  test(`${backend.isa}: the first rows of groups are those of a plain sort, the earlier of equal ones`, () => {
    const roll = dice(5);
    for (const type of valueTypes) {
      for (const [length, groups] of [
        [0, 1],
        [50, 3],
        [400, 40],
        [300, 300],
      ] as const) {
        const columns: Column[] = [
          columnOf(
            roll(2) === 0 ? "int32" : "float64",
            Array.from({ length }, () => (roll(9) === 0 ? null : roll(groups))),
          ),
          randomColumn(roll, type, length, { nulls: roll(2) === 0, wide: roll(2) === 0 }),
          columnOf(
            "int32",
            Array.from({ length }, (_, i) => i),
          ),
        ];
        const [n, descending, cut] = [roll(4), roll(2) === 0, roll(length + 1)];
        const params = {
          n,
          keys: [{ column: "k", type: columns[0]!.type }],
          order: [{ column: "x", type }],
          descending: [descending],
          dropNull: true,
          sort: true,
          names: ["unused", "k", "x", "row"],
          columns: ["k", "x", "row"],
        };
        const batch = { length, columns: [columns[2]!, ...columns] };
        const args = [sliceBatch(batch, 0, cut), sliceBatch(batch, cut, length)];
        const made = topOfGroups.run({ backend, step: { params }, args } as never) as typeof batch;
        const [keys, values, rows] = columns.map(valuesOf) as [Value[], Value[], Value[]];
        const expected = plainly(
          keys.map((key, i): Row => [key, values[i]!, rows[i]!]),
          n,
          descending,
        );
        const found = made.columns.map(valuesOf);
        const what = `${n} ${descending ? "greatest" : "least"} of ${type}, ${length} rows in ${groups} groups`;
        assert.deepEqual(
          found[2]!.map((row, i) => [keyOf(found[0]![i]!), keyOf(found[1]![i]!), row]),
          expected.map(([key, value, row]) => [keyOf(key), keyOf(value), row]),
          what,
        );
      }
    }
  });
}
