import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, test } from "node:test";
import * as arrow from "apache-arrow";
import { computeBatches } from "../../../src/engine/compute-batches.ts";
import { writeArrow } from "../../../src/engine/frame-formats.ts";
import { ColumnError, dd, StorageError, TaskError } from "../../../src/index.ts";
import { indexArrow } from "../../../src/io/arrow/ipc-index.ts";
import { readArrowExpr } from "../../../src/io/arrow/ops.ts";
import { toTable } from "../../../src/io/arrow/to-table.ts";
import { zstd } from "../../../src/io/compression/zstd.ts";
import { openRandomAccess } from "../../../src/io/files/random-access.ts";
import { scanColumns } from "../../../src/ops/frame/scan.ts";
import { packageRoot } from "../../../src/util/package-root.ts";
import { contentOf, everySchema, sampleBatch } from "./every-type.ts";

const folder = mkdtempSync(join(tmpdir(), "arrow-scan-test-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

const frames = [sampleBatch(40, "some"), sampleBatch(30, "no", 1), sampleBatch(20, "all", 2)];
mkdirSync(at("in"));
writeFileSync(at("in/1.arrow"), arrow.tableToIPC(toTable(everySchema, frames.slice(0, 2)), "file"));
writeFileSync(at("in/2.arrows"), arrow.tableToIPC(toTable(everySchema, frames.slice(2)), "stream"));

for (const scheduler of ["synchronous", "threads"] as const) {
  const compute = async (x: ReturnType<typeof readArrowExpr>) => contentOf((await computeBatches([x], { scheduler }))[0]!);

  test(`${scheduler}: a folder of files and streams is read, whatever its partitions`, async () => {
    for (const partitionBytes of [0, 2 ** 25]) {
      const x = readArrowExpr(at("in"), { partitionBytes });
      assert.equal(x.meta.chunks[0]!.length, partitionBytes === 0 ? 3 : 2);
      assert.deepEqual(await compute(x), contentOf(frames));
    }
  });

  test(`${scheduler}: some columns are read, in the order asked for`, async () => {
    const names = ["a utf8", "a bool", "a category"];
    const expected = names.map((name) => contentOf(frames)[everySchema.findIndex((field) => field.name === name)]);
    assert.deepEqual(await compute(scanColumns(readArrowExpr(at("in/*")), names)), expected);
    assert.deepEqual(await compute(readArrowExpr([at("in/1.arrow"), at("in/2.arrows")], { columns: names })), expected);
  });

  test(`${scheduler}: what is written to a folder, a file or a stream comes back`, async () => {
    const x = readArrowExpr(at("in"), { partitionBytes: 0 });
    for (const name of [`out-${scheduler}`, `out-${scheduler}.arrow`, `out-${scheduler}.arrows`]) {
      const files = await writeArrow(x, at(name), { scheduler });
      assert.equal(files.length, name.includes(".") ? 1 : 3);
      assert.deepEqual(await compute(readArrowExpr(at(name))), contentOf(frames), name);
    }
    assert.equal(arrow.tableFromIPC(await import("node:fs").then((fs) => fs.readFileSync(at(`out-${scheduler}.arrow`)))).numRows, 90);
  });

  test(`${scheduler}: a file that is cut after it was opened is an error that names it`, async () => {
    const path = at(`cut-${scheduler}.arrow`);
    writeFileSync(path, arrow.tableToIPC(toTable(everySchema, frames), "file"));
    const x = readArrowExpr(path);
    truncateSync(path, 1000);
    await assert.rejects(
      compute(x),
      (error) => error instanceof TaskError && error.cause instanceof StorageError && error.message.includes(`${basename(path)}: has changed since`),
    );
  });
}

test("bodies may be compressed", async () => {
  await zstd.prepare!();
  const { ZSTD } = arrow.CompressionType;
  arrow.compressionRegistry.set(ZSTD, { encode: (bytes) => zstd.compress!(bytes) });
  const long = [sampleBatch(2000, "some")];
  for (const Writer of [arrow.RecordBatchFileWriter, arrow.RecordBatchStreamWriter]) {
    const writer = new Writer({ compressionType: ZSTD });
    writer.writeAll(toTable(everySchema, long).batches as never);
    writer.finish();
    const bytes = writer.toUint8Array(true);
    writeFileSync(at("zstd.arrow"), bytes);
    assert.ok(bytes.length < arrow.tableToIPC(toTable(everySchema, long)).length / 2);
    assert.deepEqual(contentOf((await computeBatches([readArrowExpr(at("zstd.arrow"))]))[0]!), contentOf(long));
  }
});

for (const codec of ["lz4", "zstd"])
  test(`what Polars (nodejs-polars 0.24.1) writes as ${codec} is read, views and categories too`, async () => {
    const x = readArrowExpr(join(packageRoot, `test/io/arrow/data/polars-${codec}.arrow`));
    assert.deepEqual(
      x.params.schema.map(({ name, type }) => `${name} ${type}`),
      ["x float64", "word utf8", "flag bool", "kind category", "n int64"],
    );
    const index = Array.from({ length: 60 }, (_, i) => i);
    const words = index.map((i) => (i % 3 === 0 ? null : `w${"ö".repeat(i % 20)}`));
    assert.deepEqual(contentOf((await computeBatches([x]))[0]!), [
      index.map((i) => (i % 5 === 0 ? null : i / 4)),
      words,
      index.map((i) => Number(i % 2 === 0)),
      words,
      index.map((i) => (i % 5 === 0 ? null : BigInt(Math.floor(i / 4)))),
    ]);
  });

test("compression is what there is, and works in tasks", async () => {
  const x = readArrowExpr(at("in"));
  await writeArrow(x, at("lz4.arrow"), { compression: "lz4" });
  assert.deepEqual(contentOf((await computeBatches([readArrowExpr(at("lz4.arrow"))]))[0]!), contentOf(frames));
  await assert.rejects(writeArrow(x, at("gzip.arrow"), { compression: "gzip" as never }), /unknown compression "gzip"; one of lz4, zstd/);
});

test("a column that is not there is an error that names it", () => {
  assert.throws(
    () => readArrowExpr(at("in"), { columns: ["b"] }),
    (error) => error instanceof ColumnError && error.column === "b",
  );
});

test("a file has one dictionary a column, and no code where a category is missing", async () => {
  const parts = [["x", null, "é"], ["z", "x"], [null]].map((s) =>
    dd.fromColumns({ s, n: s.map((text) => (text === null ? null : 7)) }).astype({ s: "category" }),
  );
  for (const name of ["one.arrow", "one.arrows"]) {
    await dd.concat(parts).toArrow(at(name));
    const table = arrow.tableFromIPC(readFileSync(at(name)));
    const s = table.getChild("s")!;
    assert.deepEqual([...s], ["x", null, "é", "z", "x", null]);
    assert.deepEqual(
      s.data.map(({ values }) => [...values]),
      [[0, 0, 1], [2, 0], [0]],
    );
    assert.deepEqual([...table.getChild("n")!.data[0]!.values], [7, 0, 7]);
  }
  using stream = openRandomAccess(at("one.arrows"));
  const { batches } = indexArrow(stream);
  assert.deepEqual(
    batches.map(({ dictionaries }) => dictionaries.length),
    [1, 1, 1],
  );
});
