import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Schema } from "../../../src/expr/meta.ts";
import { ChunkwiseError, StorageError } from "../../../src/index.ts";
import { openRandomAccess, type RandomAccess } from "../../../src/io/files/random-access.ts";
import { arrowHintOf } from "../../../src/io/parquet/arrow-hint.ts";
import { columnChunks } from "../../../src/io/parquet/column-chunks.ts";
import { arrowSchemaOfFile, schemaOfFile } from "../../../src/io/parquet/file-schema.ts";
import { type Footer, readFooter } from "../../../src/io/parquet/footer.ts";
import { readGroups } from "../../../src/io/parquet/read-groups.ts";
import { loadBackend } from "../../../src/kernels/load.ts";
import { contentOf, everySchema, type Nulls, sampleBatch } from "../arrow/every-type.ts";
import { parquetBytes } from "./parquet-file.ts";

const folder = mkdtempSync(join(tmpdir(), "parquet-decoders-test-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "x.parquet");
const backend = loadBackend();
const duck = await (await DuckDBInstance.create()).connect();

/** What both decoders give, and the columns that are left to the library. */
function both(file: RandomAccess, footer: Footer) {
  const schema = schemaOfFile(path, arrowSchemaOfFile(path, footer), { decimals: "float64" });
  const groups = [...footer.rowGroups.keys()];
  const read = { backend, file, footer, schema, hintOf: arrowHintOf };
  const others = schema.filter((field) => columnChunks(file, footer, groups, field, backend) === undefined).map(({ name }) => name);
  return { ours: contentOf(readGroups(read, groups)), theirs: contentOf(readGroups({ ...read, decoder: "library" }, groups)), others };
}

function check(othersExpected: readonly string[] = []): unknown[][] {
  using file = openRandomAccess(path);
  const { ours, theirs, others } = both(file, readFooter(file));
  assert.deepEqual(ours, theirs);
  assert.deepEqual(others, othersExpected);
  return ours;
}

for (const encoder of ["any", "library"] as const)
  test(`columns of every type are read as the library reads them (encoder: ${encoder})`, () => {
    for (const nulls of ["no", "some", "all"] satisfies Nulls[])
      for (const options of [
        { rowGroupSize: 37 },
        { dictionary: false },
        { compression: "lz4" },
        { compression: "gzip" },
        { compression: "brotli" },
      ] as const) {
        const batch = sampleBatch(100, nulls);
        writeFileSync(path, parquetBytes(path, everySchema, batch, { ...options, encoder }));
        assert.deepEqual(check(), contentOf([batch]));
      }
  });

const columns = `CASE WHEN i % 3 > 0 THEN (i % 900)::INTEGER END AS "few", i::INTEGER AS "rising", (i * 7919 % 10007)::INTEGER "numbers", CASE WHEN i % 5 > 0 THEN -i::BIGINT * 1000000007 END "wide",
  (i % 250)::UTINYINT "bytes", (i % 100 - 50)::TINYINT "signed", (i * 31 % 65536)::USMALLINT "shorts", i::UBIGINT "unsigned", CASE WHEN i % 2 > 0 THEN i / 8 END "half", (i / 3)::FLOAT "single", sqrt(i) "roots",
  CASE WHEN i % 3 > 0 THEN i % 2 = 0 END "flags", i > 3000 "runs", CASE WHEN i % 4 > 0 THEN 'wört ' || (i % 100) END "words", repeat('ü', (i % 40)::INTEGER) || i "long", NULL::INTEGER "nothing", NULL::VARCHAR "no text",
  CASE WHEN i % 6 > 0 THEN DATE '2008-01-01' + i::INTEGER END "day", TIMESTAMP '2008-01-01 00:00:00.000001' + to_seconds(i) "us", CASE WHEN i < 4000 THEN 'x' || (i // 500) END "ends"`;
const someColumns: Schema = [
  { name: "few", type: "int32" },
  { name: "rising", type: "int32" },
  { name: "wide", type: "int64" },
  { name: "bytes", type: "uint8" },
  { name: "half", type: "float64" },
  { name: "single", type: "float32" },
  { name: "flags", type: "bool" },
  { name: "words", type: "utf8" },
  { name: "long", type: "utf8" },
  { name: "nothing", type: "int32" },
  { name: "day", type: "date" },
  { name: "us", type: "timestamp[us]" },
  { name: "ends", type: "utf8" },
];
for (const options of [
  "COMPRESSION uncompressed, PARQUET_VERSION V1",
  "COMPRESSION snappy, PARQUET_VERSION V1",
  "COMPRESSION gzip, PARQUET_VERSION V2",
  "COMPRESSION lz4_raw, PARQUET_VERSION V1",
  "COMPRESSION snappy, PARQUET_VERSION V1, DICTIONARY_SIZE_LIMIT 1",
])
  test(`what DuckDB writes with ${options} is read as the library reads it`, async () => {
    await duck.run(`COPY (SELECT ${columns} FROM range(5000) t(i)) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048, ${options})`);
    check();
  });

test("encodings and types that our kernels lack go to the library, column by column", async () => {
  await duck.run(
    `COPY (SELECT i::INTEGER AS n, (i / 100)::DECIMAL(10, 2) AS cents, TIME '00:00:00' + to_seconds(i) AS clock, 'prefix ' || i AS word, i / 7 AS x FROM range(3000) t(i)) TO '${path}' (FORMAT parquet, PARQUET_VERSION V2)`,
  );
  check(["cents", "clock"]);
});

test("files of DuckDB with wrong bytes are an error of ours, or have other values", async () => {
  await duck.run(`COPY (SELECT ${columns} FROM range(100) t(i)) TO '${path}' (FORMAT parquet, PARQUET_VERSION V2, COMPRESSION uncompressed)`);
  const bytes = readFileSync(path);
  const data = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
  for (let at = 4; at < data; at += 37) {
    const wrong = Buffer.from(bytes);
    wrong[at]! ^= [0xff, 1, 0x80, 0x10][at % 4]!;
    writeFileSync(path, wrong);
    try {
      using file = openRandomAccess(path);
      const footer = readFooter(file);
      readGroups({ backend, file, footer, schema: someColumns, hintOf: arrowHintOf }, [...footer.rowGroups.keys()]);
    } catch (error) {
      assert.ok(error instanceof ChunkwiseError, `byte ${at}: ${(error as Error).stack}`);
    }
  }
});

test("a page that is damaged is an error that names file, column and byte", async () => {
  await duck.run(`COPY (SELECT (i % 100)::INTEGER AS n, 'text ' || i AS word FROM range(3000) t(i)) TO '${path}' (FORMAT parquet, COMPRESSION snappy)`);
  using whole = openRandomAccess(path);
  const footer = readFooter(whole);
  const bytes = whole.read(0, whole.size);
  const [chunk] = columnChunks(whole, footer, [0], { name: "word", type: "utf8" }, backend)!;
  bytes.fill(0xff, chunk!.from + 40, chunk!.from + 200);
  writeFileSync(path, bytes);
  using file = openRandomAccess(path);
  const read = { backend, file, footer, schema: [{ name: "word", type: "utf8" }] as const, hintOf: arrowHintOf };
  assert.throws(
    () => readGroups(read, [0]),
    (error) =>
      error instanceof StorageError &&
      error.url === path &&
      /is damaged: column "word" of row group 0 cannot be read: the page at byte \d+: /.test(error.message),
  );
});
