import * as zlib from "node:zlib";
import type * as Fzstd from "fzstd";
import type { Backend } from "../../kernels/kernel.ts";
import { StorageError } from "../../util/errors.ts";
import { loadPackage } from "../../util/load-module.ts";
import type { Source } from "../files/read.ts";
import { type Checksum, xxHash } from "./checksum.ts";
import { chunkReader } from "./chunk-reader.ts";
import type { ByteReader, Codec } from "./codec.ts";
import { readUint } from "./little-endian.ts";
import { type PushDecoder, syncDecoder } from "./sync-stream.ts";
import { windowOver } from "./window.ts";
import { longestHeader, readZstdBlock, readZstdHeader, skippableMagic, zstdMagic } from "./zstd-frame.ts";

/** What Node.js has from version 22.15 on. */
const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Uint8Array, options: object) => Uint8Array };
const compressionLevel = 100;
const isNative = zstdCompressSync !== undefined;
/** A block, compressed or not, with its head. */
const longestBlock = 2 ** 17 + 3;
/** As much as `zstd -d` allows. */
const widestWindow = 2 ** 27;

/** What is used of @bokuweb/zstd-wasm. */
interface Compressor {
  compress(bytes: Uint8Array, level: number): Uint8Array;
  init(): Promise<void>;
}
let compressor: Compressor | undefined;

/** Node's own, or fzstd to read and zstd-wasm to write where it has none. */
export const zstd: Codec = {
  name: "zstd",
  endings: [".zst", ".zstd"],
  magic: [0x28, 0xb5, 0x2f, 0xfd],
  skips: [0x2a, 0x4d, 0x18],
  open: zstdReader,
  compress(bytes, level = 3) {
    if (zstdCompressSync !== undefined) return zstdCompressSync(bytes, { params: { [compressionLevel]: level } });
    if (compressor === undefined) throw new Error("bug: zstd.compress before zstd.prepare");
    return compressor.compress(bytes, level);
  },
  async prepare() {
    if (isNative || compressor !== undefined) return;
    // Some 300 KB, which nobody else should load.
    const wasm = loadPackage<Compressor>("@bokuweb/zstd-wasm");
    await wasm.init();
    compressor = wasm;
  },
};

/** Frame by frame and block by block: decoders go on from one frame to the next only in part, and fzstd does not look at checksums. */
function zstdReader(source: Source, backend: Backend): ByteReader {
  const { path } = source;
  const window = windowOver(source);
  let position = 0;
  let frame: Frame | undefined;

  function advance(): readonly Uint8Array[] | undefined {
    if (frame !== undefined) return block(frame);
    if (position === source.bytes) return undefined;
    const magic = readUint(take(4, 4), 0, 4);
    if (magic - (magic % 16) === skippableMagic) {
      position += 8 + readUint(take(8, 8), 4, 4);
      if (position > source.bytes) throw cut(source.bytes);
      return [];
    }
    if (magic !== zstdMagic) throw wrong("no zstd frame");
    const bytes = window.at(position, longestHeader);
    const header = readZstdHeader(bytes);
    if (header === undefined) throw cut(source.bytes);
    if (typeof header === "string") throw wrong(header);
    if (header.windowBytes > widestWindow) throw wrong(`a frame that needs a window of ${header.windowBytes} bytes; ${widestWindow} are given`);
    frame = { decoder: newDecoder(), hasChecksum: header.hasChecksum, checksum: isNative ? undefined : xxHash(backend, 64) };
    return decode(frame, header.length);
  }

  function block(current: Frame): readonly Uint8Array[] {
    const { length, isLast } = readZstdBlock(take(3, 3));
    if (length > longestBlock) throw wrong("a block that is too long");
    const pieces = [...decode(current, length)];
    if (!isLast) return pieces;
    if (current.hasChecksum) pieces.push(...decode(current, 4, true));
    pieces.push(...attempt(() => current.decoder.end()));
    frame = undefined;
    return pieces;
  }

  function decode({ decoder, checksum }: Frame, length: number, isChecksum = false): readonly Uint8Array[] {
    const bytes = take(length, longestBlock).subarray(0, length);
    const pieces = attempt(() => decoder.push(bytes));
    for (const piece of pieces) checksum?.add(piece);
    if (isChecksum && checksum !== undefined && checksum.low() !== readUint(bytes, 0, 4)) throw wrong("the checksum of a frame, which is wrong");
    position += length;
    return pieces;
  }

  function take(least: number, most: number): Uint8Array {
    const bytes = window.at(position, most);
    if (bytes.length < least) throw cut(position + bytes.length);
    return bytes;
  }

  function attempt(make: () => readonly Uint8Array[]): readonly Uint8Array[] {
    try {
      return make();
    } catch (cause) {
      throw new StorageError(path, `is not whole zstd data: at byte ${position} there is what cannot be decoded: ${(cause as Error).message}`, { cause });
    }
  }

  const wrong = (what: string) => new StorageError(path, `is not whole zstd data: at byte ${position} there is ${what}`);
  const cut = (end: number) => new StorageError(path, `is not whole zstd data: it is cut at byte ${end}`);
  return chunkReader(advance);
}

interface Frame {
  readonly decoder: PushDecoder;
  readonly hasChecksum: boolean;
  readonly checksum: Checksum | undefined;
}

function newDecoder(): PushDecoder {
  if (isNative) return syncDecoder("ZstdDecompress");
  let given: Uint8Array[] = [];
  // Its pieces lie in memory that it goes on to use.
  const decoder = new (loadPackage<typeof Fzstd>("fzstd").Decompress)((bytes) => given.push(bytes.slice()));
  const push = (bytes: Uint8Array, isLast: boolean) => {
    given = [];
    decoder.push(bytes, isLast);
    return given;
  };
  return { push: (bytes) => push(bytes.slice(), false), end: () => push(new Uint8Array(0), true) };
}
