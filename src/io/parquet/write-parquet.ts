import { packedBytes } from "../../chunk/batch.ts";
import type { Batch } from "../../chunk/column.ts";
import { itemType } from "../../chunk/column-type.ts";
import type { Schema } from "../../expr/meta.ts";
import type { Backend } from "../../kernels/kernel.ts";
import { loadBeside } from "../../util/load-module.ts";
import { pageCompressions } from "./page-compress.ts";
import type { ParquetWrite } from "./write-options.ts";
import { writeRowGroups } from "./write-row-groups.ts";

/** A Parquet file of these rows, piece by piece; each lies in memory that the next one goes to. */
export function parquetPieces(backend: Backend, path: string, schema: Schema, batch: Batch, write: ParquetWrite): Iterable<Uint8Array> {
  // What kernels in WebAssembly work on is copied to their memory.
  const fits = backend.maxBytes === undefined || 8 * packedBytes(batch) < backend.maxBytes;
  const isFlat = schema.every(({ type }) => itemType(type) === undefined);
  if (isFlat && write.encoder !== "library" && pageCompressions[write.compression] !== undefined && fits)
    return writeRowGroups({ backend, schema, ...write }, batch);
  const { writeWithLibrary } = loadBeside<typeof import("./write-with-library.ts")>(import.meta.url, "./write-with-library");
  return [writeWithLibrary(path, schema, batch, write)];
}
