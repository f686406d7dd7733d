import { type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import { loadBackend } from "../../kernels/load.ts";
import type { CsvFile, CsvScan } from "../../ops/frame/csv-scan.ts";
import { timestampType } from "../../ops/frame/meet.ts";
import { formatBytes, ParseError } from "../../util/errors.ts";
import { parseTimeText } from "../../util/time-text.ts";
import { openCsvPart } from "./input.ts";
import type { BadInput } from "./parse-part.ts";
import { cellText, typeOfText, widened } from "./value-type.ts";

const longestText = 200;

/** What is wrong with a file, in words. The lines before it are counted now that someone asks. */
export function parseErrorOf(bad: BadInput, scan: Pick<CsvScan, "format" | "schema">, file: CsvFile, index: number, columns: readonly number[]): ParseError {
  const line = lineOf(file, index, bad.at);
  const where = `${file.path}, line ${line}`;
  if (bad.what === "quote") {
    const message = `readCsv: ${where}: the quoted field that begins in this record is not closed within ${formatBytes(bad.longest)}, or not at all; if quotes are ordinary characters here, pass { quote: null }`;
    return new ParseError(message, { file: file.path, line });
  }
  if (bad.what === "record") {
    const message = `readCsv: ${where}: ${bad.fields} fields where there are ${file.fields} columns; { onBadLines: "skip" } leaves such records out`;
    return new ParseError(message, { file: file.path, line });
  }
  const { name: column, type, told } = scan.schema[columns[bad.column]!]!;
  const text = Buffer.from(bad.bytes).toString(scan.format.latin1 ? "latin1" : "utf8");
  const shown = JSON.stringify(text.length > longestText ? `${text.slice(0, longestText)}…` : text);
  const what =
    type === "utf8" || type === "category"
      ? `column ${JSON.stringify(column)} is no UTF-8: ${shown}; pass { encoding: "latin1" } if that is what the file is in`
      : columnTypeOf(type).zone !== undefined && parseTimeText(text.trim())?.offsetSeconds === undefined && parseTimeText(text.trim()) !== undefined
        ? `column ${JSON.stringify(column)} is ${type}, which cannot hold ${shown}: a time in a zone needs its offset; read ${JSON.stringify(timestampType(columnTypeOf(type).unit!))} and say the zone with dt.tzLocalize`
        : `column ${JSON.stringify(column)} is ${type}, which cannot hold ${shown}; pass ${typesToPaste(scan, columns[bad.column]!, widened(type, typeOfCell(cellText(bad.bytes, scan.format), type)))}${told ? "" : ', or { infer: "all" } to look at every value first'}`;
  return new ParseError(`readCsv: ${where}: ${what}`, { file: file.path, line, column, text });
}

/** What the text of a cell is, which is a time only beside times. */
function typeOfCell(text: string, beside: ColumnType): ColumnType {
  const { kind } = columnTypeOf(beside);
  return typeOfText(text, (kind === "timestamp" || kind === "date") && parseTimeText(text) !== undefined);
}

/** The types as they are, with the one for the column that is wrong. */
function typesToPaste({ schema }: Pick<CsvScan, "schema">, wrong: number, right: string): string {
  const entries = schema.map(
    ({ name, type }, c) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${JSON.stringify(c === wrong ? right : type)}`,
  );
  return `{ dtype: { ${entries.join(", ")} } }`;
}

/** The line, from 1, in which byte `at` of a part is: reads the file up to there. */
function lineOf(file: CsvFile, index: number, at: number): number {
  const bytes = new Uint8Array(1 << 20);
  let line = 1;
  let afterReturn = false;
  const count = (part: Uint8Array) => {
    for (const byte of part) {
      if (byte === 13 || (byte === 10 && !afterReturn)) line++;
      afterReturn = byte === 13;
    }
  };
  // What is before the first part are names and skipped lines.
  const before = file.codec === undefined ? file.parts[0]!.start : 0;
  const parts = [{ start: 0, end: before }, ...file.parts.slice(0, index + 1)].filter(({ start, end }) => end > start || end !== before);
  const last = parts.length - 1;
  for (const [i, part] of parts.entries()) {
    using reader = openCsvPart(file, part, loadBackend());
    let left = i < last ? Number.POSITIVE_INFINITY : at;
    const read = i < last ? reader.read : reader.readOn;
    while (left > 0) {
      const got = read(bytes.subarray(0, Math.min(left, bytes.length)));
      if (got === 0) break;
      count(bytes.subarray(0, got));
      left -= got;
    }
  }
  return line;
}
