import { ChunkwiseError } from "../../util/errors.ts";
import { byteOf } from "./options.ts";

/** What may be said of CSV that is written. */
export interface CsvWriteOptions {
  /** One byte; a comma unless said. */
  readonly delimiter?: string;
  /** The same, as pandas calls it. */
  readonly sep?: string;
  readonly quote?: string;
  /** Whether files begin with the names of columns (true unless said), or other names for them. */
  readonly header?: boolean | readonly string[];
  /** What stands for a missing value: nothing unless said. NaN is no missing value. */
  readonly naRep?: string;
  /** The columns that are written, in this order; all of them unless said. */
  readonly columns?: readonly string[];
  /** Rows have no names to write: whatever else pandas may do. */
  readonly index?: false;
}

/** How records are written: a quote stands around what would else be read otherwise (pandas' QUOTE_MINIMAL). */
export interface CsvWriteFormat {
  /** Single bytes. */
  readonly delimiter: number;
  readonly quote: number;
  readonly missing: string;
}

export const plainCsv: CsvWriteFormat = { delimiter: 44, quote: 34, missing: "" };

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
  return { delimiter: byteOf(delimiter, "delimiter", "toCsv"), quote: byteOf(quote, "quote", "toCsv"), missing: naRep };
}

const isNames = (names: unknown) => Array.isArray(names) && names.every((name) => typeof name === "string");

function fail(message: string): never {
  throw new ChunkwiseError("OPTION", `toCsv: ${message}`);
}
