import { ChunkwiseError } from "../../util/errors.ts";
import { byteOf } from "./options.ts";

/** What may be said of CSV that is written. */
export interface CsvWriteOptions {
  /** One byte; a comma unless said. */
  readonly delimiter?: string;
  /** The same, as pandas calls it. */
  readonly sep?: string;
  readonly quote?: string;
  /**
   * What stands in quotes: what else would be read otherwise (`"minimal"`, unless said), all (`"all"`), all but numbers and truth values (`"nonnumeric"`), or nothing (`"none"`), where a text that needs quotes is an error.
   * pandas' numbers for them (0 to 3) do as well.
   */
  readonly quoting?: Quoting | 0 | 1 | 2 | 3;
  /** Whether files begin with the names of columns (true unless said), or other names for them. */
  readonly header?: boolean | readonly string[];
  /** What stands for a missing value: nothing unless said. NaN is no missing value. */
  readonly naRep?: string;
  /** The columns that are written, in this order; all of them unless said. */
  readonly columns?: readonly string[];
  /** Rows have no names to write: whatever else pandas may do. */
  readonly index?: false;
}

/** In the order of the numbers that Python's `csv` has for them. */
const quotings = ["minimal", "all", "nonnumeric", "none"] as const;
export type Quoting = (typeof quotings)[number];

/** How records are written. */
export interface CsvWriteFormat {
  /** Single bytes. */
  readonly delimiter: number;
  readonly quote: number;
  readonly missing: string;
  readonly quoting: Quoting;
}

export const plainCsv: CsvWriteFormat = { delimiter: 44, quote: 34, missing: "", quoting: "minimal" };

/** The options, checked. */
export function writeFormat(options: CsvWriteOptions): CsvWriteFormat {
  const { quote = '"', naRep = "", header = true, columns = [], index = false } = options;
  if (options.delimiter !== undefined && options.sep !== undefined) fail("sep is another name of delimiter: pass one of them");
  const delimiter = options.delimiter ?? options.sep ?? ",";
  if (delimiter === quote) fail(`delimiter and quote are different characters, not ${JSON.stringify(quote)} both`);
  if (typeof naRep !== "string") fail(`naRep is the text for a missing value, not ${JSON.stringify(naRep)}`);
  if (typeof header !== "boolean" && !isNames(header)) fail(`header is true, false or a list of names, not ${JSON.stringify(header)}`);
  if (!isNames(columns)) fail(`columns is a list of names, not ${JSON.stringify(columns)}`);
  if ((index as unknown) !== false) fail("frames have no index beside their columns; leave out index");
  const given = options.quoting ?? "minimal";
  const quoting = typeof given === "number" ? quotings[given] : quotings.find((one) => one === given);
  if (quoting === undefined) fail(`quoting is ${quotings.map((one) => JSON.stringify(one)).join(", ")}, or pandas' 0 to 3, not ${JSON.stringify(given)}`);
  const format = { delimiter: byteOf(delimiter, "delimiter", "toCsv"), quote: byteOf(quote, "quote", "toCsv"), missing: naRep, quoting };
  if (quoting === "none" && needsQuotes(naRep, format)) fail(`naRep ${JSON.stringify(naRep)} needs quotes, which quoting: "none" leaves out`);
  return format;
}

/** Whether a text would be read as something else without quotes. */
export function needsQuotes(text: string, { delimiter, quote }: Pick<CsvWriteFormat, "delimiter" | "quote">): boolean {
  return [String.fromCharCode(delimiter), String.fromCharCode(quote), "\n", "\r"].some((special) => text.includes(special));
}

/** A text in quotes. */
export function inQuotes(text: string, { quote }: Pick<CsvWriteFormat, "quote">): string {
  const mark = String.fromCharCode(quote);
  return mark + text.replaceAll(mark, mark + mark) + mark;
}

const isNames = (names: unknown) => Array.isArray(names) && names.every((name) => typeof name === "string");

function fail(message: string): never {
  throw new ChunkwiseError("OPTION", `toCsv: ${message}`);
}
