import type { Backend } from "../../kernels/kernel.ts";
import { ChunkwiseError, StorageError } from "../../util/errors.ts";
import type { Source } from "../files/read.ts";
import { bz2 } from "./bz2.ts";
import type { ByteReader, Codec, CompressionName } from "./codec.ts";
import { lz4 } from "./lz4.ts";
import { xz } from "./xz.ts";
import { brotli, gzip } from "./zlib.ts";
import { zstd } from "./zstd.ts";

export const codecs: readonly Codec[] = [gzip, bz2, zstd, lz4, xz, brotli];

/** What users say: `"infer"` is what the end of each file's name says. */
export type Compression = CompressionName | "infer" | "none";

/**
 * What a file is compressed with, if it is: what the end of its name says (`undefined` or `"infer"`), nothing (`null` or `"none"`), or what is said: `"gzip"`, `"gz"` …
 */
export function codecOf(path: string, compression: string | null | undefined, operation: string): Codec | undefined {
  if (compression === null || compression === "none") return undefined;
  if (compression === undefined || compression === "infer") {
    const name = path.toLowerCase();
    return codecs.find(({ endings }) => endings.some((ending) => name.endsWith(ending)));
  }
  const codec = codecs.find(({ name, endings }) => name === compression || endings.includes(`.${compression}`));
  if (codec !== undefined) return codec;
  throw new ChunkwiseError(
    "OPTION",
    `${operation}: compression ${JSON.stringify(compression)} is none of infer, none, ${codecs.map(({ name }) => name).join(", ")}`,
  );
}

/** An ending of names, and those of compressed files that end so before: `.csv`, `.csv.gz` … */
export const withCompression = (ending: string): string[] => [ending, ...codecs.flatMap(({ endings }) => endings.map((own) => ending + own))];

/** The bytes of a file as they were before they were compressed, if they were. */
export function openBytes(source: Source, codec: Codec | undefined, backend: Backend): ByteReader {
  if (codec !== undefined) {
    checkMagic(source, codec);
    return codec.open(source, backend);
  }
  let position = 0;
  return {
    read(target) {
      const got = source.read(position, target);
      position += got;
      return got;
    },
  };
}

/** The codec whose data begins as these bytes do. */
export const codecOfBytes = (head: Uint8Array): Codec | undefined => codecs.find(({ magic }) => magic !== undefined && begins(head, magic));

/** A file with the wrong name is a common mistake: says what it is instead. */
export function checkMagic(source: Source, codec: Codec): void {
  const start = new Uint8Array(8);
  const bytes = start.subarray(0, source.read(0, start));
  if (codec.magic === undefined || begins(bytes, codec.magic)) return;
  const other = codecOfBytes(bytes);
  // Frames that are to be skipped may come before the first.
  if (other === undefined && codec.skips !== undefined && begins(bytes.subarray(1), codec.skips)) return;
  const what = other === undefined ? "it does not begin as such data does" : `it looks like ${other.name}; say compression: "${other.name}"`;
  const isText = other === undefined && bytes.length > 0 && bytes.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));
  throw new StorageError(
    source.path,
    `is not ${codec.name} data: ${bytes.length === 0 ? "it is empty" : what}${isText ? '; if it is text, say compression: "none"' : ""}`,
  );
}

function begins(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
