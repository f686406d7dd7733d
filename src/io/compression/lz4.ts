import { type Backend, Status } from "../../kernels/kernel.ts";
import { StorageError } from "../../util/errors.ts";
import type { Source } from "../files/read.ts";
import { type Checksum, xxHash, xxHashOf } from "./checksum.ts";
import { chunkReader } from "./chunk-reader.ts";
import type { ByteReader, Codec } from "./codec.ts";
import { readUint } from "./little-endian.ts";
import { compressLz4 } from "./lz4-compress.ts";
import { type Window, windowOver } from "./window.ts";

/** LZ4 frames (Y. Collet, "LZ4 Frame Format Description"). Blocks are decoded by a kernel of ours: lz4js takes wrong data for right. */
export const lz4: Codec = {
  name: "lz4",
  endings: [".lz4"],
  magic: [0x04, 0x22, 0x4d, 0x18],
  skips: [0x2a, 0x4d, 0x18],
  open: lz4Reader,
  compress: (bytes) => compressLz4(bytes),
};

const frameMagic = 0x184d2204;
/** The last four bits are free. */
const skippableMagic = 0x184d2a50;
const legacyMagic = 0x184c2102;
const uncompressedFlag = 0x80000000;
/** How far back a block may refer. */
const historyBytes = 2 ** 16;
const longestHeader = 15;

interface Frame {
  readonly blockBytes: number;
  readonly independent: boolean;
  readonly blockChecksums: boolean;
  readonly checksum: Checksum | undefined;
  readonly contentBytes: number | undefined;
}

function lz4Reader(source: Source, backend: Backend): ByteReader {
  const { path } = source;
  const window = windowOver(source);
  const state = new Float64Array(1);
  let position = 0;
  let frame: Frame | undefined;
  let contentBytes = 0;
  // History, then what the last block gave.
  let memory = new Uint8Array(0);
  let end = 0;

  function advance(): readonly Uint8Array[] | undefined {
    if (frame === undefined) return startFrame() ? [] : undefined;
    const size = word(window, path, position);
    if (size === 0) {
      position += 4;
      endFrame(frame);
      return [];
    }
    const length = (size & ~uncompressedFlag) >>> 0;
    if (length > frame.blockBytes) throw wrong(path, position, `a block of ${length} bytes, where at most ${frame.blockBytes} are allowed`);
    const total = 4 + length + (frame.blockChecksums ? 4 : 0);
    const bytes = window.at(position, total);
    if (bytes.length < total) throw cut(path, position + bytes.length);
    const block = bytes.subarray(4, 4 + length);
    if (frame.blockChecksums && xxHashOf(backend, 32, block) !== readUint(bytes, 4 + length, 4)) throw wrong(path, position, "a block with a wrong checksum");
    keepHistory(frame);
    const piece = decode(block, size >= uncompressedFlag, frame);
    position += total;
    contentBytes += piece.length;
    frame.checksum?.add(piece);
    return [piece];
  }

  function decode(block: Uint8Array, isPlain: boolean, { independent, blockBytes }: Frame): Uint8Array {
    const start = end;
    if (isPlain) {
      memory.set(block, start);
      end = start + block.length;
    } else {
      const out = memory.subarray(independent ? start : 0, start + blockBytes);
      const from = independent ? 0 : start;
      const status = backend.run("lz4/block", "uint8", { n: block.length, inputs: [block], outputs: [out], params: [from], state });
      if (status !== Status.ok) throw wrong(path, position, "a block that cannot be decoded");
      end = start - from + state[0]!;
    }
    return memory.subarray(start, end);
  }

  function keepHistory({ blockBytes }: Frame): void {
    if (memory.length < historyBytes + blockBytes) {
      const larger = new Uint8Array(historyBytes + blockBytes);
      larger.set(memory.subarray(0, end));
      memory = larger;
    }
    const kept = Math.min(end, historyBytes);
    memory.copyWithin(0, end - kept, end);
    end = kept;
  }

  function startFrame(): boolean {
    if (position === source.bytes) return false;
    const magic = word(window, path, position);
    if ((magic & ~15) >>> 0 === skippableMagic) {
      position += 8 + word(window, path, position + 4);
      if (position > source.bytes) throw cut(path, source.bytes);
      return true;
    }
    if (magic === legacyMagic) throw new StorageError(path, "is an LZ4 file of the legacy format, which is not read; lz4 -d and lz4 make a new one of it");
    if (magic !== frameMagic) throw wrong(path, position, "no LZ4 frame");
    const header = window.at(position + 4, longestHeader);
    const [length, next] = readHeader(path, position, header, backend);
    position += 4 + length;
    frame = next;
    contentBytes = 0;
    end = 0;
    return true;
  }

  function endFrame({ checksum, contentBytes: stated }: Frame): void {
    if (checksum !== undefined) {
      if (word(window, path, position) !== checksum.low()) throw wrong(path, position, "the checksum of a frame, which is wrong");
      position += 4;
    }
    if (stated !== undefined && stated !== contentBytes) throw wrong(path, position, `the end of a frame of ${contentBytes} bytes that should have ${stated}`);
    frame = undefined;
  }

  return chunkReader(advance);
}

/** The length of a frame's header without the magic number, and what it says. */
function readHeader(path: string, position: number, header: Uint8Array, backend: Backend): [number, Frame] {
  const [flags = 0, sizes = 0] = header;
  const hasSize = (flags & 8) !== 0;
  const hasDictionary = (flags & 1) !== 0;
  const length = 3 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  if (header.length < length) throw cut(path, position + 4 + header.length);
  if (flags >> 6 !== 1 || (flags & 2) !== 0) throw wrong(path, position, "a frame of an unknown version");
  if (hasDictionary) throw wrong(path, position, "a frame that needs a dictionary");
  const code = (sizes >> 4) & 7;
  if (code < 4 || (sizes & 0x8f) !== 0) throw wrong(path, position, "a frame with an unknown block size");
  if (((xxHashOf(backend, 32, header.subarray(0, length - 1)) >> 8) & 255) !== header[length - 1])
    throw wrong(path, position, "a frame whose header has a wrong checksum");
  return [
    length,
    {
      blockBytes: 2 ** (8 + 2 * code),
      independent: (flags & 32) !== 0,
      blockChecksums: (flags & 16) !== 0,
      checksum: (flags & 4) !== 0 ? xxHash(backend, 32) : undefined,
      contentBytes: hasSize ? readUint(header, 2, 8) : undefined,
    },
  ];
}

function word(window: Window, path: string, position: number): number {
  const bytes = window.at(position, 4);
  if (bytes.length < 4) throw cut(path, position + bytes.length);
  return readUint(bytes, 0, 4);
}

function wrong(path: string, position: number, what: string): StorageError {
  return new StorageError(path, `is not whole lz4 data: at byte ${position} there is ${what}`);
}

function cut(path: string, position: number): StorageError {
  return new StorageError(path, `is not whole lz4 data: it is cut at byte ${position}`);
}
