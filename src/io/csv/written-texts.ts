import { type Column, isValid } from "../../chunk/column.ts";
import { columnTypeOf } from "../../chunk/column-type.ts";
import { type Backend, Status } from "../../kernels/kernel.ts";
import { isNumeric } from "../../ops/frame/meet.ts";
import { ChunkwiseError } from "../../util/errors.ts";
import { must } from "../../util/must.ts";
import { type CsvWriteFormat, inQuotes, needsQuotes, plainCsv } from "./write-format.ts";

/** Makes the texts of a column, and says where each ends. */
export interface ColumnWriter {
  /** Bytes that so many rows can take. */
  longest(from: number, rows: number): number;
  write(from: number, rows: number, text: Uint8Array, ends: Uint32Array): void;
}

/** What numbers, times and truth values are written with. */
const inValues = /[0-9A-Za-z+\-.: ]/;

/** A writer whose texts stand in any format: those that hold its delimiter or quote are quoted, or all, and a missing value is what the format says. `alone`: records have nothing else. */
export function adapted(backend: Backend, column: Column, writer: ColumnWriter, format: CsvWriteFormat, alone: boolean): ColumnWriter {
  const [delimiter, mark] = [String.fromCharCode(format.delimiter), String.fromCharCode(format.quote)];
  const { kind } = columnTypeOf(column.type);
  const isText = kind === "utf8" || kind === "category";
  const quoted = !isText && (inValues.test(delimiter) || inValues.test(mark)) ? quoting(backend, writer, format) : writer;
  if (format.quoting === "all" || (format.quoting === "nonnumeric" && kind !== "bool" && !isNumeric(column.type)))
    return wrapping(column, quoted, Buffer.from(inQuotes(format.missing, format)), format.quote);
  // A record of nothing would be none, and the kernel that joins records knows one quote only.
  const empty = alone && format.quote !== plainCsv.quote ? mark + mark : "";
  const isSpecial = format.quoting === "nonnumeric" || needsQuotes(format.missing, format);
  const missing = isSpecial ? inQuotes(format.missing, format) : format.missing || empty;
  const filled = empty === "" && (missing === "" || column.valid === undefined) ? quoted : filling(column, quoted, Buffer.from(missing), Buffer.from(empty));
  return format.quoting === "none" ? refusing(filled, format, alone) : filled;
}

/** Texts that were quoted because they must be, or records of nothing, are errors. */
function refusing(writer: ColumnWriter, format: CsvWriteFormat, alone: boolean): ColumnWriter {
  return {
    longest: writer.longest,
    write(from, rows, text, ends) {
      writer.write(from, rows, text, ends);
      for (let row = 0; row < rows; row++) {
        const [start, end] = [row === 0 ? 0 : ends[row]!, ends[row + 1]!];
        if (!(end > start ? text[start] === format.quote : alone)) continue;
        const shown = JSON.stringify(Buffer.from(text.subarray(start, Math.min(end, start + 60))).toString());
        throw new ChunkwiseError(
          "OPTION",
          `toCsv: row ${from + row} of a partition has ${shown}, which needs quotes, and quoting: "none" leaves them out; replace what it has, or choose another delimiter`,
        );
      }
    },
  };
}

/** All texts in quotes: those that begin with one have them already. */
function wrapping(column: Column, writer: ColumnWriter, missing: Uint8Array, mark: number): ColumnWriter {
  const texts = textsOf(writer);
  return {
    longest: (from, rows) => writer.longest(from, rows) + rows * (missing.length + 2),
    write(from, rows, text, ends) {
      const [plain, plainEnds] = texts(from, rows);
      let at = 0;
      ends[0] = 0;
      for (let row = 0; row < rows; row++) {
        const [start, end] = [row === 0 ? 0 : plainEnds[row]!, plainEnds[row + 1]!];
        const isThere = isValid(column, from + row);
        const own = isThere ? plain.subarray(start, end) : missing;
        const isBare = isThere && (end === start || own[0] !== mark);
        if (isBare) text[at++] = mark;
        text.set(own, at);
        at += own.length;
        if (isBare) text[at++] = mark;
        ends[row + 1] = at;
      }
    },
  };
}

/** Texts as another writer makes them, in memory that is used again. */
function textsOf(writer: ColumnWriter): (from: number, rows: number) => readonly [text: Uint8Array, ends: Uint32Array] {
  let [text, ends] = [new Uint8Array(0), new Uint32Array(0)];
  return (from, rows) => {
    // The kernel that quotes reads beyond the last text.
    const most = writer.longest(from, rows) + 16;
    if (text.length < most) text = new Uint8Array(most);
    if (ends.length <= rows) ends = new Uint32Array(rows + 1);
    writer.write(from, rows, text, ends);
    return [text, ends];
  };
}

function quoting(backend: Backend, writer: ColumnWriter, { delimiter, quote }: CsvWriteFormat): ColumnWriter {
  const texts = textsOf(writer);
  return {
    longest: (from, rows) => 2 * writer.longest(from, rows) + 2 * rows,
    write(from, rows, text, ends) {
      const [plain, plainEnds] = texts(from, rows);
      const inputs = [plain, new Uint8Array(0), new Int32Array(plainEnds.buffer, 0, rows + 1)];
      const status = backend.run("csvQuote", "uint8", { n: rows, inputs, outputs: [text, ends], params: [0, delimiter, quote] });
      must(status === Status.ok, "csvQuote failed");
    },
  };
}

/** Rows without a value are `missing`, texts of nothing are `empty`. */
function filling(column: Column, writer: ColumnWriter, missing: Uint8Array, empty: Uint8Array): ColumnWriter {
  const texts = textsOf(writer);
  return {
    longest: (from, rows) => writer.longest(from, rows) + rows * Math.max(missing.length, empty.length),
    write(from, rows, text, ends) {
      const [plain, plainEnds] = texts(from, rows);
      let [at, copied] = [0, 0];
      ends[0] = 0;
      for (let row = 0; row < rows; row++) {
        const end = plainEnds[row + 1]!;
        if (end === plainEnds[row]) {
          const filler = isValid(column, from + row) ? empty : missing;
          // What stands between two fillers is copied at once.
          text.set(plain.subarray(copied, end), at);
          at += end - copied;
          copied = end;
          text.set(filler, at);
          at += filler.length;
        }
        ends[row + 1] = at + end - copied;
      }
      text.set(plain.subarray(copied, plainEnds[rows]), at);
    },
  };
}
