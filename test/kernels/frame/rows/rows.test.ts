import assert from "node:assert/strict";
import { test } from "node:test";
import { type Batch, type Column, sliceColumn } from "../../../../src/chunk/column.ts";
import { andBitmaps, bitmapFromBytes, bitmapToBytes, concatBitmaps, countSet, notBitmap } from "../../../../src/kernels/frame/rows/bitmap.ts";
import { concatBatches, concatColumns } from "../../../../src/kernels/frame/rows/concat.ts";
import { filterBatch, headRows } from "../../../../src/kernels/frame/rows/filter.ts";
import { takeBatch, takeColumn } from "../../../../src/kernels/frame/rows/take.ts";
import type { Backend } from "../../../../src/kernels/kernel.ts";
import { backendsWith, columnOf, columnTypes, dice, randomColumn, valueAt, valuesOf } from "../frames.ts";

const lengths = [0, 1, 2, 7, 8, 9, 63, 64, 65, 200];
/** A backend whose memory holds next to nothing: work is done in JavaScript or in pieces. */
const tight = (backend: Backend): Backend => ({ ...backend, isa: `${backend.isa}, little memory`, maxBytes: 4300 });
const backends = backendsWith("takeRows", "bitmapTake", "whereRows").flatMap((backend) => [backend, tight(backend)]);

test("there are backends with these kernels", () => assert.ok(backends.length > 0));

/** A batch with a column of each type, and slices that begin anywhere. */
function randomBatch(roll: (below: number) => number, length: number): Batch {
  const columns = columnTypes.flatMap((type) =>
    [false, true].map((nulls) => {
      const skip = roll(10);
      return sliceColumn(randomColumn(roll, type, length + skip + roll(3), { nulls }), skip, skip + length);
    }),
  );
  return { length, columns };
}

const rowsOf = (batch: Batch) => batch.columns.map(valuesOf);

for (const backend of backends) {
  const { isa } = backend;

  test(`${isa}: rows are taken in any order, -1 gives null`, () => {
    const roll = dice(1);
    for (const length of lengths) {
      const batch = randomBatch(roll, length);
      for (const count of lengths) {
        const rows = Int32Array.from({ length: count }, () => roll(length + 1) - 1);
        const taken = takeBatch(backend, batch, rows);
        assert.equal(taken.length, count);
        for (const [i, column] of taken.columns.entries()) {
          assert.deepEqual(
            valuesOf(column),
            Array.from(rows, (row) => (row < 0 ? null : valueAt(batch.columns[i]!, row))),
          );
        }
      }
    }
  });

  test(`${isa}: a filter keeps what is true, in order; nulls are not`, () => {
    const roll = dice(2);
    for (const length of lengths) {
      const batch = randomBatch(roll, length);
      for (const [nulls, trues] of [
        [false, 1],
        [true, 1],
        [false, 0],
        [false, 2],
        [true, 2],
      ] as const) {
        const mask = columnOf(
          "bool",
          Array.from({ length }, () => (nulls && roll(3) === 0 ? null : roll(2) < trues ? 1 : 0)),
        );
        const kept = valuesOf(mask).flatMap((value, row) => (value === 1 ? [row] : []));
        const filtered = filterBatch(backend, batch, mask);
        assert.equal(filtered.length, kept.length);
        assert.deepEqual(
          rowsOf(filtered),
          batch.columns.map((column) => kept.map((row) => valueAt(column, row))),
        );
      }
    }
  });

  test(`${isa}: batches are put one after the other`, () => {
    const roll = dice(3);
    for (let round = 0; round < 20; round++) {
      const batches = Array.from({ length: 1 + roll(4) }, () => randomBatch(roll, lengths[roll(lengths.length)]!));
      const all = concatBatches(backend, batches);
      assert.equal(
        all.length,
        batches.reduce((sum, { length }) => sum + length, 0),
      );
      assert.deepEqual(
        rowsOf(all),
        batches[0]!.columns.map((_, i) => batches.flatMap((batch) => valuesOf(batch.columns[i]!))),
      );
    }
  });

  test(`${isa}: categories share one dictionary after they are put together, without a text twice`, () => {
    const [a, b] = [columnOf("category", ["x", "y", null]), columnOf("category", ["z", "y", "\u0000"])] as [Column, Column];
    const { dictionary } = concatColumns(backend, [a, b]);
    assert.deepEqual(valuesOf(dictionary!).sort(), ["\u0000", "x", "y", "z"]);
    assert.equal(concatColumns(backend, [a, { ...a }]).dictionary, a.dictionary);
  });

  test(`${isa}: bitmaps are joined, turned, counted and made of bytes`, () => {
    const roll = dice(4);
    for (const length of lengths) {
      const [a, b] = [0, 1].map(() => Uint8Array.from({ length }, () => roll(2))) as [Uint8Array, Uint8Array];
      const [bitsA, bitsB] = [bitmapFromBytes(backend, a), bitmapFromBytes(backend, b)];
      const bytes = (bits: Uint8Array | undefined) => [...bitmapToBytes(backend, bits, length)];
      assert.deepEqual(bytes(bitsA), [...a]);
      assert.deepEqual(bytes(andBitmaps(backend, bitsA, bitsB, length)), [...a.map((bit, i) => bit & b[i]!)]);
      assert.deepEqual(bytes(andBitmaps(backend, undefined, bitsB, length)), [...b]);
      assert.deepEqual(bytes(notBitmap(backend, bitsA, length)), [...a.map((bit) => 1 - bit)]);
      assert.equal(
        countSet(backend, bitsA, length),
        a.reduce((sum, bit) => sum + bit, 0),
      );
      const parts = [
        [bitsA, length],
        [undefined, 3],
        [bitsB, length],
      ] as const;
      assert.deepEqual([...bitmapToBytes(backend, concatBitmaps(backend, parts), 2 * length + 3)], [...a, 1, 1, 1, ...b]);
    }
  });
}

test("the head of a batch is a slice", () => {
  const batch: Batch = { length: 3, columns: [columnOf("int8", [1, null, 3])] };
  assert.deepEqual(rowsOf(headRows(batch, 2)), [[1, null]]);
  assert.equal(headRows(batch, 9), batch);
  assert.equal(takeColumn(backends[0]!, batch.columns[0]!, new Int32Array(0)).length, 0);
});
