import type { ColumnType } from "../../chunk/column-type.ts";
import type { ColumnExpr } from "./column-expr.ts";

/** How the text of a file is written. */
export type CsvFormat = {
  /** Single bytes; `undefined` where there is none. */
  readonly delimiter: number;
  readonly quote?: number | undefined;
  readonly escape?: number | undefined;
  readonly comment?: number | undefined;
  /** Words that stand for a missing value; no text at all always does, but in columns of text. */
  readonly missing: readonly string[];
  /** Bytes are characters of latin-1; else UTF-8. */
  readonly latin1: boolean;
  readonly onBadLines: "error" | "warn" | "skip";
};

/** A part of a file that one task reads (`io/compression/`). */
export type CsvPart = { readonly start: number; readonly end: number; readonly level?: number };

/** A file as it was when the plan was made: size and time stand in tokens, so that a file that changed is another one. */
export type CsvFile = {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** What it is compressed with. */
  readonly codec?: string | undefined;
  readonly encoding: string;
  /** Bytes of the first part before the first record: names, skipped rows. */
  readonly skip: number;
  /** Fields of a record. */
  readonly fields: number;
  /** Of each column of the scan's schema, which field it is. */
  readonly positions: readonly number[];
  /** Whether there may be line ends in fields: where parts begin is then found out from the start of the file. */
  readonly exact: boolean;
  readonly parts: readonly CsvPart[];
  /** Bytes that a part holds, about. */
  readonly partBytes: number;
};

export type CsvColumn = {
  readonly name: string;
  readonly type: ColumnType;
  /** Of booleans that were inferred: they are words, and 0 and 1 are none. */
  readonly words?: boolean | undefined;
  /** The type is the user's: looking at more values would not change it. */
  readonly told?: boolean | undefined;
};

/** What a scan is told: plain data. Partitions are the parts of the files in their order, or those that are chosen. */
export type CsvScan = {
  readonly format: CsvFormat;
  readonly files: readonly CsvFile[];
  /** Which of the parts are read. Where one begins may have to be found out from those before it, so that all of them stand in `files`. */
  readonly chosen?: readonly number[] | undefined;
  /** All columns there are. */
  readonly schema: readonly CsvColumn[];
  /** Those that are read, in this order; the path of the file where the name is that of `includePath`. */
  readonly columns: readonly string[];
  readonly includePath?: string | undefined;
  /** Rows that are kept. */
  readonly filter?: ColumnExpr | undefined;
  /** So many rows of each partition are enough, its first ones. */
  readonly limit?: number | undefined;
  /** Bytes of a record, about. */
  readonly recordBytes: number;
};

/** A part of a file. */
export interface PlacedPart {
  readonly file: CsvFile;
  /** Which of the file's parts it is. */
  readonly index: number;
}

/** The parts of all files, put together once for each list: it is asked for by every task, and files may be ten thousand. */
const placed = new WeakMap<readonly CsvFile[], readonly PlacedPart[]>();

export function placedParts({ files }: CsvScan): readonly PlacedPart[] {
  const known = placed.get(files);
  if (known !== undefined) return known;
  const parts = files.flatMap((file) => file.parts.map((_, index) => ({ file, index })));
  placed.set(files, parts);
  return parts;
}

/** The file and part of a partition. */
export function partOf(scan: CsvScan, partition: number): PlacedPart {
  const part = placedParts(scan)[scan.chosen?.[partition] ?? partition];
  if (part === undefined) throw new RangeError(`no partition ${partition}`);
  return part;
}
