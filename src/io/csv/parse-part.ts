import { type Backend, Status } from "../../kernels/kernel.ts";
import { StoppedError } from "../../kernels/stopped.ts";
import type { CsvFormat } from "../../ops/frame/csv-scan.ts";
import { must } from "../../util/must.ts";
import type { PartReader } from "../compression/codec.ts";
import { type ColumnMemory, stateWords } from "./columns.ts";
import { hasNumber, missingTable } from "./format.ts";
import { margin, Window } from "./window.ts";

export interface PartParse {
  readonly backend: Backend;
  readonly format: CsvFormat;
  /** Fields of a record; 0: nobody looks at them, only ends of records are sought. */
  readonly fields: number;
  readonly columns: number;
  readonly memory: ColumnMemory;
  readonly reader: PartReader;
  /** Where in the part the first record begins: there, or after the first end of a line. */
  readonly start: number | "line";
  /** Bytes that are read at once. */
  readonly pieceBytes?: number;
  readonly stop?: Int32Array | undefined;
  /** So many rows are enough. */
  readonly limit?: number | undefined;
}

/** Positions are bytes from the start of the part. */
export interface ParsedPart {
  /** Where the first record began; nothing if the part has no end of a line. */
  readonly start: number | undefined;
  /** Where the part ends. */
  readonly end: number;
  /** Where the first record of the next part begins, and the last of this one began at the earliest. */
  readonly next: number;
  readonly last: number;
  /** Whether the quote stands anywhere in the part. */
  readonly quotes: boolean;
  /** Records with too many fields that were left out. */
  readonly skipped: number;
}

/** Why a part cannot be read on; the caller knows the file. */
export class BadInput extends Error {
  readonly what: "cell" | "record" | "quote";
  /** Byte in the part where it begins. */
  readonly at: number;
  readonly column: number;
  readonly fields: number;
  readonly bytes: Uint8Array;
  /** Where the first record of the part was taken to begin. */
  readonly start: number;
  /** Of records, if one is longer. */
  readonly longest: number;
  constructor(what: BadInput["what"], at: number, start: number, details: { column?: number; fields?: number; bytes?: Uint8Array; longest?: number } = {}) {
    super(what);
    this.what = what;
    this.at = at;
    this.start = start;
    this.column = details.column ?? -1;
    this.fields = details.fields ?? 0;
    this.longest = details.longest ?? 0;
    this.bytes = details.bytes?.slice() ?? new Uint8Array(0);
  }
}

/** As in native/kernels/csv.cpp. */
const Reason = { bytes: 0, limit: 1, rows: 2, column: 3, slice: 4, cell: 5, record: 6 } as const;

/** Bytes whose separators are found before their columns are read: with these, they stay in the first-level cache. */
const sliceBytes = 32768;
const defaultPieceBytes = 2 ** 20;
/** What is longer is a quote that nobody closes: the rest of the file must not end up in memory. A kernel takes 20 times as much (of which it touches what it needs), and Node.js 20 has no longer views than 4 GiB. */
const longestRecord = 2 ** 27;
/** In WebAssembly all of it has to fit. */
const longestIn = ({ maxBytes }: Backend) => (maxBytes === undefined ? longestRecord : Math.min(longestRecord, Math.floor(maxBytes / 32)));

