import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { StorageError } from "../../util/errors.ts";

/** The longest stretch read or written at once. No byte view spans more than a gibibyte on Node 20. */
const pieceBytes = 2 ** 28;

/** The bytes of memory from `start` on: all of them, or the first piece. */
export function pieceOf(memory: ArrayBufferView, start: number): Uint8Array {
  return new Uint8Array(memory.buffer, memory.byteOffset + start, Math.min(pieceBytes, memory.byteLength - start));
}

export function openFile(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw new StorageError(path, `cannot be opened: ${(cause as Error).message}`, { cause });
  }
}

/** What tells a file from what it was before. */
export interface FileState {
  readonly bytes: number;
  readonly modifiedMs: number;
}

export function stateOf(path: string): FileState {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) throw new StorageError(path, "is not a file");
    return { bytes: stat.size, modifiedMs: stat.mtimeMs };
  } catch (cause) {
    if (cause instanceof StorageError) throw cause;
    throw new StorageError(path, `cannot be opened: ${(cause as Error).message}`, { cause });
  }
}

/** Fills `target` with what the file has from `position` on. Returns how many bytes there were: fewer only where the file ends. */
export function readAt(file: number, path: string, position: number, target: ArrayBufferView): number {
  let done = 0;
  while (done < target.byteLength) {
    const piece = pieceOf(target, done);
    let got: number;
    try {
      got = readSync(file, piece, 0, piece.length, position + done);
    } catch (cause) {
      throw new StorageError(path, `cannot be read at byte ${position + done}: ${(cause as Error).message}`, { cause });
    }
    if (got === 0) break;
    done += got;
  }
  return done;
}

/** As `readAt`, where all of it must be there. */
export function readExactly(file: number, path: string, position: number, target: ArrayBufferView): void {
  const got = readAt(file, path, position, target);
  if (got < target.byteLength) throw new StorageError(path, `is cut: ${target.byteLength} bytes were expected at ${position}, there are ${got}`);
}

/** Bytes that can be read anywhere: a file, or memory that came from one. */
export interface Source extends Disposable {
  /** For messages. */
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Fills `target` from `position` on and returns how many bytes there were. */
  read(position: number, target: Uint8Array): number;
}

export function fileSource(path: string): Source {
  const file = openFile(path);
  const { size, mtimeMs } = fstatSync(file);
  return {
    path,
    bytes: size,
    modifiedMs: mtimeMs,
    read: (position, target) => readAt(file, path, position, target),
    [Symbol.dispose]: () => closeSync(file),
  };
}

export function memorySource(path: string, memory: Uint8Array): Source {
  return {
    path,
    bytes: memory.length,
    modifiedMs: 0,
    read(position, target) {
      const part = memory.subarray(position, position + target.length);
      target.set(part);
      return part.length;
    },
    [Symbol.dispose]: () => {},
  };
}
