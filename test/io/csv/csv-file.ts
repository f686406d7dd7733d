import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { type Batch, type Column, isValid } from "../../../src/chunk/column.ts";
import { readCsvExpr } from "../../../src/io/csv/ops.ts";
import type { ReadCsvOptions } from "../../../src/io/csv/options.ts";
import { newScanMemory, scanPart } from "../../../src/io/csv/scan.ts";
import type { Backend } from "../../../src/kernels/kernel.ts";
import { allBackends, loadBackend } from "../../../src/kernels/load.ts";
import type { CsvScan } from "../../../src/ops/frame/csv-scan.ts";

const folder = mkdtempSync(join(tmpdir(), "csv-"));
after(() => rmSync(folder, { recursive: true }));

/** Every build of the kernels here that has those of CSV. */
export const csvBackends: readonly Backend[] = allBackends().filter((backend) => backend.has("csvParse", "uint8"));

let files = 0;

export function fileOf(content: string | Uint8Array, name: string = `${files++}.csv`): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export type Value = null | string | number | bigint | boolean;

/** What is in a row of a column. */
export function valueAt(column: Column, row: number): Value {
  if (!isValid(column, row)) return null;
  const { type, values, offsets, dictionary } = column;
  if (type === "utf8") return Buffer.from(values.buffer, values.byteOffset + offsets![row]!, offsets![row + 1]! - offsets![row]!).toString();
  if (type === "category") return valueAt(dictionary!, values[row] as number);
  return type === "bool" ? values[row] === 1 : values[row]!;
}

export function rowsOf({ columns, length }: Batch): Value[][] {
  return Array.from({ length }, (_, row) => columns.map((column) => valueAt(column, row)));
}

/** All rows of some files, partition by partition. */
export function readRows(paths: string | readonly string[], options: ReadCsvOptions = {}, backend: Backend = loadBackend()): Value[][] {
  return scanRows(scanOf(paths, options), backend);
}

export function scanOf(paths: string | readonly string[], options: ReadCsvOptions = {}): CsvScan {
  return readCsvExpr(typeof paths === "string" ? [paths] : paths, options).params as CsvScan;
}

export function scanRows(scan: CsvScan, backend: Backend = loadBackend()): Value[][] {
  const memory = newScanMemory();
  const partitions = scan.files.reduce((count, { parts }) => count + parts.length, 0);
  return Array.from({ length: partitions }, (_, partition) => rowsOf(scanPart(backend, scan, partition, memory))).flat();
}
