import { closeSync, fsyncSync, openSync } from "node:fs";
import { StorageError } from "../../util/errors.ts";
import { writeAt } from "./write.ts";

/** Writes a new file of these pieces, and waits until they are on disk, unless it is one that will not last. Each piece is written before the next one is asked for. */
export function writeFile(path: string, pieces: Iterable<Uint8Array>, { lasts = true }: { readonly lasts?: boolean } = {}): void {
  const file = create(path);
  try {
    let position = 0;
    for (const piece of pieces) {
      writeAt(file, path, position, piece);
      position += piece.length;
    }
    if (lasts) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function create(path: string): number {
  try {
    return openSync(path, "wx");
  } catch (cause) {
    throw new StorageError(path, `cannot be written: ${(cause as Error).message}`, { cause });
  }
}
