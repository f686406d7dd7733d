import { type DType, dtypes, parseDType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { isKnown } from "../../expr/meta.ts";
import { DTypeError, ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxes } from "../define/axis.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { method } from "../define/entry.ts";
import { UnknownLengths } from "../define/later.ts";
import { reduce } from "../define/reduce.ts";

export interface ReduceOptions {
  /** Reduced axes stay, with length 1. */
  readonly keepdims?: boolean;
  /** How many chunks one task merges at most. Changes the tree, never the answer. */
  readonly splitEvery?: number;
}
export interface SumOptions extends ReduceOptions {
  /** What it adds up in, and gives. */
  readonly dtype?: DType;
}
export interface VarOptions extends SumOptions {
  /** "Delta degrees of freedom": the divisor is n - ddof. 0 unless said, as in NumPy. */
  readonly ddof?: number;
}
export type Axes = Axis | readonly Axis[] | null;

const isFloat = (dtype: DType) => dtypes[dtype].kind === "float";
/** NaN is a value of floats only: for the others the plain form does. */
const nanForm = (reducer: string, dtype: DType) => (isFloat(dtype) ? `nan${reducer}` : reducer);

function run(reducer: string, x: Expr, axis: Axes | undefined, result: DType, options: ReduceOptions, values: { readonly ddof?: number } = {}): Expr {
  const axes = normalizeAxes(axis, x.meta.shape.length, reducer);
  checkOptions(reducer, options, values.ddof);
  return reduce(reducer, x, { axes, result, keepdims: options.keepdims ?? false, splitEvery: options.splitEvery, values });
}

function checkOptions(operation: string, { splitEvery }: ReduceOptions, ddof = 0): void {
  if (splitEvery !== undefined && !(Number.isInteger(splitEvery) && splitEvery >= 2))
    throw new RangeError(`${operation}: splitEvery is ${String(splitEvery)}, not a whole number above 1`);
  if (typeof ddof !== "number" || Number.isNaN(ddof)) throw new RangeError(`${operation}: ddof is ${JSON.stringify(ddof)}, not a number`);
}

/** The dtype sums and products come in: as wide as integers get; booleans are counted. */
function sumType(dtype: DType): DType {
  const { kind } = dtypes[dtype];
  return kind === "float" ? dtype : kind === "uint" ? "uint64" : "int64";
}

function sumLike(name: "sum" | "prod", nan: boolean) {
  return (x: Expr, axis?: Axes, options: SumOptions = {}): Expr => {
    const from = options.dtype === undefined ? x : castTo(x, parseDType(options.dtype, name));
    const { dtype } = from.meta;
    // Adding up in a narrow dtype wraps around as adding up in 64 bits and cutting does.
    if (options.dtype !== undefined)
      return castTo(run(nan ? nanForm(name, dtype) : name, dtype === "bool" ? castTo(from, "int8") : from, axis, sumType(dtype), options), dtype);
    // How many are true is a count: counts are numbers.
    if (dtype === "bool" && name === "sum") return run("count_nonzero", from, axis, "float64", options);
    return run(nan ? nanForm(name, dtype) : name, from, axis, sumType(dtype), options);
  };
}

function meanLike(name: "mean" | "var", nan: boolean) {
  return (x: Expr, axis?: Axes, options: VarOptions = {}): Expr => {
    const from = options.dtype === undefined ? x : castTo(x, parseDType(options.dtype, name));
    const { dtype } = from.meta;
    if (options.dtype !== undefined && !isFloat(dtype))
      throw new DTypeError(`${name}: dtype is ${dtype}, which holds no fractions; give float32 or float64, and cast the result with astype`);
    const result = isFloat(dtype) ? dtype : "float64";
    return run(nan ? nanForm(name, dtype) : name, from, axis, result, options, name === "var" ? { ddof: options.ddof ?? 0 } : {});
  };
}

function std(nan: boolean) {
  const variance = meanLike("var", nan);
  return (x: Expr, axis?: Axes, options: VarOptions = {}): Expr => {
    const squared = variance(x, axis, options);
    return elementwise("sqrt", squared.meta.dtype, squared.meta.dtype, [squared]);
  };
}

function extreme(name: "min" | "max", nan: boolean) {
  return (x: Expr, axis?: Axes, options: ReduceOptions = {}): Expr => {
    refuseEmpty(x, axis, name);
    return run(nan ? nanForm(name, x.meta.dtype) : name, x, axis, x.meta.dtype, options);
  };
}

function position(name: "argmin" | "argmax", nan: boolean) {
  return (x: Expr, axis?: Axis | null, options: ReduceOptions = {}): Expr => {
    refuseEmpty(x, axis, name);
    // Positions count in the array, so they need to know where chunks begin.
    if (!isKnown(x.meta.shape)) throw new UnknownLengths(name, "the shape is not known");
    return run(nan ? nanForm(name, x.meta.dtype) : name, x, axis, "float64", options);
  };
}

/** The least of nothing is nothing. */
function refuseEmpty(x: Expr, axis: Axes | undefined, operation: string): void {
  const { shape } = x.meta;
  const empty = normalizeAxes(axis, shape.length, operation).find((i) => shape[i] === 0);
  if (empty !== undefined)
    throw new ShapeError(
      `${operation}: axis ${empty} of shape [${shape.join(", ")}] has no elements, and nothing has no ${operation.replace(/^(nan)?(arg)?/, "")}`,
    );
}

const truth =
  (name: "any" | "all") =>
  (x: Expr, axis?: Axes, options: ReduceOptions = {}) =>
    run(name, x, axis, "bool", options);

function ptp(x: Expr, axis?: Axes, options: ReduceOptions = {}): Expr {
  const { dtype } = x.meta;
  if (dtype === "bool") throw new DTypeError("ptp: does not take bool; cast to an integer first");
  return elementwise("subtract", dtype, dtype, [extreme("max", false)(x, axis, options), extreme("min", false)(x, axis, options)]);
}

/** Reductions. `axis` is a number, a list, or nothing for all. */
export const reductionOps = {
  /** The sum along axes. Integers add up in 64 bits, booleans are counted. NumPy's `sum`. */
  sum: method("sum", sumLike("sum", false), "axis", "dtype keepdims splitEvery"),
  /** The sum of what is not NaN. NumPy's `nansum`. */
  nansum: method("sum", sumLike("sum", true), "axis", "dtype keepdims splitEvery"),
  /** The product along axes. NumPy's `prod`. */
  prod: method("prod", sumLike("prod", false), "axis", "dtype keepdims splitEvery"),
  /** The product of what is not NaN. NumPy's `nanprod`. */
  nanprod: method("prod", sumLike("prod", true), "axis", "dtype keepdims splitEvery"),
  /** The mean along axes; NaN of nothing. NumPy's `mean`. */
  mean: method("mean", meanLike("mean", false), "axis", "dtype keepdims splitEvery"),
  /** The mean of what is not NaN. NumPy's `nanmean`. */
  nanmean: method("mean", meanLike("mean", true), "axis", "dtype keepdims splitEvery"),
  /** The variance, around the mean of each part merged by Chan's formula. NumPy's `var`. */
  var: method("variance", meanLike("var", false), "axis", "dtype ddof keepdims splitEvery"),
  /** The variance of what is not NaN. NumPy's `nanvar`. */
  nanvar: method("variance", meanLike("var", true), "axis", "dtype ddof keepdims splitEvery"),
  /** The standard deviation. NumPy's `std`. */
  std: method("variance", std(false), "axis", "dtype ddof keepdims splitEvery"),
  /** The standard deviation of what is not NaN. NumPy's `nanstd`. */
  nanstd: method("variance", std(true), "axis", "dtype ddof keepdims splitEvery"),
  /** The least value; a NaN wins. NumPy's `min`. */
  min: method("extreme", extreme("min", false), "axis", "keepdims splitEvery"),
  /** The greatest value; a NaN wins. NumPy's `max`. */
  max: method("extreme", extreme("max", false), "axis", "keepdims splitEvery"),
  /** The least value that is not NaN. NumPy's `nanmin`. */
  nanmin: method("extreme", extreme("min", true), "axis", "keepdims splitEvery"),
  /** The greatest value that is not NaN. NumPy's `nanmax`. */
  nanmax: method("extreme", extreme("max", true), "axis", "keepdims splitEvery"),
  /** Where the least value is: the first of equal ones, or of NaNs. Without an axis, in C order of the whole array. NumPy's `argmin`. */
  argmin: method("position", position("argmin", false), "axis", "keepdims splitEvery"),
  /** Where the greatest value is. NumPy's `argmax`. */
  argmax: method("position", position("argmax", false), "axis", "keepdims splitEvery"),
  /** Where the least value that is not NaN is. NumPy's `nanargmin`. */
  nanargmin: method("position", position("argmin", true), "axis", "keepdims splitEvery"),
  /** Where the greatest value that is not NaN is. NumPy's `nanargmax`. */
  nanargmax: method("position", position("argmax", true), "axis", "keepdims splitEvery"),
  /** Whether any element is not zero (NaN is not). NumPy's `any`. */
  any: method("truth", truth("any"), "axis", "keepdims splitEvery"),
  /** Whether all elements are not zero. NumPy's `all`. */
  all: method("truth", truth("all"), "axis", "keepdims splitEvery"),
  /** Greatest minus least. NumPy's `ptp`. */
  ptp: method("extreme", ptp, "axis", "keepdims splitEvery"),
  /** How many elements are not zero. NumPy's `count_nonzero`. */
  countNonzero: method(
    "count",
    (x: Expr, axis?: Axes, options: ReduceOptions = {}) => run("count_nonzero", x, axis, "float64", options),
    "axis",
    "keepdims splitEvery",
  ),
};
