import type { Expr } from "../expr/expr.ts";
import type { FrameMeta } from "../expr/meta.ts";
import type { ArrowWriteOptions } from "../io/arrow/ipc-write.ts";
import { joinArrow } from "../io/arrow/join-files.ts";
import { joinCsv } from "../io/csv/join-files.ts";
import { byteOf } from "../io/csv/options.ts";
import { csvHeader } from "../io/csv/write.ts";
import { joinParquet } from "../io/parquet/join-files.ts";
import { checkParquetOptions, type ParquetWriteOptions } from "../io/parquet/write-parquet.ts";
import { type FrameFormat, type WriteFrameOptions, type WrittenFile, writeFrame } from "./write-frame.ts";

const parquet: FrameFormat = { operation: "toParquet", kernel: "frame/write-parquet", ending: ".parquet", join: joinParquet };

export type ToParquetOptions = WriteFrameOptions & ParquetWriteOptions;

/** Writes Parquet: one file if the path ends with `.parquet`, else a folder of a file a partition. */
export async function writeParquet(frame: Expr, path: string, options: ToParquetOptions = {}): Promise<WrittenFile[]> {
  const { compression = "snappy", rowGroupSize = 2 ** 20, dictionary = true } = options;
  checkParquetOptions({ compression, rowGroupSize }, parquet.operation);
  return writeFrame(frame, path, parquet, { compression, rowGroupSize, dictionary }, options);
}

export type ToArrowOptions = WriteFrameOptions & ArrowWriteOptions;

/** Writes Arrow: one file if the path ends with `.arrow` (`.arrows` for a stream), else a folder of a file a partition. */
export async function writeArrow(frame: Expr, path: string, options: ToArrowOptions = {}): Promise<WrittenFile[]> {
  const { format = path.endsWith(".arrows") ? "stream" : "file" } = options;
  const ending = format === "stream" ? ".arrows" : ".arrow";
  const arrow: FrameFormat = { operation: "toArrow", kernel: "frame/write-arrow", ending, join: (paths) => joinArrow(paths, { format }) };
  return writeFrame(frame, path, arrow, { format }, options);
}

export interface ToCsvOptions extends WriteFrameOptions {
  /** One byte; a comma unless said. */
  readonly delimiter?: string;
  readonly quote?: string;
  /** Whether files begin with the names of columns: true unless said. */
  readonly header?: boolean;
}

/** Writes CSV in UTF-8: one file if the path ends with `.csv`, else a folder of a file a partition. Values are written as pandas writes them, and NaN, which is not null, as `nan`. */
export async function writeCsv(frame: Expr, path: string, options: ToCsvOptions = {}): Promise<WrittenFile[]> {
  const { delimiter = ",", quote = '"', header = true } = options;
  const format = { delimiter: byteOf(delimiter, "delimiter", "toCsv"), quote: byteOf(quote, "quote", "toCsv") };
  const names = (frame.meta as FrameMeta).schema.map(({ name }) => name);
  const headerBytes = header ? csvHeader(names, format).length : 0;
  const csv: FrameFormat = { operation: "toCsv", kernel: "frame/write-csv", ending: ".csv", join: (paths) => joinCsv(paths, headerBytes) };
  return writeFrame(frame, path, csv, { ...format, header }, options);
}
