import { type ColumnType, parseColumnType } from "../../chunk/column-type.ts";
import { ChunkwiseError, DTypeError } from "../../util/errors.ts";
import { refuseUnknown } from "../../util/option-names.ts";
import { shown } from "../../util/shown.ts";
import type { Compression } from "../compression/codecs.ts";
import { requireNames, requireTypes } from "../reader-options.ts";
import { encodingOf } from "../text/encoding.ts";
import { defaultMissing } from "./format.ts";

/** The names and types of columns, as users write them. */
export type CsvTypes = { readonly [column: string]: string };

export interface ReadCsvOptions {
  /** Types by name; other columns are inferred. One type for all columns is a string. */
  readonly dtype?: CsvTypes | string;
  /** All columns that are read, with their types: nothing is inferred. */
  readonly schema?: CsvTypes;
  /** The columns that are read, in this order; all of them unless said. */
  readonly columns?: readonly string[];
  readonly usecols?: readonly string[];
  /** One byte; "\t" for tabs. */
  readonly delimiter?: string;
  readonly sep?: string;
  /** `null`: quotes are ordinary characters. */
  readonly quote?: string | null;
  readonly escape?: string | null;
  /** The line with the names, counted from 0 after skipped rows; `null`: there is none, and columns are called "0", "1" … unless `names` says otherwise. */
  readonly header?: number | null;
  readonly names?: readonly string[];
  /** Lines that are left out at the beginning of each file. */
  readonly skiprows?: number;
  /** What follows this character on a line is left out. */
  readonly comment?: string | null;
  /** More words that stand for a missing value. */
  readonly naValues?: readonly string[] | string;
  /** Whether pandas' words for it do, too. */
  readonly keepDefaultNa?: boolean;
  /** Columns of timestamps (ISO 8601); `true`: every one that looks like it. */
  readonly parseDates?: readonly string[] | boolean;
  readonly encoding?: string;
  /** Unless said, what the end of each name says. */
  readonly compression?: Compression | null;
  /** Bytes of a partition, about. */
  readonly blocksize?: number | string;
  /** A column with the path of each row's file, called "path" or as told. */
  readonly includePath?: boolean | string;
  readonly onBadLines?: "error" | "warn" | "skip";
  /** "all": every value is looked at before types are decided, not only samples. */
  readonly infer?: "sample" | "all";
}

/** The options, checked, with what they are unless said. */
export interface CsvOptions {
  readonly types: ReadonlyMap<string, ColumnType>;
  /** The type of columns that `types` does not name. */
  readonly otherType: ColumnType | undefined;
  readonly columns: readonly string[] | undefined;
  readonly delimiter: number;
  readonly quote: number | undefined;
  readonly escape: number | undefined;
  readonly comment: number | undefined;
  readonly header: number | undefined;
  readonly names: readonly string[] | undefined;
  readonly skiprows: number;
  readonly missing: readonly string[];
  readonly dates: ReadonlySet<string>;
  readonly allDates: boolean;
  readonly encoding: string;
  readonly compression: Compression;
  readonly blockBytes: number;
  readonly includePath: string | undefined;
  readonly onBadLines: "error" | "warn" | "skip";
  readonly inferAll: boolean;
}

/** So many that tasks cost little beside reading, so few that several partitions fit into small limits. */
const defaultBlockBytes = 16 * 2 ** 20;

const known =
  "dtype schema columns usecols delimiter sep quote escape header names skiprows comment naValues keepDefaultNa parseDates encoding compression blocksize includePath onBadLines infer".split(
    " ",
  );

