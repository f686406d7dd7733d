import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { StorageError } from "../../util/errors.ts";
import { findFiles, type PathPattern } from "./paths.ts";

const inOrder = new Intl.Collator("en", { numeric: true });

/** The files that paths, patterns and folders name; of a folder those with one of the endings (`.parquet`), in the order of the numbers in their names. */
export function findData(paths: PathPattern | readonly PathPattern[], endings: readonly string[]): string[] {
  return findFiles(paths).flatMap((path) => {
    if (!statSync(path).isDirectory()) return [path];
    const found = filesIn(path, endings);
    if (found.length === 0) throw new StorageError(path, `is a folder without files that end with ${endings.join(" or ")}`);
    return found;
  });
}

/** Hidden ones are being written. */
export function filesIn(folder: string, endings: readonly string[]): string[] {
  const names = readdirSync(folder).filter((name) => !/^[._]/.test(name) && endings.some((ending) => name.endsWith(ending)));
  return names.sort(inOrder.compare).map((name) => join(folder, name));
}
