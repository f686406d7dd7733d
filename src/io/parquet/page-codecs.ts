import * as zlib from "node:zlib";
import { type Backend, Status } from "../../kernels/kernel.ts";
import { growing } from "./growing.ts";

/** How pages are compressed, of what our own kernels read: the bytes of a page that has so many. Wrong data is a `RangeError`. */
type Expand = (backend: Backend, bytes: Uint8Array, length: number) => Uint8Array;

const memory = growing();

function expandSnappy(backend: Backend, bytes: Uint8Array, length: number): Uint8Array {
  const out = memory(length);
  if (backend.run("snappy/expand", "uint8", { n: bytes.length, inputs: [bytes], outputs: [out] }) !== Status.ok) throw new RangeError("it is no Snappy data");
  return out;
}

function expandLz4(backend: Backend, bytes: Uint8Array, length: number): Uint8Array {
  const out = memory(length);
  const state = new Float64Array(1);
  const status = backend.run("lz4/block", "uint8", { n: bytes.length, inputs: [bytes], outputs: [out], params: [0], state });
  if (status !== Status.ok || state[0] !== length) throw new RangeError("it is no LZ4 block");
  return out;
}

type Unzip = (bytes: Uint8Array, options: zlib.ZlibOptions) => Uint8Array;

function expandWith(unzip: Unzip): Expand {
  return (_, bytes, length) => {
    try {
      const out = unzip(bytes, { maxOutputLength: Math.max(1, length) });
      if (out.length === length) return out;
    } catch (cause) {
      throw new RangeError((cause as Error).message, { cause });
    }
    throw new RangeError(`it does not have ${length} bytes`);
  };
}

/** What Node.js has from version 22.15 on. */
const { zstdDecompressSync } = zlib as { zstdDecompressSync?: Unzip };

/** By `CompressionCodec` of parquet.thrift. */
export const pageCodecs: { readonly [codec: number]: Expand | undefined } = {
  0: (_, bytes, length) => {
    if (bytes.length !== length) throw new RangeError(`it has ${bytes.length} bytes, not ${length}`);
    return bytes;
  },
  1: expandSnappy,
  2: expandWith(zlib.gunzipSync),
  4: expandWith(zlib.brotliDecompressSync),
  6: zstdDecompressSync && expandWith(zstdDecompressSync),
  7: expandLz4,
};
