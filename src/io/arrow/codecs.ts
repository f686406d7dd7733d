import type { Backend } from "../../kernels/kernel.ts";
import type { Codec } from "../compression/codec.ts";
import { lz4 } from "../compression/lz4.ts";
import { decompress } from "../compression/whole.ts";
import { zstd } from "../compression/zstd.ts";

/** How the bodies of messages can be compressed: in the order of the numbers that Arrow gives them. */
const codecs: readonly Codec[] = [lz4, zstd];
export const compressionNames = ["lz4", "zstd"] as const;
export type ArrowCompression = (typeof compressionNames)[number];

/** A buffer behind its length; -1 and the bytes themselves where nothing is won. */
export function compressBody(name: ArrowCompression, bytes: Uint8Array): Uint8Array {
  const body = codecs[compressionNames.indexOf(name)]!.compress!(bytes);
  const isLess = body.length < bytes.length;
  const out = new Uint8Array(8 + (isLess ? body : bytes).length);
  new DataView(out.buffer).setBigInt64(0, isLess ? BigInt(bytes.length) : -1n, true);
  out.set(isLess ? body : bytes, 8);
  return out;
}

/** What a compressed buffer held. How long it says that it is does not matter: apache-arrow (21.2) writes the compressed length. */
export function decompressBody(compression: number, bytes: Uint8Array, path: string, backend: Backend): Uint8Array {
  const codec = codecs[compression];
  if (codec === undefined) throw new RangeError(`compression ${compression} is unknown`);
  const out = decompress(codec, bytes, path, backend);
  // Values of 8 bytes are seen through views.
  return out.byteOffset % 8 === 0 ? out : Uint8Array.from(out);
}
