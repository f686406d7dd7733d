import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { Batch, Column } from "../../../src/chunk/column.ts";
import { columnOf } from "../../../src/chunk/column-values.ts";
import type { Schema } from "../../../src/expr/meta.ts";
import { ChunkwiseError, StorageError } from "../../../src/index.ts";
import { openRandomAccess } from "../../../src/io/files/random-access.ts";
import { arrowHintOf } from "../../../src/io/parquet/arrow-hint.ts";
import { arrowSchemaOfFile, type ParquetSchemaOptions, schemaOfFile } from "../../../src/io/parquet/file-schema.ts";
import { readFooter } from "../../../src/io/parquet/footer.ts";
import { readGroups } from "../../../src/io/parquet/read-groups.ts";
import { groupFacts, readMetadata } from "../../../src/io/parquet/statistics.ts";
import { readThrift, writeThrift } from "../../../src/io/parquet/thrift.ts";
import { compressionNames, type ParquetWriteOptions } from "../../../src/io/parquet/write-options.ts";
import { concatBatches } from "../../../src/kernels/frame/rows/concat.ts";
import { takeColumn } from "../../../src/kernels/frame/rows/take.ts";
import { loadBackend } from "../../../src/kernels/load.ts";
import { contentOf, everySchema, rowsOf, sampleBatch } from "../arrow/every-type.ts";
import { parquetBytes } from "./parquet-file.ts";

