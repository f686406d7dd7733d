import { type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import type { Backend } from "../../kernels/kernel.ts";
import type { CsvFile, CsvFormat } from "../../ops/frame/csv-scan.ts";
import { parseErrorOf } from "./bad-input.ts";
import { ColumnMemory, sizesOf } from "./columns.ts";
import { openPart } from "./input.ts";
import { BadInput, type ParsedPart, parsePart } from "./parse-part.ts";

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

/** Reads a part, widening columns until all of it fits. */
export function widenOver({ backend, format, columns, file }: Reading, index: number, start: number | "line"): ParsedPart & { readonly rows: number } {
  const part = file.parts[index]!;
  for (;;) {
    const wanted = columns.map(({ type }, c) => ({ field: file.positions[c]!, type }));
    const memory = new ColumnMemory(
      wanted,
      sizesOf(wanted, Math.ceil((part.end - part.start) / 16) + 64, Math.ceil((part.end - part.start) / 4)),
      (bytes) => new Uint8Array(bytes),
    );
    using reader = openPart(file.path, part);
    try {
      return { ...parsePart({ backend, format, fields: file.fields, columns: wanted.length, memory, reader, start }), rows: memory.state[1]! };
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      const column = error.what === "cell" ? columns[error.column]! : undefined;
      if (column === undefined || column.fixed || column.type === "utf8") {
        const schema = columns.map(({ name, type }) => ({ name, type: type === "null" ? "float64" : type }) as const);
        throw parseErrorOf(
          error,
          { format, schema },
          file,
          index,
          columns.map((_, c) => c),
        );
      }
      column.type = widened(column, textOf(error.bytes, format));
    }
  }
}

function textOf(bytes: Uint8Array, { quote, latin1 }: CsvFormat): string {
  const text = Buffer.from(bytes).toString(latin1 ? "latin1" : "utf8");
  const mark = quote === undefined ? undefined : String.fromCharCode(quote);
  return (mark !== undefined && text.length > 1 && text.startsWith(mark) && text.endsWith(mark) ? text.slice(1, -1) : text).trim();
}

/** The type that holds what the column has had so far and this text, which its type cannot hold. */
function widened({ type, dates }: InferredColumn, text: string): ColumnType {
  const own = typeOfText(text, dates);
  if (type === "null") return own;
  return wider.get(`${type} ${own}`) ?? "utf8";
}

const wider: ReadonlyMap<string, ColumnType> = new Map<string, ColumnType>([
  ["int64 float64", "float64"],
  ["int64 uint64", "uint64"],
  // Beyond both integers no type is exact but text, and numbers are what is meant.
  ["uint64 int64", "float64"],
  ["uint64 float64", "float64"],
  ["timestamp[us] timestamp[ns]", "timestamp[ns]"],
]);

const [mostInt, mostUint] = [2n ** 63n, 2n ** 64n];

function typeOfText(text: string, dates: boolean): ColumnType {
  if (/^[-+]?\d+$/.test(text)) {
    const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
    return value >= -mostInt && value < mostInt ? "int64" : value > 0 && value < mostUint ? "uint64" : "utf8";
  }
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) || /^[-+]?(inf|infinity|nan)$/i.test(text)) return "float64";
  if (/^(true|True|TRUE|false|False|FALSE)$/.test(text)) return "bool";
  if (dates && /^\d{4}[-/]\d\d[-/]\d\d/.test(text)) return /\.\d{7,}/.test(text) ? "timestamp[ns]" : "timestamp[us]";
  return "utf8";
}

/** What a column is that has no values: as in pandas. */
export function settled({ type }: InferredColumn): ColumnType {
  return type === "null" ? "float64" : columnTypeOf(type).type;
}
