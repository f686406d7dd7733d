import { closeSync, fstatSync } from "node:fs";
import { StorageError } from "../../util/errors.ts";
import { openFile, readExactly } from "./read.ts";

/** A file that is read in parts. */
export interface RandomAccess extends Disposable {
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** Bytes `position … position + length - 1` in memory of their own. A file that ends before is a `StorageError`. */
  read(position: number, length: number): Uint8Array;
  /** The same into memory that is there. */
  readInto(position: number, target: Uint8Array): void;
}

export function openRandomAccess(path: string): RandomAccess {
  const file = openFile(path);
  const stat = fstatSync(file);
  if (!stat.isFile()) {
    closeSync(file);
    throw new StorageError(path, "is not a file");
  }
  return {
    path,
    size: stat.size,
    modifiedMs: stat.mtimeMs,
    read(position, length) {
      const bytes = new Uint8Array(length);
      readExactly(file, path, position, bytes);
      return bytes;
    },
    readInto: (position, target) => readExactly(file, path, position, target),
    [Symbol.dispose]: () => closeSync(file),
  };
}
