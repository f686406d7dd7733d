import type { Expr } from "../../expr/expr.ts";
import { constant } from "../define/constant.ts";
import { elementwise } from "../define/elementwise.ts";
import { joinExpr } from "../define/join.ts";
import { reduce } from "../define/reduce.ts";
import { slice } from "../define/slice.ts";
import { whole } from "../define/whole.ts";

/**
 * The elements that sorting all of an array would put at some ranks, chunk by chunk: a histogram of the leading 16 bits tells which elements can be at a rank, and
 * only those are brought together. Two passes, bounded memory.
 */
export function selectRanks(x: Expr, ranks: readonly number[]): Expr {
  const { chunks } = x.meta;
  const own = chunks.map((_, axis) => axis);
  const ones = chunks.map(() => 1);
  const perChunk = whole({
    kernel: "digitCounts",
    inputs: [x],
    result: "float64",
    chunks: [...chunks.map((axis) => axis.map(() => 1)), [digits]],
    reads: [own],
    reshaped: [...ones, digits],
  });
  const counts = reduce("sum", perChunk, { axes: own, result: "float64", keepdims: false });
  const candidates = whole({
    kernel: "digitSelect",
    inputs: [x, counts],
    chunks: chunks.map((axis, i) => axis.map(() => (i === 0 ? undefined : 1))),
    reads: [own, ["only"]],
    values: { ranks },
    reshaped: [-1, ...ones.slice(1)],
  });
  return whole({
    kernel: "digitFinish",
    inputs: [candidates, counts],
    chunks: [[ranks.length]],
    reads: [own.map(() => "all" as const), ["only"]],
    values: { ranks },
  });
}

const digits = 65536;

/** Ways to pick between neighbors that only need their ranks: from the place among n - 1 gaps, the ranks below and above, and how far to go. */
const places: { readonly [method: string]: (at: number) => readonly [low: number, high: number, share: number] } = {
  linear: (at) => [Math.floor(at), Math.ceil(at), at - Math.floor(at)],
  lower: (at) => [Math.floor(at), Math.floor(at), 0],
  higher: (at) => [Math.ceil(at), Math.ceil(at), 0],
  nearest: (at) => [roundToEven(at), roundToEven(at), 0],
  midpoint: (at) => [Math.floor(at), Math.ceil(at), at === Math.floor(at) ? 0 : 0.5],
  median: (at) => [Math.floor(at), Math.ceil(at), at === Math.floor(at) ? 0 : 0.5],
};

function roundToEven(value: number): number {
  const low = Math.floor(value);
  const rest = value - low;
  return rest < 0.5 || (rest === 0.5 && low % 2 === 0) ? low : low + 1;
}

/** Quantiles of all elements of an array of floats in several chunks, as one axis; nothing for methods that need more than ranks. A NaN makes all of them NaN. */
export function quantilesByRank(x: Expr, size: number, q: readonly number[], method: string): Expr | undefined {
  const place = places[method];
  if (place === undefined || size === 0) return undefined;
  const wanted = q.map((one) => place(one * (size - 1)));
  const ranks = [...new Set([...wanted.flatMap((one) => one.slice(0, 2)), size - 1])].sort((a, b) => a - b);
  const values = selectRanks(x, ranks);
  const { dtype } = x.meta;
  const at = (rank: number) => slice(values, [{ start: ranks.indexOf(rank), step: 1, count: 1 }]);
  const greatest = at(size - 1);
  const op = (kernel: string, a: Expr, b: Expr) => elementwise(kernel, dtype, dtype, [a, b]);
  const isNaN = elementwise("notEqual", dtype, "bool", [greatest, greatest]);
  const picked = wanted.map(([low, high, share]) => {
    const [a, b] = [at(low), at(high)];
    if (share === 0) return elementwise("where", dtype, dtype, [isNaN, greatest, a]);
    const between =
      method === "median"
        ? op("divide", op("add", a, b), constant(dtype, 2))
        : share < 0.5
          ? op("add", a, op("multiply", op("subtract", b, a), constant(dtype, share)))
          : op("subtract", b, op("multiply", op("subtract", b, a), constant(dtype, 1 - share)));
    return elementwise("where", dtype, dtype, [isNaN, greatest, between]);
  });
  return joinExpr(picked, 0);
}
