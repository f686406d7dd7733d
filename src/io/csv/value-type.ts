import type { ColumnType } from "../../chunk/column-type.ts";
import type { CsvFormat } from "../../ops/frame/csv-scan.ts";

/** The text of a cell without quotes and blanks around it. */
export function cellText(bytes: Uint8Array, { quote, latin1 }: CsvFormat): string {
  const text = Buffer.from(bytes).toString(latin1 ? "latin1" : "utf8");
  const mark = quote === undefined ? undefined : String.fromCharCode(quote);
  return (mark !== undefined && text.length > 1 && text.startsWith(mark) && text.endsWith(mark) ? text.slice(1, -1) : text).trim();
}

const [mostInt, mostUint] = [2n ** 63n, 2n ** 64n];

/** The narrowest type that holds a value. */
export function typeOfText(text: string, dates: boolean): ColumnType {
  if (/^[-+]?\d+$/.test(text)) {
    const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
    return value >= -mostInt && value < mostInt ? "int64" : value > 0 && value < mostUint ? "uint64" : "utf8";
  }
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) || /^[-+]?(inf|infinity|nan)$/i.test(text)) return "float64";
  if (/^(true|True|TRUE|false|False|FALSE)$/.test(text)) return "bool";
  if (dates && /^\d{4}[-/]\d\d[-/]\d\d/.test(text)) return /\.\d{7,}/.test(text) ? "timestamp[ns]" : "timestamp[us]";
  return "utf8";
}

/** The type that holds the values of a column and one that its type cannot hold, which alone would be of type `own`. */
export function widened(type: ColumnType | "null", own: ColumnType): ColumnType {
  return type === "null" ? own : (wider.get(`${type} ${own}`) ?? "utf8");
}

const wider: ReadonlyMap<string, ColumnType> = new Map<string, ColumnType>([
  ["int64 float64", "float64"],
  ["int64 uint64", "uint64"],
  // Negative numbers beside ones beyond int64: text, as in pandas, where every digit stays.
  ["uint64 float64", "float64"],
  ["timestamp[us] timestamp[ns]", "timestamp[ns]"],
  ["date timestamp[us]", "timestamp[us]"],
  ["date timestamp[ns]", "timestamp[ns]"],
  ...["int8", "int16", "int32", "uint8", "uint16", "uint32"].flatMap((narrow): [string, ColumnType][] => [
    [`${narrow} int64`, "int64"],
    [`${narrow} uint64`, "uint64"],
    [`${narrow} float64`, "float64"],
  ]),
]);
