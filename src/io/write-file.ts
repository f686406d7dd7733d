import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { StorageError } from "../util/errors.ts";

/** The longest stretch written at once. */
const pieceBytes = 2 ** 28;

/** Writes a new file of these pieces, and waits until they are on disk. */
export function writeFile(path: string, pieces: Iterable<Uint8Array>): void {
  try {
    const file = openSync(path, "wx");
    try {
      for (const piece of pieces) for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done, Math.min(pieceBytes, piece.length - done));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    if (cause instanceof StorageError) throw cause;
    throw new StorageError(path, `cannot be written: ${(cause as Error).message}`, { cause });
  }
}
