import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import { computeBatches } from "../../../src/engine/compute-batches.ts";
import { writeParquet } from "../../../src/engine/frame-formats.ts";
import type { Schema } from "../../../src/expr/meta.ts";
import { ColumnError, DTypeError, dd, StorageError, TaskError } from "../../../src/index.ts";
import { fromColumns } from "../../../src/io/objects/from-columns.ts";
import { readParquetExpr } from "../../../src/io/parquet/ops.ts";
import { factsOf, scanColumns, scanWhere } from "../../../src/ops/frame/scan.ts";
import { contentOf, everySchema, sampleBatch } from "../arrow/every-type.ts";
import { parquetBytes } from "./parquet-file.ts";

const folder = mkdtempSync(join(tmpdir(), "parquet-scan-test-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

const frames = [sampleBatch(40, "some"), sampleBatch(30, "no", 1), sampleBatch(0, "no"), sampleBatch(20, "all", 2)];
mkdirSync(at("in"));
for (const [i, batch] of frames.entries()) writeFileSync(at(`in/part-${i}.parquet`), parquetBytes("", everySchema, batch, { rowGroupSize: 16 }));

for (const scheduler of ["synchronous", "threads"] as const) {
  const compute = async (x: ReturnType<typeof readParquetExpr>) => contentOf((await computeBatches([x], { scheduler }))[0]!);

  test(`${scheduler}: a folder is read, whatever its partitions`, async () => {
    for (const partitionBytes of [0, 2 ** 25]) {
      const x = readParquetExpr(at("in"), { partitionBytes });
      assert.equal(x.meta.chunks[0]!.length, partitionBytes === 0 ? 7 : 3);
      assert.deepEqual(await compute(x), contentOf(frames));
    }
  });

  test(`${scheduler}: some columns are read, in the order asked for`, async () => {
    const x = readParquetExpr(at("in"));
    const names = ["a utf8", "a bool", "a category"];
    const expected = names.map((name) => contentOf(frames)[everySchema.findIndex((field) => field.name === name)]);
    assert.deepEqual(await compute(scanColumns(x, names)), expected);
    assert.deepEqual(await compute(readParquetExpr(at("in"), { columns: names })), expected);
  });

  test(`${scheduler}: what is written to a folder or a file comes back`, async () => {
    const x = readParquetExpr(at("in"), { partitionBytes: 0 });
    const out = at(`out-${scheduler}`);
    const files = await writeParquet(x, out, { scheduler, compression: "zstd" });
    assert.deepEqual(
      files.map(({ path, rows }) => [basename(path), rows]),
      [16, 16, 8, 16, 14, 16, 4].map((rows, i) => [`part-${i}.parquet`, rows]),
    );
    assert.deepEqual(await compute(readParquetExpr(out)), contentOf(frames));
    const [file] = await writeParquet(x, `${out}.parquet`, { scheduler });
    assert.equal(file!.rows, 90);
    const single = readParquetExpr(`${out}.parquet`, { partitionBytes: 0 });
    assert.equal(single.meta.chunks[0]!.length, 7);
    assert.deepEqual(await compute(single), contentOf(frames));
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith(".")),
      [],
    );
  });

  test(`${scheduler}: a file that is cut or changes after it was opened is an error that names it`, async () => {
    const path = at(`cut-${scheduler}.parquet`);
    writeFileSync(path, parquetBytes("", everySchema, frames[0]!, {}));
    const x = readParquetExpr(path);
    truncateSync(path, 100);
    await assert.rejects(
      compute(x),
      (error) => error instanceof TaskError && error.cause instanceof StorageError && new RegExp(`${basename(path)}: has changed since`).test(error.message),
    );
  });
}

const numbers = (from: number, count: number) => {
  const { schema, batch } = fromColumns({
    n: Int32Array.from({ length: count }, (_, i) => from + i),
    word: Array.from({ length: count }, (_, i) => `w${String(from + i).padStart(3, "0")}`),
  });
  return { schema, bytes: parquetBytes("", schema, batch, { rowGroupSize: 10 }) };
};

