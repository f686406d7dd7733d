import { bitmapBytes, type Column } from "../../chunk/column.ts";
import { columnTypeOf } from "../../chunk/column-type.ts";
import { zeros } from "../batch-memory.ts";
import type { Backend } from "../kernel.ts";
import { validOver } from "./bitmap.ts";
import { elementwise } from "./elementwise.ts";
import { bitmapFromBytes } from "./rows/bitmap.ts";
import { concatColumns } from "./rows/concat.ts";
import { unifyDictionaries } from "./rows/dictionary.ts";
import { takeColumn } from "./rows/take.ts";
import { runText, textOperand } from "./text/run.ts";

/** A row of the first column where a flag is set, of the second elsewhere; a column of one row stands for all. They have one type. */
export function choose({ backend, length }: { readonly backend: Backend; readonly length: number }, flags: Uint8Array, yes: Column, no: Column): Column {
  const valid = chooseValid(backend, flags, validOver(yes, length), validOver(no, length), length);
  const { type } = yes;
  if (yes.child !== undefined) return chooseLists(backend, flags, yes, no, length);
  if (yes.offsets !== undefined) return { ...chooseText(backend, flags, yes, no, length), valid };
  const [first, second] = type === "category" ? unifyDictionaries(backend, [yes, no]) : [yes, no];
  const dtype = columnTypeOf(type).storage;
  const inputs = [flags, first!.values, second!.values];
  return { type, length, values: elementwise(backend, { kernel: "where", dtype, result: dtype, inputs }, length), dictionary: first!.dictionary, valid };
}

function chooseValid(backend: Backend, flags: Uint8Array, yes: Uint8Array | undefined, no: Uint8Array | undefined, length: number): Uint8Array | undefined {
  if (yes === undefined && no === undefined) return undefined;
  const chosen = bitmapFromBytes(backend, flags);
  const out = new Uint8Array(bitmapBytes(length));
  for (let i = 0; i < out.length; i++) out[i] = (chosen[i]! & (yes?.[i] ?? 255)) | (~chosen[i]! & (no?.[i] ?? 255));
  return out;
}

function chooseLists(backend: Backend, flags: Uint8Array, yes: Column, no: Column, length: number): Column {
  const place = (column: Column, row: number) => (column.length === length ? row : 0);
  const rows = Int32Array.from({ length }, (_, row) => (flags[row] !== 0 ? place(yes, row) : yes.length + place(no, row)));
  return takeColumn(backend, concatColumns(backend, [yes, no]), rows, { present: true });
}

function chooseText(backend: Backend, flags: Uint8Array, yes: Column, no: Column, length: number): Column {
  const [x, y] = [textOperand(yes), textOperand(no)];
  const inputs = [x.bytes, x.offsets, y.bytes, y.offsets, flags];
  const params = [x.base, yes.length === length ? 0 : 1, y.base, no.length === length ? 0 : 1];
  const offsets = zeros("int32", length + 1);
  runText(backend, "textChooseOffsets", { n: length, inputs, outputs: [offsets], params });
  const values = new Uint8Array(offsets[length]!);
  runText(backend, "textChoose", { n: length, inputs, outputs: [values], params });
  return { type: "utf8", length, values, offsets };
}