const folder = mkdtempSync(join(tmpdir(), "parquet-test-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "x.parquet");

function read(bytes: Uint8Array, options: ParquetSchemaOptions = {}, groups?: readonly number[]): { schema: Schema; batch: Batch } {
  writeFileSync(path, bytes);
  using file = openRandomAccess(path);
  const footer = readFooter(file);
  const schema = schemaOfFile(path, arrowSchemaOfFile(path, footer), options);
  const backend = loadBackend();
  return { schema, batch: concatBatches(backend, readGroups({ backend, file, footer, schema, hintOf: arrowHintOf }, groups ?? [...footer.rowGroups.keys()])) };
}
const written = (batch: Batch, options: ParquetWriteOptions = {}, schema = everySchema) => parquetBytes(path, schema, batch, options);

test("every type comes back, with any nulls and rows", () => {
  for (const nulls of ["no", "some", "all"] as const)
    for (const length of [0, 1, 8, 100]) {
      const batch = sampleBatch(length, nulls);
      const back = read(written(batch));
      assert.deepEqual(back.schema, everySchema);
      assert.deepEqual(contentOf([back.batch]), contentOf([batch]), `${length} rows, ${nulls} nulls`);
    }
});

test("every compression and size of row groups gives the same", () => {
  const batch = sampleBatch(100, "some");
  for (const compression of compressionNames)
    for (const rowGroupSize of [7, 100])
      assert.deepEqual(contentOf([read(written(batch, { compression, rowGroupSize })).batch]), contentOf([batch]), compression);
});

test("columns and row groups are read without the others", () => {
  const batch = sampleBatch(100, "some");
  const bytes = written(batch, { rowGroupSize: 10 });
  const columns = ["a category", "a int8", "a utf8"];
  const all = contentOf([batch]);
  const back = read(bytes, { columns }, [2, 5]);
  const expected = columns
    .map((name) => all[everySchema.findIndex((field) => field.name === name)]!)
    .map((rows) => [...rows.slice(20, 30), ...rows.slice(50, 60)]);
  assert.deepEqual(contentOf([back.batch]), expected);
  assert.deepEqual(read(bytes, { columns: [] }).batch, { length: 100, columns: [] });
  assert.deepEqual(contentOf([read(bytes, { columns: ["a category"], dtype: { "a category": "utf8" } }).batch]), [
    all[everySchema.findIndex(({ type }) => type === "category")],
  ]);
  assert.equal(read(bytes, { columns: ["a utf8"], dtype: { "a utf8": "category" } }).batch.columns[0]!.type, "category");
  assert.throws(() => read(bytes, { columns: ["b"] }), /there is no column "b"; the columns are "a bool"/);
  assert.throws(() => read(bytes, { dtype: { "a int8": "int16" } }), /is int8; \{ dtype \} says whether/);
});

test("statistics bound the values of every row group", () => {
  const batch = sampleBatch(100, "some");
  writeFileSync(path, written(batch, { rowGroupSize: 10 }));
  using file = openRandomAccess(path);
  const footer = readFooter(file);
  const metadata = readMetadata(path, footer);
  const content = contentOf([batch]);
  const bounded = new Set<string>();
  metadata.row_groups.forEach((group, at) => {
    const facts = groupFacts(path, group, metadata, everySchema);
    assert.equal(facts.rows, 10);
    everySchema.forEach(({ name, type }, column) => {
      const { least, most, nulls } = facts.columns[name]!;
      const rows = content[column]!.slice(10 * at, 10 * at + 10);
      const there = rows.filter((value) => value !== null && !Number.isNaN(value)) as (number | bigint | string)[];
      assert.equal(nulls, rows.filter((value) => value === null).length);
      if (least === undefined || most === undefined) return;
      bounded.add(type);
      for (const value of there) {
        const own = type === "bool" ? Boolean(value) : value;
        if (typeof own === "string")
          assert.ok(Buffer.compare(Buffer.from(own), Buffer.from(least as string)) >= 0 && Buffer.compare(Buffer.from(own), Buffer.from(most as string)) <= 0);
        else assert.ok(own >= least && own <= most, `${name}: ${least} ≤ ${own} ≤ ${most}`);
      }
    });
  });
  assert.deepEqual(
    everySchema.filter(({ type }) => !bounded.has(type)),
    [],
  );
});

test("metadata is read and written unchanged", () => {
  writeFileSync(path, written(sampleBatch(50, "some"), { rowGroupSize: 10 }));
  using file = openRandomAccess(path);
  const { bytes } = readFooter(file);
  const thrift = bytes.subarray(0, bytes.length - 8);
  assert.deepEqual(Buffer.from(writeThrift(readThrift(thrift))), Buffer.from(thrift));
});

test("a file cut anywhere is an error that names it", () => {
  const bytes = written(sampleBatch(20, "some"));
  for (let length = 0; length < bytes.length; length += length < 20 || length > bytes.length - 20 ? 1 : 97)
    assert.throws(
      () => read(bytes.subarray(0, length)),
      (error) => error instanceof StorageError && error.url === path,
      String(length),
    );
});

test("a file with wrong bytes is an error of ours, or has other values", () => {
  const bytes = written(sampleBatch(20, "some"), { rowGroupSize: 10 });
  for (let at = 0; at < bytes.length; at += 13) {
    const wrong = Buffer.from(bytes);
    wrong[at]! ^= [0xff, 1, 0x80][at % 3]!;
    try {
      read(wrong);
    } catch (error) {
      assert.ok(error instanceof ChunkwiseError, `byte ${at}: ${(error as Error).stack}`);
    }
  }
});

test("metadata says of types what the library says", () => {
  const facts = (encoder: "any" | "library") => {
    writeFileSync(path, parquetBytes(path, everySchema, sampleBatch(50, "some"), { encoder }));
    using file = openRandomAccess(path);
    const { root } = readFooter(file);
    // The Arrow schema (5) is told in other words; that it says the same is seen where every type comes back.
    return [1, 2, 3, 6, 7].map((id) => Buffer.from(writeThrift([{ ...root.find((field) => field.id === id)!, id: 1 }])));
  };
  assert.deepEqual(facts("any"), facts("library"));
});

test("categories keep their numbers, unless most of them are not used", () => {
  const texts = columnOf(
    "utf8",
    Array.from({ length: 50 }, (_, i) => `c${i}`),
  );
  const schema: Schema = [{ name: "x", type: "category" }];
  const of = (...codes: number[]): Batch => ({
    length: codes.length,
    columns: [{ type: "category", length: codes.length, values: Int32Array.from(codes), dictionary: texts }],
  });
  const many = read(written(of(...Array.from({ length: 60 }, (_, i) => 49 - (i % 40))), {}, schema)).batch.columns[0]!;
  assert.deepEqual([many.dictionary!.length, many.values[0], many.values[39]], [50, 49, 10]);
  const few = read(written(of(7, 3, 7), {}, schema)).batch.columns[0]!;
  assert.deepEqual([few.dictionary!.length, ...few.values], [2, 1, 0, 1]);
  assert.deepEqual(rowsOf(few), ["c7", "c3", "c7"]);
});

test("pages of many rows, nulls anywhere", () => {
  const length = 300_000;
  const valid = new Uint8Array(length / 8).map((_, i) => (i % 1000 < 500 ? (i * 37) & 255 : i % 1000 < 700 ? 0 : 255));
  const schema: Schema = [
    { name: "few", type: "int64" },
    { name: "all", type: "float64" },
    { name: "flag", type: "bool" },
    { name: "word", type: "utf8" },
  ];
  const word = takeColumn(
    loadBackend(),
    columnOf("utf8", ["", "a", "longer than sixteen bytes", "é"]),
    Int32Array.from({ length }, (_, i) => (i >> 3) % 4),
  );
  const columns: Column[] = [
    { type: "int64", length, values: BigInt64Array.from({ length }, (_, i) => BigInt(i % 77) * 10n ** 12n), valid },
    { type: "float64", length, values: Float64Array.from({ length }, (_, i) => Math.sqrt(i)), valid },
    { type: "bool", length, values: Uint8Array.from({ length }, (_, i) => (i % 3 === 0 ? 1 : 0)), valid },
    { ...word, valid },
  ];
  const batch = { length, columns };
  const { batch: back } = read(written(batch, {}, schema));
  for (const [at, column] of back.columns.entries()) assert.ok(isDeepStrictEqual(rowsOf(column), rowsOf(columns[at]!)), schema[at]!.name);
});
