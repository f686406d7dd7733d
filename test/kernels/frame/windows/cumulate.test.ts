import assert from "node:assert/strict";
import { test } from "node:test";
import type { ColumnType } from "../../../../src/chunk/column-type.ts";
import { cumulate } from "../../../../src/kernels/frame/windows/cumulate.ts";
import { backendsWith, dice, randomColumn, valuesOf } from "../frames.ts";

const names = ["cumsum", "cumprod", "cummax", "cummin"] as const;
const types: readonly ColumnType[] = ["int64", "uint64", "float32", "float64"];

test("running results of segments are the same in kernels and in JavaScript, bit for bit", () => {
  const roll = dice(7);
  for (const backend of backendsWith("cumsumSegments")) {
    const plain = { ...backend, has: () => false };
    for (const name of names) {
      for (const type of name.startsWith("cumm") ? [...types, "int32", "date"] : types) {
        for (const length of [0, 1, 7, 64, 131]) {
          const column = randomColumn(roll, type as ColumnType, length, { nulls: roll(2) === 0 });
          const inner = Array.from({ length: roll(5) }, () => roll(length + 1)).sort((a, b) => a - b);
          const call = { args: [column], borders: Int32Array.of(0, ...inner, length), params: {}, type: type as ColumnType };
          assert.deepEqual(valuesOf(cumulate(name)({ ...call, backend })), valuesOf(cumulate(name)({ ...call, backend: plain })), `${name} of ${type}`);
        }
      }
    }
  }
});