/** Reads the records whose lines begin in a part, and the one that begins where the next part does. The first part's first one begins where it is told; of other parts, whatever stands before the first end of a line belongs to the part before. */
export function parsePart(parse: PartParse): ParsedPart {
  const { backend, format, memory, columns, start } = parse;
  const window = new Window(parse.reader, pieceOf(parse.pieceBytes ?? defaultPieceBytes));
  const { state } = memory;
  const skippedQuotes = start === "line" ? skipLine(window, format) : skipBytes(window, start);
  const first = skippedQuotes === undefined ? undefined : window.inPart(window.from);
  const partEnd = () => window.inPart(window.partEnd);
  const summary = (last: number): ParsedPart => ({
    start: first,
    end: partEnd(),
    next: window.inPart(window.from),
    last,
    quotes: skippedQuotes === true || state[stateWords.quotes] !== 0,
    skipped: state[stateWords.skipped]!,
  });
  if (first === undefined) return summary(0);
  const words = missingTable(format.missing, format.latin1);
  const numeric = hasNumber(format.missing);
  const longest = longestIn(backend);
  let slice = Math.max(sliceBytes, parse.fields);
  let last = first;
  for (;;) {
    if (window.from > window.partEnd) return summary(last);
    if (window.from < window.to) {
      const { quote = 0, escape = 0, comment = 0 } = format;
      const limit = Math.min(window.partEnd, window.to + 1) + 1;
      last = window.inPart(window.from);
      const status = backend.run("csvParse", "uint8", {
        n: 0,
        inputs: [window.bytes, words],
        outputs: [memory.memory],
        // biome-ignore format: as native/kernels/csv.cpp reads them
        params: [
          window.from, window.to, limit, format.delimiter, quote, escape, comment, parse.fields, 1,
          Number(format.missing.includes("")), Number(numeric), Number(format.latin1),
          Number(format.onBadLines !== "error"), memory.rowCapacity, slice, columns, ...memory.params(),
        ],
        state,
        scratchBytes: 20 * (slice + 256) + 512,
        stop: parse.stop,
      });
      if (status === Status.stopped) throw new StoppedError();
      must(status === Status.ok, `csvParse ended with status ${status}`);
      window.from = state[stateWords.next]!;
      const [reason, detail] = [state[stateWords.reason]!, state[stateWords.detail]!];
      const at = window.inPart(state[stateWords.begin]!);
      if (reason === Reason.limit) return summary(last);
      if (reason === Reason.cell)
        throw new BadInput("cell", at, first, { column: detail, bytes: window.bytes.subarray(state[stateWords.begin]!, state[stateWords.end]!) });
      if (reason === Reason.record) throw new BadInput("record", at, first, { fields: detail });
      if (reason === Reason.rows) memory.growRows(backend, detail);
      else if (reason === Reason.column) memory.growColumn(backend, detail);
      else if (reason === Reason.slice) {
        if (slice >= longest) throw new BadInput("quote", window.inPart(window.from), first, { longest });
        slice = Math.min(2 * slice, longest);
      }
      if (parse.limit !== undefined && state[stateWords.rows]! >= parse.limit) return summary(last);
      if (reason !== Reason.bytes) continue;
    }
    if (window.ended || window.to - window.from > longest) {
      if (window.from < window.to) throw new BadInput("quote", window.inPart(window.from), first, { longest });
      return summary(last);
    }
    window.fill();
  }
}

let piece: Uint8Array = new Uint8Array(0);

/** Memory of this thread: a part is read to its end before the next one is. */
function pieceOf(bytes: number): Uint8Array {
  if (piece.length !== bytes + 2 * margin) piece = new Uint8Array(bytes + 2 * margin);
  return piece;
}

/** Moves to a byte of the part, or of what follows: then the part has no records, and nothing more is read. */
function skipBytes(window: Window, count: number): boolean {
  window.fill();
  while (window.inPart(window.to) < count && !window.ended && window.partEnd === Number.POSITIVE_INFINITY) {
    window.from = window.to;
    window.fill();
  }
  window.from = window.at(count);
  return false;
}

/** Moves beyond the first end of a line; whether there was a quote before. Nothing if the part has none. */
function skipLine(window: Window, { quote }: CsvFormat): boolean | undefined {
  let quotes = false;
  for (;;) {
    window.fill();
    const end = Math.min(window.to, window.partEnd);
    for (let at = window.from; at < end; at++) {
      const byte = window.bytes[at]!;
      if (byte === quote) quotes = true;
      if (byte !== 10 && byte !== 13) continue;
      // What comes after decides what a carriage return is.
      if (byte === 13 && at + 1 === window.to && !window.ended) {
        window.from = at;
        window.fill();
        at = window.from;
      }
      window.from = byte === 13 && window.bytes[at + 1] === 10 ? at + 2 : at + 1;
      return quotes;
    }
    if (window.partEnd <= window.to || window.ended) return undefined;
    window.from = window.to;
  }
}
