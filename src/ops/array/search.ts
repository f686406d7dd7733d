import { type Chunk, elements } from "../../chunk/chunk.ts";
import { dtypes } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { DTypeError, ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxis } from "../define/axis.ts";
import { constant } from "../define/constant.ts";
import { checkBins, checkEdges } from "../define/edges.ts";
import { castTo, elementwise, requireFittingLengths } from "../define/elementwise.ts";
import { func, method } from "../define/entry.ts";
import { inFewerChunks } from "../define/fewer-chunks.ts";
import { meanDType, promote } from "../define/promotion.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { reduce } from "../define/reduce.ts";
import { broadcastExpr, permute } from "../define/region-op.ts";
import { slice } from "../define/slice.ts";
import { isStored } from "../define/stored.ts";
import { whole } from "../define/whole.ts";
import { coordinate, creationOps } from "./creation.ts";
import { elementwiseOps } from "./elementwise.ts";
import { asExpr, type OperandInput } from "./operand.ts";
import { type ReduceOptions, reductionOps } from "./reductions.ts";
import { knownShape } from "./shape.ts";
import { takeExpr } from "./take.ts";

/** A 1-d array as one chunk. */
function single(x: Expr, operation: string): Expr {
  if (x.meta.shape.length !== 1)
    throw new ShapeError(`${operation}: takes an array of one axis, not shape [${x.meta.shape.map((extent) => extent ?? "?").join(", ")}]`);
  return x.meta.chunks[0]!.length === 1 ? x : rechunkExpr(x, [[knownShape(x, operation)[0]!]]);
}

export function searchsortedExpr(sorted: Expr, values: Expr, side: "left" | "right"): Expr {
  const dtype = promote(sorted.meta.dtype, values.meta.dtype);
  const { chunks } = values.meta;
  return whole({
    kernel: "searchsorted",
    inputs: [single(castTo(sorted, dtype), "searchsorted"), castTo(values, dtype)],
    dtype,
    result: "float64",
    chunks,
    reads: [["only"], chunks.map((_, axis) => axis)],
    values: { side },
  });
}

function searchsorted(x: Expr, values: OperandInput, side: "left" | "right" = "left", sorter?: OperandInput): Expr {
  if (side !== "left" && side !== "right") throw new DTypeError(`searchsorted: side is ${JSON.stringify(side)}, not "left" or "right"`);
  const sorted = sorter === undefined ? x : takeExpr(x, asExpr(sorter, "searchsorted"), 0, "searchsorted");
  return searchsortedExpr(sorted, asExpr(values, "searchsorted"), side);
}

function digitize(x: Expr, bins: OperandInput, right = false): Expr {
  const edges = asExpr(bins, "digitize");
  checkStored(edges, checkBins);
  const dtype = promote(x.meta.dtype, edges.meta.dtype);
  const { chunks } = x.meta;
  return whole({
    kernel: "digitize",
    inputs: [castTo(x, dtype), single(castTo(edges, dtype), "digitize")],
    dtype,
    result: "float64",
    chunks,
    reads: [chunks.map((_, axis) => axis), ["only"]],
    values: { right },
  });
}

/** Counts of each chunk beside each other along leading axes, added up. */
function addUp(perChunk: Expr): Expr {
  const axes = perChunk.meta.shape.map((_, axis) => axis).slice(0, -1);
  return axes.length === 0 ? perChunk : reduce("sum", perChunk, { axes, result: "float64", keepdims: false });
}

/** The longest result unless `minlength` asks for more: memory for it is set aside before the values are seen. */
const longestBincount = 2 ** 22;

/** Results of so many chunks fit into memory together: for each that may take as much as the longest. */
const mostWeighted = 256;

