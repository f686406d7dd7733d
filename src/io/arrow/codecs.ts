import { StorageError } from "../../util/errors.ts";

/** How the bodies of messages can be compressed, by the number that Arrow gives it. */
export const codecNames = ["lz4", "zstd"] as const;
export type ArrowCompression = (typeof codecNames)[number];

export interface BodyCodec {
  compress(bytes: Uint8Array): Uint8Array;
  decompress(bytes: Uint8Array, length: number): Uint8Array;
}

const codecs = new Map<ArrowCompression, BodyCodec>();

export function addBodyCodec(name: ArrowCompression, codec: BodyCodec): void {
  codecs.set(name, codec);
}

export function bodyCodecOf(name: ArrowCompression): BodyCodec {
  const codec = codecs.get(name);
  if (codec === undefined) throw new StorageError(name, "is a compression that is not there");
  return codec;
}

export function decompress(compression: number, bytes: Uint8Array, length: number): Uint8Array {
  const name = codecNames[compression];
  if (name === undefined) throw new RangeError(`compression ${compression} is unknown`);
  if (length < 0 || length > 2 ** 32) throw new RangeError(`a compressed buffer would have ${length} bytes`);
  const out = bodyCodecOf(name).decompress(bytes, length);
  if (out.length !== length) throw new RangeError(`a compressed buffer has ${out.length} bytes, not ${length}`);
  // Values of 8 bytes are seen through views.
  return out.byteOffset % 8 === 0 ? out : Uint8Array.from(out);
}
