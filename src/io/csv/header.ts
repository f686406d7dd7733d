import { isUtf8 } from "node:buffer";
import { loadBackend } from "../../kernels/load.ts";
import type { CsvFormat } from "../../ops/frame/csv-scan.ts";
import { ParseError } from "../../util/errors.ts";
import { codecOfBytes } from "../compression/codecs.ts";
import { type CsvSource, openCsvPart, wholeFile } from "./input.ts";
import type { CsvOptions } from "./options.ts";
import { readRecord } from "./record.ts";

/** What the beginning of a file says. */
export interface CsvHead {
  readonly names: readonly string[];
  /** Bytes before the first record. */
  readonly skip: number;
  readonly fields: number;
}

/** Reads the names of a file's columns. */
export function readHead(source: CsvSource, format: CsvFormat, { header, names, skiprows }: CsvOptions): CsvHead {
  const { path } = source;
  const head = openHead(source);
  let at = head.bytes(3).join() === "239,187,191" ? 3 : 0;
  for (let line = 0; line < skiprows; line++) at = head.afterLine(at);
  let start = at;
  let record = header === undefined ? undefined : head.record(start, format);
  for (let line = 0; line < (header ?? 0) && record !== undefined; line++) {
    start = record.next;
    record = head.record(start, format);
  }
  if (header !== undefined && record === undefined && names === undefined) {
    throw new ParseError(
      `readCsv: ${path}: ${source.bytes === 0 ? "is empty" : `has no line ${skiprows + header + 1}`}: there are no names of columns; pass { names: […] }`,
      { file: path, line: 1 },
    );
  }
  if (record !== undefined && names === undefined && !format.latin1) requireText(head.bytes(record.next).subarray(start), source, skiprows + header! + 1);
  const skip = record?.next ?? at;
  const fields = record?.fields ?? head.record(at, format)?.fields ?? names ?? [];
  if (names !== undefined && names.length < fields.length) {
    throw new ParseError(`readCsv: ${path}: ${fields.length} fields, and ${names.length} names; pass one for each`, { file: path, line: skiprows + 1 });
  }
  const own = names ?? (header === undefined ? fields.map((_, i) => String(i)) : distinct(fields));
  return { names: own, skip, fields: own.length };
}

/** Names in another encoding would be other names. */
function requireText(bytes: Uint8Array, { path }: CsvSource, line: number): void {
  if (isUtf8(bytes)) return;
  const packed = codecOfBytes(bytes);
  const what =
    packed === undefined
      ? 'pass { encoding: "latin1" } if that is what the file is in'
      : `it looks like ${packed.name}: pass { compression: "${packed.name}" }`;
  throw new ParseError(`readCsv: ${path}, line ${line}: the names of columns are no UTF-8; ${what}`, { file: path, line });
}

/** As pandas: a name that is there already gets a number, no name at all is "Unnamed: 3". */
function distinct(fields: readonly string[]): string[] {
  const taken = new Set<string>();
  return fields.map((field, i) => {
    const name = field === "" ? `Unnamed: ${i}` : field;
    let own = name;
    for (let number = 1; taken.has(own) || (own !== name && fields.includes(own)); number++) own = `${name}.${number}`;
    taken.add(own);
    return own;
  });
}

/** The beginning of a file, as much of it as is asked for. */
function openHead(source: CsvSource) {
  let memory = new Uint8Array(0);
  let ended = false;
  const bytes = (count: number) => {
    if (memory.length < count && !ended) {
      using reader = openCsvPart(source, wholeFile, loadBackend());
      const larger = new Uint8Array(Math.max(firstBytes, 2 * count));
      const got = reader.read(larger);
      memory = larger.subarray(0, got);
      ended = got < larger.length;
    }
    return memory.subarray(0, count);
  };
  const grow = () => {
    const before = memory.length;
    bytes(before + 1);
    return memory.length > before;
  };
  return {
    bytes,
    record(start: number, format: CsvFormat) {
      bytes(1);
      for (;;) {
        const record = readRecord(memory, start, format, ended);
        if (record !== undefined || !grow()) return record;
      }
    },
    afterLine(start: number): number {
      bytes(start + 1);
      for (let at = start; at < memory.length || grow(); at++) {
        if (memory[at] === 10) return at + 1;
        if (memory[at] === 13) {
          bytes(at + 2);
          return memory[at + 1] === 10 ? at + 2 : at + 1;
        }
      }
      return memory.length;
    },
  };
}

const firstBytes = 65536;
