import type { Schema } from "apache-arrow";
import { StorageError } from "../../util/errors.ts";
import type { RandomAccess } from "../files/random-access.ts";
import { type Flat, int64At, rootOf, tableOf, vectorOf } from "./flatbuffer.ts";
import { type Block, guarded, MessageKind, readBatchHead, readDictionaryHead, readHead } from "./ipc-message.ts";
import { readSchema } from "./ipc-schema.ts";

/** Where the schema lies: a message of its own, or in the footer. */
export type SchemaPlace = { readonly offset: number; readonly bytes: number; readonly inFooter: boolean };

/** A record batch and the dictionaries it needs, in the order in which they apply. */
export interface IndexedBatch {
  readonly block: Block;
  readonly rows: number;
  readonly dictionaries: readonly Block[];
}

/** What lies where in an Arrow file. */
export interface ArrowIndex {
  readonly schema: Schema;
  readonly place: SchemaPlace;
  readonly batches: readonly IndexedBatch[];
}

const magic = "ARROW1";

/** Reads the heads of all messages of a file or a stream, no bodies. */
export function indexArrow(file: RandomAccess): ArrowIndex {
  const start = Buffer.from(file.read(0, Math.min(8, file.size))).toString("latin1");
  if (start.startsWith(magic)) return indexFile(file);
  if (start.startsWith("FEA1")) throw new StorageError(file.path, "is Feather version 1; write it again as version 2 (an Arrow file)");
  if (start.startsWith("\xff\xff\xff\xff") || isOldStream(start)) return indexStream(file);
  throw new StorageError(file.path, `is no Arrow file or stream: it begins with ${JSON.stringify(start.slice(0, 6))}`);
}

/** A length, before 0.15 without a mark: small, so that its upper bytes are 0. */
const isOldStream = (start: string) => start.length === 8 && start.charCodeAt(2) === 0 && start.charCodeAt(3) === 0 && start.charCodeAt(0) % 8 === 0;

function indexFile(file: RandomAccess): ArrowIndex {
  const tail = file.size < 20 ? undefined : Buffer.from(file.read(file.size - 10, 10));
  if (tail?.toString("latin1", 4) !== magic) throw new StorageError(file.path, `is cut: an Arrow file ends with ${magic}; was it written to its end?`);
  const bytes = tail.readInt32LE(0);
  const place = { offset: file.size - 10 - bytes, bytes, inFooter: true };
  if (bytes <= 0 || place.offset < 8) throw new StorageError(file.path, `is damaged: its footer would have ${bytes} bytes`);
  return guarded(file, place.offset, () => {
    const footer = rootOf(file.read(place.offset, bytes));
    const dictionaries = blocksIn(footer, 2).map((offset) => headAt(file, offset, MessageKind.dictionary).block);
    const batches = blocksIn(footer, 3).map((offset) => {
      const { block, header } = headAt(file, offset, MessageKind.batch);
      return { block, rows: guarded(file, offset, () => readBatchHead(header).length), dictionaries };
    });
    return { schema: schemaIn(footer, 1), place, batches };
  });
}

/** Blocks of 24 bytes: offset, length of the head, length of the body. */
const blocksIn = (footer: Flat, field: number) => vectorOf(footer, field, 24, int64At);

function schemaIn(table: Flat, field: number): Schema {
  const schema = tableOf(table, field);
  if (schema === undefined) throw new RangeError("it holds no schema");
  return readSchema(schema);
}

function headAt(file: RandomAccess, offset: number, kind: number) {
  const head = readHead(file, offset);
  if (head?.kind !== kind)
    throw new StorageError(file.path, `is damaged: its footer says that byte ${offset} begins a message of kind ${kind}, there is ${head?.kind ?? "none"}`);
  return head;
}

function indexStream(file: RandomAccess): ArrowIndex {
  const first = readHead(file, 0);
  if (first?.kind !== MessageKind.schema) throw new StorageError(file.path, "is no Arrow stream: it does not begin with a schema");
  const place = { offset: 0, bytes: first.block.headBytes, inFooter: false };
  const schema = guarded(file, 0, () => readSchema(first.header));
  const batches: IndexedBatch[] = [];
  const current = new Map<number, Block[]>();
  for (let head = next(file, first.block); head !== undefined; head = next(file, head.block)) {
    const { block, header, kind } = head;
    guarded(file, block.offset, () => {
      if (kind === MessageKind.batch) batches.push({ block, rows: readBatchHead(header).length, dictionaries: [...current.values()].flat() });
      if (kind !== MessageKind.dictionary) return;
      const { id, isDelta } = readDictionaryHead(header);
      current.set(id, isDelta ? [...(current.get(id) ?? []), block] : [block]);
    });
  }
  return { schema, place, batches };
}

const next = (file: RandomAccess, { offset, headBytes, bodyBytes }: Block) => readHead(file, offset + headBytes + bodyBytes);

/** The schema of a file that was indexed before. */
export function readSchemaAt(file: RandomAccess, { offset, bytes, inFooter }: SchemaPlace): Schema {
  return guarded(file, offset, () => (inFooter ? schemaIn(rootOf(file.read(offset, bytes)), 1) : readSchema(readHead(file, offset)!.header)));
}
