import type { Batch } from "../../chunk/column.ts";
import { type ColumnType, columnTypeOf } from "../../chunk/column-type.ts";
import type { Schema } from "../../expr/meta.ts";
import { ParseError } from "../../util/errors.ts";
import { isHalved, makeColumn, shown } from "../objects/make-column.ts";
import { numberTexts } from "./number-texts.ts";
import { exactList } from "./seen-lists.ts";

type Row = { readonly [name: string]: unknown };

export interface JsonTarget {
  readonly path: string;
  /** The columns that are read. */
  readonly schema: Schema;
  /** All keys that there may be; `undefined`: any, and those that are no columns are left out. */
  readonly known: ReadonlySet<string> | undefined;
  /** The number of the text's first line. */
  firstLine(): number;
}

/** More digits than a double is exact for, or an exponent that may be beyond it. */
const longNumber = /\d{16}|\de\+?\d{3}/i;

/** An object a line. */
export function parseLines(text: string, target: JsonTarget): Batch {
  const { schema, known } = target;
  const exact = schema.some(({ type }) => isExact(leafOf(type))) && longNumber.test(text);
  const lines: number[] = [];
  const values: unknown[][] = schema.map(() => []);
  const reads = schema.map(({ type }) => valueOf(type));
  const names = schema.map(({ name }) => name);
  // What every object has is no key of this one.
  const isInherited = names.map((name) => name in Object.prototype);
  let start = 0;
  for (let index = 0; start < text.length; index++) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, end);
    start = end + 1;
    if (isBlank(line)) continue;
    const row = parseLine(line, target, index);
    const long = exact && longNumber.test(line) ? numberTexts(line) : undefined;
    lines.push(index);
    let there = 0;
    for (let column = 0; column < names.length; column++) {
      const name = names[column]!;
      const value = isInherited[column] && !Object.hasOwn(row, name) ? undefined : row[name];
      if (value !== undefined) there++;
      values[column]!.push(value == null ? null : reads[column]!(value, long?.get(name)));
    }
    if (known !== undefined) checkKeys(row, there, known, target, index);
  }
  const columns = schema.map(({ name, type }, column) => makeColumn(values[column]!, type, (value, row) => refuse(value, lines[row]!, name, type, target)));
  return { length: lines.length, columns };
}

/** Whether there is nothing but space. */
const isBlank = (line: string) => line.charCodeAt(0) !== 123 && line.trim() === "";

const isText = (type: ColumnType) => type === "utf8" || type === "category";
const isExact = (type: ColumnType) => type === "int64" || type === "uint64" || isText(type);

/** What a type makes of a JSON value that is not null before it is stored: wider types take the values of narrower ones. */
function valueOf(type: ColumnType): (value: unknown, text: string | undefined) => unknown {
  const { kind, item } = columnTypeOf(type);
  if (item !== undefined) return listOf(item);
  if (kind === "utf8" || kind === "category")
    return (value, text) => (typeof value === "string" ? value : typeof value !== "boolean" && text !== undefined ? compact(text) : JSON.stringify(value));
  if (kind === "int64" || kind === "uint64")
    return (value, text) =>
      typeof value === "boolean" ? Number(value) : typeof value === "number" && text !== undefined && /^-?\d+$/.test(text) ? BigInt(text) : value;
  if (kind === "float64") return (value) => (typeof value === "boolean" ? Number(value) : value);
  return (value) => value;
}

/** JSON without the space between its tokens. */
const compact = (text: string) => text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, token: string | undefined) => token ?? "");

const leafOf = (type: ColumnType): ColumnType => {
  const { item } = columnTypeOf(type);
  return item === undefined ? type : leafOf(item);
};

function listOf(item: ColumnType): (value: unknown, text: string | undefined) => unknown {
  const read = valueOf(item);
  const leaf = leafOf(item);
  return (value, text) => {
    if (!Array.isArray(value)) return value;
    const own = isExact(leaf) && text !== undefined && longNumber.test(text) ? exactList(value, text, isText(leaf)) : value;
    return own.map((one) => (one === null ? null : read(one, undefined)));
  };
}

export function parseLine(line: string, { path, firstLine }: Pick<JsonTarget, "path" | "firstLine">, index: number): Row {
  const fail = (what: string, cause?: unknown) => {
    const number = firstLine() + index;
    return new ParseError(`readJson: ${path}, line ${number}: ${what}`, { file: path, line: number, text: line }, { cause });
  };
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (cause) {
    throw fail(`is no JSON: ${(cause as Error).message}`, cause);
  }
  if (typeof row !== "object" || row === null || Array.isArray(row)) throw fail(`${shown(row)} is no object; write one object a line`);
  return row as Row;
}

function checkKeys(row: Row, there: number, known: ReadonlySet<string>, { path, firstLine }: JsonTarget, index: number): void {
  let count = 0;
  for (const _ in row) count++;
  if (count === there) return;
  const unknown = Object.keys(row).find((key) => !known.has(key));
  if (unknown === undefined) return;
  const line = firstLine() + index;
  const wayOut = 'pass { infer: "all" } to look at every line first, or { schema } with the columns to read';
  throw new ParseError(`readJson: ${path}, line ${line}: no line that was looked at has a key ${JSON.stringify(unknown)}; ${wayOut}`, {
    file: path,
    line,
    column: unknown,
  });
}

function refuse(value: unknown, index: number, column: string, type: ColumnType, { path, firstLine, schema }: JsonTarget): ParseError {
  const line = firstLine() + index;
  if (isHalved(value)) throw halved(path, line, column, value);
  const types = schema.map((field) => `${JSON.stringify(field.name)}: ${JSON.stringify(field.name === column ? wider(type, value) : field.type)}`);
  const message = `readJson: ${path}, line ${line}: column ${JSON.stringify(column)} is ${type}, which cannot hold ${shown(value)}; pass { dtype: { ${types.join(", ")} } }, or { infer: "all" } to look at every value first`;
  return new ParseError(message, { file: path, line, column, text: String(value) });
}

/** An escape may name half of a surrogate pair, which is no character. */
export function halved(path: string, line: number, column: string, text: string): ParseError {
  const message = `readJson: ${path}, line ${line}: column ${JSON.stringify(column)} has ${shown(text)}, where half of a surrogate pair stands alone, which no UTF-8 stands for; write both halves, or \\ufffd in its place`;
  return new ParseError(message, { file: path, line, column, text });
}

const wider = (type: ColumnType, value: unknown): ColumnType => (typeof value === "number" && /int/.test(type) ? "float64" : "utf8");
