import { type Batch, type Column, sliceBatch } from "../../chunk/column.ts";
import { columnTypeOf } from "../../chunk/column-type.ts";
import type { Schema } from "../../expr/meta.ts";
import type { WriteCall } from "../../kernels/frame/write-kernel.ts";
import { writeFile } from "../files/write-file.ts";
import { readValues } from "../objects/read-values.ts";

/** How many rows are made text at once. */
const rowsAtOnce = 2 ** 14;

export function writePart({ batch, schema, path, lasts }: WriteCall): void {
  writeFile(path, jsonLines(schema, batch), { lasts });
}

/** An object a line. Integers have all their digits, times are ISO 8601, and what JSON has no number for (NaN, infinities) is null. */
export function* jsonLines(schema: Schema, batch: Batch): Generator<Uint8Array> {
  const keys = schema.map(({ name }, at) => `${at === 0 ? "{" : ","}${JSON.stringify(name)}:`);
  for (let from = 0; from < batch.length; from += rowsAtOnce) {
    const part = sliceBatch(batch, from, Math.min(from + rowsAtOnce, batch.length));
    const texts = part.columns.map((column, at) => textsOf(column, schema[at]!.name));
    let out = "";
    for (let row = 0; row < part.length; row++) {
      for (let at = 0; at < keys.length; at++) out += keys[at]! + texts[at]![row]!;
      out += keys.length === 0 ? "{}\n" : "}\n";
    }
    yield Buffer.from(out);
  }
}

function textsOf(column: Column, name: string): string[] {
  const values = readValues(column, name, { int64: "bigint", times: "text" }, "toJson");
  const { storage, kind } = columnTypeOf(column.type);
  if (kind === "list") return values.map(jsonText);
  const isInteger = storage === "int64" || storage === "uint64";
  // Bigints are numbers in JSON, but for the text of timestamps.
  return isInteger && kind !== "timestamp" ? values.map(String) : values.map(plainText);
}

/** Zero keeps its sign, which `JSON.stringify` leaves out. */
const plainText = (value: unknown) => (Object.is(value, -0) ? "-0.0" : JSON.stringify(value));

/** Bigints are numbers in lists too. */
function jsonText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  return typeof value === "bigint" ? String(value) : plainText(value);
}
