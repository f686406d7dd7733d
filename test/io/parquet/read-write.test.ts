import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Batch } from "../../../src/chunk/column.ts";
import type { Schema } from "../../../src/expr/meta.ts";
import { ChunkwiseError, StorageError } from "../../../src/index.ts";
import { arrowHintOf } from "../../../src/io/parquet/arrow-hint.ts";
import { arrowSchemaOfFile, type ParquetSchemaOptions, schemaOfFile } from "../../../src/io/parquet/file-schema.ts";
import { readFooter } from "../../../src/io/parquet/footer.ts";
import { readGroups } from "../../../src/io/parquet/read-groups.ts";
import { groupFacts, readMetadata } from "../../../src/io/parquet/statistics.ts";
import { readThrift, writeThrift } from "../../../src/io/parquet/thrift.ts";
import { compressions, type ParquetWriteOptions, parquetBytes } from "../../../src/io/parquet/write-parquet.ts";
import { openRandomAccess } from "../../../src/io/random-access.ts";
import { concatBatches } from "../../../src/kernels/frame/rows/concat.ts";
import { loadBackend } from "../../../src/kernels/load.ts";
import { contentOf, everySchema, sampleBatch } from "../arrow/every-type.ts";

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
  for (const compression of Object.keys(compressions) as (keyof typeof compressions)[])
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
