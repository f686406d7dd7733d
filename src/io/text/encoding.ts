import type { Backend } from "../../kernels/kernel.ts";
import { ChunkwiseError, StorageError } from "../../util/errors.ts";
import { chunkReader } from "../compression/chunk-reader.ts";
import type { ByteReader, PartReader } from "../compression/codec.ts";
import { type ByteTable, fromSingleBytes, latin1Table, tableOfDecoder, windows1252Table } from "./single-byte.ts";

/** How the text of a file is written down, and how to make UTF-8 of it. */
export interface Encoding {
  readonly name: string;
  /** A part of a file can be read without what is before it: every byte below 128 is that character of ASCII. */
  readonly splits: boolean;
  /** UTF-8 without a byte order mark. UTF-8 itself is passed on as it is: what wants to be sure looks with `firstNotUtf8`. */
  open(reader: ByteReader, path: string, backend: Backend): ByteReader;
}

const pieceBytes = 2 ** 16;
const byteOrderMark = [0xef, 0xbb, 0xbf];

export const utf8: Encoding = { name: "utf-8", splits: true, open: withoutMark };
export const latin1 = singleByte("latin1", () => latin1Table);
/** Which of its two orders the bytes have, their mark says; without one it is that of most machines. */
const utf16: Encoding = { name: "utf-16", splits: false, open: fromUtf16 };

/** Names as in Python and pandas, ASCII being part of UTF-8. What `TextDecoder` calls latin1 is windows-1252, which has letters in place of some control characters. */
const known: readonly [names: readonly string[], Encoding][] = [
  [["utf-8", "utf8", "utf-8-sig", "ascii", "us-ascii"], utf8],
  [["latin1", "latin-1", "l1", "iso-8859-1", "iso8859-1", "cp819"], latin1],
  [["utf-16", "utf16"], utf16],
  [["windows-1252", "cp1252", "1252"], singleByte("windows-1252", () => windows1252Table)],
];

/** How Python spells what the Encoding Standard calls otherwise. */
const spellings: readonly [from: RegExp, to: string][] = [
  [/$/, ""],
  [/-/g, "_"],
  [/^cp(?=125)/, "windows-"],
  [/^iso(?=\d)/, "iso-"],
  [/^utf-16-?(?=[lb]e)/, "utf-16"],
  [/^mac-/, "x-mac-"],
];

export function encodingOf(name: string, operation: string): Encoding {
  const label = name.trim().toLowerCase().replaceAll("_", "-");
  const found = known.find(([names]) => names.includes(label))?.[1];
  if (found !== undefined) return found;
  for (const [from, to] of spellings) {
    const encoding = knownToNode(label.replace(from, to));
    if (encoding !== undefined) return encoding;
  }
  throw new ChunkwiseError(
    "OPTION",
    `${operation}: encoding ${JSON.stringify(name)} is not known; utf-8, latin1, utf-16, windows-1252, shift_jis, gb18030, … are`,
  );
}

function knownToNode(label: string): Encoding | undefined {
  let name: string;
  try {
    name = new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
  if (/^(windows-|iso-8859-|koi8-|ibm866|macintosh|x-mac)/.test(name)) return singleByte(name, () => tableOfDecoder(name));
  return { name, splits: false, open: (reader, path) => decoded(reader, path, name) };
}

function singleByte(name: string, table: () => ByteTable): Encoding {
  return { name, splits: true, open: (reader, path, backend) => fromSingleBytes(reader, table(), name, path, backend) };
}

function withoutMark(reader: ByteReader): ByteReader {
  let start: Uint8Array | undefined;
  return {
    read(target) {
      if (start === undefined) {
        const first = new Uint8Array(byteOrderMark.length);
        const got = reader.read(first);
        const isMark = byteOrderMark.every((byte, i) => first[i] === byte);
        start = first.subarray(isMark ? got : 0, got);
      }
      const part = start.subarray(0, target.length);
      target.set(part);
      start = start.subarray(part.length);
      return part.length + (part.length < target.length ? reader.read(target.subarray(part.length)) : 0);
    },
  };
}

function fromUtf16(reader: ByteReader, path: string): ByteReader {
  const mark = new Uint8Array(2);
  let start = mark.subarray(0, reader.read(mark));
  const isBigEndian = start[0] === 0xfe && start[1] === 0xff;
  const whole = {
    read(target: Uint8Array): number {
      const part = start;
      target.set(part);
      start = start.subarray(part.length);
      return part.length + reader.read(target.subarray(part.length));
    },
  };
  return decoded(whole, path, isBigEndian ? "utf-16be" : "utf-16le");
}

/** What Node.js decodes, piece by piece. It skips the byte order mark. */
function decoded(reader: ByteReader, path: string, name: string): ByteReader {
  const decoder = new TextDecoder(name, { fatal: true });
  const buffer = new Uint8Array(pieceBytes);
  let position = 0;
  let ended = false;
  return chunkReader(() => {
    if (ended) return undefined;
    const got = reader.read(buffer);
    ended = got < buffer.length;
    try {
      const text = decoder.decode(buffer.subarray(0, got), { stream: !ended });
      position += got;
      return [Buffer.from(text, "utf8")];
    } catch (cause) {
      throw new StorageError(path, `is not ${name}: there is no such character between bytes ${position} and ${position + got} of its text`, { cause });
    }
  });
}

/** A part of a file as UTF-8. */
export function textOf(part: PartReader, encoding: Encoding, path: string, backend: Backend, isFirst: boolean): PartReader {
  // A mark is one only at the start of a file.
  if (encoding === utf8) return isFirst ? { ...withoutMark(part), readOn: part.readOn } : part;
  const readOn = encoding.splits ? encoding.open({ read: part.readOn }, path, backend).read : part.readOn;
  return { ...encoding.open(part, path, backend), readOn };
}
