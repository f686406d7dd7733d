import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { StorageError } from "../util/errors.ts";

/** A path or a `file:` URL: of a file, or of a folder. */
export type FilePath = string | URL;

const inOrder = new Intl.Collator("en", { numeric: true });

/** The files that are named; of a folder those with one of the endings (`.parquet`), in the order of the numbers in their names. */
export function findFiles(paths: FilePath | readonly FilePath[], endings: readonly string[]): string[] {
  const list = Array.isArray(paths) ? (paths as readonly FilePath[]) : [paths as FilePath];
  if (list.length === 0) throw new StorageError("[]", "is a list of no files");
  return list.flatMap((path) => {
    const own = resolve(path instanceof URL ? fileURLToPath(path) : path);
    if (!existsSync(own)) throw new StorageError(own, "does not exist");
    if (!statSync(own).isDirectory()) return [own];
    const found = filesIn(own, endings);
    if (found.length === 0) throw new StorageError(own, `is a folder without files that end with ${endings.join(" or ")}`);
    return found;
  });
}

/** Hidden ones are being written. */
export function filesIn(folder: string, endings: readonly string[]): string[] {
  const names = readdirSync(folder).filter((name) => !/^[._]/.test(name) && endings.some((ending) => name.endsWith(ending)));
  return names.sort(inOrder.compare).map((name) => join(folder, name));
}
