import { sizeOf } from "../../chunk/chunk.ts";
import type { Expr } from "../../expr/expr.ts";
import { streamParams } from "../../random/streams.ts";
import { checkProbabilities } from "../../random/vectors.ts";
import { ShapeError } from "../../util/errors.ts";
import { normalizeAxis } from "../define/axis.ts";
import { type ChunkSpec, normalizeChunks } from "../define/chunks.ts";
import { drawSerialExpr } from "../define/draw-vectors.ts";
import { castTo } from "../define/elementwise.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { fromArray } from "./from-array.ts";
import { asExpr, type OperandInput } from "./operand.ts";
import { type DrawSource, fromSource, targetOf } from "./random.ts";
import { integers } from "./random-integers.ts";
import { searchsortedExpr } from "./search.ts";
import { takeExpr } from "./take.ts";

// One draw after another, however the result is cut: permutation, shuffle, choice without replacement.

export interface PermutationOptions {
  /** The axis along which an array is permuted. */
  readonly axis?: number;
  readonly chunks?: ChunkSpec;
}

/** A permutation of 0 … n - 1 (int64), or of an array along an axis. NumPy's `permutation`, and `shuffle`, which here gives a new array. */
export function permutation(from: DrawSource, x: number | OperandInput, options: PermutationOptions = {}): Expr {
  if (typeof x === "number") {
    if (!Number.isSafeInteger(x) || x < 0) throw new ShapeError(`permutation: ${x} is not a length`);
    return rechunkExpr(indices(from, "random/permutation", x, []), normalizeChunks(options.chunks, [x], "int64", "permutation"));
  }
  const { array, axis, length } = alongAxis("permutation", x, options.axis);
  const taken = takeExpr(array, rechunkExpr(indices(from, "random/permutation", length, []), [array.meta.chunks[axis]!]), axis, "permutation");
  return options.chunks === undefined
    ? taken
    : rechunkExpr(taken, normalizeChunks(options.chunks, taken.meta.shape as readonly number[], taken.meta.dtype, "permutation"));
}

export interface ChoiceOptions {
  readonly size?: number | readonly number[] | null;
  readonly chunks?: ChunkSpec;
  /** Whether an element can be drawn more than once. */
  readonly replace?: boolean;
  /** The probability of each element; all the same unless said. */
  readonly p?: readonly number[] | Float64Array;
  /** The axis of an array whose elements are drawn. */
  readonly axis?: number;
  /** Whether draws without replacement come in random order. */
  readonly shuffle?: boolean;
}

/** Draws from 0 … a - 1 (int64), or of the elements of an array along an axis. NumPy's `Generator.choice`. */
export function choice(from: DrawSource, a: number | OperandInput, options: ChoiceOptions = {}): Expr {
  if (typeof a === "number") {
    if (!Number.isSafeInteger(a)) throw new RangeError(`choice: ${a} is not a number of elements`);
    return drawIndices(from, a, options);
  }
  const { array, axis, length } = alongAxis("choice", a, options.axis);
  return takeExpr(array, drawIndices(from, length, options), axis, "choice");
}

function drawIndices(from: DrawSource, population: number, options: ChoiceOptions): Expr {
  const { replace = true, p, shuffle = true } = options;
  const target = targetOf("choice", { size: options.size ?? null, ...(options.chunks !== undefined && { chunks: options.chunks }) }, [], ["int64"]);
  const n = sizeOf(target.shape);
  if (n > 0 && population <= 0) throw new RangeError(`choice: there is nothing to choose from (${population} elements)`);
  if (p !== undefined) checkProbabilities([...p], population);
  if (replace) {
    if (n === 0 || p === undefined) return integers(from, 0, Math.max(1, population), { size: target.shape, chunks: target.chunks });
    const draws = fromSource(from, "random/random", { ...target, dtype: "float64" }, []);
    return castTo(searchsortedExpr(fromArray(cumulative(p), {}, "choice"), draws, "right"), "int64");
  }
  if (n > population) throw new RangeError(`choice: ${n} of ${population} elements cannot be drawn without replacement`);
  const flat = p === undefined ? indices(from, "random/choice", n, [population, shuffle ? 1 : 0]) : weighted(from, n, p);
  return rechunkExpr(reshapeExpr(flat, target.shape, "choice"), target.chunks);
}

function weighted(from: DrawSource, n: number, p: readonly number[] | Float64Array): Expr {
  const possible = Array.from(p).filter((one) => one > 0).length;
  if (possible < n) throw new RangeError(`choice: ${n} elements without replacement, but only ${possible} have a probability above 0`);
  return indices(from, "random/weighted_choice", n, [], fromArray(Float64Array.from(p), { chunks: -1 }, "choice"));
}

/** Running sums, the last of which is 1. */
function cumulative(p: readonly number[] | Float64Array): Float64Array {
  let sum = 0;
  const sums = Float64Array.from(p, (one) => (sum += one));
  return sums.map((one) => one / sum);
}

/** `n` indices by one draw, of a stream of its own in the order of draws. */
function indices(from: DrawSource, kernel: string, n: number, values: readonly number[], input?: Expr): Expr {
  const streams = from.streams === "invariant" ? "sequential" : from.streams;
  const stream = streamParams(from.generator, streams, { index: from.drawn, chunksBefore: from.chunks }, [n], [[n]]);
  from.drawn++;
  from.chunks++;
  return drawSerialExpr({ kernel, n, values: { ...stream, arguments: values } }, input ? [input] : []);
}

function alongAxis(operation: string, x: OperandInput, axis = 0): { array: Expr; axis: number; length: number } {
  const array = asExpr(x, operation);
  const at = normalizeAxis(axis, array.meta.shape.length, operation);
  const length = array.meta.shape[at];
  if (length === undefined) throw new ShapeError(`${operation}: axis ${at} has an unknown length (after a mask); call computeChunkSizes() first`);
  return { array, axis: at, length };
}
