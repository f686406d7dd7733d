import { type DType, parseDType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { type Chunks, type Extent, isKnown } from "../../expr/meta.ts";
import { DTypeError, ShapeError } from "../../util/errors.ts";
import { type Axis, normalizeAxes } from "../define/axis.ts";
import { type CalleeOptions, calleeOf, type TravelingFunction } from "../define/callee.ts";
import { type ChunkSpec, normalizeChunks } from "../define/chunks.ts";
import { commonChunks, requireFittingLengths } from "../define/elementwise.ts";
import { func } from "../define/entry.ts";
import { requireSameLengths } from "../define/lengths.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { permute } from "../define/region-op.ts";
import { type ReadAxis, whole } from "../define/whole.ts";
import { coordinate, type ShapeInput } from "./creation.ts";
import { asExpr, isExpr, type OperandInput } from "./operand.ts";
import { knownShape } from "./shape.ts";

/** A function on chunks: `NDArray`s, then where the chunk stands; it gives a typed array, an `NDArray`, `{ data, shape }`, a number or nested arrays. */
export type BlockFunction = TravelingFunction;

export interface MapOptions extends CalleeOptions {
  /** What the function gives; that of the first array unless said. Nothing is run to find out. */
  readonly dtype?: DType;
}
export interface MapBlocksOptions extends MapOptions {
  /** The chunks of the result, where the function changes them. */
  readonly chunks?: ChunkSpec;
  /** Axes that the function takes away; each must be one chunk. */
  readonly dropAxis?: Axis | readonly Axis[];
  /** Axes that the function adds, at these positions of the result: of length 1 unless `chunks` says. */
  readonly newAxis?: Axis | readonly Axis[];
}

/** Splits arrays from options at the end. */
function splitArguments<O>(operation: string, args: readonly unknown[]): { readonly arrays: Expr[]; readonly options: O } {
  const last = args[args.length - 1];
  const isOptions = typeof last === "object" && last !== null && !isExpr(last) && !Array.isArray(last) && !ArrayBuffer.isView(last) && !("stride" in last);
  const arrays = (isOptions ? args.slice(0, -1) : args).map((arg) => asExpr(arg as OperandInput, operation));
  return { arrays, options: (isOptions ? last : {}) as O };
}

/** A function on each chunk of arrays that broadcast against each other. */
const mapBlocks = (fn: BlockFunction, ...args: readonly unknown[]): Expr => mapChunks("mapBlocks", fn, ...args);

/** The same for what the user called. */
export function mapChunks(operation: string, fn: BlockFunction, ...args: readonly unknown[]): Expr {
  const { arrays, options } = splitArguments<MapBlocksOptions>(operation, args);
  if (arrays.length === 0) throw new TypeError(`${operation}: needs at least one array`);
  const dtype = options.dtype === undefined ? arrays[0]!.meta.dtype : parseDType(options.dtype, operation);
  requireFittingLengths(operation, arrays);
  const chunks = commonChunks(
    operation,
    arrays.map((array) => array.meta),
  );
  const ndim = chunks.length;
  const inputs = arrays.map((array) =>
    rechunkExpr(
      array,
      array.meta.shape.map((extent, axis) => (extent === 1 ? [1] : chunks[axis + ndim - array.meta.shape.length]!)),
    ),
  );
  const dropped = options.dropAxis === undefined ? [] : normalizeAxes(options.dropAxis, ndim, operation);
  const cut = dropped.find((axis) => chunks[axis]!.length > 1);
  if (cut !== undefined) throw new ShapeError(`${operation}: axis ${cut} is dropped but has ${chunks[cut]!.length} chunks; rechunk({ ${cut}: -1 }) first`);
  const kept = chunks.map((_, axis) => axis).filter((axis) => !dropped.includes(axis));
  const added = options.newAxis === undefined ? [] : normalizeAxes(options.newAxis, kept.length + [options.newAxis].flat().length, operation);
  // For each axis of the result, the axis it comes from; -1 for a new one.
  const from: number[] = [];
  const rest = [...kept];
  for (let axis = 0; axis < kept.length + added.length; axis++) from.push(added.includes(axis) ? -1 : rest.shift()!);
  const grown = from.map((axis): readonly Extent[] => (axis < 0 ? [1] : chunks[axis]!));
  const wanted = options.chunks === undefined ? grown : declaredChunks(operation, options.chunks, grown, dtype);
  const reads = inputs.map((input) =>
    input.meta.shape.map((_, axis): ReadAxis => {
      const at = from.indexOf(axis + ndim - input.meta.shape.length);
      return at < 0 || input.meta.chunks[axis]!.length === 1 ? "only" : at;
    }),
  );
  const { callee, values } = calleeOf(operation, fn, options);
  return whole({ kernel: operation, callee, inputs, dtype, result: dtype, chunks: wanted, reads, values, placed: "result" });
}

/** What the user says of the chunks of a function's results: lengths for each chunk, or one length for all of an axis' chunks. */
function declaredChunks(operation: string, spec: ChunkSpec, grown: Chunks, dtype: DType): Chunks {
  if (Array.isArray(spec) && spec.length === grown.length) {
    return grown.map((own, axis) => {
      const one = (spec as readonly unknown[])[axis];
      if (typeof one === "number" && one >= 0) return own.map(() => one);
      if (Array.isArray(one) && one.length === own.length) return one as readonly number[];
      throw new ShapeError(`${operation}: chunks ${JSON.stringify(spec)} along axis ${axis} do not fit ${own.length} chunks; give one length, or one a chunk`);
    });
  }
  const shape = grown.map((axis) => axis.reduce<number>((sum, extent) => sum + (extent ?? 0), 0));
  const chunks = normalizeChunks(spec, shape, dtype, operation);
  if (chunks.some((axis, i) => axis.length !== grown[i]!.length))
    throw new ShapeError(`${operation}: chunks ${JSON.stringify(spec)} do not make ${grown.map((axis) => axis.length).join(" × ")} chunks`);
  return chunks;
}

export interface BlockwiseOptions extends MapOptions {
  /** Lengths of labels that no array has. */
  readonly newAxes?: { readonly [label: string]: number };
  /** For a label, the length that its chunks have in the result. */
  readonly adjustChunks?: { readonly [label: string]: number | readonly number[] };
}

/** A function on chunks brought together by labels: those that the result lacks reach the function whole. */
function blockwise(fn: BlockFunction, out: string, ...args: readonly unknown[]): Expr {
  const last = args[args.length - 1];
  const options = (args.length % 2 === 1 ? last : {}) as BlockwiseOptions;
  const pairs = Array.from({ length: Math.floor(args.length / 2) }, (_, i) => ({
    x: asExpr(args[2 * i] as OperandInput, "blockwise"),
    labels: args[2 * i + 1] as string,
  }));
  if (pairs.length === 0) throw new TypeError("blockwise: needs an array and its labels");
  for (const { x, labels } of pairs) {
    if (typeof labels !== "string" || labels.length !== x.meta.shape.length)
      throw new ShapeError(`blockwise: labels ${JSON.stringify(labels)} do not name the axes of shape [${x.meta.shape}]`);
  }
  for (const label of new Set(pairs.flatMap(({ labels }) => [...labels]))) {
    const axes = pairs.flatMap(({ x, labels }) => ([...labels].includes(label) ? [{ of: x, axis: labels.indexOf(label) }] : []));
    requireSameLengths(
      "blockwise",
      axes.filter(({ of, axis }) => of.meta.shape[axis] !== 1),
    );
  }
  const chunksOf = (label: string): readonly Extent[] => {
    const owners = pairs.flatMap(({ x, labels }) =>
      [...labels].includes(label) ? [{ ...x.meta, shape: [x.meta.shape[labels.indexOf(label)]], chunks: [x.meta.chunks[labels.indexOf(label)]!] }] : [],
    );
    if (owners.length > 0) return commonChunks(`blockwise (label ${label})`, owners)[0]!;
    const length = options.newAxes?.[label];
    if (length === undefined) throw new ShapeError(`blockwise: no array has label ${label}; give its length in newAxes`);
    return [length];
  };
  const cut = (label: string) => (out.includes(label) ? chunksOf(label) : [chunksOf(label).reduce<number>((sum, extent) => sum + (extent ?? 0), 0)]);
  const inputs = pairs.map(({ x, labels }) =>
    rechunkExpr(
      x,
      [...labels].map((label, axis) => (x.meta.shape[axis] === 1 ? [1] : cut(label))),
    ),
  );
  const adjusted = (label: string, own: readonly Extent[]) => {
    const to = options.adjustChunks?.[label];
    return to === undefined ? own : typeof to === "number" ? own.map(() => to) : to;
  };
  const chunks = [...out].map((label) => adjusted(label, chunksOf(label)));
  const reads = inputs.map(({ meta }, i) =>
    [...pairs[i]!.labels].map((label, axis): ReadAxis => (out.includes(label) && meta.chunks[axis]!.length > 1 ? out.indexOf(label) : "only")),
  );
  const dtype = options.dtype === undefined ? inputs[0]!.meta.dtype : parseDType(options.dtype, "blockwise");
  const { callee, values } = calleeOf("blockwise", fn, options);
  return whole({ kernel: "blockwise", callee, inputs, dtype, result: dtype, chunks, reads, values, placed: "result" });
}

export interface ReductionOptions extends MapOptions {
  readonly keepdims?: boolean;
  /** How states of neighboring chunks become one; `aggregate` on pieces unless said. */
  readonly combine?: BlockFunction;
  readonly splitEvery?: number;
}

/** A reduction of the user's: `chunk` on each chunk, `combine` on neighbors, `aggregate` at the end; all keep reduced axes with length 1. */
function reduction(x: Expr, chunk: BlockFunction, aggregate: BlockFunction, axis?: Axis | readonly Axis[] | null, options: ReductionOptions = {}): Expr {
  knownShape(x, "reduction");
  const axes = normalizeAxes(axis, x.meta.shape.length, "reduction");
  const dtype = options.dtype === undefined ? x.meta.dtype : parseDType(options.dtype, "reduction");
  const told = { dtype, ...(options.with && { with: options.with }), params: { ...options.params, axis: axes, keepdims: true } };
  const ones = (own: Chunks) => own.map((axis, i) => (axes.includes(i) ? axis.map(() => 1) : (axis as readonly number[])));
  const step = (fn: BlockFunction, from: Expr) => mapChunks("reduction", fn, from, { ...told, chunks: ones(from.meta.chunks) });
  let state = step(chunk, x);
  const { splitEvery: width = 8 } = options;
  if (!Number.isInteger(width) || width < 2) throw new RangeError(`reduction: splitEvery is ${String(width)}, not a whole number above 1`);
  const grouped = (own: readonly Extent[]) => Array.from({ length: Math.ceil(own.length / width) }, (_, i) => Math.min(width, own.length - i * width));
  while (axes.some((axis) => state.meta.chunks[axis]!.length > width)) {
    state = step(
      options.combine ?? aggregate,
      rechunkExpr(
        state,
        state.meta.chunks.map((own, i) => (axes.includes(i) ? grouped(own) : own)),
      ),
    );
  }
  const joined = rechunkExpr(
    state,
    state.meta.chunks.map((own, i) => (axes.includes(i) ? [own.length] : own)),
  );
  const result = step(aggregate, joined);
  return options.keepdims
    ? result
    : permute(
        result,
        result.meta.shape.map((_, i) => i).filter((i) => !axes.includes(i)),
      );
}

/** An array from a function of its coordinates: it is given an `NDArray` of each axis' index, the shape of the chunk. */
function fromFunction(fn: BlockFunction, shape: ShapeInput, options: MapOptions & { readonly chunks?: ChunkSpec } = {}): Expr {
  const extents = typeof shape === "number" ? [shape] : shape;
  const dtype = parseDType(options.dtype ?? "float64", "fromFunction");
  if (!isKnown(extents)) throw new DTypeError("fromFunction: the shape must be known");
  const chunks = normalizeChunks(options.chunks, extents, dtype, "fromFunction");
  const coordinates = extents.map((_, axis) => coordinate(axis, chunks, "float64"));
  return mapChunks("fromFunction", fn, ...coordinates, { ...options, chunks, dtype });
}

/** Functions of the user's on chunks. They run on workers, so they are sent by their source or by the module that exports them. */
export const mapOps = {
  /** A function on each chunk. Dask's `map_blocks`. */
  mapBlocks: { ...func("mapBlocks", mapBlocks, "func ...", "dtype chunks dropAxis newAxis with params"), receiver: 1 },
  /** A function on chunks brought together by labels. Dask's `blockwise`. */
  blockwise: func("blockwise", blockwise, "func out ...", "dtype newAxes adjustChunks with params"),
  /** A reduction of the user's. Dask's `reduction`. */
  reduction: { ...func("reduction", reduction, "x chunk aggregate axis", "keepdims combine splitEvery dtype with params"), receiver: 0 },
  /** An array from a function of its coordinates. NumPy's `fromfunction`. */
  fromFunction: func("fromFunction", fromFunction, "func shape", "dtype chunks with params"),
};
