import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import { parquetReadObjects } from "hyparquet";
import parquetjs from "parquetjs-lite";
import type { ColumnType } from "../../../src/chunk/column-type.ts";
import { computeBatches } from "../../../src/engine/compute-batches.ts";
import { fromColumns } from "../../../src/io/objects/from-columns.ts";
import { toColumns, toObjects } from "../../../src/io/objects/to-objects.ts";
import { type ReadParquetOptions, readParquetExpr } from "../../../src/io/parquet/ops.ts";
import type { ParquetWriteOptions } from "../../../src/io/parquet/write-options.ts";
import { parquetBytes } from "./parquet-file.ts";

const folder = mkdtempSync(join(tmpdir(), "parquet-others-test-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

const duck = await (await DuckDBInstance.create()).connect();
const sql = async (query: string) => (await duck.runAndReadAll(query)).getRowObjectsJson();

async function read(path: string, options: ReadParquetOptions = {}) {
  const x = readParquetExpr(path, options);
  const [batches] = await computeBatches([x]);
  return {
    types: x.params.schema.map(({ type }) => type),
    columns: toColumns(x.params.schema, batches!, { int64: "bigint", times: "text" }),
    schema: x.params.schema,
    batches: batches!,
  };
}

const rows = 5000;
const index = Array.from({ length: rows }, (_, i) => i);
const unless = <T>(every: number, value: (i: number) => T) => index.map((i) => (i % every === 0 ? null : value(i)));

// The second version has other encodings: differences, prefixes, bytes of floats apart.
for (const [compression, version] of [...["snappy", "zstd", "gzip", "brotli", "lz4_raw", "uncompressed"].map((codec) => [codec, "V1"]), ["snappy", "V2"]])
  test(`what DuckDB writes as ${compression} (${version}) is read`, async () => {
    const path = at(`duck-${compression}-${version}.parquet`);
    await duck.run(
      `COPY (SELECT
      CASE WHEN i % 3 > 0 THEN i::INTEGER END AS i32, CASE WHEN i % 5 > 0 THEN -i::BIGINT * 1000000007 END AS i64, CASE WHEN i % 7 > 0 THEN i::UTINYINT END AS u8,
      CASE WHEN i % 2 > 0 THEN i / 8 END AS f64, CASE WHEN i % 3 > 0 THEN i % 2 = 0 END AS flag, CASE WHEN i % 4 > 0 THEN 'wört ' || (i % 100) END AS word, repeat('x', (i % 40)::INTEGER) || i AS long,
      CASE WHEN i % 6 > 0 THEN DATE '2008-01-01' + i::INTEGER END AS day, CASE WHEN i % 3 > 0 THEN TIMESTAMP '2008-01-01 00:00:00.000001' + to_seconds(i) END AS us
      FROM range(${rows}) t(i)) TO '${path}' (FORMAT parquet, COMPRESSION '${compression}', ROW_GROUP_SIZE 2048, PARQUET_VERSION ${version})`.replaceAll(
        "i::UTINYINT",
        "(i % 256)::UTINYINT",
      ),
    );
    const { types, columns } = await read(path);
    assert.deepEqual(types, ["int32", "int64", "uint8", "float64", "bool", "utf8", "utf8", "date", "timestamp[us]"] satisfies ColumnType[]);
    assert.deepEqual(columns, {
      i32: unless(3, (i) => i),
      i64: unless(5, (i) => BigInt(-i) * 1000000007n),
      u8: unless(7, (i) => i % 256),
      f64: unless(2, (i) => i / 8),
      flag: unless(3, (i) => i % 2 === 0),
      word: unless(4, (i) => `wört ${i % 100}`),
      long: index.map((i) => "x".repeat(i % 40) + i),
      day: unless(6, (i) => new Date(Date.UTC(2008, 0, 1 + i)).toISOString().slice(0, 10)),
      us: unless(3, (i) => `${new Date(Date.UTC(2008, 0, 1) + 1000 * i).toISOString().slice(0, 19)}.000001`),
    });
  });

test("DuckDB's other types are read as the nearest of ours, or refused by name", async () => {
  const path = at("types.parquet");
  await duck.run(`COPY (SELECT TIMESTAMP_NS '2008-01-01 00:00:00.123456789' ns, TIMESTAMP_MS '2008-01-01 00:00:00.123' ms, TIMESTAMPTZ '2008-01-01 00:00:00+00' tz,
    TIME '12:34:56.5' clock, 'b'::ENUM('a', 'b') word, 123.45::DECIMAL(10, 2) cents, 12345678901234567890.12::DECIMAL(30, 2) wide, 1.5::FLOAT single) TO '${path}'`);
  assert.throws(() => readParquetExpr(path), /column "cents" is decimal\(10, 2\), .*decimals: "float64"/);
  const { types, columns } = await read(path, { decimals: "float64" });
  assert.deepEqual(types, ["timestamp[ns]", "timestamp[ms]", "timestamp[us, UTC]", "duration[us]", "utf8", "float64", "float64", "float32"]);
  assert.deepEqual(Object.values(columns).flat(), [
    "2008-01-01T00:00:00.123456789",
    "2008-01-01T00:00:00.123000",
    "2008-01-01T00:00:00Z",
    45296500000n,
    "b",
    123.45,
    Number("12345678901234567890.12"),
    1.5,
  ]);
  await duck.run(`COPY (SELECT [1, 2] l, {'a': 1} s, [{'a': 1}] ls, 1 x) TO '${path}'`);
  assert.throws(() => readParquetExpr(path), /column "s" is Struct<\{a:Int32\}>, which no column type holds/);
  assert.throws(() => readParquetExpr(path, { columns: ["ls"] }), /column "ls" is List<Struct<\{a:Int32\}>>, which no column type holds; what its lists hold/);
  assert.deepEqual((await read(path, { columns: ["x", "l"] })).columns, { x: [1], l: [[1, 2]] });
});

const schema: { [name: string]: ColumnType } = {
  i8: "int8",
  u64: "uint64",
  f32: "float32",
  f64: "float64",
  flag: "bool",
  word: "utf8",
  kind: "category",
  day: "date",
  us: "timestamp[us]",
  zoned: "timestamp[ms, Europe/Paris]",
};
const ours = fromColumns(
  {
    i8: unless(3, (i) => (i % 256) - 128),
    u64: unless(4, (i) => 2n ** 63n + BigInt(i)),
    f32: unless(5, (i) => i / 4),
    f64: unless(5, (i) => i / 1024),
    flag: unless(2, (i) => i % 3 === 0),
    word: unless(7, (i) => "é".repeat(i % 9)),
    kind: unless(6, (i) => `kind ${i % 11}`),
    day: unless(3, (i) => new Date(Date.UTC(1960, 0, 1 + i))),
    us: unless(3, (i) => BigInt(i) * 1_000_001n),
    zoned: unless(3, (i) => new Date(1000 * i)),
  },
  { schema },
);
const written = (name: string, options: ParquetWriteOptions, frame = ours) => {
  writeFileSync(at(name), parquetBytes(at(name), frame.schema, frame.batch, options));
  return at(name);
};

for (const compression of ["snappy", "zstd", "gzip", "brotli", "lz4", "none"] as const)
  test(`DuckDB reads what is written as ${compression}`, async () => {
    const path = written(`ours-${compression}.parquet`, { compression, rowGroupSize: 1000 });
    const found = await sql(`SELECT * REPLACE (epoch_us(us) AS us, epoch_ms(zoned) AS zoned) FROM '${path}'`);
    const expected = toObjects(ours.schema, [ours.batch], { int64: "bigint", times: "bigint" }).map((row, i) => ({
      ...Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === "bigint" ? String(value) : value])),
      day: i % 3 === 0 ? null : new Date(Date.UTC(1960, 0, 1 + i)).toISOString().slice(0, 10),
    }));
    assert.deepEqual(found, expected);
    // Statistics are there: a filter finds what it should.
    assert.deepEqual(await sql(`SELECT count(*) AS n FROM '${path}' WHERE f64 BETWEEN 1 AND 2`), [{ n: "820" }]);
  });

