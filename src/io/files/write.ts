import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { StorageError, TaskError } from "../../util/errors.ts";
import { pieceOf } from "./read.ts";

/**
 * Writes a file of which no one ever sees a half: `write` is given the path of an empty file in the same folder, which takes the name when it is whole and on
 * disk. If `write` fails, nothing has changed.
 */
export async function writeWhole<T>(path: string, write: (beside: string) => Promise<T>): Promise<T> {
  const target = followLinks(resolve(path));
  const beside = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  create(beside, target);
  try {
    const result = await write(beside);
    sync(beside);
    renameSync(beside, target);
    return result;
  } catch (error) {
    rmSync(beside, { force: true });
    throw ofTarget(error, beside, target);
  }
}

/** Writes all of `bytes`. */
export function writeAt(file: number, path: string, position: number, bytes: ArrayBufferView): void {
  for (let done = 0; done < bytes.byteLength; ) {
    const piece = pieceOf(bytes, done);
    try {
      done += writeSync(file, piece, 0, piece.length, position + done);
    } catch (cause) {
      throw new StorageError(path, `cannot be written: ${(cause as Error).message}`, { cause });
    }
  }
}

/** The folder that a file is written to is there, and no folder has the file's name: said before work begins, not after it. */
export function requirePlace(path: string, operation: string): void {
  const folder = dirname(path);
  const found = kindOf(folder);
  if (found !== "folder")
    throw new StorageError(path, `${operation}: ${folder} ${found === "none" ? "does not exist; make the folder first" : "is no folder"}`);
  if (kindOf(path) === "folder") throw new StorageError(path, `${operation}: is a folder; write to a file in it, or to another name`);
}

function kindOf(path: string): "none" | "folder" | "other" {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "none" : stat.isDirectory() ? "folder" : "other";
}

/** A file that is being read cannot be overwritten: what is read last would be what was written first. */
export function refuseOverwriting(paths: readonly string[], reads: readonly string[], operation: string): void {
  const read = new Set(reads.flatMap((path) => [resolve(path), identity(path) ?? ""]));
  for (const path of paths) {
    if (read.has(resolve(path)) || read.has(identity(path) ?? resolve(path)))
      throw new StorageError(path, `${operation} would overwrite the file it reads; write to another name and rename it`);
  }
}

/** What went wrong with the file beside, maybe in a task, went wrong with the file: nobody knows the other name. */
export function ofTarget(error: unknown, beside: string, target: string): unknown {
  const own = error instanceof TaskError ? error.cause : error;
  if (own instanceof StorageError && own.url === beside) return new StorageError(target, own.message.slice(beside.length + 2), { cause: error });
  if (error instanceof Error && "syscall" in error) return new StorageError(target, `cannot be written: ${error.message}`, { cause: error });
  return error;
}

/** Which file it is, whatever names it has; `undefined`: none yet, and none can be. */
function identity(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

/** What is replaced is the file, not the link to it. */
export function followLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function create(beside: string, target: string): void {
  try {
    closeSync(openSync(beside, "wx"));
  } catch (cause) {
    throw new StorageError(target, `cannot be written: ${(cause as Error).message}`, { cause });
  }
}

function sync(path: string): void {
  const file = openSync(path, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
