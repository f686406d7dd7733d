import type { ToArrowOptions, ToCsvOptions, ToParquetOptions } from "../engine/frame-formats.ts";
import type { WriteFrameOptions, WrittenFile } from "../engine/write-frame.ts";

/** How frames are written. */
export interface FrameWriters {
  /** Writes CSV: one file if the path ends with `.csv`, else a folder of a file a partition. Files take their names when all of them are there. @throws StorageError */
  toCsv(path: string, options?: ToCsvOptions): Promise<WrittenFile[]>;
  /** Writes Parquet: one file if the path ends with `.parquet`, else a folder of a file a partition. */
  toParquet(path: string, options?: ToParquetOptions): Promise<WrittenFile[]>;
  /** Writes Arrow: one file if the path ends with `.arrow` (`.arrows` for a stream), else a folder of a file a partition. */
  toArrow(path: string, options?: ToArrowOptions): Promise<WrittenFile[]>;
  /** Writes JSON lines: one file if the path ends with `.jsonl`, `.ndjson` or `.json`, else a folder of a file a partition. */
  toJson(path: string, options?: WriteFrameOptions): Promise<WrittenFile[]>;
}
