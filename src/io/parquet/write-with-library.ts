import type { Batch } from "../../chunk/column.ts";
import type { Schema } from "../../expr/meta.ts";
import { threadMemory } from "../../util/thread-memory.ts";
import { arrowWriter } from "../arrow/ipc-write.ts";
import { withParquet } from "./decoder.ts";
import type { ParquetWrite } from "./write-options.ts";

/** parquet-wasm's `Compression`, by the name that users write. */
const compressions: { readonly [C in ParquetWrite["compression"]]: number } = { none: 0, snappy: 1, gzip: 2, brotli: 3, zstd: 5, lz4: 6 };

/** A Parquet file of these rows, encoded by parquet-wasm. */
export function writeWithLibrary(path: string, schema: Schema, batch: Batch, { compression, rowGroupSize, dictionary }: ParquetWrite): Uint8Array {
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
