import { isAscii } from "node:buffer";
import { must } from "../util/must.ts";
import type { Column } from "./column.ts";

/** Node.js has these, its types do not: `toString` without looking at the name of the encoding. */
interface Slices {
  latin1Slice(from?: number, to?: number): string;
  utf8Slice(from?: number, to?: number): string;
}

/** The most characters that one string of a whole column may have; V8 ends a little above. */
const wholeBytes = 2 ** 28;

/** How to read the rows of a text column as strings. What is no UTF-8 shows as U+FFFD. */
export function textReader({ values, offsets, length }: Column): (row: number) => string {
  const bytes = Buffer.from(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength) as Buffer & Slices;
  const ends = offsets!;
  const [first, last] = [ends[0]!, ends[length]!];
  const ascii = isAscii(bytes.subarray(first, last));
  if (!ascii) return (row) => bytes.utf8Slice(ends[row], ends[row + 1]);
  if (last - first > wholeBytes) return (row) => bytes.latin1Slice(ends[row], ends[row + 1]);
  // One string and parts of it: three times as fast as a string for each row.
  const whole = bytes.latin1Slice(first, last);
  return (row) => whole.slice(ends[row]! - first, ends[row + 1]! - first);
}

export interface TextWriter {
  /** Adds a row. */
  add(text: string): void;
  /** Adds a row of bytes. */
  addBytes(bytes: Uint8Array, from: number, to: number): void;
  column(): Column;
}

const encoder = new TextEncoder();

/** Makes a text column row by row. */
export function textWriter(rows: number, bytesPerRow = 16): TextWriter {
  const offsets = new Int32Array(rows + 1);
  let bytes = new Uint8Array(Math.max(64, rows * bytesPerRow));
  let [row, at] = [0, 0];
  const reserve = (more: number) => {
    if (at + more <= bytes.length) return;
    must(at + more < 2 ** 31, "more than 2 GiB of text in one column");
    const larger = new Uint8Array(Math.max(at + more, 2 * bytes.length));
    larger.set(bytes.subarray(0, at));
    bytes = larger;
  };
  return {
    add(text) {
      reserve(3 * text.length);
      // Short texts are mostly ASCII, and quicker by hand.
      const end = text.length <= 32 ? text.length : 0;
      let i = 0;
      for (; i < end; i++) {
        const code = text.charCodeAt(i);
        if (code > 127) break;
        bytes[at + i] = code;
      }
      at += i === text.length ? i : encoder.encodeInto(text, bytes.subarray(at)).written;
      offsets[++row] = at;
    },
    addBytes(from, start, end) {
      reserve(end - start);
      if (end - start < 32) for (let i = start; i < end; i++) bytes[at + i - start] = from[i]!;
      else bytes.set(from.subarray(start, end), at);
      at += end - start;
      offsets[++row] = at;
    },
    column: () => ({ type: "utf8", length: rows, values: bytes.subarray(0, at), offsets }),
  };
}
