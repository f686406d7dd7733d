import type { Batch } from "../../chunk/column.ts";
import type { Schema } from "../../expr/meta.ts";
import { DTypeError } from "../../util/errors.ts";
import { threadMemory } from "../../util/thread-memory.ts";
import { arrowWriter } from "../arrow/ipc-write.ts";
import { withParquet } from "./decoder.ts";

/** parquet-wasm's `Compression`, by the name that users write. */
export const compressions = { none: 0, snappy: 1, gzip: 2, brotli: 3, zstd: 5, lz4: 6 } as const;
export type ParquetCompression = keyof typeof compressions;

export type ParquetWriteOptions = {
  /** Default `snappy`. */
  readonly compression?: ParquetCompression | undefined;
  /** The most rows of a row group: what is read or skipped at once. Default 2^20. */
  readonly rowGroupSize?: number | undefined;
  /** Whether values that repeat are written once and numbered. Default true; some old readers want false. */
  readonly dictionary?: boolean | undefined;
};

export function checkParquetOptions({ compression, rowGroupSize }: ParquetWriteOptions, operation: string): void {
  if (compression !== undefined && !Object.hasOwn(compressions, compression))
    throw new DTypeError(`${operation}: unknown compression ${JSON.stringify(compression)}; one of ${Object.keys(compressions).join(", ")}`);
  if (rowGroupSize !== undefined && (!Number.isInteger(rowGroupSize) || rowGroupSize < 1))
    throw new RangeError(`${operation}: rowGroupSize is ${rowGroupSize}; give a whole number of rows above 0`);
}

/** A Parquet file of these rows. */
export function parquetBytes(
  path: string,
  schema: Schema,
  batch: Batch,
  { compression = "snappy", rowGroupSize = 2 ** 20, dictionary = true }: ParquetWriteOptions,
): Uint8Array {
  const parts: Uint8Array[] = [];
  const writer = arrowWriter(schema, (bytes) => parts.push(bytes), { format: "stream" });
  writer.write(batch);
  writer.end();
  const stream = threadMemory(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    stream.set(part, at);
    at += part.length;
  }
  return withParquet(path, "cannot be written", (parquet) => {
    const properties = new parquet.WriterPropertiesBuilder()
      .setCompression(compressions[compression] as never)
      .setMaxRowGroupSize(rowGroupSize)
      .setDictionaryEnabled(dictionary)
      .setCreatedBy("chunkwise")
      .build();
    return parquet.writeParquet(parquet.Table.fromIPCStream(stream), properties);
  });
}
