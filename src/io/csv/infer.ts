import { type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import type { Backend } from "../../kernels/kernel.ts";
import type { CsvFile, CsvFormat } from "../../ops/frame/csv-scan.ts";
import { parseErrorOf } from "./bad-input.ts";
import { ColumnMemory, sizesOf } from "./columns.ts";
import { openCsvPart, shortened } from "./input.ts";
import { BadInput, type ParsedPart, parsePart } from "./parse-part.ts";
import { cellText, typeOfText, widened } from "./value-type.ts";

// Types are found by reading with the narrowest ones: a value that does not fit widens its column, and the reading begins again. So inference and reading cannot disagree.

export interface InferredColumn {
  readonly name: string;
  /** Nothing: no value is known yet. */
  type: ColumnType | "null";
  /** The user said so. */
  readonly fixed: boolean;
  /** Times are looked for before text is. */
  readonly dates: boolean;
}

export interface Reading {
  readonly backend: Backend;
  readonly format: CsvFormat;
  readonly columns: readonly InferredColumn[];
  readonly file: CsvFile;
}

/** Reads a part, or the first `most` bytes of it, widening columns until all of it fits. */
export function widenOver(
  { backend, format, columns, file }: Reading,
  index: number,
  start: number | "line",
  most = Number.POSITIVE_INFINITY,
): ParsedPart & { readonly rows: number } {
  const part = file.parts[index]!;
  const bytes = Math.min(most, file.partBytes);
  for (;;) {
    const wanted = columns.map((column, c) => ({ field: file.positions[c]!, type: column.type, words: isWords(column) }));
    const memory = new ColumnMemory(wanted, sizesOf(wanted, Math.ceil(bytes / 16) + 64, Math.ceil(bytes / 4)), (bytes) => new Uint8Array(bytes));
    using reader = shortened(openCsvPart(file, part, backend), most);
    try {
      return { ...parsePart({ backend, format, fields: file.fields, columns: wanted.length, memory, reader, start }), rows: memory.state[1]! };
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      const column = error.what === "cell" ? columns[error.column]! : undefined;
      if (column === undefined || column.fixed || column.type === "utf8") {
        const schema = columns.map(({ name, type, fixed }) => ({ name, type: type === "null" ? "float64" : type, told: fixed }) as const);
        throw parseErrorOf(
          error,
          { format, schema },
          file,
          index,
          columns.map((_, c) => c),
        );
      }
      column.type = widened(column.type, typeOfText(cellText(error.bytes, format), column.dates));
    }
  }
}

/** Whether its values are true and false as words: of 0 and 1 nobody said that they are booleans. */
export const isWords = ({ type, fixed }: InferredColumn) => type === "bool" && !fixed;

/** What a column is that has no values: as in pandas. */
export function settled({ type }: InferredColumn): ColumnType {
  return type === "null" ? "float64" : columnTypeOf(type).type;
}