function bincount(x: Expr, weights?: OperandInput | null, minlength = 0): Expr {
  const { dtype } = x.meta;
  if (!Number.isSafeInteger(minlength) || minlength < 0) throw new RangeError(`bincount: minlength is ${String(minlength)}, not a count`);
  if (dtypes[dtype].kind === "float") throw new DTypeError(`bincount: counts integers, not ${dtype}; cast with astype first`);
  if (x.meta.shape.length !== 1) throw new ShapeError(`bincount: takes one axis, not shape [${x.meta.shape}]`);
  const inputs = weights === undefined || weights === null ? [x] : [x, rechunkExpr(castTo(asExpr(weights, "bincount"), "float64"), x.meta.chunks)];
  if (inputs[1] !== undefined) requireFittingLengths("bincount", inputs);
  if (inputs[1] !== undefined && inputs[1].meta.shape[0] !== x.meta.shape[0])
    throw new ShapeError(`bincount: ${x.meta.shape[0]} values and ${inputs[1].meta.shape[0]} weights`);
  const from = dtype === "bool" ? [castTo(x, "int8"), ...inputs.slice(1)] : inputs;
  // Counts add up to the same in any order; weights may not.
  const mayJoin = inputs.length === 1 || x.meta.chunks[0]!.length > mostWeighted;
  const joined = mayJoin ? from.map((one) => inFewerChunks(one, [0])) : from;
  const chunks = joined[0]!.meta.chunks[0]!.map(() => undefined);
  const perChunk = whole({
    kernel: "bincount",
    inputs: joined,
    result: "float64",
    chunks: [chunks],
    values: { minlength, bound: longestBincount },
    bound: longestBincount,
  });
  if (chunks.length === 1) return perChunk;
  return whole({ kernel: "addPadded", inputs: [perChunk], dtype: "float64", chunks: [[undefined]], reads: [["all"]], bound: longestBincount });
}

/** Counts in bins and the edges of the bins. Without a range, that of the data, found in the same compute. */
function histogram(
  x: Expr,
  bins: number | OperandInput = 10,
  range?: readonly [number, number] | null,
  density?: boolean | null,
  weightsOf?: OperandInput | null,
): [Expr, Expr] {
  const edges = edgesFor(x, bins, range ?? undefined, "histogram");
  const count = knownShape(edges, "histogram")[0]! - 1;
  const { chunks, shape } = x.meta;
  const leading = chunks.map((axis) => axis.map(() => 1));
  const weights = weightsOf === undefined || weightsOf === null ? [] : [rechunkExpr(castTo(asExpr(weightsOf, "histogram"), "float64"), chunks)];
  requireFittingLengths("histogram", [x, ...weights]);
  if (weights[0]?.meta.shape.some((extent, axis) => extent !== shape[axis]))
    throw new ShapeError(`histogram: values of shape [${shape}] and weights of shape [${weights[0].meta.shape}]`);
  const own = chunks.map((_, axis) => axis);
  const from = dtypes[x.meta.dtype].kind === "bool" ? castTo(x, "uint8") : x;
  const perChunk = whole({
    kernel: "histogram",
    inputs: [from, edges, ...weights],
    dtype: from.meta.dtype,
    result: "float64",
    chunks: [...leading, [count]],
    reads: [own, ["only"], ...weights.map(() => own)],
    reshaped: [...leading.map(() => 1), count],
  });
  const counts = addUp(perChunk);
  return [density ? densityOf(counts, edges, count) : counts, edges];
}

/** The edges of bins for data: so many equal ones, or those given. */
export function edgesFor(x: Expr, bins: number | OperandInput, range: readonly [number, number] | undefined, operation: string): Expr {
  if (typeof bins === "number") return equalEdges(x, bins, range);
  const edges = castTo(single(asExpr(bins, operation), operation), "float64");
  checkStored(edges, checkEdges);
  const [count] = knownShape(edges, operation);
  if (count! < 2) throw new ShapeError(`${operation}: ${count} edges make no bin`);
  return edges;
}

/** Edges in memory are looked at now; others where they are used. */
function checkStored(edges: Expr, check: (values: ArrayLike<number | bigint>) => void): void {
  if (isStored(edges)) for (const chunk of edges.held as readonly Chunk[]) check(elements(chunk));
}

function densityOf(counts: Expr, edges: Expr, count: number): Expr {
  const part = (start: number) => slice(edges, [{ start, step: 1, count }]);
  const width = elementwise("subtract", "float64", "float64", [part(1), part(0)]);
  const total = reduce("sum", counts, { axes: [0], result: "float64", keepdims: false });
  return elementwise("divide", "float64", "float64", [elementwise("divide", "float64", "float64", [counts, width]), total]);
}

