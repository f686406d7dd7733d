import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import * as arrow from "apache-arrow";
import type { Batch } from "../../../src/chunk/column.ts";
import { columnOf } from "../../../src/chunk/column-values.ts";
import type { Schema } from "../../../src/expr/meta.ts";
import { ChunkwiseError, StorageError } from "../../../src/index.ts";
import { schemaFrom } from "../../../src/io/arrow/from-table.ts";
import { readBatch, readDictionaries } from "../../../src/io/arrow/ipc-batch.ts";
import { indexArrow } from "../../../src/io/arrow/ipc-index.ts";
import { type ArrowWriteOptions, arrowWriter } from "../../../src/io/arrow/ipc-write.ts";
import { toTable } from "../../../src/io/arrow/to-table.ts";
import { openRandomAccess } from "../../../src/io/files/random-access.ts";
import { loadBackend } from "../../../src/kernels/load.ts";
import { contentOf, everySchema, sampleBatch } from "./every-type.ts";

const backend = loadBackend();
const folder = mkdtempSync(join(tmpdir(), "arrow-test-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "x.arrow");

function written(schema: Schema, batches: readonly Batch[], options: ArrowWriteOptions): Buffer {
  const parts: Uint8Array[] = [];
  const writer = arrowWriter(schema, (bytes) => parts.push(Uint8Array.from(bytes)), options);
  for (const batch of batches) writer.write(batch);
  writer.end();
  return Buffer.concat(parts);
}

function read(bytes: Uint8Array, columns?: readonly string[]): { schema: Schema; batches: Batch[] } {
  writeFileSync(path, bytes);
  using file = openRandomAccess(path);
  const index = indexArrow(file);
  const fields = new arrow.Schema(index.schema.fields.filter(({ name }) => columns === undefined || columns.includes(name)));
  const schema = schemaFrom(fields, {}, "readArrow");
  const batches = index.batches.map(({ block, dictionaries }) =>
    readBatch(backend, file, block, index.schema, schema, readDictionaries(backend, file, dictionaries, index.schema, schema)),
  );
  return { schema, batches };
}

const formats = ["file", "stream"] as const;
const some = [sampleBatch(100, "some"), sampleBatch(0, "no"), sampleBatch(1, "all", 1), sampleBatch(9, "no", 2)];

test("every type comes back from files and streams, with any nulls and rows", () => {
  for (const format of formats)
    for (const nulls of ["no", "some", "all"] as const)
      for (const length of [0, 1, 8, 100]) {
        const batches = [sampleBatch(length, nulls), sampleBatch(3, "some", 2)];
        const back = read(written(everySchema, batches, { format }));
        assert.deepEqual(back.schema, everySchema);
        assert.deepEqual(contentOf(back.batches), contentOf(batches), `${format}, ${length} rows, ${nulls} nulls`);
      }
});

test("compressed bodies are smaller, and come back", () => {
  const batches = [sampleBatch(5000, "some"), sampleBatch(0, "no"), sampleBatch(3, "some", 2)];
  for (const format of formats) {
    const bytes = written(everySchema, batches, { format, compression: "lz4" });
    assert.ok(bytes.length < written(everySchema, batches, { format }).length / 2);
    assert.deepEqual(contentOf(read(bytes).batches), contentOf(batches));
  }
});

test("files and streams without batches have their schema", () => {
  for (const format of formats) assert.deepEqual(read(written(everySchema, [], { format })), { schema: everySchema, batches: [] });
});

test("Arrow's own reader reads what is written, and what it writes is read", () => {
  for (const format of formats) {
    const table = arrow.tableFromIPC(written(everySchema, some, { format }));
    assert.deepEqual(
      table.batches.filter(({ numRows }) => numRows > 0).map(({ numRows }) => numRows),
      [100, 1, 9],
    );
    const texts = (name: string, of: arrow.Table) => Array.from(of.getChild(name)! as Iterable<unknown>);
    for (const name of ["a utf8", "a category", "a bool", "a float64", "a int64", "a uint8"])
      assert.deepEqual(texts(name, table), texts(name, toTable(everySchema, some)), name);
    const back = read(arrow.tableToIPC(toTable(everySchema, some), format));
    assert.deepEqual(back.schema, everySchema);
    assert.deepEqual(contentOf(back.batches), contentOf(some));
  }
});

test("columns are read without the others, whatever those are", () => {
  const child = (name: string, type: arrow.DataType, values: unknown[]) => [name, arrow.vectorFromArray(values, type as never)] as const;
  const table = new arrow.Table(
    Object.fromEntries([
      child("list", new arrow.List(new arrow.Field("item", new arrow.Utf8())), [["a"], ["b", "c"], null]),
      child("text", new arrow.Utf8(), ["x", null, "yz"]),
      child("struct", new arrow.Struct([new arrow.Field("a", new arrow.Int8()), new arrow.Field("b", new arrow.LargeUtf8())]), [
        { a: 1, b: "q" },
        null,
        { a: 2, b: "" },
      ]),
      child("nothing", new arrow.Null(), [null, null, null]),
      child("bytes", new arrow.Binary(), [Uint8Array.of(1), null, Uint8Array.of()]),
      child("word", new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8()), ["u", "v", "u"]),
      child("number", new arrow.Float64(), [1, null, 3]),
    ]) as never,
  );
  for (const format of formats) {
    const bytes = arrow.tableToIPC(table, format);
    assert.throws(() => read(bytes), /column "struct" is Struct</);
    const back = read(bytes, ["number", "word", "text"]);
    assert.deepEqual(contentOf(back.batches), [
      ["x", null, "yz"],
      ["u", "v", "u"],
      [1, null, 3],
    ]);
  }
});

test("dictionaries that grow from batch to batch are written as what was added", () => {
  const schema: Schema = [{ name: "c", type: "category" }];
  const batch = (...texts: string[]): Batch => ({
    length: texts.length,
    columns: [{ type: "category", length: texts.length, values: Int32Array.from(texts.keys()), dictionary: columnOf("utf8", texts) }],
  });
  const batches = [batch("a", "b"), batch("b"), batch("c", "a"), batch("d")];
  for (const format of formats) {
    const bytes = written(schema, batches, { format });
    assert.deepEqual(contentOf(read(bytes).batches), [["a", "b", "b", "c", "a", "d"]]);
    assert.deepEqual(Array.from(arrow.tableFromIPC(bytes).getChild("c")! as Iterable<unknown>), ["a", "b", "b", "c", "a", "d"]);
  }
});

test("a dictionary that is replaced within a stream holds for what follows", () => {
  const words = (...texts: string[]) =>
    new arrow.Table({ c: arrow.vectorFromArray(texts, new arrow.Dictionary(new arrow.Utf8(), new arrow.Int8(), 7)) }).batches[0]!;
  const writer = new arrow.RecordBatchStreamWriter();
  for (const batch of [words("a", "b"), words("x", "a")]) writer.write(batch as never);
  writer.finish();
  assert.deepEqual(contentOf(read(writer.toUint8Array(true)).batches), [["a", "b", "x", "a"]]);
});

test("a file cut anywhere is an error that names it", () => {
  for (const format of formats) {
    const bytes = written(
      everySchema.slice(9),
      [
        sampleBatch(
          20,
          "some",
          0,
          everySchema.slice(9).map(({ type }) => type),
        ),
      ],
      { format },
    );
    for (let length = 0; length < bytes.length; length += length < 64 || length > bytes.length - 32 ? 1 : 37) {
      const rows = (() => {
        try {
          return read(bytes.subarray(0, length)).batches.reduce((sum, batch) => sum + batch.length, 0);
        } catch (error) {
          assert.ok(error instanceof StorageError && error.url === path, `${length}: ${(error as Error).stack}`);
          return undefined;
        }
      })();
      // Streams may end between messages.
      if (rows !== undefined)
        assert.ok(format === "stream" && (rows === 0 || length >= bytes.length - 8), `${format} of ${length} of ${bytes.length} bytes gave ${rows} rows`);
    }
  }
});

test("a file with wrong bytes is an error of ours, or has other values", () => {
  const types = everySchema.slice(9);
  for (const format of formats) {
    const bytes = written(
      types,
      [
        sampleBatch(
          20,
          "some",
          0,
          types.map(({ type }) => type),
        ),
      ],
      { format },
    );
    for (let at = 0; at < bytes.length; at += 11) {
      const wrong = Buffer.from(bytes);
      wrong[at]! ^= [0xff, 1, 0x80][at % 3]!;
      try {
        read(wrong);
      } catch (error) {
        assert.ok(error instanceof ChunkwiseError, `byte ${at}: ${(error as Error).stack}`);
      }
    }
  }
});

test("what is no Arrow file says what it begins with", () => {
  assert.throws(() => read(Buffer.from("PAR1 and so on")), /is no Arrow file or stream: it begins with "PAR1 a"/);
  assert.throws(() => read(Buffer.alloc(0)), /is no Arrow file/);
  assert.throws(() => read(Buffer.from("FEA1....")), /Feather version 1/);
  assert.throws(() => openRandomAccess(join(folder, "missing")), /cannot be opened/);
  assert.throws(() => openRandomAccess(folder), /is not a file/);
  assert.ok(readFileSync(path).length > 0);
});
