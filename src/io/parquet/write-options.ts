import { DTypeError } from "../../util/errors.ts";

/** Names of `compressions` in `write-with-library.ts`. */
export const compressionNames = ["none", "snappy", "gzip", "brotli", "zstd", "lz4"] as const;
export type ParquetCompression = (typeof compressionNames)[number];

export type ParquetWriteOptions = {
  /** Default `snappy`. */
  readonly compression?: ParquetCompression | undefined;
  /** The most rows of a row group: what is read or skipped at once. Default 2^20. */
  readonly rowGroupSize?: number | undefined;
  /** Whether values that repeat are written once and numbered. Default true; some old readers want false. */
  readonly dictionary?: boolean | undefined;
};

export function checkParquetOptions({ compression, rowGroupSize }: ParquetWriteOptions, operation: string): void {
  if (compression !== undefined && !compressionNames.includes(compression))
    throw new DTypeError(`${operation}: unknown compression ${JSON.stringify(compression)}; one of ${compressionNames.join(", ")}`);
  if (rowGroupSize !== undefined && (!Number.isInteger(rowGroupSize) || rowGroupSize < 1))
    throw new RangeError(`${operation}: rowGroupSize is ${rowGroupSize}; give a whole number of rows above 0`);
}

/** All that a kernel is told. */
export type ParquetWrite = {
  readonly compression: ParquetCompression;
  readonly rowGroupSize: number;
  readonly dictionary: boolean;
  /** `arrowHintOf` the schema. */
  readonly arrowSchema: string;
  /** Who encodes: `any` (default) is kernels of ours if they can. */
  readonly encoder?: "any" | "library";
};
