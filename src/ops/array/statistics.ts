import { type Chunk, elements } from "../../chunk/chunk.ts";
import { dtypes } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { ShapeError } from "../../util/errors.ts";
import { normalizeAxes } from "../define/axis.ts";
import { castTo } from "../define/elementwise.ts";
import { method } from "../define/entry.ts";
import { UnknownLengths } from "../define/later.ts";
import { meanDType, promote } from "../define/promotion.ts";
import { permute } from "../define/region-op.ts";
import { isStored } from "../define/stored.ts";
import { checkInteger } from "./arguments.ts";
import { diagonalExpr } from "./diagonal.ts";
import { concatenateExpr } from "./join.ts";
import { on } from "./on-elements.ts";
import { asExpr, type OperandInput } from "./operand.ts";
import { matmulExpr } from "./products.ts";
import { type Axes, reductionOps, type VarOptions } from "./reductions.ts";
import { atLeast, knownShape } from "./shape.ts";

/** Variables in rows, observations in columns, as float64. */
function rowsOf(x: Expr, byRows: boolean, operation: string): Expr {
  const { length: ndim } = x.meta.shape;
  if (ndim > 2) throw new ShapeError(`${operation}: takes at most two axes, shape [${x.meta.shape}] has ${ndim}`);
  const rows = atLeast(2, castTo(x, promote(meanDType[x.meta.dtype], "float64")));
  return byRows || ndim < 2 ? rows : permute(rows, [1, 0]);
}

export interface CovOptions {
  /** How often each observation is there: whole numbers. */
  readonly fweights?: OperandInput | null;
  /** How much each observation counts. */
  readonly aweights?: OperandInput | null;
}

/** One weight for each of `count` observations; those in memory are looked at. */
function weightsOf(name: keyof CovOptions, given: OperandInput | null | undefined, count: number): Expr | undefined {
  if (given === undefined || given === null) return undefined;
  const weights = asExpr(given, "cov");
  const { shape } = weights.meta;
  if (shape.length !== 1 || (shape[0] !== undefined && shape[0] !== count))
    throw new ShapeError(`cov: ${name} of shape [${shape.map((extent) => extent ?? "?")}] for ${count} observations; give one weight for each`);
  const isWrong = (one: number) => !(one >= 0) || (name === "fweights" && !Number.isInteger(one));
  const wrong = isStored(weights) ? (weights.held as readonly Chunk[]).flatMap((chunk) => Array.from(elements(chunk), Number)).find(isWrong) : undefined;
  if (wrong !== undefined)
    throw new RangeError(`cov: ${wrong} is none of ${name}, which are ${name === "fweights" ? "whole numbers from 0 on" : "not negative"}`);
  return castTo(weights, "float64");
}

interface Weighting extends CovOptions {
  readonly less: number;
}

function covariance(operation: string, x: Expr, y: OperandInput | null | undefined, byRows: boolean, { less, ...given }: Weighting): Expr {
  const own = rowsOf(x, byRows, operation);
  const rows = y === undefined || y === null ? own : concatenateExpr([own, rowsOf(asExpr(y, operation), byRows, operation)], 0, operation);
  // How many variables there are may be unknown: there are two axes then.
  if (rows.meta.shape[0] === undefined) throw new UnknownLengths(operation, "the number of variables is not known", [[undefined], [undefined]]);
  const [variables, count] = knownShape(rows, operation) as [number, number];
  const [often, much] = [weightsOf("fweights", given.fweights, count), weightsOf("aweights", given.aweights, count)];
  const weights = often && much ? on("multiply", often, much) : (often ?? much);
  const { sum, mean } = reductionOps;
  const weighted = (of: Expr) => (weights === undefined ? of : on("multiply", of, weights));
  const all = weights && sum.apply(weights);
  const center = all === undefined ? mean.apply(rows, 1, { keepdims: true }) : on("divide", sum.apply(weighted(rows), 1, { keepdims: true }), all);
  const centered = on("subtract", rows, center);
  const sums = matmulExpr(centered, permute(weighted(centered), [1, 0]), operation);
  // With weights that say how much, what is taken off the divisor is so many mean weights.
  const off = all === undefined || much === undefined || less === 0 ? less : on("divide", on("multiply", sum.apply(on("multiply", weights!, much)), less), all);
  const divisor = all === undefined ? Math.max(0, count - less) : on("maximum", on("subtract", all, off), 0);
  const scaled = on("divide", sums, divisor);
  return variables === 1 ? permute(scaled, []) : scaled;
}

function cov(x: Expr, y?: OperandInput | null, rowvar = true, bias = false, ddof?: number | null, options: CovOptions = {}): Expr {
  const less = ddof ?? (bias ? 0 : 1);
  checkInteger(less, "cov", "ddof");
  return covariance("cov", x, y, rowvar, { ...options, less });
}

function corrcoef(x: Expr, y?: OperandInput | null, rowvar = true): Expr {
  const found = covariance("corrcoef", x, y, rowvar, { less: 1 });
  if (found.meta.shape.length === 0) return on("divide", found, found);
  const spread = on("sqrt", diagonalExpr(found, 0, 0, 1, "corrcoef"));
  return on("clip", on("divide", on("divide", found, permute(spread, [0, -1])), permute(spread, [-1, 0])), -1, 1);
}

/** The mean of (x - mean)^order; in two passes, so that nothing cancels. */
function moment(x: Expr, order: number, axis?: Axes, options: VarOptions = {}): Expr {
  if (!Number.isInteger(order) || order < 0) throw new RangeError(`moment: order is ${String(order)}, not a whole number from 0 on`);
  const { ddof = 0, keepdims = false, dtype, splitEvery } = options;
  const rest = splitEvery === undefined ? {} : { splitEvery };
  const from = castTo(x, dtype ?? meanDType[x.meta.dtype]);
  if (dtypes[from.meta.dtype].kind !== "float") throw new RangeError(`moment: dtype is ${from.meta.dtype}; moments are float32 or float64`);
  const shape = knownShape(from, "moment");
  const axes = normalizeAxes(axis, shape.length, "moment");
  const centered = on("subtract", from, reductionOps.mean.apply(from, axes, { keepdims: true, ...rest }));
  const count = axes.reduce((size, i) => size * shape[i]!, 1);
  return on("divide", reductionOps.sum.apply(on("power", centered, order), axes, { keepdims, ...rest }), count - ddof);
}

/** How variables go together, and how they spread. */
export const statisticsOps = {
  /** The covariances of variables: rows of the array (columns with `rowvar: false`), and of `y`. NumPy's `cov`. */
  cov: method("cov", cov, "y rowvar bias ddof", "fweights aweights"),
  /** The correlations of variables. NumPy's `corrcoef`. */
  corrcoef: method("corrcoef", corrcoef, "y rowvar"),
  /** The central moment of some order: 2 is the variance. Dask's `moment`. */
  moment: method("moment", moment, "order axis", "dtype ddof keepdims splitEvery"),
};
