import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Column } from "../../src/chunk/column.ts";
import type { ColumnType } from "../../src/chunk/column-type.ts";
import { type DType, viewOf } from "../../src/chunk/dtype.ts";
import { DFrame } from "../../src/frame/dframe.ts";
import { cut, storedFrame } from "../../src/frame/stored-frame.ts";
import { takeColumn } from "../../src/kernels/frame/rows/take.ts";
import { loadBackend } from "../../src/kernels/load.ts";
import { packageRoot } from "../../src/util/package-root.ts";

/** Makes what `bench/data/db-benchmark.mjs` writes, and a Parquet file of each table for peers that read those; peers are started when all is there. */
export async function makeTables(
  folder: string,
  what: "groups" | "joins" | "sorts",
  args: readonly (number | string)[],
  names: readonly string[],
): Promise<void> {
  if (existsSync(folder)) return;
  const beside = `${folder}.beside`;
  mkdirSync(dirname(folder), { recursive: true });
  execFileSync(process.execPath, [join(packageRoot, "bench/data/db-benchmark.mjs"), what, beside, ...args.map(String)]);
  for (const name of names) {
    const frame = loadTable(join(beside, name));
    await frame.toParquet(join(beside, name, "table.parquet"));
    frame[Symbol.dispose]();
  }
  renameSync(beside, folder);
}

/** A table in memory, in so many partitions. */
export function loadTable(folder: string, npartitions?: number): DFrame {
  const fields = JSON.parse(readFileSync(join(folder, "columns.json"), "utf8")) as { name: string; type: ColumnType; length: number }[];
  const columns = fields.map(({ name, type, length }): Column => {
    const bytes = readFileSync(join(folder, `${name}.column`));
    const isText = type === "category" || type === "utf8";
    const values = viewOf(isText ? "int32" : (type as DType), bytes.buffer, bytes.byteOffset, length);
    if (!isText) return { type, length, values };
    const dictionary = lines(readFileSync(join(folder, `${name}.texts`)));
    return type === "category" ? { type, length, values, dictionary } : takeColumn(loadBackend(), dictionary, values as Int32Array, { present: true });
  });
  const schema = fields.map(({ name, type }) => ({ name, type }));
  return new DFrame(storedFrame(schema, cut({ length: columns[0]!.length, columns }, npartitions, "stored")));
}

/** The lines of a text as a column. */
function lines(bytes: Buffer): Column {
  const offsets = [0];
  const values = new Uint8Array(bytes.length);
  let length = 0;
  for (const byte of bytes) {
    if (byte === 10) offsets.push(length);
    else values[length++] = byte;
  }
  offsets.push(length);
  return { type: "utf8", length: offsets.length - 1, values: values.subarray(0, length), offsets: Int32Array.from(offsets) };
}
