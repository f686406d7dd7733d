import type { Column } from "../../../chunk/column.ts";
import { textReader, textWriter } from "../../../chunk/text.ts";
import { hasBit, validFrom } from "../bitmap.ts";
import type { ColumnCall } from "../column-kernel.ts";
import { runOver, textOperand } from "./run.ts";

// What JavaScript does with one string after the other: where no kernel of our own knows Unicode or regular expressions.

/** A text for each text; `undefined` is null. */
export function mapStrings(call: ColumnCall, x: Column, of: (text: string) => string | undefined): Column {
  const read = textReader(x);
  return mapRows(call, x.length, (row) => of(read(row)));
}

/** A text for each row. */
export function mapRows(call: ColumnCall, length: number, of: (row: number) => string | undefined): Column {
  const writer = textWriter(length);
  let present: Uint8Array | undefined;
  for (let row = 0; row < length; row++) {
    const text = call.valid === undefined || hasBit(call.valid, row) ? of(row) : "";
    if (text === undefined) {
      present ??= new Uint8Array(length).fill(1);
      present[row] = 0;
    }
    writer.add(text ?? "");
  }
  return { ...writer.column(), valid: present && validFrom(call.backend, present) };
}

/** A number or truth value for each row. */
export function measureStrings(call: ColumnCall, x: Column, of: (text: string) => number | boolean): Column {
  const read = textReader(x);
  const isPresent = (row: number) => call.valid === undefined || hasBit(call.valid, row);
  if (call.type === "bool") {
    const values = new Uint8Array(x.length);
    for (let row = 0; row < x.length; row++) values[row] = isPresent(row) && of(read(row)) ? 1 : 0;
    return { type: call.type, length: x.length, values };
  }
  const values = new BigInt64Array(x.length);
  for (let row = 0; row < x.length; row++) if (isPresent(row)) values[row] = BigInt(of(read(row)));
  return { type: call.type, length: x.length, values };
}

/** A column whose ASCII rows are done, the others as JavaScript makes them of those of `x`. */
export function patchWide(call: ColumnCall, x: Column, done: Column, of: (text: string) => string): Column {
  const wide = new Uint8Array(x.length);
  runOver(call.backend, "textIsWide", x, [wide]);
  if (!wide.includes(1)) return done;
  const read = textReader(x);
  const { bytes, offsets, base } = textOperand(done);
  const writer = textWriter(x.length, Math.ceil(bytes.length / x.length) + 1);
  for (let row = 0; row < x.length; row++) {
    if (wide[row] !== 0) writer.add(of(read(row)));
    else writer.addBytes(bytes, offsets[row]! - base, offsets[row + 1]! - base);
  }
  return writer.column();
}
