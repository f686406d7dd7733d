import { unpack } from "../chunk/batch.ts";
import { type Chunk, elements } from "../chunk/chunk.ts";
import type { Batch } from "../chunk/column.ts";
import type { FrameMeta, Schema } from "../expr/meta.ts";
import { must } from "../util/must.ts";

/** What computing a frame gives, before it becomes what its user wants: a batch a partition, in memory that nobody else has. */
export interface FrameResult {
  readonly schema: Schema;
  readonly batches: readonly Batch[];
}

/** Collects the partitions of a frame. */
export function frameAssembly({ schema, chunks }: FrameMeta): { take(flat: number, chunk: Chunk): void; finish(): FrameResult } {
  const batches = new Array<Batch | undefined>(chunks[0]!.length).fill(undefined);
  return {
    take(flat, chunk) {
      const shared = elements(chunk) as Uint8Array;
      const own = new Uint8Array(shared.length);
      own.set(shared);
      batches[flat] = unpack(own);
    },
    finish() {
      must(!batches.includes(undefined), "a frame was finished before all its partitions came");
      return { schema, batches: batches as Batch[] };
    },
  };
}
