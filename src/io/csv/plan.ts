import { loadBackend } from "../../kernels/load.ts";
import type { CsvFile, CsvFormat, CsvPart, CsvScan } from "../../ops/frame/csv-scan.ts";
import { ColumnError, ParseError } from "../../util/errors.ts";
import type { CompressionName } from "../compression/codec.ts";
import { codecOf } from "../compression/codecs.ts";
import { partsOf as compressedParts } from "../compression/parts.ts";
import { fileSource, stateOf } from "../files/read.ts";
import { encodingOf } from "../text/encoding.ts";
import { exactStart } from "./exact-start.ts";
import { type CsvHead, readHead } from "./header.ts";
import { type InferredColumn, isWords, settled, widenOver } from "./infer.ts";
import { type CsvSource, wholeFile } from "./input.ts";
import type { CsvOptions } from "./options.ts";

/** Bytes of each sample. */
const sampleBytes = 65536;

/** Opens files: names, samples and parts. Nothing else is read now, unless asked for. */
export function planScan(paths: readonly string[], options: CsvOptions): CsvScan {
  const format = formatOf(options);
  const heads = paths.map((path) => {
    const source = sourceOf(path, options);
    return { source, head: readHead(source, format, options) };
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
  const files = heads.map(({ source, head }): CsvFile => {
    checkSame(source.path, names, head, wanted);
    const cut = partsOf(source, head.skip, options);
    const file = { ...source, ...cut, fields: head.fields, positions: inferred.map(({ name }) => head.names.indexOf(name)), exact: false };
    const sample = sampled(file, format, inferred);
    sampledRows += sample.rows;
    sampledBytes += sample.bytes;
    return {
      ...file,
      positions: names.map((name) => head.names.indexOf(name)),
      exact: cut.parts.length > 1 && (sample.quotes || options.escape !== undefined),
    };
  });
  if (options.inferAll)
    for (const file of files) readAll({ ...file, positions: inferred.map(({ name }) => file.positions[names.indexOf(name)]!) }, format, inferred);
  return {
    format,
    files,
    schema: columns.map((column) => ({
      name: column.name,
      type: settled(column),
      ...(isWords(column) && { words: true }),
      ...(column.fixed && { told: true }),
    })),
    columns: [...wanted, ...(options.includePath === undefined ? [] : [options.includePath])],
    includePath: options.includePath,
    recordBytes: Math.max(2, sampledBytes / Math.max(1, sampledRows)),
  };
}

function formatOf({ delimiter, quote, escape, comment, missing, encoding, onBadLines }: CsvOptions): CsvFormat {
  return { delimiter, quote, escape, comment, missing, latin1: encoding === "latin1", onBadLines };
}

function sourceOf(path: string, { compression, encoding }: CsvOptions): CsvSource {
  const { bytes, modifiedMs } = stateOf(path);
  return { path, bytes, modifiedMs, codec: codecOf(path, compression, "readCsv")?.name, encoding };
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

/** Cuts a file: from the first record on into parts of one size, or where its compression allows. */
function partsOf(source: CsvSource, skip: number, { blockBytes }: CsvOptions): Pick<CsvFile, "parts" | "skip" | "partBytes"> {
  const { path, bytes, codec, encoding } = source;
  const whole = [{ start: 0, end: bytes }];
  if (codec !== undefined) {
    using file = fileSource(path);
    const cut = encodingOf(encoding, "readCsv").splits
      ? compressedParts(file, codecOf(path, codec as CompressionName, "readCsv"), loadBackend(), blockBytes)
      : whole;
    const parts = cut.length === 0 ? whole : cut.map((part) => ({ ...part }));
    return { parts, skip, partBytes: parts.length > 1 ? blockBytes : 6 * bytes };
  }
  if (!encodingOf(encoding, "readCsv").splits) return { parts: whole, skip, partBytes: 2 * bytes };
  const count = Math.max(1, Math.round((bytes - skip) / blockBytes));
  const border = (i: number) => skip + Math.floor(((bytes - skip) * i) / count);
  return { parts: Array.from({ length: count }, (_, i) => ({ start: border(i), end: border(i + 1) })), skip: 0, partBytes: Math.ceil((bytes - skip) / count) };
}

/** Widens columns by samples of a file: its first records, some in the middle and the last ones. */
function sampled(file: CsvFile, format: CsvFormat, columns: readonly InferredColumn[]): { rows: number; bytes: number; quotes: boolean } {
  const backend = loadBackend();
  const all = { rows: 0, bytes: 0, quotes: false };
  const read = (part: CsvPart, first: number | "line") => {
    const sample = widenOver(
      { backend, format, columns, file: { ...file, parts: [part], partBytes: sampleBytes } },
      0,
      first,
      (first === "line" ? 0 : first) + sampleBytes,
    );
    all.rows += sample.rows;
    all.bytes += Math.max(0, sample.next - (sample.start ?? sample.next));
    all.quotes ||= sample.quotes;
  };
  const { parts } = file;
  const [first, last] = [parts[0]!, parts.at(-1)!];
  read(file.codec === undefined ? { ...first, end: last.end } : wholeFile, file.skip);
  const ends: CsvPart[] =
    file.codec === undefined
      ? [Math.floor((first.start + last.end) / 2), last.end - sampleBytes].map((start) => ({ start, end: last.end }))
      : parts.slice(1).filter((_, i, rest) => i === rest.length >> 1 || i === rest.length - 1);
  for (const part of ends) {
    if (part.start < first.start + (file.codec === undefined ? sampleBytes : 0)) continue;
    const types = columns.map(({ type }) => type);
    try {
      read(part, "line");
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
