import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import * as arrow from "apache-arrow";
import { columnOf, valuesOf } from "../../../src/chunk/column-values.ts";
import { ChunkwiseError, dd } from "../../../src/index.ts";
import { fromTable } from "../../../src/io/arrow/from-table.ts";
import { toTable } from "../../../src/io/arrow/to-table.ts";

const folder = mkdtempSync(join(tmpdir(), "arrow-lists-test-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "x.arrow");

const rows = [
  { n: [1n, null, 2n ** 62n], s: ["a", "€"], f: [true], d: [[0.5], [], null] },
  { n: [], s: null, f: [null, false], d: [] },
  { n: null, s: [null, ""], f: [], d: null },
  { n: [5n], s: [], f: null, d: [[1, 2, 3]] },
];
const schema = { n: "list<int64>", s: "list<utf8>", f: "list<bool>", d: "list<list<float64>>" } as const;
const frame = dd.fromObjects(rows, { schema, npartitions: 2 });
const list = (item: arrow.DataType) => new arrow.List(new arrow.Field("item", item, true));

test("lists are Arrow's List in tables, which its own readers know, and come back", async () => {
  const table = await frame.compute();
  assert.equal(String(table.schema.fields[3]!.type), "List<List<Float64>>");
  assert.deepEqual(JSON.parse(JSON.stringify(table.toArray(), (_, value) => (typeof value === "bigint" ? Number(value) : value))), [
    { n: [1, null, 2 ** 62], s: ["a", "€"], f: [true], d: [[0.5], [], null] },
    { n: [], s: null, f: [null, false], d: [] },
    { n: null, s: [null, ""], f: [], d: null },
    { n: [5], s: [], f: null, d: [[1, 2, 3]] },
  ]);
  assert.deepEqual(await dd.fromArrow(table).toObjects({ int64: "bigint" }), rows);
  assert.deepEqual(await dd.fromArrow(table.slice(1, 3)).toObjects({ int64: "bigint" }), rows.slice(1, 3));
});

for (const options of [{ format: "file" }, { format: "stream" }, { format: "file", compression: "lz4" }] as const)
  test(`files of lists come back, and apache-arrow reads them (${JSON.stringify(options)})`, async () => {
    const path = join(folder, options.format === "stream" ? "x.arrows" : "x.arrow");
    await frame.toArrow(path, options);
    const back = dd.readArrow(path);
    assert.deepEqual(back.dtypes, schema);
    assert.deepEqual(await back.toObjects({ int64: "bigint" }), rows);
    assert.deepEqual(
      await back.select("s").toObjects(),
      rows.map(({ s }) => ({ s })),
    );
    if ("compression" in options) return;
    assert.deepEqual(
      arrow
        .tableFromIPC(readFileSync(path))
        .getChild("s")!
        .toJSON()
        .map((own) => own && [...own]),
      rows.map(({ s }) => s),
    );
  });

test("lists with wide offsets, of one length, and of dictionaries are read as lists", async () => {
  const vector = (type: arrow.DataType, values: readonly unknown[]) => arrow.vectorFromArray(values, type as never).data[0]!;
  const child = vector(new arrow.Int32(), [1, 2, 3, 4, 5, 6]);
  const field = new arrow.Field("item", new arrow.Int32(), true);
  const large = arrow.makeData({ type: new arrow.LargeList(field), length: 3, nullCount: 0, valueOffsets: BigInt64Array.of(0n, 2n, 2n, 6n), child } as never);
  const fixed = arrow.makeData({ type: new arrow.FixedSizeList(2, field), length: 3, nullCount: 1, nullBitmap: Uint8Array.of(0b101), child } as never);
  const words = arrow.vectorFromArray(["u", null, "v", "u"], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8())).data[0]!;
  const coded = arrow.makeData({ type: list(words.type), length: 3, nullCount: 0, valueOffsets: Int32Array.of(0, 1, 3, 4), child: words } as never);
  const table = new arrow.Table({
    large: new arrow.Vector([large as never]),
    fixed: new arrow.Vector([fixed as never]),
    coded: new arrow.Vector([coded as never]),
  } as never);
  const expected = { large: [[1, 2], [], [3, 4, 5, 6]], fixed: [[1, 2], null, [5, 6]], coded: [["u"], [null, "v"], ["u"]] };
  assert.deepEqual(dd.fromArrow(table).dtypes, { large: "list<int32>", fixed: "list<int32>", coded: "list<utf8>" });
  assert.deepEqual(await dd.fromArrow(table).toColumns(), expected);
  assert.deepEqual(await dd.fromArrow(table.slice(1, 3)).toColumns(), {
    large: expected.large.slice(1),
    fixed: expected.fixed.slice(1),
    coded: expected.coded.slice(1),
  });
  writeFileSync(path, arrow.tableToIPC(table, "file"));
  assert.deepEqual(await dd.readArrow(path).toColumns(), expected);
});

test("offsets of lists that lie beyond their values are errors", async () => {
  const column = columnOf("list<int64>", [[1n], [2n, 3n]]);
  const table = toTable([{ name: "x", type: "list<int64>" }], [{ length: 2, columns: [column] }]);
  const data = table.data[0]!.children[0]!;
  for (const offsets of [
    [0, 1, 9],
    [0, 2, 1],
    [-1, 1, 3],
  ]) {
    const wrong = arrow.makeData({ type: data.type, length: 2, nullCount: 0, valueOffsets: Int32Array.from(offsets), child: data.children[0] } as never);
    assert.throws(() => fromTable(new arrow.Table({ x: new arrow.Vector([wrong as never]) } as never)), RangeError);
  }
  assert.deepEqual(valuesOf(fromTable(table).batches[0]!.columns[0]!), [[1n], [2n, 3n]]);
});

test("any byte of a file of lists may be damaged: it is read, or a typed error", async () => {
  await frame.toArrow(path);
  const bytes = readFileSync(path);
  for (let at = 8; at < bytes.length; at += 7) {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 0x81;
    writeFileSync(path, damaged);
    try {
      await dd.readArrow(path).toObjects({ int64: "bigint", scheduler: "synchronous" });
    } catch (error) {
      assert.ok(error instanceof ChunkwiseError, `byte ${at}: ${String(error)}`);
    }
  }
});
