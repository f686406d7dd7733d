import { type Batch, type Column, sliceColumn } from "../../chunk/column.ts";
import { type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import type { Schema } from "../../expr/meta.ts";
import { readValues } from "./read-values.ts";

export interface PreviewOptions {
  /** The most rows shown: of more, as many from the beginning as from the end. Default 10. */
  readonly rows?: number | undefined;
  /** The most characters of a line. Columns in the middle are left out. Default 100. */
  readonly width?: number | undefined;
}

const widest = 50;
const gap = "  ";

/** A table as pandas prints it: the first and last rows, and how many there are. */
export function preview(schema: Schema, batches: readonly Batch[], { rows = 10, width = 100 }: PreviewOptions = {}): string {
  const total = batches.reduce((sum, { length }) => sum + length, 0);
  const cut = total > rows;
  const head = cut ? Math.ceil(rows / 2) : total;
  const tail = cut ? total - Math.floor(rows / 2) : total;
  const columns = schema.map(({ name }, at) => {
    const part = (from: number, to: number) =>
      partsOf(batches, at, from, to).flatMap((column) => readValues(column, name, { int64: "bigint", times: "text" }, "print"));
    const words = wordsOf([...part(0, head), ...part(tail, total)], schema[at]!.type);
    if (cut) words.splice(head, 0, "...");
    return align([shorten(name), ...words]);
  });
  const lines = fit(columns, width);
  const size = `[${total} rows x ${schema.length} columns]`;
  return [...lines, ...(lines.length > 0 ? [""] : []), size].join("\n");
}

function partsOf(batches: readonly Batch[], at: number, from: number, to: number): Column[] {
  const parts: Column[] = [];
  let start = 0;
  for (const { length, columns } of batches) {
    const [first, last] = [Math.max(from - start, 0), Math.min(to - start, length)];
    if (first < last) parts.push(sliceColumn(columns[at]!, first, last));
    start += length;
  }
  return parts;
}

function wordsOf(values: readonly unknown[], type: Schema[number]["type"]): string[] {
  const { kind, unit, item } = columnTypeOf(type);
  if (kind === "float64" || kind === "float32") return floatWords(values as readonly (number | null)[]);
  if (item !== undefined) return values.map((value) => (value === null ? "null" : shorten(listText(value as unknown[], item))));
  return values.map((value) => (value === null ? "null" : shorten(kind === "duration" ? `${value} ${unit}` : String(value))));
}

function listText(values: readonly unknown[], item: ColumnType): string {
  const { kind, unit, item: inner } = columnTypeOf(item);
  const word = (value: unknown) =>
    value === null ? "null" : inner !== undefined ? listText(value as unknown[], inner) : kind === "duration" ? `${value} ${unit}` : String(value);
  return `[${values.map(word).join(", ")}]`;
}

/** As many digits for all as tell them, at most 6 after the point. */
function floatWords(values: readonly (number | null)[]): string[] {
  const finite = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const scientific = finite.some((value) => Math.abs(value) >= 1e15 || (value !== 0 && Math.abs(value) < 1e-5));
  const digits = scientific ? 6 : Math.max(1, ...finite.map((value) => value.toFixed(6).replace(/0+$/, "").split(".")[1]!.length));
  return values.map((value) => {
    if (value === null) return "null";
    if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
    return scientific ? value.toExponential(digits) : value.toFixed(digits);
  });
}

function shorten(text: string): string {
  // What would break the line is shown as JSON has it.
  const line = /[\p{Cc}]/u.test(text) ? JSON.stringify(text).slice(1, -1) : text;
  return line.length > widest ? `${line.slice(0, widest - 3)}...` : line;
}

function align(words: readonly string[]): string[] {
  const width = Math.max(...words.map((word) => word.length));
  return words.map((word) => word.padStart(width));
}

/** Lines of columns beside each other; what does not fit is left out in the middle. */
function fit(columns: readonly (readonly string[])[], width: number): string[] {
  if (columns.length === 0) return [];
  const widthOf = (list: readonly (readonly string[])[]) => list.reduce((sum, column) => sum + column[0]!.length + gap.length, -gap.length);
  let shown: readonly (readonly string[])[] = columns;
  for (let count = columns.length - 1; widthOf(shown) > width && count >= 1; count--) {
    const left = Math.ceil(count / 2);
    const dots = columns[0]!.map(() => "...");
    shown = [...columns.slice(0, left), dots, ...columns.slice(columns.length - (count - left))];
  }
  return columns[0]!.map((_, line) => shown.map((column) => column[line]!).join(gap));
}
