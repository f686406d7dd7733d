import { bitmapBytes, type Column, isValid } from "./column.ts";
import { textColumn, textsOf } from "./text-rows.ts";

/** Columns of categories with one dictionary between them: texts in the order in which the columns' dictionaries have them. */
export function unifyDictionaries(columns: readonly Column[]): readonly Column[] {
  const [first] = columns;
  if (first === undefined || columns.every(({ dictionary }) => sameTexts(dictionary!, first.dictionary!)))
    return columns.map((column) => ({ ...column, dictionary: first!.dictionary! }));
  const numbers = new Map<string, number>();
  const renumbered = columns.map((column) => {
    const codes = textsOf(column.dictionary!).map((text) => numberOf(numbers, text!));
    return { ...column, values: recode(column, codes) };
  });
  const dictionary = textColumn([...numbers.keys()]);
  return renumbered.map((column) => ({ ...column, dictionary }));
}

/** A column of categories from codes into texts that may stand twice or be missing. */
export function categoryColumn(codes: Column, texts: Column): Column {
  const words = textsOf(texts);
  const numbers = new Map<string, number>();
  const own = words.map((text) => (text === null ? -1 : numberOf(numbers, text)));
  if (numbers.size === words.length) return { ...codes, type: "category", dictionary: texts };
  const values = recode(codes, own);
  const { length } = codes;
  const valid = words.includes(null) ? new Uint8Array(bitmapBytes(length)) : codes.valid;
  if (words.includes(null)) for (let row = 0; row < length; row++) if (isValid(codes, row) && values[row]! >= 0) valid![row >> 3]! |= 1 << (row & 7);
  return { type: "category", length, values, valid, dictionary: textColumn([...numbers.keys()]) };
}

function numberOf(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size);
  return numbers.size - 1;
}

/** What stands where a value is missing may be any number. */
function recode({ values, length }: Column, codes: readonly number[]): Int32Array {
  const out = new Int32Array(length);
  for (let row = 0; row < length; row++) out[row] = codes[values[row] as number] ?? 0;
  return out;
}

function sameTexts(a: Column, b: Column): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  const bytesOf = ({ values, offsets, length }: Column) =>
    Buffer.from(values.buffer as ArrayBuffer, values.byteOffset + offsets![0]!, offsets![length]! - offsets![0]!);
  for (let row = 0; row <= a.length; row++) if (a.offsets![row]! - a.offsets![0]! !== b.offsets![row]! - b.offsets![0]!) return false;
  return bytesOf(a).equals(bytesOf(b));
}
