import { close, openSync, unlink } from "node:fs";
import { join } from "node:path";
import { StorageError } from "../util/errors.ts";
import { spillFolder } from "./spill-folder.ts";

/** A stretch of a file. */
export interface Stretch {
  readonly file: SpillFile;
  readonly position: number;
  readonly byteLength: number;
}

export interface SpillFile {
  readonly path: string;
  readonly descriptor: number;
  /** Takes back a stretch of it. */
  readonly give: (stretch: Stretch) => void;
  /** How long it is, as far as it has been handed out. */
  bytes: number;
  /** Stretches that hold something. */
  held: number;
}

/** A file is filled up to this, or to a share of what all of them have: as much stays on disk as long as one chunk in it does. */
const leastFileBytes = 2 ** 28;
const fileShare = 1 / 8;

/**
 * Gives room on disk for chunks, in few files: opening one for each chunk takes longer than writing it, and leaves a dozen objects. Chunks have few sizes (those of the pool), so what one
 * leaves fits another; a file goes when nothing in it is needed.
 */
export function createSpillSpace(root: string | undefined) {
  const free = new Map<number, Stretch[]>();
  const files = new Set<SpillFile>();
  let last: SpillFile | undefined;
  let count = 0;
  let totalBytes = 0;

  function open(): SpillFile {
    const path = join(spillFolder(root), `${count++}.chunks`);
    const file: SpillFile = { path, descriptor: openFile(path), give, bytes: 0, held: 0 };
    files.add(file);
    return file;
  }

  function remove(file: SpillFile): void {
    files.delete(file);
    totalBytes -= file.bytes;
    if (file === last) last = undefined;
    for (const [byteLength, stretches] of free) {
      const others = stretches.filter((stretch) => stretch.file !== file);
      if (others.length > 0) free.set(byteLength, others);
      else free.delete(byteLength);
    }
    close(file.descriptor, () => unlink(file.path, () => {}));
  }

  function give(stretch: Stretch): void {
    const { file, byteLength } = stretch;
    if (--file.held === 0) {
      remove(file);
      return;
    }
    const others = free.get(byteLength);
    if (others === undefined) free.set(byteLength, [stretch]);
    else others.push(stretch);
  }

  return (byteLength: number): Stretch => {
    const known = free.get(byteLength)?.pop();
    if (known !== undefined) {
      known.file.held++;
      return known;
    }
    if (last === undefined || last.bytes + byteLength > Math.max(leastFileBytes, totalBytes * fileShare)) last = open();
    const stretch = { file: last, position: last.bytes, byteLength };
    last.bytes += byteLength;
    last.held++;
    totalBytes += byteLength;
    return stretch;
  };
}

function openFile(path: string): number {
  try {
    return openSync(path, "wx+", 0o600);
  } catch (cause) {
    throw spillFailure(path, "a chunk cannot be moved to disk", cause);
  }
}

export function spillFailure(path: string, what: string, cause: unknown): StorageError {
  const isFull = (cause as NodeJS.ErrnoException).code === "ENOSPC";
  return new StorageError(path, isFull ? `${what}: the disk is full; set spillFolder to a larger one, or raise memoryLimit` : what, { cause });
}
