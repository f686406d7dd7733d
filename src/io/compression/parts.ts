import type { Backend } from "../../kernels/kernel.ts";
import { fileSource, type Source } from "../files/read.ts";
import type { Codec, Part, PartReader } from "./codec.ts";
import { checkMagic } from "./codecs.ts";

/**
 * Cuts a file into parts that tasks can read, of about `partBytes` bytes of what it holds. What is not compressed is cut anywhere, bz2 between blocks, and any other
 * codec not at all. `Infinity`, for text in an encoding that does not split, gives one part. An empty file has none.
 *
 * Lines, or whatever records there are, go across the ends of parts. The task of a part skips what is before its first line break (but in the first part), and reads on
 * beyond its end through the first line break there: a record belongs to the part in which the break before it lies. A part without one has no records.
 */
export function partsOf(source: Source, codec: Codec | undefined, backend: Backend, partBytes: number): Part[] {
  if (codec === undefined) {
    const parts: Part[] = [];
    for (let start = 0; start < source.bytes; start += partBytes) parts.push({ start, end: Math.min(source.bytes, start + partBytes) });
    return parts;
  }
  checkMagic(source, codec);
  return codec.split?.(source, backend, partBytes) ?? [{ start: 0, end: source.bytes }];
}

/** A part of a file that is opened for it, and closed with it. */
export function openFilePart(path: string, codec: Codec | undefined, backend: Backend, part: Part): PartReader & Disposable {
  const source = fileSource(path);
  try {
    return { ...openPart(source, codec, backend, part), [Symbol.dispose]: () => source[Symbol.dispose]() };
  } catch (error) {
    source[Symbol.dispose]();
    throw error;
  }
}

export function openPart(source: Source, codec: Codec | undefined, backend: Backend, part: Part): PartReader {
  if (codec === undefined) return plainReader(source, part);
  checkMagic(source, codec);
  if (codec.openPart !== undefined) return codec.openPart(source, backend, part);
  const { read } = codec.open(source, backend);
  return { read, readOn: read };
}

function plainReader(source: Source, { start, end }: Part): PartReader {
  let position = start;
  function fill(target: Uint8Array): number {
    const got = source.read(position, target);
    position += got;
    return got;
  }
  return { read: (target) => fill(target.subarray(0, Math.max(0, end - position))), readOn: fill };
}
