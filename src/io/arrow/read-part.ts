import type { Schema as ArrowSchema } from "apache-arrow";
import type { Batch } from "../../chunk/column.ts";
import { concatBatches } from "../../kernels/frame/rows/concat.ts";
import type { ScanCall } from "../../kernels/frame/scan-kernel.ts";
import type { RandomAccess } from "../files/random-access.ts";
import { type KnownFile, openUnchanged } from "../files/unchanged.ts";
import { readBatch, readDictionaries } from "./ipc-batch.ts";
import { readSchemaAt, type SchemaPlace } from "./ipc-index.ts";
import type { Block } from "./ipc-message.ts";

/** What a partition is read from: record batches next to each other, each with the dictionaries that hold for it. */
export type ArrowPart = {
  readonly file: KnownFile;
  readonly schema: SchemaPlace;
  readonly batches: readonly { readonly block: Block; readonly dictionaries: readonly Block[] }[];
};

export function readPart({ backend, part, schema }: ScanCall): Batch {
  const { file: known, schema: place, batches } = part as ArrowPart;
  using file = openUnchanged(known);
  const arrowSchema = schemaOf(file, place);
  const read = batches.map(({ block, dictionaries }) =>
    readBatch(backend, file, block, arrowSchema, schema, readDictionaries(backend, file, dictionaries, arrowSchema, schema)),
  );
  return concatBatches(backend, read);
}

let recent: { readonly key: string; readonly schema: ArrowSchema } | undefined;

/** Partitions of a file are mostly read one after the other. */
function schemaOf(file: RandomAccess, place: SchemaPlace): ArrowSchema {
  const key = `${file.path}\n${file.modifiedMs}`;
  if (recent?.key !== key) recent = { key, schema: readSchemaAt(file, place) };
  return recent.schema;
}
