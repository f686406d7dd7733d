import { fileSource } from "../files/read.ts";

const pieceBytes = 2 ** 20;

/** One file of several: the first `headerBytes` of each but the first are left out. */
export function* joinCsv(paths: readonly string[], headerBytes: number): Generator<Uint8Array> {
  const piece = new Uint8Array(pieceBytes);
  for (const [i, path] of paths.entries()) {
    using source = fileSource(path);
    for (let at = i === 0 ? 0 : headerBytes; at < source.bytes; ) {
      const got = source.read(at, piece);
      if (got === 0) break;
      yield piece.subarray(0, got);
      at += got;
    }
  }
}