test("hyparquet reads what is written", async () => {
  const bytes = readFileSync(written("hyparquet.parquet", { rowGroupSize: 777 }));
  const found = await parquetReadObjects({
    file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    columns: ["i8", "u64", "f64", "flag", "word", "kind"],
  });
  const expected = toObjects(ours.schema, [ours.batch], { int64: "bigint", times: "text" }).map(({ i8, u64, f64, flag, word, kind }) => ({
    i8,
    u64,
    f64,
    flag,
    word,
    kind,
  }));
  assert.deepEqual(found, expected);
});

test("parquetjs-lite writes what is read, and reads our plainest file", async () => {
  const fields = new parquetjs.ParquetSchema({
    n: { type: "INT32" },
    x: { type: "DOUBLE", optional: true },
    word: { type: "UTF8", compression: "SNAPPY" },
    flag: { type: "BOOLEAN" },
  });
  const writer = await parquetjs.ParquetWriter.openFile(fields, at("js.parquet"));
  const expected = Array.from({ length: 100 }, (_, n) => ({ n, x: n % 3 === 0 ? null : n / 2, word: `w${n}`, flag: n % 2 === 0 }));
  for (const { x, ...row } of expected) await writer.appendRow(x === null ? row : { ...row, x });
  await writer.close();
  const { schema: own, batches } = await read(at("js.parquet"));
  assert.deepEqual(toObjects(own, batches), expected);

  const plain = fromColumns({ n: Int32Array.of(1, 2, 3), x: [0.5, 1, 2], word: ["a", "b", "c"] });
  const reader = await parquetjs.ParquetReader.openFile(written("plain.parquet", { compression: "none", dictionary: false }, plain));
  const cursor = reader.getCursor();
  const found: unknown[] = [];
  for (let row = await cursor.next(); row !== null; row = await cursor.next()) found.push({ ...row });
  await reader.close();
  assert.deepEqual(found, toObjects(plain.schema, [plain.batch]));
});
