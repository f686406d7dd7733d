import type { ByteReader } from "./codec.ts";

/** Bytes from pieces as they are made; `undefined` is the end. A piece is read before the next is asked for. */
export function chunkReader(next: () => readonly Uint8Array[] | undefined): ByteReader {
  let pieces: readonly Uint8Array[] | undefined = [];
  let first = 0;
  let used = 0;
  return {
    read(target) {
      let done = 0;
      while (done < target.length && pieces !== undefined) {
        const piece = pieces[first];
        if (piece === undefined) {
          pieces = next();
          first = 0;
          continue;
        }
        const part = piece.subarray(used, used + target.length - done);
        target.set(part, done);
        done += part.length;
        used += part.length;
        if (used < piece.length) continue;
        first++;
        used = 0;
      }
      return done;
    },
  };
}
