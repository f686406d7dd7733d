import type { Batch } from "../../../src/chunk/column.ts";
import type { Schema } from "../../../src/expr/meta.ts";
import { arrowHintOf } from "../../../src/io/parquet/arrow-hint.ts";
import type { ParquetWrite, ParquetWriteOptions } from "../../../src/io/parquet/write-options.ts";
import { parquetPieces } from "../../../src/io/parquet/write-parquet.ts";
import { loadBackend } from "../../../src/kernels/load.ts";

/** A Parquet file in memory. */
export function parquetBytes(path: string, schema: Schema, batch: Batch, options: ParquetWriteOptions & Pick<ParquetWrite, "encoder"> = {}): Uint8Array {
  const { compression = "snappy", rowGroupSize = 2 ** 20, dictionary = true, encoder = "any" } = options;
  const write = { compression, rowGroupSize, dictionary, encoder, arrowSchema: arrowHintOf(schema) };
  const pieces = parquetPieces(loadBackend(), path, schema, batch, write);
  return Buffer.concat(Array.from(pieces, (piece) => piece.slice()));
}
