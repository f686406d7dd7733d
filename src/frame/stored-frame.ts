import { pack, packedBytes } from "../chunk/batch.ts";
import type { Chunk } from "../chunk/chunk.ts";
import type { Batch } from "../chunk/column.ts";
import { sliceBatch } from "../chunk/column.ts";
import { pool } from "../chunk/pool.ts";
import type { Expr } from "../expr/expr.ts";
import { frameMeta, type Schema, withChunks } from "../expr/meta.ts";
import { tokenize } from "../expr/token.ts";
import { persisted } from "../ops/define/stored.ts";
import { ShapeError } from "../util/errors.ts";
import { shown } from "../util/shown.ts";

/** Frees the memory of frames that nobody can reach any more. */
const backstop = new FinalizationRegistry<readonly Chunk[]>((chunks) => {
  for (const { block } of chunks) pool.release(block);
});

/** A frame of batches in memory, which are copied: a partition each. */
export function storedFrame(schema: Schema, batches: readonly Batch[]): Expr {
  const chunks = batches.map((batch): Chunk => {
    const bytes = packedBytes(batch);
    const block = pool.allocate(bytes);
    pack(batch, new Uint8Array(block.buffer, block.byteOffset, bytes));
    return { block, dtype: "uint8", shape: [bytes] };
  });
  const content = tokenize(...chunks.map(({ block, shape }) => new Uint8Array(block.buffer, block.byteOffset, shape[0])));
  for (const { block } of chunks) pool.allowSpill(block);
  const meta = withChunks(frameMeta(schema, batches.length), [chunks.map(({ shape }) => shape[0]!)]);
  const node = persisted(content, meta, chunks);
  backstop.register(node.held as object, [...chunks]);
  return node;
}

/** How many rows a partition gets where nobody says: enough for a task, and a few of them for every core. */
export const rowsPerPartition = 2 ** 19;

/** A batch cut into partitions of about equally many rows. */
export function cut(batch: Batch, npartitions: number | undefined, operation: string): Batch[] {
  if (npartitions !== undefined && !(Number.isSafeInteger(npartitions) && npartitions >= 1))
    throw new ShapeError(`${operation}: ${shown(npartitions)} is not a number of partitions; it must be a whole one from 1`);
  const count = npartitions ?? Math.max(1, Math.ceil(batch.length / rowsPerPartition));
  const border = (i: number) => Math.round((i * batch.length) / count);
  return Array.from({ length: count }, (_, i) => sliceBatch(batch, border(i), border(i + 1)));
}
