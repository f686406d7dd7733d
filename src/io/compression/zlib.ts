import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { StorageError } from "../../util/errors.ts";
import type { Source } from "../files/read.ts";
import { chunkReader } from "./chunk-reader.ts";
import type { ByteReader, Codec } from "./codec.ts";
import { type PushDecoder, syncDecoder } from "./sync-stream.ts";

/** How much is decoded at once: what comes of it lies in memory until it is read, at most a thousandfold. */
const pushBytes = 2 ** 14;

/** RFC 1952, also of several members one after the other. */
export const gzip: Codec = {
  name: "gzip",
  endings: [".gz", ".gzip"],
  magic: [0x1f, 0x8b],
  open: (source) => zlibReader(source, "gzip", syncDecoder("Gunzip")),
  compress: (bytes, level = 6) => gzipSync(bytes, { level }),
};

/** RFC 7932. It has no checksum: not all damage is noticed. */
export const brotli: Codec = {
  name: "brotli",
  endings: [".br"],
  open: (source) => zlibReader(source, "brotli", syncDecoder("BrotliDecompress")),
  compress: (bytes, level = 5) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: level } }),
};

function zlibReader(source: Source, codec: string, decoder: PushDecoder): ByteReader {
  const buffer = new Uint8Array(pushBytes);
  let position = 0;
  let ended = false;
  return chunkReader(() => {
    if (ended) return undefined;
    const got = source.read(position, buffer);
    ended = got === 0;
    position += got;
    try {
      return ended ? decoder.end() : decoder.push(buffer.subarray(0, got));
    } catch (cause) {
      const where = ended ? `at its end, byte ${position}` : `between bytes ${position - got} and ${position}`;
      throw new StorageError(source.path, `is not whole ${codec} data: ${(cause as Error).message}, ${where}`, { cause });
    }
  });
}
