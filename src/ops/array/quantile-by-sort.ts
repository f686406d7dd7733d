import type { Expr } from "../../expr/expr.ts";
import { constant } from "../define/constant.ts";
import { elementwise } from "../define/elementwise.ts";
import { reduce } from "../define/reduce.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { whole } from "../define/whole.ts";
import { columnsort } from "./columnsort.ts";
import { fromArray } from "./from-array.ts";

export interface QuantilePick {
  readonly q: readonly number[];
  readonly method: string;
  readonly omitNaN: boolean;
}

/** Quantiles of an array of floats of one axis, however long: it is sorted, and each chunk of that gives what it has of the elements between which they lie. */
export function quantilesBySort(x: Expr, columnElements: number, { q, method, omitNaN }: QuantilePick): Expr {
  const { dtype, shape } = x.meta;
  const isNumber = elementwise("equal", dtype, "bool", [x, x]);
  const count = reduce("count_nonzero", isNumber, { axes: [0], result: "float64", keepdims: false });
  const ranks = whole({ kernel: "quantileRanks", inputs: [count], dtype: "float64", chunks: [[2 * q.length]], reads: [[]], values: { q, method } });
  const pairs = elementsAtRanks(columnsort(x, columnElements, "values"), ranks);
  return whole({
    kernel: "quantilesBetween",
    inputs: [pairs, count],
    chunks: [[q.length]],
    reads: [[0], []],
    values: { q, method, size: shape[0]!, omitNaN },
  });
}

/** What sorting all elements of an array of floats puts at some ranks. */
export function selectBySort(x: Expr, columnElements: number, ranks: readonly number[]): Expr {
  const flat = reshapeExpr(x, [-1], "select");
  const found = elementsAtRanks(columnsort(flat, columnElements, "values"), fromArray(Float64Array.from(ranks), { chunks: -1 }, "select"));
  // -0 comes out as 0.
  return elementwise("add", x.meta.dtype, x.meta.dtype, [found, constant(x.meta.dtype, 0)]);
}

function elementsAtRanks(sorted: Expr, ranks: Expr): Expr {
  const count = ranks.meta.shape[0]!;
  const perChunk = whole({
    kernel: "elementsAt",
    inputs: [sorted, ranks],
    chunks: [sorted.meta.chunks[0]!.map(() => 1), [count]],
    reads: [[0], ["only"]],
    varying: { names: ["offset"], of: "input", axis: 0 },
    reshaped: [1, count],
  });
  return reduce("max", perChunk, { axes: [0], result: sorted.meta.dtype, keepdims: false });
}