/** `linspace(lo, hi, bins + 1)`, of a range given or that of the data; an empty one is widened by half on both sides. */
function equalEdges(x: Expr, bins: number, range: readonly [number, number] | undefined): Expr {
  if (!Number.isInteger(bins) || bins < 1) throw new ShapeError(`histogram: ${bins} is not a number of bins`);
  if (range !== undefined && !(Number.isFinite(range[0]) && Number.isFinite(range[1]) && range[0] <= range[1]))
    throw new RangeError(`histogram: range [${range}] is not two finite numbers in order`);
  const empty = x.meta.shape.includes(0);
  const end = (which: 0 | 1): Expr =>
    range !== undefined
      ? constant("float64", range[which])
      : empty
        ? constant("float64", which)
        : castTo(which === 0 ? reductionOps.min.apply(x) : reductionOps.max.apply(x), "float64");
  const [lo, hi] = [end(0), end(1)];
  const flat = elementwise("equal", "float64", "bool", [lo, hi]);
  const moved = (from: Expr, by: number) =>
    elementwise("where", "float64", "float64", [flat, elementwise("add", "float64", "float64", [from, constant("float64", by)]), from]);
  const [low, high] = [moved(lo, -0.5), moved(hi, 0.5)];
  const step = elementwise("divide", "float64", "float64", [elementwise("subtract", "float64", "float64", [high, low]), constant("float64", bins)]);
  const index = coordinate(0, [[bins + 1]], "float64");
  const line = elementwise("add", "float64", "float64", [elementwise("multiply", "float64", "float64", [index, step]), low]);
  return elementwise("where", "float64", "float64", [elementwise("equal", "float64", "bool", [index, constant("float64", bins)]), high, line]);
}

function average(x: Expr, axis?: Axis | readonly Axis[] | null, weights?: OperandInput | null, returned = false, rest: ReduceOptions = {}): Expr | Expr[] {
  if (weights === undefined || weights === null) {
    const mean = reductionOps.mean.apply(x, axis, rest);
    const counted = () => castTo(reductionOps.sum.apply(creationOps.onesLike.apply(x, "bool"), axis, rest), mean.meta.dtype);
    return returned ? [mean, counted()] : mean;
  }
  const given = asExpr(weights, "average");
  const dtype = promote(meanDType[x.meta.dtype], meanDType[given.meta.dtype]);
  const wide = castTo(spreadWeights(x, given, axis), dtype);
  const total = reductionOps.sum.apply(wide, axis, rest);
  const sum = reductionOps.sum.apply(elementwise("multiply", dtype, dtype, [castTo(x, dtype), wide]), axis, rest);
  const mean = elementwise("divide", dtype, dtype, [sum, total]);
  return returned ? [mean, total] : mean;
}

/** Weights of one axis stand along it. */
function spreadWeights(x: Expr, weights: Expr, axis: Axis | readonly Axis[] | null | undefined): Expr {
  const shape = knownShape(x, "average");
  const same = weights.meta.shape.length === shape.length && shape.every((extent, i) => extent === weights.meta.shape[i]);
  if (same) return weights;
  if (typeof axis !== "number" || weights.meta.shape.length !== 1 || weights.meta.shape[0] !== shape[normalizeAxis(axis, shape.length, "average")]) {
    throw new ShapeError(`average: weights of shape [${weights.meta.shape}] for values of shape [${shape}]; give the same shape, or one axis and its length`);
  }
  const along = normalizeAxis(axis, shape.length, "average");
  const line = permute(
    weights,
    shape.map((_, i) => (i === along ? 0 : -1)),
  );
  return broadcastExpr(line, shape, x.meta.chunks);
}

/** Searching and counting. */
export const searchOps = {
  /** Where values would be inserted to keep a sorted array sorted. NumPy's `searchsorted`. */
  searchsorted: method("searchsorted", searchsorted, "v side sorter"),
  /** The number of the bin that each element falls into. NumPy's `digitize`. */
  digitize: method("digitize", digitize, "bins right"),
  /** How often each integer occurs, or the sum of its weights. NumPy's `bincount`. */
  bincount: method("bincount", bincount, "weights minlength"),
  /** Counts in bins, and the edges. NumPy's `histogram`. */
  histogram: method("histogram", histogram, "bins range density weights"),
  /** The weighted mean. NumPy's `average`. */
  average: method("average", average, "axis weights returned", "keepdims splitEvery"),
  /** Whether all elements of two arrays are close. NumPy's `allclose`. */
  allclose: func(
    "allclose",
    (x: OperandInput, y: OperandInput, ...rest: readonly unknown[]) => reductionOps.all.apply(elementwiseOps.isclose.apply(x, y, ...rest) as Expr),
    "a b ...",
    "rtol atol equalNan",
  ),
};
