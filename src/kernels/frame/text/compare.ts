import type { Column } from "../../../chunk/column.ts";
import type { Backend } from "../../kernel.ts";
import { runOver, runText, textOperand } from "./run.ts";

/** Whether the texts of two columns are equal (or `differ`), a byte a row; a column of one row stands for all. */
export function equalText(backend: Backend, a: Column, b: Column, length: number, differ: boolean): Uint8Array {
  const out = new Uint8Array(length);
  if (b.length === 1 && a.length === length) runOver(backend, "textEqualOne", a, [out], { params: [differ ? 1 : 0], inputs: [textOperand(b).bytes] });
  else if (a.length === 1 && b.length === length) runOver(backend, "textEqualOne", b, [out], { params: [differ ? 1 : 0], inputs: [textOperand(a).bytes] });
  else runPair(backend, "textEqual", a, b, length, out, [differ ? 1 : 0]);
  return out;
}

/** -1, 0 or 1 as each text of the first column comes before that of the second, is equal, or comes after it: by bytes, which is by code points. */
export function compareText(backend: Backend, a: Column, b: Column, length: number): Int8Array {
  const out = new Int8Array(length);
  runPair(backend, "textCompare", a, b, length, out, []);
  return out;
}

function runPair(backend: Backend, kernel: string, a: Column, b: Column, length: number, out: Uint8Array | Int8Array, params: readonly number[]): void {
  const [x, y] = [textOperand(a), textOperand(b)];
  const isOne = (column: Column) => (column.length === length ? 0 : 1);
  const inputs = [x.bytes, x.offsets, y.bytes, y.offsets];
  runText(backend, kernel, { n: length, inputs, outputs: [out], params: [x.base, isOne(a), y.base, isOne(b), ...params] });
}
