import { bitmapBytes, type Column, isValid } from "./column.ts";
import { columnOf, valuesOf } from "./column-values.ts";
import { areDistinct } from "./distinct-texts.ts";

/** A column of categories from codes into texts that may stand twice or be missing. */
export function categoryColumn(codes: Column, texts: Column): Column {
  if (areDistinct(texts)) return { ...codes, type: "category", dictionary: texts };
  const words = valuesOf(texts);
  const numbers = new Map<unknown, number>();
  const own = words.map((text) => {
    if (text !== null && !numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text) ?? -1;
  });
  const { length } = codes;
  const values = new Int32Array(length);
  const valid = new Uint8Array(bitmapBytes(length));
  for (let row = 0; row < length; row++) {
    const code = isValid(codes, row) ? own[codes.values[row] as number]! : -1;
    if (code < 0) continue;
    values[row] = code;
    valid[row >> 3]! |= 1 << (row & 7);
  }
  return { type: "category", length, values, valid, dictionary: columnOf("utf8", [...numbers.keys()] as string[]) };
}
