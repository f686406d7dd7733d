import * as zlib from "node:zlib";
import { itemType } from "../chunk/column-type.ts";
import type { Expr } from "../expr/expr.ts";
import type { FrameMeta, Schema } from "../expr/meta.ts";
import type { StepParams } from "../graph/program.ts";
import { compressionNames } from "../io/arrow/codecs.ts";
import type { ArrowWriteOptions } from "../io/arrow/ipc-write.ts";
import { joinArrow } from "../io/arrow/join-files.ts";
import { joinCsv } from "../io/csv/join-files.ts";
import { csvHeader } from "../io/csv/write.ts";
import { type CsvWriteOptions, writeFormat } from "../io/csv/write-format.ts";
import { pathOf } from "../io/files/paths.ts";
import { joinLines } from "../io/json/join-files.ts";
import { arrowHintOf } from "../io/parquet/arrow-hint.ts";
import { joinParquet } from "../io/parquet/join-files.ts";
import { checkParquetOptions, type ParquetWrite, type ParquetWriteOptions } from "../io/parquet/write-options.ts";
import { project } from "../ops/frame/project.ts";
import { fieldOf } from "../ops/frame/schema.ts";
import { ChunkwiseError, ColumnError, DTypeError, ShapeError } from "../util/errors.ts";
import { optionNames } from "../util/option-names.ts";
import { type FrameFormat, type WriteFrameOptions, type WrittenFile, writeFrame } from "./write-frame.ts";

const parquet: FrameFormat = {
  operation: "toParquet",
  kernel: "frame/write-parquet",
  endings: [".parquet"],
  options: optionNames<ParquetWriteOptions>({ compression: true, rowGroupSize: true, dictionary: true }),
  join: joinParquet,
};

export type ToParquetOptions = WriteFrameOptions & ParquetWriteOptions;

/** Writes Parquet: one file if the path ends with `.parquet`, else a folder of a file a partition. */
export async function writeParquet(frame: Expr, path: string, options: ToParquetOptions = {}): Promise<WrittenFile[]> {
  const { compression = "snappy", rowGroupSize = 2 ** 20, dictionary = true } = options;
  const { schema } = frame.meta as FrameMeta;
  if (schema.length === 0) throw new ColumnError("toParquet: the frame has no columns, and Parquet has no rows without them", "");
  checkParquetOptions({ compression, rowGroupSize }, parquet.operation);
  const values: ParquetWrite = { compression, rowGroupSize, dictionary, arrowSchema: arrowHintOf(schema) };
  return writeFrame(frame, path, parquet, values, options);
}

export type ToArrowOptions = WriteFrameOptions & ArrowWriteOptions;

/** Writes Arrow: one file if the path ends with `.arrow` (`.arrows` for a stream), else a folder of a file a partition. */
export async function writeArrow(frame: Expr, path: string, options: ToArrowOptions = {}): Promise<WrittenFile[]> {
  const { format = pathOf(path).endsWith(".arrows") ? "stream" : "file", compression } = options;
  if (format !== "file" && format !== "stream") throw new ChunkwiseError("OPTION", `toArrow: format is ${JSON.stringify(format)}; it is "file" or "stream"`);
  if (compression !== undefined && !compressionNames.includes(compression))
    throw new DTypeError(`toArrow: unknown compression ${JSON.stringify(compression)}; one of ${compressionNames.join(", ")}`);
  if (compression === "zstd" && !("zstdCompressSync" in zlib))
    throw new ChunkwiseError("OPTION", "toArrow: this Node.js has no zstd; take version 22.15, or compression lz4");
  const values: ArrowWriteOptions & StepParams = compression === undefined ? { format } : { format, compression };
  const arrow: FrameFormat = {
    operation: "toArrow",
    kernel: "frame/write-arrow",
    endings: format === "stream" ? [".arrows"] : [".arrow", ".feather", ".ipc"],
    options: optionNames<ArrowWriteOptions>({ format: true, compression: true }),
    join: (paths) => joinArrow(paths, values),
  };
  return writeFrame(frame, path, arrow, values, options);
}

const json: FrameFormat = { operation: "toJson", kernel: "frame/write-json", endings: [".jsonl", ".ndjson", ".json"], options: [], join: joinLines };

/** Writes JSON lines: one file if the path ends with `.jsonl`, `.ndjson` or `.json`, else a folder of a file a partition. */
export async function writeJson(frame: Expr, path: string, options: WriteFrameOptions = {}): Promise<WrittenFile[]> {
  return writeFrame(frame, path, json, {}, options);
}

export type ToCsvOptions = WriteFrameOptions & CsvWriteOptions;

const csvOptions = optionNames<CsvWriteOptions>({
  delimiter: true,
  sep: true,
  quote: true,
  quoting: true,
  header: true,
  naRep: true,
  columns: true,
  index: true,
});

const fieldNamed = (schema: Schema) => (name: string) => ({ name, expr: { column: name, type: fieldOf(schema, name, "toCsv").type } });

/** Writes CSV in UTF-8: one file if the path ends with `.csv`, else a folder of a file a partition. Values are written as pandas writes them, and NaN, which is not null, as `nan`. */
export async function writeCsv(frame: Expr, path: string, options: ToCsvOptions = {}): Promise<WrittenFile[]> {
  const format = writeFormat(options);
  const { columns, header = true } = options;
  const rows = columns === undefined ? frame : project(frame, columns.map(fieldNamed((frame.meta as FrameMeta).schema)));
  const { schema } = rows.meta as FrameMeta;
  if (schema.length === 0) throw new ColumnError("toCsv: there are no columns to write, and CSV has no rows without them", "");
  const list = schema.find(({ type }) => itemType(type) !== undefined);
  if (list !== undefined)
    throw new DTypeError(
      `toCsv: column ${JSON.stringify(list.name)} is ${list.type}, and CSV has no lists; make text of it with list.join, explode it, or use toJson`,
    );
  const names = header === true ? schema.map(({ name }) => name) : header;
  if (names !== false && names.length !== schema.length) throw new ShapeError(`toCsv: header has ${names.length} names, for ${schema.length} columns`);
  const headerBytes = names === false ? 0 : csvHeader(names, format).length;
  const csv: FrameFormat = {
    operation: "toCsv",
    kernel: "frame/write-csv",
    endings: [".csv"],
    options: csvOptions,
    join: (paths) => joinCsv(paths, headerBytes),
  };
  return writeFrame(rows, path, csv, { ...format, header: names }, options);
}
