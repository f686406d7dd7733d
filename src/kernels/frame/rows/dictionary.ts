import type { Column } from "../../../chunk/column.ts";
import { must } from "../../../util/must.ts";
import { room } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { bitsOf, callKernel, panelsOf } from "./kernel-call.ts";
import { takeColumn } from "./take.ts";

/** Columns of categories with one dictionary: the texts of all, in order of first appearance. */
export function unifyDictionaries(backend: Backend, columns: readonly Column[]): Column[] {
  const dictionaries = [...new Set(columns.map(dictionaryOf))];
  const [first] = dictionaries as [Column];
  if (haveSameTexts(dictionaries)) return columns.map((column) => ({ ...column, dictionary: first }));
  const { dictionary, codes } = joinDictionaries(dictionaries);
  return columns.map((column) => {
    const recoded = takeColumn(backend, codes.get(dictionaryOf(column))!, codesOf(backend, column));
    return { ...column, values: recoded.values, dictionary };
  });
}

/** The texts that the codes of a column of categories number. */
export function dictionaryOf({ type, dictionary }: Column): Column {
  must(dictionary !== undefined, `a column of type ${type} has no dictionary`);
  return dictionary;
}

/** The codes of a column of categories; -1 for null, where any number may stand. */
export function codesOf(backend: Backend, { values, valid, length }: Column): Int32Array {
  if (valid === undefined) return values as Int32Array;
  const out = room("int32", length);
  for (const [from, to] of panelsOf(backend, length, 9)) {
    const inputs = [values.subarray(from, to), bitsOf(valid, from, to)];
    callKernel(backend, "presentRows", "int32", { n: to - from, inputs, outputs: [out.subarray(from, to)] });
  }
  return out;
}

/** One dictionary, and for each of several what its codes become. */
function joinDictionaries(dictionaries: readonly Column[]): { dictionary: Column; codes: Map<Column, Column> } {
  // Each byte as a character: any bytes make a key.
  const texts = new Map<string, number>();
  const codes = new Map<Column, Column>();
  for (const dictionary of dictionaries) {
    const bytes = Buffer.from(dictionary.values.buffer, dictionary.values.byteOffset, dictionary.values.byteLength);
    const values = Int32Array.from({ length: dictionary.length }, (_, row) => {
      const text = bytes.toString("latin1", dictionary.offsets![row], dictionary.offsets![row + 1]);
      const code = texts.get(text) ?? texts.size;
      texts.set(text, code);
      return code;
    });
    codes.set(dictionary, { type: "int32", length: dictionary.length, values });
  }
  const rows = [...texts.keys()];
  const values = Buffer.from(rows.join(""), "latin1");
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((text, i) => {
    offsets[i + 1] = offsets[i]! + text.length;
  });
  return { dictionary: { type: "utf8", length: rows.length, values: new Uint8Array(values), offsets }, codes };
}

/** Whether text columns all have the same texts in the same order. */
export function haveSameTexts(columns: readonly Column[]): boolean {
  return columns.every((column) => sameTexts(column, columns[0]!));
}

function sameTexts(a: Column, b: Column): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return sameBytes(textOf(a), textOf(b)) && sameOffsets(a, b);
}

function sameOffsets({ length, offsets: a }: Column, { offsets: b }: Column): boolean {
  const [firstA, firstB] = [a![0]!, b![0]!];
  if (firstA === firstB) return sameBytes(a!.subarray(0, length + 1), b!.subarray(0, length + 1));
  for (let row = 0; row <= length; row++) if (a![row]! - firstA !== b![row]! - firstB) return false;
  return true;
}

const textOf = ({ values, offsets, length }: Column) => (values as Uint8Array).subarray(offsets![0], offsets![length]);

/** A comparison of memory is many times as fast as a loop. */
function sameBytes(a: Uint8Array | Int32Array, b: Uint8Array | Int32Array): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: Uint8Array | Int32Array) => new Uint8Array(buffer, byteOffset, byteLength);
  return Buffer.compare(bytes(a), bytes(b)) === 0;
}
