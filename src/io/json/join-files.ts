import { openRandomAccess } from "../files/random-access.ts";

/** How much is copied at once. */
const pieceBytes = 2 ** 24;

/** The lines of files one after the other. */
export function* joinLines(paths: readonly string[]): Generator<Uint8Array> {
  for (const path of paths) {
    using file = openRandomAccess(path);
    for (let at = 0; at < file.size; at += pieceBytes) yield file.read(at, Math.min(pieceBytes, file.size - at));
  }
}
