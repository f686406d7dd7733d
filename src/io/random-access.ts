import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { StorageError } from "../util/errors.ts";

/** A file that is read in parts. */
export interface RandomAccess extends Disposable {
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** Bytes `position … position + length - 1` in memory of their own. A file that ends before is a `StorageError`. */
  read(position: number, length: number): Uint8Array;
}

/** The longest stretch read at once: Node.js reads less than 2 GiB. */
const pieceBytes = 2 ** 28;

export function openRandomAccess(path: string): RandomAccess {
  const file = attempt(path, () => openSync(path, "r"));
  try {
    const stat = fstatSync(file);
    if (stat.isDirectory()) throw new StorageError(path, "is a folder");
    return {
      path,
      size: stat.size,
      modifiedMs: stat.mtimeMs,
      read: (position, length) => read(file, path, position, length),
      [Symbol.dispose]: () => closeSync(file),
    };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function read(file: number, path: string, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const got = attempt(path, () => readSync(file, bytes, done, Math.min(pieceBytes, length - done), position + done));
    if (got === 0) throw new StorageError(path, `is cut: ${length} bytes were expected at byte ${position}, there are ${done}`);
    done += got;
  }
  return bytes;
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new StorageError(path, `cannot be read: ${(cause as Error).message}`, { cause });
  }
}
