import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { da, dd } from "../../src/index.ts";

const x = da.ones([3]);
const df = dd.fromColumns({ a: [1, 2] });

/** Calls with an option that is misspelled: it would change nothing, and nobody would know. */
const calls: { readonly [operation: string]: () => unknown } = {
  compute: () => df.compute({ shceduler: "synchronous" } as never),
  "compute of a sum": () => x.sum().compute({ workers: 2 } as never),
  "compute of a scalar": () =>
    df
      .col("a")
      .sum()
      .compute({ workers: 2 } as never),
  persist: () => x.persist({ limit: 1 } as never),
  toObjects: () => df.toObjects({ ints: "number" } as never),
  len: () => df.len({ workers: 1 } as never),
  explain: () => df.explain({ witout: [] } as never),
  toNpy: () => x.toNpy("x.npy", { overwrite: true } as never),
  toCsv: () => df.toCsv("x.csv", { lineterminator: "\r\n" } as never),
  toParquet: () => df.toParquet("x.parquet", { compresion: "zstd" } as never),
  toArrow: () => df.toArrow("x.arrow", { comression: "lz4" } as never),
  toJson: () => df.toJson("x.jsonl", { lines: true } as never),
  readCsv: () => dd.readCsv("x.csv", { seperator: ";" } as never),
  readParquet: () => dd.readParquet("x.parquet", { colums: ["a"] } as never),
  readArrow: () => dd.readArrow("x.arrow", { colums: ["a"] } as never),
  readJson: () => dd.readJson("x.jsonl", { shema: {} } as never),
  fromNpy: () => da.fromNpy("x.npy", { chunk: 1 } as never),
  fromColumns: () => dd.fromColumns({ a: [1] }, { npartition: 2 } as never),
  fromObjects: () => dd.fromObjects([{ a: 1 }], { shema: {} } as never),
  mergeAsof: () => dd.mergeAsof(df, df, { onn: "a" } as never),
  pivotTable: () => df.pivotTable({ index: "a", columns: "a", agfunc: "sum" } as never),
  getDummies: () => df.getDummies({ colums: ["a"] } as never),
  defaultRng: () => da.random.defaultRng(1, { stream: "spawned" } as never),
};

test("options of readers that cannot be are refused before a file is opened", () => {
  const wrong = [
    () => dd.readParquet("x.parquet", { columns: "a" as never }),
    () => dd.readArrow("x.arrow", { columns: "a" as never }),
    () => dd.readJson("x.jsonl", { infer: "some" as never }),
    () => dd.readJson("x.jsonl", { dtype: 5 as never }),
    () => dd.readJson("x.jsonl", { schema: ["a"] as never }),
    () => dd.readParquet("x.parquet", { dtype: "utf8" as never }),
    () => dd.readParquet("x.parquet", 5 as never),
    () => dd.readParquet("x.parquet", null as never),
    () => dd.fromColumns({ a: [1] }, { schema: "int64" as never }),
    ...[{ dtype: 5 }, { schema: 5 }, { columns: ["a"], usecols: ["b"] }, { delimiter: ";", sep: "," }, { delimiter: 5 }, { quote: 5 }].map(
      (options) => () => dd.readCsv("x.csv", options as never),
    ),
    ...[{ parseDates: "when" }, { includePath: 5 }, { keepDefaultNa: "no" }].map((options) => () => dd.readCsv("x.csv", options as never)),
  ];
  for (const read of wrong) assert.throws(read, { code: "OPTION" });
  for (const bytes of [-1, Number.NaN, "many"]) {
    assert.throws(() => dd.readParquet("x.parquet", { partitionBytes: bytes as never }), /readParquet: .*bytes/);
    assert.throws(() => dd.readArrow("x.arrow", { partitionBytes: bytes as never }), /readArrow: .*bytes/);
  }
});

test("options of writers that cannot be are refused before a file is written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "options-"));
  try {
    for (const options of [{ delimiter: '"' }, { delimiter: ";", quote: ";" }, { delimiter: 5 }, { quote: null }, { quote: "" }, { header: "no" }])
      await assert.rejects(async () => df.toCsv(join(folder, "x.csv"), options as never), { code: "OPTION" }, JSON.stringify(options));
    assert.deepEqual(readdirSync(folder), []);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("an option that an operation does not have is refused by name", () => {
  for (const [operation, call] of Object.entries(calls)) {
    test(operation, async () => {
      await assert.rejects(
        async () => call(),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, "OPTION");
          return /^\w+: no option "\w+"; there are /.test(error.message);
        },
      );
    });
  }
});
