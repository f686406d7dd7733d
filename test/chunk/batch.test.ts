import assert from "node:assert/strict";
import { test } from "node:test";
import { pack, packedBytes, unpack } from "../../src/chunk/batch.ts";
import { type Batch, type Column, countBits, emptyBatch, isValid, nullColumn, nullCount, sliceColumn } from "../../src/chunk/column.ts";
import { findColumnType } from "../../src/chunk/column-type.ts";

const text = (...rows: string[]): Column => {
  const bytes = rows.map((row) => new TextEncoder().encode(row));
  const offsets = new Int32Array(rows.length + 1);
  bytes.forEach((row, i) => {
    offsets[i + 1] = offsets[i]! + row.length;
  });
  return { type: "utf8", length: rows.length, values: Uint8Array.from(bytes.flatMap((row) => [...row])), offsets };
};
const textOf = ({ values, offsets }: Column, row: number) => new TextDecoder().decode((values as Uint8Array).slice(offsets![row], offsets![row + 1]));

const sample: Batch = {
  length: 10,
  columns: [
    { type: "float64", length: 10, values: Float64Array.from({ length: 10 }, (_, i) => i / 2), valid: Uint8Array.of(0b1011_1011, 0b10) },
    text("", "a", "bc", "é", "", "ef", "ghi", "j", "k", "€"),
    { type: "category", length: 10, values: Int32Array.of(0, 1, 0, 1, 0, 1, 0, 1, 0, 1), dictionary: text("no", "yes") },
    { type: "timestamp[us, Europe/Paris]", length: 10, values: BigInt64Array.from({ length: 10 }, (_, i) => BigInt(i)) },
    { type: "bool", length: 10, values: new Uint8Array(10) },
  ],
};

const packed = (batch: Batch) => {
  const out = new Uint8Array(new SharedArrayBuffer(packedBytes(batch) + 64), 64);
  pack(batch, out);
  return unpack(out);
};

test("a packed batch comes back, its dictionaries and bitmaps too", () => {
  const back = packed(sample);
  assert.equal(back.length, 10);
  assert.deepEqual(
    back.columns.map(({ type }) => type),
    sample.columns.map(({ type }) => type),
  );
  for (const [i, column] of back.columns.entries()) assert.deepEqual([...column.values], [...sample.columns[i]!.values]);
  assert.deepEqual([...back.columns[0]!.valid!], [...sample.columns[0]!.valid!]);
  assert.equal(textOf(back.columns[2]!.dictionary!, 1), "yes");
  assert.equal(nullCount(back.columns[0]!), 3);
});

test("batches without rows or columns are packed", () => {
  assert.deepEqual(packed({ length: 7, columns: [] }), { length: 7, columns: [] });
  const back = packed(emptyBatch(["utf8", "category", "int8"]));
  assert.deepEqual(
    back.columns.map(({ type, length }) => [type, length]),
    [
      ["utf8", 0],
      ["category", 0],
      ["int8", 0],
    ],
  );
});

test("a slice begins anywhere, and is packed without what is around it", () => {
  for (let from = 0; from <= 10; from++) {
    for (let to = from; to <= 10; to++) {
      const columns = sample.columns.map((column) => sliceColumn(column, from, to));
      const back = packed({ length: to - from, columns });
      for (let row = from; row < to; row++) {
        assert.equal(isValid(back.columns[0]!, row - from), isValid(sample.columns[0]!, row));
        assert.equal(textOf(back.columns[1]!, row - from), textOf(sample.columns[1]!, row));
      }
      assert.equal(back.columns[1]!.offsets![0], 0);
    }
  }
});

test("bits are counted up to a length", () => {
  for (let length = 0; length <= 16; length++) assert.equal(countBits(Uint8Array.of(0xff, 0xff), length), length);
  assert.equal(nullCount(nullColumn("int8", 13)), 13);
});

test("column types are read with unit and zone, and nothing else is one", () => {
  assert.equal(findColumnType("timestamp[us,Europe/Paris]")?.type, "timestamp[us, Europe/Paris]");
  assert.equal(findColumnType("string")?.type, "utf8");
  for (const wrong of ["timestamp[h]", "timestamp[us, Nowhere/City]", "duration[us, UTC]", "", "__proto__", "Int64"])
    assert.equal(findColumnType(wrong), undefined, wrong);
});
