import { StorageError } from "../../util/errors.ts";
import { openRandomAccess, type RandomAccess } from "./random-access.ts";
import { fileSource, type Source } from "./read.ts";

/** A file as it was when the plan was made. Size and time stand in tokens: a file that changed is another one. */
export type KnownFile = { readonly path: string; readonly bytes: number; readonly modifiedMs: number };

export function knownFile({ path, size, modifiedMs }: RandomAccess): KnownFile {
  return { path, bytes: size, modifiedMs };
}

/** Opens a file again. One that is not what it was is an error: where things lie in it is known from before. */
export function openUnchanged(known: KnownFile): RandomAccess {
  const file = openRandomAccess(known.path);
  requireUnchanged(known, file.size, file);
  return file;
}

/** The same to be read one byte after the other. */
export function unchangedSource(known: KnownFile): Source {
  const source = fileSource(known.path);
  requireUnchanged(known, source.bytes, source);
  return source;
}

/** It is the file that was opened which must be right: another one may have its name by now. */
function requireUnchanged({ path, bytes, modifiedMs }: KnownFile, size: number, file: Disposable & { readonly modifiedMs: number }): void {
  if (size === bytes && file.modifiedMs === modifiedMs) return;
  file[Symbol.dispose]();
  throw new StorageError(path, `has changed since it was opened: ${bytes} bytes then, ${size} now; read it again`);
}
