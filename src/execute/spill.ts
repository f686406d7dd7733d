import { read, write } from "node:fs";
import type { Block } from "../chunk/chunk.ts";
import { pool } from "../chunk/pool.ts";
import { createSpillSpace, type Stretch, spillFailure } from "./spill-space.ts";

/** Where the copy of a block is. */
const copies = new WeakMap<Block, Stretch>();
const spaces = new Map<string | undefined, ReturnType<typeof createSpillSpace>>();

/** I/O goes in pieces: Node cannot look at more bytes of a buffer at once everywhere. */
const pieceBytes = 2 ** 28;

/** Whether there is a copy of a block on disk. */
export function hasCopy(block: Block): boolean {
  return copies.has(block);
}

/** Writes a block to disk, off the main thread. The copy goes when the block is freed. */
export async function writeCopy(block: Block, root: string | undefined): Promise<void> {
  let take = spaces.get(root);
  if (take === undefined) spaces.set(root, (take = createSpillSpace(root)));
  const stretch = take(block.byteLength);
  try {
    await transfer(write, block, stretch);
  } catch (cause) {
    stretch.file.give(stretch);
    throw spillFailure(stretch.file.path, "a chunk cannot be moved to disk", cause);
  }
  copies.set(block, stretch);
  pool.whenFreed(block, forget);
}

function forget(block: Block): void {
  const stretch = copies.get(block)!;
  copies.delete(block);
  stretch.file.give(stretch);
}

/** Reads a block back from disk. */
export async function bringBack(block: Block): Promise<void> {
  // An inner run may have done so.
  if (pool.isResident(block)) return;
  pool.occupy(block);
  const stretch = copies.get(block)!;
  try {
    await transfer(read, block, stretch);
  } catch (cause) {
    throw spillFailure(stretch.file.path, "a chunk cannot be read back from disk", cause);
  }
}

type Access = (file: number, bytes: Uint8Array, offset: number, length: number, position: number, then: (error: Error | null, moved: number) => void) => void;

/** All of a block, piece by piece. (Files of promises make ten times the objects.) */
function transfer(access: Access, block: Block, { file, position }: Stretch): Promise<void> {
  const { buffer, byteOffset, byteLength } = block;
  return new Promise((resolve, reject) => {
    let done = 0;
    const next = (error: Error | null, moved: number): void => {
      if (error === null && moved === 0) error = new Error("the file is shorter than it was written");
      if (error !== null) {
        reject(error);
        return;
      }
      done += moved;
      if (done === byteLength) resolve();
      else go();
    };
    const go = () => {
      const length = Math.min(pieceBytes, byteLength - done);
      access(file.descriptor, new Uint8Array(buffer, byteOffset + done, length), 0, length, position + done, next);
    };
    go();
  });
}
