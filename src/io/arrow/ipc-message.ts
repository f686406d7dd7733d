import { StorageError } from "../../util/errors.ts";
import { whileReading } from "../damaged.ts";
import type { RandomAccess } from "../files/random-access.ts";
import { type Flat, int8Of, int64At, int64Of, rootOf, tableOf, vectorOf } from "./flatbuffer.ts";

// Arrow's IPC format (arrow.apache.org, "Columnar Format", "Serialization and IPC"): messages of a head, which is a flatbuffer behind its length, and a body of buffers.

/** Where a message lies in its file. Plain data, as it travels to the task that reads it. */
export type Block = { readonly offset: number; readonly headBytes: number; readonly bodyBytes: number };

/** `MessageHeader` of Message.fbs. */
export const MessageKind = { schema: 1, dictionary: 2, batch: 3 } as const;

export interface MessageHead {
  readonly block: Block;
  readonly kind: number;
  readonly header: Flat;
}

/** What the head of a record batch says. */
export interface BatchHead {
  readonly length: number;
  readonly nodes: readonly { readonly length: number; readonly nullCount: number }[];
  readonly buffers: readonly { readonly offset: number; readonly length: number }[];
  /** `CompressionType` of Message.fbs: 0 LZ4 frames, 1 Zstandard. */
  readonly compression: number | undefined;
  readonly variadicCounts: readonly number[];
}

/** The head of the message at a byte of the file; nothing where the stream ends. */
export function readHead(file: RandomAccess, offset: number): MessageHead | undefined {
  if (offset === file.size) return undefined;
  if (offset + 4 > file.size) throw cutAt(file, offset, 4);
  const start = wordsAt(file, offset);
  // Before version 0.15 the length came without a mark before it.
  const prefix = start[0] === -1 ? 8 : 4;
  const length = prefix === 8 ? (start[1] ?? 0) : start[0]!;
  if (length === 0) return undefined;
  if (length < 0 || offset + prefix + length > file.size) throw cutAt(file, offset, prefix + length);
  const bytes = file.read(offset, prefix + length);
  return guarded(file, offset, () => {
    const root = rootOf(bytes.subarray(prefix));
    const header = tableOf(root, 2);
    const block = { offset, headBytes: prefix + length, bodyBytes: int64Of(root, 3) };
    if (header === undefined) throw new RangeError("it has no header");
    if (offset + block.headBytes + block.bodyBytes > file.size) throw cutAt(file, offset, block.headBytes + block.bodyBytes);
    return { block, kind: int8Of(root, 1), header };
  });
}

function wordsAt(file: RandomAccess, offset: number): Int32Array {
  const bytes = file.read(offset, Math.min(8, file.size - offset));
  return new Int32Array(bytes.buffer, 0, bytes.length >> 2);
}

const cutAt = (file: RandomAccess, offset: number, bytes: number) =>
  new StorageError(file.path, `is cut: the Arrow message at byte ${offset} takes ${bytes} bytes, the file has ${file.size}`);

/** Runs what reads a message; what is wrong with it becomes an error naming the file and the place. */
export function guarded<T>(file: { readonly path: string }, offset: number, read: () => T): T {
  return whileReading(file.path, `the Arrow message at byte ${offset}`, read);
}

export function readBatchHead(header: Flat): BatchHead {
  const compression = tableOf(header, 3);
  const length = int64Of(header, 0);
  const nodes = vectorOf(header, 1, 16, (view, at) => ({ length: int64At(view, at), nullCount: int64At(view, at + 8) }));
  // Memory is planned by it.
  if (length > 0x7fff_ffff || (nodes.length > 0 && nodes[0]!.length !== length))
    throw new RangeError(`a batch of ${length} rows, whose first column has ${nodes[0]?.length}`);
  return {
    length,
    nodes,
    buffers: vectorOf(header, 2, 16, (view, at) => ({ offset: int64At(view, at), length: int64At(view, at + 8) })),
    compression: compression && int8Of(compression, 0),
    variadicCounts: vectorOf(header, 4, 8, int64At),
  };
}

export interface DictionaryHead {
  readonly id: number;
  readonly isDelta: boolean;
  readonly batch: BatchHead;
}

export function readDictionaryHead(header: Flat): DictionaryHead {
  const data = tableOf(header, 1);
  if (data === undefined) throw new RangeError("a dictionary without values");
  return { id: int64Of(header, 0), isDelta: int8Of(header, 2) !== 0, batch: readBatchHead(data) };
}
