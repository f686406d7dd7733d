import { existsSync } from "node:fs";
import { isAbsolute, parse, posix, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type * as Tinyglobby from "tinyglobby";
import { StorageError } from "../../util/errors.ts";
import { loadPackage } from "../../util/load-module.ts";
import { shown } from "../../util/shown.ts";

/** A path, a `file:` URL, or a pattern: `flights/*.csv.bz2`, `{a,b}.csv`, `**` for folders at any depth. */
export type PathPattern = string | URL;

/** The files that patterns name, as absolute paths, or the folders of a pattern that no file matches: those of one pattern sorted by name, several patterns in their order. A pattern that matches nothing throws. */
export function findFiles(patterns: PathPattern | readonly PathPattern[]): string[] {
  const list = Array.isArray(patterns) ? (patterns as readonly PathPattern[]) : [patterns as PathPattern];
  if (list.length === 0) throw new StorageError("[]", "is a list of no files");
  return list.flatMap(matching);
}

/** What a reader is told to read, or an error that names it. */
export function requirePaths(operation: string, paths: unknown): void {
  const list = Array.isArray(paths) ? paths : [paths];
  if (list.length === 0) throw new StorageError("[]", `${operation}: there is no file in the list; give at least one path or pattern`);
  const odd = list.find((path) => typeof path !== "string" && !(path instanceof URL));
  if (odd !== undefined || list.includes(undefined))
    throw new TypeError(`${operation}: ${shown(odd)} is no path; give a text, a file: URL, or a list of those`);
  if (list.includes("")) throw new StorageError("", `${operation}: an empty path names no file`);
}

/** The absolute path of a file to write, which may not be there yet. */
export function pathOf(path: PathPattern): string {
  if (typeof path !== "string" && !(path instanceof URL)) throw new TypeError(`path: ${shown(path)} is none; give a text or a file: URL`);
  const text = String(path);
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (isFileUrl(text)) {
    try {
      return fileURLToPath(text);
    } catch (cause) {
      throw new StorageError(text, `is not the URL of a file here: ${(cause as Error).message}`, { cause });
    }
  }
  if (scheme !== undefined) throw new StorageError(text, `${scheme}: is not read; paths and file: URLs are`);
  if (text === "") throw new StorageError(text, "an empty path names no file");
  return resolve(text);
}

/** `file:///data/a.csv`, or with one slash. */
const isFileUrl = (text: string) => /^file:\//i.test(text);

function matching(pattern: PathPattern): string[] {
  const path = pathOf(pattern);
  // A name with brackets in it is a name if there is such a file.
  if (existsSync(path)) return [path];
  const given = isFileUrl(String(pattern)) ? path : String(pattern);
  const { escapePath, globSync, isDynamicPattern } = loadPackage<typeof Tinyglobby>("tinyglobby");
  if (!isDynamicPattern(slashed(given))) throw new StorageError(path, "does not exist");
  // The folder we are in may have brackets too. It is not the library's `cwd`: what lies in that one is passed over where a pattern comes back to it from above (`../*/a.csv`; 0.2.17).
  const text = isAbsolute(given) ? slashed(given) : posix.join(escapePath(slashed(process.cwd())), slashed(given));
  const find = (only: { readonly onlyFiles?: boolean; readonly onlyDirectories?: boolean }) =>
    globSync(text, { cwd: parse(path).root, absolute: true, expandDirectories: false, ...only }).map((file) => resolve(file));
  const files = find({ onlyFiles: true });
  const found = files.length > 0 ? files : find({ onlyDirectories: true });
  if (found.length === 0) throw new StorageError(String(pattern), "matches no file");
  return found.sort((a, b) => (a < b ? -1 : 1));
}

const slashed = (path: string) => (sep === "\\" ? path.replaceAll(sep, "/") : path);
