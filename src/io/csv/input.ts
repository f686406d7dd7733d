import { statSync } from "node:fs";
import type { Backend } from "../../kernels/kernel.ts";
import type { CsvFile, CsvPart } from "../../ops/frame/csv-scan.ts";
import { StorageError } from "../../util/errors.ts";
import type { CompressionName, PartReader } from "../compression/codec.ts";
import { codecOf } from "../compression/codecs.ts";
import { openPart } from "../compression/parts.ts";
import { fileSource } from "../files/read.ts";
import { encodingOf } from "../text/encoding.ts";

/** The bytes of a part one after the other, and those after it, as UTF-8 or latin-1. */
export type CsvReader = PartReader & Disposable;

export type CsvSource = Pick<CsvFile, "path" | "bytes" | "modifiedMs" | "codec" | "encoding">;

/** Opens a part of a file, which must be what it was when it was opened first. */
export function openCsvPart(file: CsvSource, part: CsvPart, backend: Backend): CsvReader {
  const { path, bytes, modifiedMs, codec, encoding } = file;
  const source = fileSource(path);
  const stat = statSync(path);
  if (stat.size !== bytes || stat.mtimeMs !== modifiedMs) {
    source[Symbol.dispose]();
    throw new StorageError(path, `has changed since it was opened: ${bytes} bytes then, ${stat.size} now; read it again`);
  }
  const reader = openPart(source, codec === undefined ? undefined : codecOf(path, codec as CompressionName, "readCsv"), backend, part);
  return { ...decoded(reader, encoding, path, backend), [Symbol.dispose]: () => source[Symbol.dispose]() };
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
