import { StorageError } from "../../util/errors.ts";
import { openRandomAccess, type RandomAccess } from "./random-access.ts";

/** A file as it was when the plan was made. Size and time stand in tokens: a file that changed is another one. */
export type KnownFile = { readonly path: string; readonly bytes: number; readonly modifiedMs: number };

export function knownFile({ path, size, modifiedMs }: RandomAccess): KnownFile {
  return { path, bytes: size, modifiedMs };
}

/** Opens a file again. One that is not what it was is an error: where things lie in it is known from before. */
export function openUnchanged({ path, bytes, modifiedMs }: KnownFile): RandomAccess {
  const file = openRandomAccess(path);
  if (file.size === bytes && file.modifiedMs === modifiedMs) return file;
  file[Symbol.dispose]();
  throw new StorageError(path, `has changed since it was opened: ${bytes} bytes then, ${file.size} now; read it again`);
}
