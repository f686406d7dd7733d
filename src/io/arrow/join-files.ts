import { loadBackend } from "../../kernels/load.ts";
import { openRandomAccess } from "../files/random-access.ts";
import { schemaFrom } from "./from-table.ts";
import { readBatch, readDictionaries } from "./ipc-batch.ts";
import { indexArrow } from "./ipc-index.ts";
import { type ArrowWriteOptions, type ArrowWriter, arrowWriter } from "./ipc-write.ts";

/** One Arrow file of the record batches of several with the same schema. They are written anew: a file has one dictionary a column. */
export function* joinArrow(paths: readonly string[], options: ArrowWriteOptions): Generator<Uint8Array> {
  const backend = loadBackend();
  let pieces: Uint8Array[] = [];
  let writer: ArrowWriter | undefined;
  for (const path of paths) {
    using file = openRandomAccess(path);
    const index = indexArrow(file);
    const schema = schemaFrom(index.schema, {}, "toArrow");
    writer ??= arrowWriter(schema, (bytes) => pieces.push(bytes), options);
    for (const { block, dictionaries } of index.batches) {
      writer.write(readBatch(backend, file, block, index.schema, schema, readDictionaries(backend, file, dictionaries, index.schema, schema)));
      yield* pieces;
      pieces = [];
    }
  }
  writer?.end();
  yield* pieces;
}
