import { unlink } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Block } from "../chunk/chunk.ts";
import { pool } from "../chunk/pool.ts";
import { StorageError } from "../util/errors.ts";
import { spillFolder } from "./spill-folder.ts";

/** The file that holds a copy of a block. */
const files = new WeakMap<Block, string>();
let count = 0;

/** I/O goes in pieces: Node cannot look at more bytes of a buffer at once everywhere. */
const pieceBytes = 2 ** 28;

/** Whether there is a copy of a block on disk. */
export function hasCopy(block: Block): boolean {
  return files.has(block);
}

/** Writes a block to disk, off the main thread. The file goes when the block is freed. */
export async function writeCopy(block: Block, root: string | undefined): Promise<void> {
  const path = join(spillFolder(root), `${count++}.chunk`);
  const remove = () => unlink(path, () => {});
  try {
    const file = await open(path, "wx", 0o600);
    try {
      for (const { bytes, position } of pieces(block)) {
        for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    remove();
    throw failure(path, "a chunk cannot be moved to disk", cause);
  }
  files.set(block, path);
  pool.whenFreed(block, remove);
}

/** Reads a block back from disk. */
export async function bringBack(block: Block): Promise<void> {
  // An inner run may have done so.
  if (pool.isResident(block)) return;
  pool.occupy(block);
  const path = files.get(block)!;
  try {
    const file = await open(path, "r");
    try {
      for (const { bytes, position } of pieces(block)) {
        for (let done = 0; done < bytes.length; ) {
          const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done);
          if (bytesRead === 0) throw new Error("the file is shorter than it was written");
          done += bytesRead;
        }
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw failure(path, "a chunk cannot be read back from disk", cause);
  }
}

function* pieces(block: Block): Generator<{ bytes: Uint8Array; position: number }> {
  for (let position = 0; position < block.byteLength; position += pieceBytes) {
    const length = Math.min(pieceBytes, block.byteLength - position);
    yield { bytes: new Uint8Array(block.buffer, block.byteOffset + position, length), position };
  }
}

function failure(path: string, what: string, cause: unknown): StorageError {
  const isFull = (cause as NodeJS.ErrnoException).code === "ENOSPC";
  return new StorageError(path, isFull ? `${what}: the disk is full; set spillFolder to a larger one, or raise memoryLimit` : what, { cause });
}
