import type { Column } from "../../chunk/column.ts";
import { nullColumn } from "../../chunk/column.ts";
import { columnTypeOf } from "../../chunk/column-type.ts";
import { dtypes } from "../../chunk/dtype.ts";
import { textWriter } from "../../chunk/text.ts";
import { bitsOf, bothValid, hasBit } from "./bitmap.ts";

/** What was computed of a dictionary, as a column with a row for each code. Rows whose code is missing are null. */
export function takeCodes(computed: Column, category: Column): Column {
  const { length, valid } = category;
  const { type, values, offsets } = computed;
  const codes = category.values as Int32Array;
  // Without any category all rows are null, and their codes mean nothing.
  if (computed.length === 0) return nullColumn(type, length);
  const taken = offsets === undefined ? takeFixed(computed, codes, length) : takeText(values as Uint8Array, offsets, codes, length);
  return { type, length, ...taken, dictionary: computed.dictionary, valid: bothValid(valid, validAt(computed, codes, length), length) };
}

function takeFixed({ type, values, length: size }: Column, codes: Int32Array, length: number) {
  const out = new dtypes[columnTypeOf(type).storage].array(length);
  for (let row = 0; row < length; row++) out[row] = values[within(codes[row]!, size)]!;
  return { values: out };
}

function takeText(bytes: Uint8Array, offsets: Int32Array, codes: Int32Array, length: number) {
  const size = offsets.length - 1;
  const writer = textWriter(length);
  for (let row = 0; row < length; row++) {
    const code = within(codes[row]!, size);
    writer.addBytes(bytes, offsets[code]!, offsets[code + 1]!);
  }
  const { values, offsets: ends } = writer.column();
  return { values, offsets: ends };
}

/** What stands for a missing value may be no code. */
function within(code: number, size: number): number {
  return code >= 0 && code < size ? code : 0;
}

function validAt({ valid, length: size }: Column, codes: Int32Array, length: number): Uint8Array | undefined {
  if (valid === undefined) return undefined;
  const flags = new Uint8Array(length);
  for (let row = 0; row < length; row++) flags[row] = hasBit(valid, within(codes[row]!, size)) ? 1 : 0;
  return bitsOf(flags, length);
}

/** The texts of a category column, or the column itself if it has text. */
export function asText(column: Column): Column {
  return column.dictionary === undefined ? column : { ...takeCodes(column.dictionary, column), type: "utf8" };
}
