import type { Expr } from "../../expr/expr.ts";
import { constant } from "../define/constant.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { func, method } from "../define/entry.ts";
import { promote } from "../define/promotion.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { whole } from "../define/whole.ts";
import { concatenateExpr } from "./join.ts";
import { asExpr, type OperandInput } from "./operand.ts";
import { orderOps } from "./order.ts";
import { searchsortedExpr } from "./search.ts";
import { knownShape } from "./shape.ts";
import { takeExpr } from "./take.ts";

export interface UniqueOptions {
  readonly returnIndex?: boolean;
  readonly returnInverse?: boolean;
  readonly returnCounts?: boolean;
}

/** A 1-d array of one chunk of unknown length, from one array of each chunk. */
function joined(parts: Expr): Expr {
  const reads = [["all" as const]];
  return whole({ kernel: "concatenate", inputs: [parts], chunks: [[undefined]], reads, values: { axis: 0 } });
}

const oneEach = (kernel: string, inputs: readonly Expr[], result: Expr["meta"]["dtype"]) =>
  whole({ kernel, inputs, dtype: inputs[0]!.meta.dtype, result, chunks: [inputs[0]!.meta.chunks[0]!.map(() => undefined)] });

/** The distinct values of each chunk, then of all of them. */
export function uniqueExpr(x: Expr): Expr {
  const flat = reshapeExpr(x, [-1], "unique");
  const parts = oneEach("unique", [flat], flat.meta.dtype);
  return flat.meta.chunks[0]!.length === 1 ? parts : oneEach("unique", [joined(parts)], flat.meta.dtype);
}

function unique(x: Expr, options: UniqueOptions = {}): Expr | Expr[] {
  const flat = reshapeExpr(x, [-1], "unique");
  const values = uniqueExpr(flat);
  const wanted: Expr[] = [values];
  const parts = oneEach("unique", [flat], flat.meta.dtype);
  const combined = (perChunk: Expr, kernel: string) =>
    flat.meta.chunks[0]!.length === 1 ? perChunk : oneEach(kernel, [joined(parts), joined(perChunk)], "float64");
  if (options.returnIndex) {
    const first = whole({
      kernel: "unique/index",
      inputs: [flat],
      result: "float64",
      chunks: [flat.meta.chunks[0]!.map(() => undefined)],
      varying: { names: ["offset"], of: "input", axis: 0 },
    });
    wanted.push(combined(first, "unique/index"));
  }
  if (options.returnInverse) wanted.push(searchsortedExpr(values, x, "left"));
  if (options.returnCounts) wanted.push(combined(oneEach("unique/counts", [flat], "float64"), "unique/counts"));
  return wanted.length === 1 ? values : wanted;
}

/** Whether each element is among some values. */
function isin(x: Expr, test: OperandInput, options: { readonly invert?: boolean } = {}): Expr {
  const values = asExpr(test, "isin");
  const dtype = promote(x.meta.dtype, values.meta.dtype);
  const from = castTo(x, dtype);
  const flat = reshapeExpr(castTo(values, dtype), [-1], "isin");
  const invert = (found: Expr) => (options.invert ? elementwise("logicalNot", "bool", "bool", [found]) : found);
  if (flat.meta.shape[0] === 0) return invert(elementwise("logicalAnd", "bool", "bool", [castTo(x, "bool"), constant("bool", false)]));
  const count = knownShape(flat, "isin")[0]!;
  const sorted = orderOps.sort.apply(rechunkExpr(flat, [[count]]));
  const position = searchsortedExpr(sorted, from, "left");
  // What is greater than all is compared with the greatest.
  const inside = elementwise("minimum", "float64", "float64", [position, constant("float64", count - 1)]);
  return invert(elementwise("equal", dtype, "bool", [takeExpr(sorted, inside, 0, "isin"), from]));
}

function union1d(a: OperandInput, b: OperandInput): Expr {
  return uniqueExpr(concatenateExpr([reshapeExpr(asExpr(a, "union1d"), [-1], "union1d"), reshapeExpr(asExpr(b, "union1d"), [-1], "union1d")], 0, "union1d"));
}

/** Sets. */
export const uniqueOps = {
  /** Each value once, in order; one NaN. With options also first positions, the inverse and counts. NumPy's `unique`. */
  unique: method("unique", unique, "", "returnIndex returnInverse returnCounts"),
  /** Whether each element is among some values. NumPy's `isin`. */
  isin: method("isin", isin, "testElements", "assumeUnique invert"),
  /** The values of two arrays, each once. NumPy's `union1d`. */
  union1d: func("union1d", union1d, "ar1 ar2"),
};
