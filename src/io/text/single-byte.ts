import { type Backend, Status } from "../../kernels/kernel.ts";
import { StorageError } from "../../util/errors.ts";
import { must } from "../../util/must.ts";
import { chunkReader } from "../compression/chunk-reader.ts";
import type { ByteReader } from "../compression/codec.ts";

/** What bytes from 128 on are in an encoding with a byte a character, as the kernel wants it: up to three bytes of UTF-8, and how many. */
export type ByteTable = Uint32Array;

const pieceBytes = 2 ** 16;

/** Bytes 0x80 … 0x9f of windows-1252 (the Encoding Standard, whatwg.org); where there is nothing, the control character. TextDecoder of Node.js 20 does not know them. */
const windows1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

export const latin1Table = tableOf((byte) => String.fromCharCode(byte));
export const windows1252Table = tableOf((byte) => windows1252[byte - 0x80] ?? String.fromCharCode(byte));

/** As Node.js knows an encoding: every byte by itself. */
export function tableOfDecoder(name: string): ByteTable {
  return tableOf((byte) => {
    try {
      return new TextDecoder(name, { fatal: true }).decode(Uint8Array.of(byte));
    } catch {
      return "";
    }
  });
}

function tableOf(characterOf: (byte: number) => string): ByteTable {
  return Uint32Array.from({ length: 128 }, (_, i) => {
    const bytes = Buffer.from(characterOf(128 + i), "utf8");
    return bytes.reduce((word, byte, k) => word + byte * 256 ** k, bytes.length * 2 ** 24);
  });
}

export function fromSingleBytes(reader: ByteReader, table: ByteTable, encoding: string, path: string, backend: Backend): ByteReader {
  const buffer = new Uint8Array(pieceBytes);
  const out = new Uint8Array(3 * pieceBytes);
  const state = new Float64Array(2);
  let position = 0;
  return chunkReader(() => {
    const got = reader.read(buffer);
    if (got === 0) return undefined;
    state.fill(0);
    const status = backend.run("text/single-byte", "uint8", { n: got, inputs: [buffer, table], outputs: [out], state });
    if (status === Status.domain) {
      const at = state[0]!;
      throw new StorageError(path, `is not ${encoding}: byte 0x${buffer[at]!.toString(16)} at ${position + at} of its text is no character there`);
    }
    must(status === Status.ok, `text/single-byte: status ${status}`);
    position += got;
    return [out.subarray(0, state[1])];
  });
}
