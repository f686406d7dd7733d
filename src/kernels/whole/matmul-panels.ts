import { sizeOf, stridesOf } from "../../chunk/chunk.ts";
import { dtypes, type TypedArray } from "../../chunk/dtype.ts";
import { must } from "../../util/must.ts";
import type { Operand, WholeCall } from "../kernel.ts";
import { StoppedError } from "../stopped.ts";
import { copyStrided } from "./copy-strided.ts";
import { linesOf } from "./memory.ts";

/** One product of matrices over any leading axes, all operands seen in the same ones. `out` is of the result's dtype. */
export interface Factors {
  /** `[…, m, k]` */
  readonly a: Operand;
  /** `[…, k, n]` */
  readonly b: Operand;
  /** `[…, m, n]` */
  readonly out: Operand;
  /** Whether to add to what is there. */
  readonly add: boolean;
}

/** Runs the kernel on operands that fit into the backend's memory together. */
export type Multiply = (factors: Factors) => void;

/**
 * Rows and columns of a panel at most, and the run of k: a multiple of the runs in which the kernel adds up (`depth` in native/kernels/matmul-tile.hpp), so
 * that a product has the same bits in panels. Three panels of 8-byte elements are 20 MB.
 */
const most = { rows: 1024, columns: 1024, run: 768 };

/** A product of which no more than `bytes` are in the backend's memory at a time: by halves of the leading axes, then by panels. */
export function multiplyInParts(call: WholeCall, bytes: number, factors: Factors, multiply: Multiply): void {
  const { a, b, out } = factors;
  const leading = out.shape.slice(0, -2);
  const parts = [a, b, out].map(extentOf);
  if (parts.reduce((sum, part) => sum + linesOf(part.dtype, part.data.length), 0) <= bytes) {
    multiply({ ...factors, a: parts[0]!, b: parts[1]!, out: parts[2]! });
  } else if (sizeOf(leading) === 1) {
    multiplyInPanels(call, bytes, factors, multiply);
  } else {
    const axis = leading.findIndex((extent) => extent > 1);
    const middle = leading[axis]! >> 1;
    for (const [from, to] of [
      [0, middle],
      [middle, leading[axis]!],
    ] as const)
      multiplyInParts(call, bytes, { ...factors, a: cut(a, axis, from, to), b: cut(b, axis, from, to), out: cut(out, axis, from, to) }, multiply);
  }
}

function multiplyInPanels(call: WholeCall, bytes: number, { a, b, out, add }: Factors, multiply: Multiply): void {
  const [m, n] = out.shape.slice(-2) as [number, number];
  const k = a.shape.at(-1)!;
  const { rows, columns, run } = panelShape(m, n, k, Math.floor(bytes / dtypes[out.dtype].itemsize) - 24);
  const spaces = [rows * run, run * columns, rows * columns].map((length) => new dtypes[out.dtype].array(length) as TypedArray);
  for (let i = 0; i < m; i += rows) {
    for (let j = 0; j < n; j += columns) {
      const result = cut(cut(out, -2, i, Math.min(m, i + rows)), -1, j, Math.min(n, j + columns));
      const sums = panelOf(call, result, spaces[2]!, add);
      for (let p = 0; p === 0 || p < k; p += run) {
        if (call.stop !== undefined && Atomics.load(call.stop, 0) !== 0) throw new StoppedError();
        const left = cut(cut(a, -2, i, Math.min(m, i + rows)), -1, p, Math.min(k, p + run));
        const right = cut(cut(b, -2, p, Math.min(k, p + run)), -1, j, Math.min(n, j + columns));
        multiply({ a: panelOf(call, left, spaces[0]!, true), b: panelOf(call, right, spaces[1]!, true), out: sums, add: add || p > 0 });
      }
      copyStrided(call, sums, out.data, result.offset, result.strides);
    }
  }
}

/** Panels of at most `elements` together: squares as far as they can be; a vector's run of k is as long as it can be, since its sums are made otherwise. */
function panelShape(m: number, n: number, k: number, elements: number) {
  must(elements >= 12, `matmul: no panels fit into ${elements} elements`);
  const edge = Math.floor(Math.sqrt(elements / 3));
  if (m === 1 || n === 1) {
    const run = Math.max(1, Math.min(k, Math.floor(elements / 4)));
    const across = Math.max(1, Math.min(m === 1 ? n : m, Math.floor((elements - run) / (run + 1)), Math.ceil((most.rows * most.columns) / run)));
    return { rows: m === 1 ? 1 : across, columns: m === 1 ? across : 1, run };
  }
  return { rows: evenly(m, Math.min(edge, most.rows)), columns: evenly(n, Math.min(edge, most.columns)), run: Math.max(1, Math.min(k, edge, most.run)) };
}

/** Parts of about one length: a last one of a single row would be a vector. */
function evenly(extent: number, part: number): number {
  return Math.ceil(extent / Math.ceil(extent / part));
}

/** A part of a matrix in memory of its own, lying as the matrix does: neighbors along rows or along columns. */
function panelOf(call: WholeCall, part: Operand, space: TypedArray, filled: boolean): Operand {
  const [rows, columns] = part.shape.slice(-2) as [number, number];
  const [down, along] = part.strides.slice(-2) as [number, number];
  const data = space.subarray(0, rows * columns);
  const leading = part.shape.slice(0, -2).map(() => 0);
  const panel = { ...part, data, offset: 0, strides: [...leading, ...(Math.abs(down) < Math.abs(along) ? [1, rows] : [columns, 1])] };
  if (filled) copyStrided(call, part, data, 0, panel.strides);
  return panel;
}

/** A part along an axis; of a repeated one, the same. */
function cut(operand: Operand, axis: number, from: number, to: number): Operand {
  const at = axis < 0 ? operand.shape.length + axis : axis;
  return { ...operand, offset: operand.offset + from * operand.strides[at]!, shape: operand.shape.with(at, to - from) };
}

/** The same operand with no more data than it reaches. */
function extentOf(operand: Operand): Operand {
  if (sizeOf(operand.shape) === 0) return { ...operand, data: operand.data.subarray(0, 0), offset: 0, strides: stridesOf(operand.shape) };
  let [first, last] = [operand.offset, operand.offset];
  for (const [axis, stride] of operand.strides.entries()) {
    const reach = stride * (operand.shape[axis]! - 1);
    if (reach < 0) first += reach;
    else last += reach;
  }
  return { ...operand, data: operand.data.subarray(first, last + 1), offset: operand.offset - first };
}
