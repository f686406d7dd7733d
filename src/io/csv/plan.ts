import { statSync } from "node:fs";
import { resolve } from "node:path";
import { loadBackend } from "../../kernels/load.ts";
import type { CsvFile, CsvFormat, CsvScan } from "../../ops/frame/csv-scan.ts";
import { ColumnError, ParseError, StorageError } from "../../util/errors.ts";
import { exactStart } from "./exact-start.ts";
import { type CsvHead, readHead } from "./header.ts";
import { type InferredColumn, settled, widenOver } from "./infer.ts";
import type { CsvOptions } from "./options.ts";

/** Bytes of each sample: the first records of a file, some in its middle and its last ones. */
const sampleBytes = 65536;

/** Opens files: names, samples and parts. Nothing else is read now, unless asked for. */
export function planScan(paths: readonly string[], options: CsvOptions): CsvScan {
  const format = formatOf(options);
  const heads = paths.map((path) => {
    const file = stateOf(path);
    return { ...file, head: readHead(file.path, file.bytes, format, options) };
  });
  const names = heads[0]!.head.names;
  checkNames(names, options);
  const wanted = options.columns ?? names;
  const columns: InferredColumn[] = names.map((name) => {
    const type = options.types.get(name) ?? options.otherType ?? (options.dates.has(name) ? "timestamp[us]" : undefined);
    return { name, type: type ?? "null", fixed: type !== undefined, dates: options.allDates };
  });
  const inferred = columns.filter(({ name }) => wanted.includes(name));
  let [sampledRows, sampledBytes] = [0, 0];
  const files = heads.map(({ path, bytes, modifiedMs, head }): CsvFile => {
    const positions = names.map((name) => head.names.indexOf(name));
    checkSame(path, names, head, wanted);
    const base = { path, bytes, modifiedMs, skip: head.skip, fields: head.fields };
    const file = { ...base, positions: inferred.map(({ name }) => head.names.indexOf(name)), exact: false, parts: [] };
    const sample = sampled(file, format, inferred);
    sampledRows += sample.rows;
    sampledBytes += sample.bytes;
    const parts = partsOf(head.skip, bytes, options.blockBytes);
    return { ...base, skip: 0, positions, exact: parts.length > 1 && (sample.quotes || options.escape !== undefined), parts };
  });
  if (options.inferAll)
    for (const file of files) readAll({ ...file, positions: inferred.map(({ name }) => file.positions[names.indexOf(name)]!) }, format, inferred);
  return {
    format,
    files,
    schema: columns.map((column) => ({ name: column.name, type: settled(column) })),
    columns: [...wanted, ...(options.includePath === undefined ? [] : [options.includePath])],
    includePath: options.includePath,
    recordBytes: Math.max(2, sampledBytes / Math.max(1, sampledRows)),
  };
}

function formatOf({ delimiter, quote, escape, comment, missing, encoding, onBadLines }: CsvOptions): CsvFormat {
  const latin1 = ["latin1", "latin-1", "iso-8859-1", "iso8859-1"].includes(encoding);
  if (!latin1 && !["utf-8", "utf8", "ascii", "us-ascii"].includes(encoding)) throw new StorageError(encoding, "readCsv: encodings are utf-8 and latin1");
  return { delimiter, quote, escape, comment, missing, latin1, onBadLines };
}

function stateOf(path: string) {
  const file = resolve(path);
  try {
    const { size, mtimeMs } = statSync(file);
    return { path: file, bytes: size, modifiedMs: mtimeMs };
  } catch (cause) {
    throw new StorageError(file, `cannot be opened: ${(cause as Error).message}`, { cause });
  }
}

/** Names in options that no column has. */
function checkNames(names: readonly string[], { types, columns = [], dates, includePath }: CsvOptions): void {
  for (const [option, list] of [
    ["dtype", [...types.keys()]],
    ["columns", columns],
    ["parseDates", [...dates]],
  ] as const) {
    const unknown = list.find((name) => !names.includes(name));
    if (unknown === undefined) continue;
    throw new ColumnError(
      `readCsv: ${option}: no column ${JSON.stringify(unknown)}; there are ${names.map((name) => JSON.stringify(name)).join(", ")}`,
      unknown,
      names,
    );
  }
  if (includePath !== undefined && names.includes(includePath))
    throw new ColumnError(`readCsv: includePath: there is a column ${JSON.stringify(includePath)} already; pass another name`, includePath, names);
}

/** Files may have their columns in any order, but all that are read. */
function checkSame(path: string, names: readonly string[], head: CsvHead, wanted: readonly string[]): void {
  const lacking = wanted.find((name) => !head.names.includes(name));
  const more = wanted === names ? head.names.find((name) => !names.includes(name)) : undefined;
  if (lacking === undefined && more === undefined) return;
  const what =
    lacking !== undefined ? `lacks the column ${JSON.stringify(lacking)} of the first file` : `has a column ${JSON.stringify(more)} that the first file lacks`;
  throw new ColumnError(`readCsv: ${path} ${what}; pass { columns: […] } with those that all files have`, lacking ?? more!, head.names);
}

/** Parts of about one size from the first record on, at least one. */
function partsOf(start: number, end: number, blockBytes: number) {
  const count = Math.max(1, Math.round((end - start) / blockBytes));
  const border = (i: number) => start + Math.floor(((end - start) * i) / count);
  return Array.from({ length: count }, (_, i) => ({ start: border(i), end: border(i + 1) }));
}

/** Widens columns by samples of a file. */
function sampled(file: CsvFile, format: CsvFormat, columns: readonly InferredColumn[]): { rows: number; bytes: number; quotes: boolean } {
  const backend = loadBackend();
  const all = { rows: 0, bytes: 0, quotes: false };
  const read = (start: number, end: number, first: number | "line") => {
    const sample = widenOver({ backend, format, columns, file: { ...file, parts: [{ start, end }] } }, 0, first);
    all.rows += sample.rows;
    all.bytes += Math.max(0, sample.next - (sample.start ?? sample.next));
    all.quotes ||= sample.quotes;
  };
  const { bytes, skip } = file;
  const firstEnd = Math.min(bytes, skip + sampleBytes);
  read(0, firstEnd, skip);
  const places = [Math.floor(bytes / 2), bytes - sampleBytes].filter((start, i, list) => start >= firstEnd && (i === 0 || start > list[i - 1]! + sampleBytes));
  for (const start of places) {
    const types = columns.map(({ type }) => type);
    try {
      read(start, Math.min(bytes, start + sampleBytes), "line");
    } catch (error) {
      // Where there are quotes this may be the middle of a field. What it seemed to say is forgotten; if it was right, reading says so.
      if (!(error instanceof ParseError)) throw error;
      columns.forEach((column, c) => {
        column.type = types[c]!;
      });
    }
  }
  return all;
}

/** Widens columns by all values of a file. */
function readAll(file: CsvFile, format: CsvFormat, columns: readonly InferredColumn[]): void {
  const backend = loadBackend();
  file.parts.forEach((_, index) => {
    const start = index === 0 ? file.skip : file.exact ? exactStart(backend, format, file, index, undefined) : "line";
    const { quotes, start: began } = widenOver({ backend, format, columns, file }, index, start);
    if (start !== "line" || !quotes) return;
    const exact = exactStart(backend, format, file, index, undefined);
    if (exact !== began) widenOver({ backend, format, columns, file }, index, exact);
  });
}