export function checkOptions(options: ReadCsvOptions): CsvOptions {
  refuseUnknown("readCsv", options, known);
  const { dtype = {}, schema, columns = options.usecols, parseDates = false, names, includePath = false, onBadLines = "error", infer = "sample" } = options;
  const {
    header = names === undefined ? 0 : null,
    skiprows = 0,
    naValues = [],
    keepDefaultNa = true,
    blocksize = defaultBlockBytes,
    encoding = "utf-8",
  } = options;
  if (schema !== undefined && (options.dtype !== undefined || columns !== undefined))
    fail("schema says which columns there are and their types: pass neither dtype nor columns with it");
  if (typeof dtype !== "string") requireTypes("readCsv", "dtype", dtype);
  requireTypes("readCsv", "schema", schema);
  refuseTwice(options, "columns", "usecols");
  refuseTwice(options, "delimiter", "sep");
  if (typeof parseDates !== "boolean" && !Array.isArray(parseDates)) fail(`parseDates is a list of names or true, not ${shown(parseDates)}`);
  if (typeof includePath !== "boolean" && typeof includePath !== "string") fail(`includePath is true or the name of a column, not ${shown(includePath)}`);
  if (typeof keepDefaultNa !== "boolean") fail(`keepDefaultNa is true or false, not ${shown(keepDefaultNa)}`);
  if (!["error", "warn", "skip"].includes(onBadLines)) fail(`onBadLines is "error", "warn" or "skip", not ${JSON.stringify(onBadLines)}`);
  if (infer !== "sample" && infer !== "all") fail(`infer is "sample" or "all", not ${JSON.stringify(infer)}`);
  if (header !== null && !isCount(header)) fail(`header is the number of a line or null, not ${JSON.stringify(header)}`);
  if (typeof naValues !== "string" && !(Array.isArray(naValues) && naValues.every((word) => typeof word === "string")))
    fail("naValues is a word or a list of words, which hold for all columns; replace tells those of single columns");
  if (!isCount(skiprows)) fail(`skiprows is a number of lines, not ${JSON.stringify(skiprows)}`);
  const delimiter = byteOf(options.delimiter ?? options.sep ?? ",", "delimiter", "readCsv");
  const quote = optionalByte(options.quote === undefined ? '"' : options.quote, "quote");
  const [escape, comment] = [optionalByte(options.escape ?? null, "escape"), optionalByte(options.comment ?? null, "comment")];
  const special = [delimiter, quote, escape, comment].filter((byte) => byte !== undefined);
  if (new Set(special).size < special.length)
    fail(`delimiter, quote, escape and comment are different characters, not ${special.map((byte) => JSON.stringify(String.fromCharCode(byte))).join(", ")}`);
  return {
    types: new Map(typeof dtype === "string" ? [] : Object.entries(schema ?? dtype).map(([name, type]) => [name, typeOf(type, name)])),
    otherType: typeof dtype === "string" ? typeOf(dtype, "dtype") : undefined,
    columns: checkNames(schema === undefined ? columns : Object.keys(schema), "columns"),
    delimiter,
    quote,
    escape,
    comment,
    header: header ?? undefined,
    names: checkNames(names, "names"),
    skiprows,
    missing: [...(keepDefaultNa ? defaultMissing : []), ...(typeof naValues === "string" ? [naValues] : naValues)],
    dates: new Set(typeof parseDates === "boolean" ? [] : parseDates),
    allDates: parseDates === true,
    encoding: encodingOf(encoding, "readCsv").name,
    compression: options.compression === null ? "none" : (options.compression ?? "infer"),
    blockBytes: bytesOf(blocksize),
    includePath: includePath === true ? "path" : includePath === false ? undefined : includePath,
    onBadLines,
    inferAll: infer === "all",
  };
}

function fail(message: string): never {
  throw new ChunkwiseError("OPTION", `readCsv: ${message}`);
}

/** Two names of one option. */
function refuseTwice(options: ReadCsvOptions, name: keyof ReadCsvOptions, other: keyof ReadCsvOptions): void {
  if (options[name] !== undefined && options[other] !== undefined) fail(`${other} is another name of ${name}: pass one of them`);
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

/** Types that text can be read as. */
function typeOf(type: string, name: string): ColumnType {
  const info = parseColumnType(type, "readCsv");
  if (info.kind === "list") throw new DTypeError(`readCsv: column ${JSON.stringify(name)}: CSV has no lists; read utf8 and take them apart with str.split`);
  if (info.kind !== "duration") return info.type;
  throw new DTypeError(`readCsv: column ${JSON.stringify(name)}: ${type} has no text form that is read; read int64 and cast it`);
}

function checkNames(names: readonly string[] | undefined, option: string): readonly string[] | undefined {
  if (names === undefined) return undefined;
  requireNames("readCsv", option, names);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) fail(`${option} has ${JSON.stringify(twice)} twice`);
  return [...names];
}

/** The code of a character that has one byte and ends no line. */
export function byteOf(text: string, option: string, operation: string): number {
  const code = typeof text === "string" && text.length === 1 ? text.charCodeAt(0) : 0;
  if (code !== 0 && code <= 126 && code !== 10 && code !== 13) return code;
  throw new ChunkwiseError("OPTION", `${operation}: ${option} is one ASCII character and no end of a line, not ${JSON.stringify(text)}`);
}

const optionalByte = (text: string | null, option: string) => (text === null || text === "" ? undefined : byteOf(text, option, "readCsv"));

const units: { readonly [unit: string]: number } = { "": 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };

function bytesOf(size: number | string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(String(size));
  const unit = match === null ? undefined : units[match[2]!.toLowerCase()];
  const bytes = unit === undefined ? 0 : Math.floor(Number(match![1]) * unit);
  // Longer ones could hold more text than 32-bit offsets reach.
  if (bytes < 1 || bytes > 2 ** 29) fail(`blocksize is a number of bytes, at most 512 MiB, or text like "64MB", not ${JSON.stringify(size)}`);
  return bytes;
}
