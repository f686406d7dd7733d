import { type DType, dtypes, parseDType } from "../../chunk/dtype.ts";
import { type Expr, makeExpr } from "../../expr/expr.ts";
import { ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxis } from "../define/axis.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { method } from "../define/entry.ts";
import { prodDType, sumDType } from "../define/promotion.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { finalOp, partialOp } from "../define/reduce.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { type Stride, slice } from "../define/slice.ts";
import { whole } from "../define/whole.ts";
import { fullExpr } from "./creation.ts";
import { concatenateExpr } from "./join.ts";
import { asExpr, isScalar, type OperandInput } from "./operand.ts";
import { joinedAlong } from "./order.ts";
import { knownShape } from "./shape.ts";

export interface ScanOptions {
  readonly dtype?: DType;
}
type Scan = "cumsum" | "cumprod" | "nancumsum" | "nancumprod";

/** Scans each chunk, starting from what the chunks before it come to. */
function scan(name: Scan) {
  return (x: Expr, axis?: Axis | null, options: ScanOptions = {}): Expr => {
    if (axis === undefined || axis === null) return scan(name)(reshapeExpr(x, [-1], name), 0, options);
    const along = normalizeAxis(axis, x.meta.shape.length, name);
    const from = castTo(x, options.dtype === undefined ? (name.endsWith("sum") ? sumDType : prodDType)[x.meta.dtype] : parseDType(options.dtype, name));
    const { dtype, chunks } = from.meta;
    // NaN is a value of floats only.
    const plain = name.replace("nan", "") as Scan;
    const kernel = dtypes[dtype].kind === "float" ? name : plain;
    if (chunks[along]!.length === 1) return whole({ kernel, inputs: [from], chunks, values: { axis: along } });
    // Only where chunks begin along the other axes has to be known.
    if (chunks.some((own, i) => i !== along && own.includes(undefined))) knownShape(x, name);
    const reducer = kernel.replace("cum", "");
    // What a narrow integer wraps around to, the sum in 64 bits wraps around to when it is cut.
    const wide = dtypes[dtype].kind === "float" ? dtype : prodDType[dtype];
    const state = makeExpr(partialOp, [from], { reducer, dtype, axes: [along] });
    const totals = castTo(makeExpr(finalOp, [state], { reducer, dtype, result: wide, axes: [along], keepdims: true, values: {} }), dtype);
    const count = chunks[along]!.length;
    const before = slice(
      totals,
      chunks.map((_, i): Stride | undefined => (i === along ? { start: 0, step: 1, count: count - 1 } : undefined)),
    );
    const carry = whole({ kernel: plain, inputs: [joinedAlong(before, along)], chunks: joinedAlong(before, along).meta.chunks, values: { axis: along } });
    const first = fullExpr(
      totals.meta.shape.map((extent, i) => (i === along ? 1 : extent!)),
      name.endsWith("prod") ? 1 : 0,
      { dtype, chunks: chunks.map((own, i) => (i === along ? [1] : (own as readonly number[]))) },
    );
    const carries = rechunkExpr(
      concatenateExpr([first, carry], along),
      chunks.map((own, i) => (i === along ? own.map(() => 1) : own)),
    );
    return whole({ kernel, inputs: [from, carries], chunks, values: { axis: along } });
  };
}

export interface DiffOptions {
  readonly prepend?: OperandInput;
  readonly append?: OperandInput;
}

/** The n-th difference of neighbors. */
function diff(x: Expr, n = 1, axis: Axis = -1, options: DiffOptions = {}): Expr {
  if (!Number.isInteger(n) || n < 0) throw new ShapeError(`diff: order ${n} is not a count`);
  const along = normalizeAxis(axis, x.meta.shape.length, "diff");
  const shape = knownShape(x, "diff");
  const edge = (value: OperandInput | undefined): Expr[] => {
    if (value === undefined) return [];
    if (!isScalar(value)) return [asExpr(value, "diff")];
    return [
      fullExpr(
        shape.map((extent, i) => (i === along ? 1 : extent)),
        value,
        { dtype: x.meta.dtype },
      ),
    ];
  };
  const parts = [...edge(options.prepend), x, ...edge(options.append)];
  let current = parts.length === 1 ? x : concatenateExpr(parts, along, "diff");
  for (let i = 0; i < n && current.meta.shape[along] !== 0; i++) current = difference(current, along);
  return current;
}

function difference(x: Expr, axis: number): Expr {
  const { dtype, shape } = x.meta;
  const count = Math.max(0, shape[axis]! - 1);
  const part = (start: number) =>
    slice(
      x,
      shape.map((_, i): Stride | undefined => (i === axis ? { start: Math.min(start, shape[axis]!), step: 1, count } : undefined)),
    );
  const [kernel, result] = dtype === "bool" ? (["notEqual", "bool"] as const) : (["subtract", dtype] as const);
  return elementwise(kernel, dtype, result, [part(1), part(0)]);
}

/** Running totals and differences. */
export const scanOps = {
  /** The running sum; without an axis, over all elements in C order. NumPy's `cumsum`. */
  cumsum: method("runningSum", scan("cumsum"), "axis", "dtype"),
  /** The running product. NumPy's `cumprod`. */
  cumprod: method("scan", scan("cumprod"), "axis", "dtype"),
  /** The running sum with NaN as 0. NumPy's `nancumsum`. */
  nancumsum: method("runningSum", scan("nancumsum"), "axis", "dtype"),
  /** The running product with NaN as 1. NumPy's `nancumprod`. */
  nancumprod: method("scan", scan("nancumprod"), "axis", "dtype"),
  /** The n-th difference of neighbors along an axis. NumPy's `diff`. */
  diff: method("diff", diff, "n axis", "prepend append"),
};
