import type { Column } from "../../chunk/column.ts";
import { columnTypeOf } from "../../chunk/column-type.ts";
import type { Schema } from "../../expr/meta.ts";
import { unifyDictionaries } from "../../kernels/frame/rows/dictionary.ts";
import { loadBackend } from "../../kernels/load.ts";
import { openRandomAccess } from "../files/random-access.ts";
import { schemaFrom } from "./from-table.ts";
import { readBatch, readDictionaries } from "./ipc-batch.ts";
import { indexArrow } from "./ipc-index.ts";
import { type ArrowWriteOptions, type ArrowWriter, arrowWriter } from "./ipc-write.ts";

/** One Arrow file of the record batches of several with the same schema. They are written anew: a file has one dictionary a column, with the texts of all. */
export function* joinArrow(paths: readonly string[], options: ArrowWriteOptions): Generator<Uint8Array> {
  const backend = loadBackend();
  let pieces: Uint8Array[] = [];
  let writer: ArrowWriter | undefined;
  for (const path of paths) {
    using file = openRandomAccess(path);
    const index = indexArrow(file);
    const schema = schemaFrom(index.schema, {}, "toArrow");
    if (writer === undefined) {
      writer = arrowWriter(schema, (bytes) => pieces.push(bytes), options);
      writer.begin(dictionariesOf(paths, schema));
    }
    for (const { block, dictionaries } of index.batches) {
      writer.write(readBatch(backend, file, block, index.schema, schema, readDictionaries(backend, file, dictionaries, index.schema, schema)));
      yield* pieces;
      pieces = [];
    }
  }
  writer?.end();
  yield* pieces;
}

/** Columns without rows, whose dictionaries have the texts of all files. */
function dictionariesOf(paths: readonly string[], schema: Schema): Column[] {
  const backend = loadBackend();
  const categories = schema.filter(({ type }) => columnTypeOf(type).kind === "category");
  let seen: Column[] = categories.map(() => noTexts);
  for (const path of categories.length === 0 ? [] : paths) {
    using file = openRandomAccess(path);
    const index = indexArrow(file);
    for (const { block, dictionaries } of index.batches) {
      const { columns } = readBatch(backend, file, block, index.schema, categories, readDictionaries(backend, file, dictionaries, index.schema, categories));
      seen = columns.map((column, at) => ({
        ...noTexts,
        dictionary: unifyDictionaries(backend, [seen[at]!, { ...noTexts, dictionary: column.dictionary! }])[0]!.dictionary!,
      }));
    }
  }
  const byName = new Map(categories.map(({ name }, at) => [name, seen[at]!]));
  return schema.map(({ name, type }) => byName.get(name) ?? { type, length: 0, values: new Uint8Array(0) });
}

const noTexts: Column = {
  type: "category",
  length: 0,
  values: new Int32Array(0),
  dictionary: { type: "utf8", length: 0, values: new Uint8Array(0), offsets: new Int32Array(1) },
};
