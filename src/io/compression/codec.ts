import type { Backend } from "../../kernels/kernel.ts";
import type { Source } from "../files/read.ts";

/** What codecs are called. */
export type CompressionName = "gzip" | "bz2" | "zstd" | "lz4" | "xz" | "brotli";

/** What files are compressed with: how to read it, and how to write it where we do. */
export interface Codec {
  readonly name: CompressionName;
  /** How names of such files end. */
  readonly endings: readonly string[];
  /** What such a file begins with, where there is such a thing. */
  readonly magic?: readonly number[];
  /** What the second to fourth byte of a frame are that is to be skipped. */
  readonly skips?: readonly number[];
  /** Bytes as they were before, from the start on, in bounded memory. Wrong or cut data is a `StorageError` that says where. */
  open(source: Source, backend: Backend): ByteReader;
  /** Cuts a file into parts that can be read independently of each other, of about `partBytes` decompressed bytes. */
  split?(source: Source, backend: Backend, partBytes: number): Part[];
  openPart?(source: Source, backend: Backend, part: Part): PartReader;
  compress?(bytes: Uint8Array, level?: number): Uint8Array;
  /** To be awaited once in a thread before `compress`, where that is needed. */
  prepare?(): Promise<void>;
}

/** Bytes one after the other. */
export interface ByteReader {
  /** Fills `target` as far as there are bytes and returns how many came: fewer than asked for only at the end. */
  read(target: Uint8Array): number;
}

/** A stretch of a file that one task reads. `start` and `end` (the start of the next part) count bytes, or bits where the codec says so. */
export interface Part {
  readonly start: number;
  readonly end: number;
  /** bz2: how large blocks are. */
  readonly level?: number;
}

/** The bytes of a part, and those after it, for what goes on beyond its end. */
export interface PartReader extends ByteReader {
  /** As `read`, but not only to the end of the part: to that of the file. */
  readOn(target: Uint8Array): number;
}
