import { type Batch, type Column, sliceBatch } from "../../chunk/column.ts";
import { addBatchKernel } from "../../kernels/batch-kernels.ts";
import { evaluate } from "../../kernels/frame/evaluate.ts";
import { filterBatch } from "../../kernels/frame/rows/filter.ts";
import type { Backend } from "../../kernels/kernel.ts";
import type { ColumnExpr } from "../../ops/frame/column-expr.ts";
import { type CsvFile, type CsvScan, partOf } from "../../ops/frame/csv-scan.ts";
import { ParseError } from "../../util/errors.ts";
import { parseErrorOf } from "./bad-input.ts";
import { ColumnMemory, type Sizes, sizesOf } from "./columns.ts";
import { exactStart } from "./exact-start.ts";
import { openCsvPart } from "./input.ts";
import { BadInput, type ParsedPart, parsePart } from "./parse-part.ts";

/** Memory that partitions of a scan are read to one after the other: a batch is there until the next one is read. */
export interface ScanMemory {
  memory: Uint8Array;
  sizes: Sizes | undefined;
}

export function newScanMemory(): ScanMemory {
  return { memory: new Uint8Array(0), sizes: undefined };
}

/** Reads a partition. */
export function scanPart(backend: Backend, scan: CsvScan, partition: number, own: ScanMemory, stop?: Int32Array): Batch {
  const { file, index } = partOf(scan, partition);
  try {
    return checked(file, index, readRight({ backend, scan, file, index, own, stop }));
  } catch (error) {
    throw error instanceof BadInput ? parseErrorOf(error, scan, file, index, columnsOf(scan)) : error;
  }
}

interface Part {
  readonly backend: Backend;
  readonly scan: CsvScan;
  readonly file: CsvFile;
  readonly index: number;
  readonly own: ScanMemory;
  readonly stop: Int32Array | undefined;
}

/** Without quotes a record begins after every end of a line. Where there are some after all, what looked like the end of a line may have been part of a field. */
function readRight(part: Part): ReadPart {
  const { backend, scan, file, index, stop } = part;
  const exact = () => exactStart(backend, scan.format, file, index, stop);
  if (index === 0 || file.exact) return readPart(part, exact());
  let read: ReadPart | undefined;
  let wrong: BadInput | undefined;
  try {
    read = readPart(part, "line");
    if (!read.part.quotes) return read;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    wrong = error;
  }
  const start = exact();
  if (start !== (wrong ?? read!.part).start) return readPart(part, start);
  if (wrong !== undefined) throw wrong;
  return read!;
}

interface ReadPart {
  readonly batch: Batch;
  readonly part: ParsedPart;
}

/** What is read: the columns that are kept, then those that only the filter asks for. */
function namesRead({ columns, filter }: CsvScan): string[] {
  return [...new Set([...columns, ...(filter === undefined ? [] : namesIn(filter))])];
}

function namesIn(expr: ColumnExpr): string[] {
  if ("column" in expr) return [expr.column];
  return "call" in expr ? expr.args.flatMap(namesIn) : [];
}

/** Which columns of the schema are parsed, in their order. */
function columnsOf(scan: CsvScan): number[] {
  return namesRead(scan).flatMap((name) => (name === scan.includePath ? [] : scan.schema.findIndex((column) => column.name === name)));
}

function readPart({ backend, scan, file, index, own, stop }: Part, start: number | "line"): ReadPart {
  const { format, schema, recordBytes } = scan;
  // Where records begin may yet have to be found out from quotes of the whole part.
  const limit = scan.limit !== undefined && (index === 0 || file.exact) ? scan.limit : undefined;
  const few = limit === undefined ? {} : { limit, pieceBytes: 2 ** 16 };
  const partBytes = limit === undefined ? file.partBytes : Math.min(file.partBytes, 2 * limit * recordBytes + 2 ** 17);
  const wanted = columnsOf(scan).map((c) => ({ field: file.positions[c]!, type: schema[c]!.type, words: schema[c]!.words }));
  own.sizes ??= sizesOf(wanted, Math.ceil((partBytes / recordBytes) * 1.1) + 1024, Math.ceil(partBytes / file.fields));
  const memory = new ColumnMemory(wanted, own.sizes, (bytes) => {
    if (own.memory.length < bytes) own.memory = new Uint8Array(bytes);
    return own.memory;
  });
  using reader = openCsvPart(file, file.parts[index]!, backend);
  const part = parsePart({ backend, format, fields: file.fields, columns: wanted.length, memory, reader, start, stop, ...few });
  if (part.skipped > 0 && format.onBadLines === "warn") {
    const records = part.skipped === 1 ? "1 record" : `${part.skipped} records`;
    process.emitWarning(`readCsv: ${file.path}: left out ${records} with more than ${file.fields} fields`);
  }
  const read = memory.batch(wanted.map(({ type }) => type));
  let next = 0;
  const names = namesRead(scan);
  const columns = names.map((name) => (name === scan.includePath ? pathColumn(file.path, read.length) : read.columns[next++]!));
  const all = { length: read.length, columns };
  const batch = scan.limit === undefined ? all : sliceBatch(all, 0, Math.min(scan.limit, read.length));
  if (scan.filter === undefined) return { batch, part };
  const kept = { length: read.length, columns: columns.slice(0, scan.columns.length) };
  return { batch: filterBatch(backend, kept, evaluate(backend, scan.filter, batch, names)), part };
}

/** One category for all rows. */
function pathColumn(path: string, length: number): Column {
  const values = Buffer.from(path);
  const dictionary: Column = { type: "utf8", length: 1, values: new Uint8Array(values), offsets: Int32Array.of(0, values.length) };
  return { type: "category", length, values: new Int32Array(length), dictionary };
}

/** A part within a quoted field has no way of knowing, but the part where the field begins does. */
function checked(file: CsvFile, index: number, { batch, part }: ReadPart): Batch {
  // Parts of compressed files are about as long as they should be; the last one of a file always has the quote that closes the field.
  const shortest = file.codec === undefined ? (file.parts[index + 1]?.end ?? 0) - (file.parts[index + 1]?.start ?? 0) : file.partBytes / 4;
  if (file.exact || !part.quotes || index === file.parts.length - 1 || part.next - part.end <= shortest) return batch;
  throw new ParseError(
    `readCsv: ${file.path}: a record with quotes is ${part.next - part.end} bytes longer than the part it begins in, where the samples had no quotes at all; pass { blocksize: ${2 * (part.next - part.end)} } or more`,
    { file: file.path },
  );
}

/** The memory of steps: what a step gave has been packed when it runs again. */
const memories = new WeakMap<object, ScanMemory>();

addBatchKernel("frame/csv", {
  run({ backend, step, places, stop }) {
    const own = memories.get(step) ?? newScanMemory();
    memories.set(step, own);
    return scanPart(backend, step.params as unknown as CsvScan, places[step.place!]!.origin[0]!, own, stop);
  },
});
