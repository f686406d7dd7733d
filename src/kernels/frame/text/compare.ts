import type { Column } from "../../../chunk/column.ts";
import type { Backend } from "../../kernel.ts";

/** Whether the texts of two columns are equal (or `differ`), a byte a row; a column of one row stands for all. */
export function equalText(_backend: Backend, a: Column, b: Column, length: number, differ: boolean): Uint8Array {
  const order = compareText(_backend, a, b, length);
  return Uint8Array.from(order, (value) => Number((value !== 0) === differ));
}

/** -1, 0 or 1 as each text of the first column comes before that of the second, is equal, or comes after it: by bytes, which is by code points. */
export function compareText(_backend: Backend, a: Column, b: Column, length: number): Int8Array {
  const out = new Int8Array(length);
  const [first, second] = [a.values as Uint8Array, b.values as Uint8Array];
  const [ends, otherEnds] = [a.offsets!, b.offsets!];
  const [step, otherStep] = [a.length === length ? 1 : 0, b.length === length ? 1 : 0];
  for (let row = 0; row < length; row++) {
    const from = ends[row * step]!;
    const other = otherEnds[row * otherStep]!;
    const [size, otherSize] = [ends[row * step + 1]! - from, otherEnds[row * otherStep + 1]! - other];
    const shared = Math.min(size, otherSize);
    let i = 0;
    while (i < shared && first[from + i] === second[other + i]) i++;
    out[row] = Math.sign(i < shared ? first[from + i]! - second[other + i]! : size - otherSize);
  }
  return out;
}
