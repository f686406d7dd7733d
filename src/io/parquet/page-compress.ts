import * as zlib from "node:zlib";
import { callKernel } from "../../kernels/frame/rows/kernel-call.ts";
import type { Backend } from "../../kernels/kernel.ts";

/** How pages are compressed, of what kernels of ours write: puts a page into memory of `mostBytes`, and returns how many bytes it takes. */
interface Compress {
  /** `CompressionCodec` of parquet.thrift. */
  readonly codec: number;
  run(backend: Backend, page: Uint8Array, out: Uint8Array): number;
}

/** The most bytes that a compressed page has. */
export const mostBytes = (length: number): number => 64 + length + Math.floor(length / 6);

const state = new Float64Array(1);
/** 2^14 slots of 16 bits, and what aligns them. */
const snappyScratch = 2 ** 15 + 64;

function copied(bytes: Uint8Array, out: Uint8Array): number {
  out.set(bytes);
  return bytes.length;
}

/** What Node.js has from version 22.15 on. */
const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Uint8Array) => Uint8Array };

export const pageCompressions: { readonly [name: string]: Compress } = {
  none: { codec: 0, run: (_, page, out) => copied(page, out) },
  snappy: {
    codec: 1,
    run(backend, page, out) {
      callKernel(backend, "snappy/compress", "uint8", { n: page.length, inputs: [page], outputs: [out], state, scratchBytes: snappyScratch });
      return state[0]!;
    },
  },
  gzip: { codec: 2, run: (_, page, out) => copied(zlib.gzipSync(page), out) },
  ...(zstdCompressSync && { zstd: { codec: 6, run: (_, page, out) => copied(zstdCompressSync(page), out) } satisfies Compress }),
};