test("row groups whose statistics exclude a filter are not read", async () => {
  writeFileSync(at("numbers.parquet"), numbers(0, 100).bytes);
  const x = readParquetExpr(at("numbers.parquet"), { partitionBytes: 0 });
  const rows = async (terms: Parameters<typeof scanWhere>[1]) => contentOf((await computeBatches([scanWhere(x, terms)]))[0]!)[0]!;
  assert.deepEqual(await rows([{ column: "n", is: "ge", value: 95 }]), [90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
  assert.equal((await rows([{ column: "n", is: "in", value: [5, 55] }])).length, 20);
  assert.equal((await rows([{ column: "word", is: "eq", value: "w042" }])).length, 10);
  assert.equal(
    (
      await rows([
        { column: "word", is: "lt", value: "w010" },
        { column: "n", is: "ne", value: 3 },
      ])
    ).length,
    10,
  );
  assert.deepEqual(await rows([{ column: "n", is: "null" }]), []);
  assert.equal((await rows([{ column: "n", is: "notNull" }])).length, 100);
  assert.equal(factsOf(x)[3]!.rows, 10);
});

test("files that do not fit together are an error with file and column", () => {
  const write = (name: string, schema: Schema, columns: object) => {
    const types = Object.fromEntries(schema.map((field) => [field.name, field.type]));
    writeFileSync(at(name), parquetBytes("", schema, fromColumns(columns as never, { schema: types }).batch, {}));
    return at(name);
  };
  const first = write(
    "a.parquet",
    [
      { name: "x", type: "int64" },
      { name: "y", type: "utf8" },
    ],
    { x: [1n], y: ["a"] },
  );
  const order = write(
    "b.parquet",
    [
      { name: "y", type: "utf8" },
      { name: "x", type: "int64" },
    ],
    { y: ["b"], x: [2n] },
  );
  const other = write(
    "c.parquet",
    [
      { name: "x", type: "float64" },
      { name: "y", type: "utf8" },
    ],
    { x: [1], y: ["a"] },
  );
  const less = write("d.parquet", [{ name: "x", type: "int64" }], { x: [1n] });
  assert.equal(readParquetExpr([first, order]).meta.chunks[0]!.length, 2);
  assert.throws(
    () => readParquetExpr([first, other]),
    (error) => error instanceof DTypeError && /"x" of .*c.parquet is float64, in .*a.parquet it is int64/.test(error.message),
  );
  assert.throws(
    () => readParquetExpr([first, less]),
    (error) => error instanceof ColumnError && /d.parquet lacks the column "y"/.test(error.message),
  );
  assert.throws(() => readParquetExpr([less, first]), /a.parquet has a column "y" that .*d.parquet lacks/);
  assert.equal(readParquetExpr([less, first], { columns: ["x"] }).meta.chunks[0]!.length, 2);
});

test("nothing is overwritten unasked, and never what is read", async () => {
  const x = readParquetExpr(at("in"));
  await assert.rejects(writeParquet(x, at("in"), { overwrite: true }), /would overwrite the file it reads/);
  await writeParquet(x, at("old"));
  await assert.rejects(writeParquet(x, at("old")), /there is part-0.parquet in it already/);
  await writeParquet(readParquetExpr(at("numbers.parquet")), at("old"), { overwrite: true });
  assert.deepEqual(readdirSync(at("old")), ["part-0.parquet"]);
  await assert.rejects(writeParquet(x, at("numbers.parquet/no")), StorageError);
  await assert.rejects(writeParquet(x, at("new"), { compression: "lzo" as never }), /unknown compression "lzo"; one of none, snappy/);
});

test("a column may have any name, and a frame without columns is no Parquet file", async () => {
  const { schema, batch } = fromColumns(JSON.parse('{"__proto__":[1,2],"constructor":["a",null],"":[1,2]}'));
  writeFileSync(at("names.parquet"), parquetBytes("", schema, batch, {}));
  const x = readParquetExpr(at("names.parquet"));
  assert.deepEqual(x.params.schema, schema);
  assert.deepEqual(contentOf((await computeBatches([x]))[0]!), contentOf([batch]));
  await assert.rejects(writeParquet(scanColumns(x, []), at("none.parquet")), /the frame has no columns/);
});

test("a path that is not there, or no Parquet, says so", () => {
  writeFileSync(at("text.parquet"), "hello, this is text");
  assert.throws(() => readParquetExpr(at("missing.parquet")), /does not exist/);
  assert.throws(() => readParquetExpr(at("text.parquet")), /is no Parquet file: it begins with "hell"/);
  mkdirSync(at("empty"));
  assert.throws(() => readParquetExpr(at("empty")), /without files that end with .parquet/);
});

test("a row group is held against a number as the column has it", async () => {
  const path = at("float32.parquet");
  await dd.fromColumns({ x: Float32Array.of(0.1, 0.2, 0.3, 0.4) }).toParquet(path, { rowGroupSize: 1 });
  const x = dd.readParquet(path, { partitionBytes: 0 });
  for (const [is, count] of [
    ["eq", 1],
    ["le", 1],
    ["ge", 4],
    ["lt", 0],
    ["gt", 3],
  ] as const)
    assert.equal(await x.filter((c) => c["x"]![is](0.1)).len(), count, is);
});
