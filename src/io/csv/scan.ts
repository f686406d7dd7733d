import type { Batch, Column } from "../../chunk/column.ts";
import { addBatchKernel } from "../../kernels/batch-kernels.ts";
import { evaluate } from "../../kernels/frame/evaluate.ts";
import { filterBatch } from "../../kernels/frame/rows/filter.ts";
import type { Backend } from "../../kernels/kernel.ts";
import { type CsvFile, type CsvScan, partOf } from "../../ops/frame/csv-scan.ts";
import { ParseError } from "../../util/errors.ts";
import { parseErrorOf } from "./bad-input.ts";
import { ColumnMemory, type Sizes, sizesOf } from "./columns.ts";
import { exactStart } from "./exact-start.ts";
import { openPart } from "./input.ts";
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
  const start = file.exact ? exactStart(backend, scan.format, file, index, stop) : index === 0 ? file.skip : "line";
  const read = readPart(backend, scan, file, index, start, own, stop);
  if (start !== "line" || !read.part.quotes) return checked(file, index, read);
  // Quotes where the sample had none: what looked like the end of a line may have been part of a field.
  const exact = exactStart(backend, scan.format, file, index, stop);
  return checked(file, index, exact === read.part.start ? read : readPart(backend, scan, file, index, exact, own, stop));
}

interface ReadPart {
  readonly batch: Batch;
  readonly part: ParsedPart;
}

function readPart(
  backend: Backend,
  scan: CsvScan,
  file: CsvFile,
  index: number,
  start: number | "line",
  own: ScanMemory,
  stop: Int32Array | undefined,
): ReadPart {
  const { format, schema, recordBytes } = scan;
  const { start: from, end } = file.parts[index]!;
  const names = scan.columns.filter((name) => name !== scan.includePath);
  const numbers = names.map((name) => schema.findIndex((column) => column.name === name));
  const wanted = numbers.map((c) => ({ field: file.positions[c]!, type: schema[c]!.type }));
  own.sizes ??= sizesOf(wanted, Math.ceil(((end - from) / recordBytes) * 1.1) + 1024, Math.ceil((end - from) / file.fields));
  const memory = new ColumnMemory(wanted, own.sizes, (bytes) => {
    if (own.memory.length < bytes) own.memory = new Uint8Array(bytes);
    return own.memory;
  });
  using reader = openPart(file.path, file.parts[index]!);
  let part: ParsedPart;
  try {
    part = parsePart({ backend, format, fields: file.fields, columns: wanted.length, memory, reader, start, stop });
  } catch (error) {
    if (error instanceof BadInput) throw parseErrorOf(error, scan, file, index, numbers);
    throw error;
  }
  if (part.skipped > 0 && format.onBadLines === "warn") {
    process.emitWarning(`readCsv: ${file.path}: ${part.skipped} records with more than ${file.fields} fields were left out`);
  }
  const read = memory.batch(wanted.map(({ type }) => type));
  let next = 0;
  const columns = scan.columns.map((name) => (name === scan.includePath ? pathColumn(file.path, read.length) : read.columns[next++]!));
  return { batch: filtered(backend, scan, { length: read.length, columns }), part };
}

function filtered(backend: Backend, scan: CsvScan, batch: Batch): Batch {
  return scan.filter === undefined ? batch : filterBatch(backend, batch, evaluate(backend, scan.filter, batch, scan.columns));
}

/** One category for all rows. */
function pathColumn(path: string, length: number): Column {
  const values = Buffer.from(path);
  const dictionary: Column = { type: "utf8", length: 1, values: new Uint8Array(values), offsets: Int32Array.of(0, values.length) };
  return { type: "category", length, values: new Int32Array(length), dictionary };
}

/** A part within a quoted field has no way of knowing, but the part where the field begins does. */
function checked(file: CsvFile, index: number, { batch, part }: ReadPart): Batch {
  const following = file.parts[index + 1];
  if (file.exact || !part.quotes || following === undefined || part.next - part.end <= following.end - following.start) return batch;
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
