import assert from "node:assert/strict";
import { test } from "node:test";
import * as arrow from "apache-arrow";
import { pack, packedBytes, unpack } from "../../../src/chunk/batch.ts";
import { emptyBatch } from "../../../src/chunk/column.ts";
import { DTypeError } from "../../../src/index.ts";
import { arrowTypeOf } from "../../../src/io/arrow/arrow-types.ts";
import { fromTable } from "../../../src/io/arrow/from-table.ts";
import { toTable, toVector } from "../../../src/io/arrow/to-table.ts";
import { contentOf, everySchema, everyType, sampleBatch, sampleColumn } from "./every-type.ts";

test("every type comes back from a table, with any nulls and rows", () => {
  for (const nulls of ["no", "some", "all"] as const)
    for (const length of [0, 1, 7, 8, 100]) {
      const batches = [sampleBatch(length, nulls), sampleBatch(3, "some", 2), sampleBatch(0, "no"), sampleBatch(9, "no", 4)];
      const back = fromTable(toTable(everySchema, batches));
      assert.deepEqual(back.schema, everySchema);
      assert.deepEqual(contentOf(back.batches), contentOf(batches), `${length} rows, ${nulls} nulls`);
    }
});

test("a table without rows has its columns", () => {
  const table = toTable(everySchema, []);
  assert.equal(table.numRows, 0);
  assert.deepEqual(fromTable(table).schema, everySchema);
  assert.deepEqual(fromTable(toTable(everySchema, [emptyBatch(everyType)])).schema, everySchema);
});

test("rows of batches in shared memory are copied once, into memory of their own", () => {
  const batch = sampleBatch(20, "some");
  const bytes = new Uint8Array(new SharedArrayBuffer(packedBytes(batch)));
  pack(batch, bytes);
  const table = toTable(everySchema, [unpack(bytes)]);
  bytes.fill(0);
  for (const column of table.batches[0]!.data.children)
    for (const buffer of [column.values, column.nullBitmap, column.valueOffsets]) if (buffer) assert.ok(buffer.buffer instanceof ArrayBuffer);
  assert.deepEqual(contentOf(fromTable(table).batches), contentOf([batch]));
});

test("a table's columns are those Arrow's own readers know", () => {
  const table = toTable(everySchema, [sampleBatch(10, "some"), sampleBatch(5, "no", 1)]);
  const back = arrow.tableFromIPC(arrow.tableToIPC(table, "file"));
  assert.equal(String(back.schema), String(table.schema));
  assert.deepEqual(fromTable(back).schema, everySchema);
  assert.deepEqual(contentOf(fromTable(back).batches), contentOf(fromTable(table).batches));
  assert.equal(table.getChild("a category")!.data[0]!.dictionary, table.getChild("a category")!.data[1]!.dictionary);
});

test("a vector holds one column", () => {
  const columns = [sampleColumn("int64", 5, "some"), sampleColumn("int64", 0, "no"), sampleColumn("int64", 3, "no")];
  const vector = toVector("int64", columns);
  assert.deepEqual([vector.length, vector.nullCount, vector.get(0), vector.get(1)], [8, 2, -(2n ** 63n), null]);
  for (const type of everyType) assert.equal(String(toVector(type, []).type), String(arrowTypeOf(type)));
});

const single = (type: arrow.DataType, values: unknown[]) => new arrow.Table({ x: arrow.vectorFromArray(values, type as never) as arrow.Vector });

test("types of other writers are read as the nearest of ours", () => {
  const cases: [arrow.DataType, unknown[], string, unknown[]][] = [
    [new arrow.Float16(), [0.5, null, -2, 65504], "float32", [0.5, null, -2, 65504]],
    [new arrow.LargeUtf8(), ["a", null, "€"], "utf8", ["a", null, "€"]],
    [new arrow.DateMillisecond(), [new Date(86400000), null], "timestamp[ms]", [86400000n, null]],
    [new arrow.TimeSecond(), [5, null], "duration[s]", [5n, null]],
    [new arrow.TimeMicrosecond(), [5n, null], "duration[us]", [5n, null]],
    [new arrow.Null(), [null, null], "float64", [null, null]],
    [new arrow.Dictionary(new arrow.Utf8(), new arrow.Uint8()), ["b", null, "a", "b"], "category", ["b", null, "a", "b"]],
    [new arrow.Dictionary(new arrow.Int32(), new arrow.Int16()), [7, null, 9, 7], "int32", [7, null, 9, 7]],
    [new arrow.Timestamp(arrow.TimeUnit.MICROSECOND, "+00:00"), [1, null], "timestamp[us, UTC]", [1000n, null]],
  ];
  for (const [type, values, expected, rows] of cases) {
    const { schema, batches } = fromTable(single(type, values));
    assert.deepEqual([schema[0]!.type, contentOf(batches)[0]], [expected, rows], String(type));
  }
});

test("slices of tables are read where they begin", () => {
  const batch = sampleBatch(50, "some");
  const table = toTable(everySchema, [batch]);
  const expected = contentOf([batch]);
  for (const [from, to] of [
    [0, 50],
    [3, 20],
    [8, 9],
    [49, 50],
  ] as const)
    assert.deepEqual(
      contentOf(fromTable(table.slice(from, to)).batches),
      expected.map((rows) => rows.slice(from, to)),
    );
});

test("dictionaries whose texts stand twice or are missing are made whole", () => {
  const texts = arrow.vectorFromArray(["a", null, "a", "b"], new arrow.Utf8());
  const type = new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8());
  const data = arrow.makeData({ type, length: 5, data: Int8Array.of(0, 1, 2, 3, 3), dictionary: texts, nullCount: 0 } as never);
  const { batches } = fromTable(new arrow.Table({ x: new arrow.Vector([data as arrow.Data]) }));
  assert.deepEqual(contentOf(batches), [["a", null, "a", "b", "b"]]);
  assert.equal(batches[0]!.columns[0]!.dictionary!.length, 2);
  const wrong = arrow.makeData({ type, length: 1, data: Int8Array.of(9), dictionary: texts, nullCount: 0 } as never);
  assert.throws(() => fromTable(new arrow.Table({ x: new arrow.Vector([wrong as arrow.Data]) })), /row 0 of "x" has code 9, its dictionary has 4 values/);
});

test("a type that no column holds is an error that names column and type", () => {
  const list = single(new arrow.List(new arrow.Field("item", new arrow.Binary())), [[Uint8Array.of(1)]]);
  assert.throws(
    () => fromTable(list),
    (error) => error instanceof DTypeError && /fromArrow: column "x" is List<Binary>, which no column type holds; what its lists hold/.test(error.message),
  );
  const decimal = new arrow.Decimal(2, 10, 128);
  const data = arrow.makeData({
    type: decimal,
    length: 2,
    data: Uint32Array.of(12345, 0, 0, 0, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff),
    nullCount: 0,
  });
  const table = new arrow.Table({ x: new arrow.Vector([data]) });
  assert.throws(() => fromTable(table), /column "x" is decimal\(10, 2\), .*\{ decimals: "float64" \}/);
  assert.deepEqual(contentOf(fromTable(table, { decimals: "float64" }).batches), [[123.45, -0.01]]);
  const twice = new arrow.Schema([new arrow.Field("x", new arrow.Int8()), new arrow.Field("x", new arrow.Int8())]);
  assert.throws(() => fromTable(new arrow.Table(twice)), /two columns are named "x"/);
});
