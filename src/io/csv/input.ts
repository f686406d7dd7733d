import type { Backend } from "../../kernels/kernel.ts";
import type { CsvFile, CsvPart } from "../../ops/frame/csv-scan.ts";
import type { ByteReader, CompressionName, PartReader } from "../compression/codec.ts";
import { codecOf, openBytes } from "../compression/codecs.ts";
import { openPart } from "../compression/parts.ts";
import { unchangedSource } from "../files/unchanged.ts";
import { encodingOf } from "../text/encoding.ts";

/** The bytes of a part one after the other, and those after it, as UTF-8 or latin-1. */
export type CsvReader = PartReader & Disposable;

export type CsvSource = Pick<CsvFile, "path" | "bytes" | "modifiedMs" | "codec" | "encoding">;

/** All of a file, from its start on: where it can be cut need not be known. */
export const wholeFile: CsvPart = { start: 0, end: Number.POSITIVE_INFINITY };

/** Opens a part of a file, which must be what it was when it was opened first. */
export function openCsvPart(file: CsvSource, part: CsvPart, backend: Backend): CsvReader {
  const { path, codec, encoding } = file;
  const source = unchangedSource(file);
  try {
    const unpack = codec === undefined ? undefined : codecOf(path, codec as CompressionName, "readCsv");
    const reader = part === wholeFile ? fromStart(openBytes(source, unpack, backend)) : openPart(source, unpack, backend, part);
    return { ...decoded(reader, encoding, path, backend), [Symbol.dispose]: () => source[Symbol.dispose]() };
  } catch (error) {
    // What is no data of its compression says so at once, and nobody has a reader to close.
    source[Symbol.dispose]();
    throw error;
  }
}

function fromStart({ read }: ByteReader): PartReader {
  return { read, readOn: read };
}

/** Latin-1 and UTF-8 are understood by the parser. */
export const isParsed = (encoding: string) => encoding === "utf-8" || encoding === "latin1";

function decoded(reader: PartReader, encoding: string, path: string, backend: Backend): PartReader {
  if (isParsed(encoding)) return reader;
  const { splits, open } = encodingOf(encoding, "readCsv");
  const { read } = open({ read: reader.read }, path, backend);
  // What cannot be cut is one part.
  return { read, readOn: splits ? open({ read: reader.readOn }, path, backend).read : read };
}

/** The first `count` bytes of a part as if they were all of it. */
export function shortened(reader: CsvReader, count: number): CsvReader {
  let left = count;
  return {
    read(target) {
      const got = reader.read(target.subarray(0, Math.min(left, target.length)));
      left -= got;
      return got;
    },
    readOn(target) {
      const got = reader.read(target);
      return got === target.length ? got : got + reader.readOn(target.subarray(got));
    },
    [Symbol.dispose]: () => reader[Symbol.dispose](),
  };
}
