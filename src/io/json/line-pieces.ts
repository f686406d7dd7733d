import { isUtf8 } from "node:buffer";
import type { Backend } from "../../kernels/kernel.ts";
import { formatBytes, ParseError } from "../../util/errors.ts";
import type { CompressionName } from "../compression/codec.ts";
import { codecOf, codecOfBytes, openBytes } from "../compression/codecs.ts";
import type { Source } from "../files/read.ts";
import { fileSource } from "../files/read.ts";
import { type KnownFile, unchangedSource } from "../files/unchanged.ts";

/** The lines that begin at bytes `start … end - 1` of a file; of a compressed one all lines. */
export type JsonPart = { readonly file: KnownFile; readonly compression: CompressionName | "none"; readonly start: number; readonly end: number };

/** Whole lines that follow each other. */
export interface LinePiece {
  readonly text: string;
  /** How many line ends of the part stand before it. */
  readonly linesBefore: number;
}

/** How much is read, and how much is made one string, at once. */
const pieceBytes = 2 ** 24;
const newline = 10;
/** V8 has no strings of half a gibibyte. */
const longestLine = 2 ** 28;

/** Goes through a part, some lines at a time. */
export function* linePieces(part: JsonPart, backend: Backend): Generator<LinePiece> {
  using source = unchangedSource(part.file);
  const read = part.compression === "none" ? linesWithin(source, part) : everything(source, part.compression, backend);
  let linesBefore = 0;
  for (const bytes of read) {
    if (!isUtf8(bytes)) throw noText(bytes, part, linesBefore);
    yield { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(), linesBefore };
    linesBefore += countLines(bytes);
  }
}

function noText(bytes: Uint8Array, part: JsonPart, linesBefore: number): ParseError {
  const { path } = part.file;
  const packed = codecOfBytes(bytes);
  if (packed !== undefined) {
    const message = `readJson: ${path}: is no UTF-8, it looks like ${packed.name}: pass { compression: "${packed.name}" }`;
    return new ParseError(message, { file: path });
  }
  let within = 0;
  for (let at = 0; ; within++) {
    const end = bytes.indexOf(newline, at) + 1;
    if (end === 0 || !isUtf8(bytes.subarray(at, end))) break;
    at = end;
  }
  const line = 1 + linesBeforePart(part) + linesBefore + within;
  return new ParseError(`readJson: ${path}, line ${line}: there are bytes that are no UTF-8; JSON is UTF-8`, { file: path, line });
}

/** Pieces that end where lines do. */
function* wholeLines(path: string, bytes: number, next: (target: Uint8Array) => number): Generator<Uint8Array> {
  // With room to see that there is no more.
  let memory = new Uint8Array(Math.min(pieceBytes, bytes + 1));
  let filled = 0;
  for (;;) {
    const got = next(memory.subarray(filled));
    filled += got;
    if (filled < memory.length) {
      if (filled > 0) yield memory.subarray(0, filled);
      return;
    }
    const end = memory.lastIndexOf(newline) + 1;
    if (end > 0) {
      yield memory.subarray(0, end);
      memory.copyWithin(0, end);
      filled -= end;
    } else {
      if (memory.length > longestLine)
        throw new ParseError(`readJson: ${path}: a line has more than ${formatBytes(longestLine)}; write one object a line (JSON lines)`, { file: path });
      const larger = new Uint8Array(2 * memory.length);
      larger.set(memory);
      memory = larger;
    }
  }
}

function everything(source: Source, compression: CompressionName, backend: Backend): Generator<Uint8Array> {
  const reader = openBytes(source, codecOf(source.path, compression, "readJson"), backend);
  return wholeLines(source.path, pieceBytes, (target) => reader.read(target));
}

/** A line belongs to the part in which it begins. */
function linesWithin(source: Source, { start, end }: JsonPart): Generator<Uint8Array> {
  let at = start === 0 ? 0 : lineEnd(source, start - 1);
  const last = at >= end ? at : lineEnd(source, end - 1);
  return wholeLines(source.path, last - at, (target) => {
    const got = source.read(at, target.subarray(0, Math.min(target.length, last - at)));
    at += got;
    return got;
  });
}

/** Behind the first line end from a byte on. */
function lineEnd(source: Source, from: number): number {
  const bytes = new Uint8Array(2 ** 16);
  for (let at = from; at < source.bytes; at += bytes.length) {
    const got = source.read(at, bytes);
    const found = bytes.subarray(0, got).indexOf(newline);
    if (found >= 0) return at + found + 1;
    if (got === 0) break;
  }
  return source.bytes;
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count++;
  return count;
}

/** How many line ends a file has before a part: read again, now that someone asks. */
export function linesBeforePart({ file, compression, start }: JsonPart): number {
  if (compression !== "none" || start === 0) return 0;
  using source = fileSource(file.path);
  const end = lineEnd(source, start - 1);
  const bytes = new Uint8Array(2 ** 20);
  let count = 0;
  for (let at = 0; at < end; at += bytes.length) count += countLines(bytes.subarray(0, source.read(at, bytes.subarray(0, Math.min(bytes.length, end - at)))));
  return count;
}
