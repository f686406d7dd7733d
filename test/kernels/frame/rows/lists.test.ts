import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { nullColumn, sliceColumn } from "../../../../src/chunk/column.ts";
import { findColumnType } from "../../../../src/chunk/column-type.ts";
import { columnOf, valuesOf } from "../../../../src/chunk/column-values.ts";
import { broadcast } from "../../../../src/kernels/frame/broadcast.ts";
import { choose } from "../../../../src/kernels/frame/choose.ts";
import { concatColumns } from "../../../../src/kernels/frame/rows/concat.ts";
import { takeColumn } from "../../../../src/kernels/frame/rows/take.ts";
import { loadBackend } from "../../../../src/kernels/load.ts";
import { listRows, packed } from "../lists.ts";

const backend = loadBackend();
const two = fc.tuple(listRows, fc.nat(), fc.nat());

test("types of lists are read, and nothing else is one", () => {
  assert.equal(findColumnType("list<int>")!.type, "list<int64>");
  assert.equal(findColumnType("list<list<timestamp[us, Europe/Paris]>>")!.item, "list<timestamp[us, Europe/Paris]>");
  assert.equal(findColumnType("list<category>")!.type, "list<utf8>");
  for (const wrong of ["list", "list<>", "list<text>", "list<int64", "lists<int64>"]) assert.equal(findColumnType(wrong), undefined, wrong);
});

test("lists come back from a chunk, and slices of them without what is around", () => {
  fc.assert(
    fc.property(two, ([{ type, rows }, a, b]) => {
      const column = columnOf(type, rows);
      assert.deepEqual(valuesOf(packed(column)), rows);
      const [from, to] = [a % (rows.length + 1), b % (rows.length + 1)].sort((x, y) => x - y) as [number, number];
      const slice = sliceColumn(column, from, to);
      assert.deepEqual(valuesOf(slice), rows.slice(from, to));
      const back = packed(slice);
      assert.deepEqual(valuesOf(back), rows.slice(from, to));
      assert.equal(
        back.child!.length,
        rows.slice(from, to).reduce<number>((sum, row) => sum + ((row as unknown[] | null)?.length ?? 0), 0),
      );
    }),
  );
});

test("rows of lists are taken by number, joined and chosen as those of other columns", () => {
  fc.assert(
    fc.property(two, fc.array(fc.nat(), { maxLength: 12 }), ([{ type, rows }, a], numbers) => {
      const column = columnOf(type, rows);
      const cut = a % (rows.length + 1);
      const parts = [sliceColumn(column, cut, rows.length), packed(sliceColumn(column, 0, cut)), nullColumn(type, 2)];
      const expected = [...rows.slice(cut), ...rows.slice(0, cut), null, null];
      const all = concatColumns(backend, parts);
      assert.deepEqual(valuesOf(all), expected);
      const wanted = Int32Array.from(numbers, (number) => (number % (expected.length + 1)) - 1);
      assert.deepEqual(
        valuesOf(takeColumn(backend, all, wanted)),
        Array.from(wanted, (row) => (row < 0 ? null : expected[row])),
      );
      const flags = Uint8Array.from(expected, (_, row) => (row + a) & 1);
      const reversed = takeColumn(
        backend,
        all,
        Int32Array.from(expected, (_, row) => expected.length - 1 - row),
      );
      assert.deepEqual(
        valuesOf(choose({ backend, length: expected.length }, flags, all, reversed)),
        expected.map((row, i) => (flags[i] === 1 ? row : expected[expected.length - 1 - i])),
      );
      assert.deepEqual(valuesOf(broadcast(sliceColumn(all, 0, 1), 3)), [expected[0], expected[0], expected[0]]);
    }),
  );
});
