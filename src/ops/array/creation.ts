import { type DType, dtypes, parseDType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { DTypeError, ShapeError } from "../../util/errors.ts";
import { shown } from "../../util/shown.ts";
import { type ChunkSpec, normalizeChunks } from "../define/chunks.ts";
import { constant } from "../define/constant.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { func, method } from "../define/entry.ts";
import { broadcastExpr, permute } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { toScalar } from "../define/scalar-op.ts";
import { source } from "../define/source.ts";
import { checkInteger, checkLengths } from "./arguments.ts";
import { exactScalar } from "./exact-scalar.ts";
import { type ArrayData, type FromArrayOptions, fromArray } from "./from-array.ts";
import { given } from "./given-array.ts";
import { stackExpr } from "./join.ts";
import { asExpr, isExpr, type OperandInput } from "./operand.ts";
import { type Bound, rangeLength } from "./range-length.ts";
import { knownShape } from "./shape.ts";

export interface CreateOptions {
  readonly dtype?: DType;
  readonly chunks?: ChunkSpec;
}
type ChunkOptions = Pick<CreateOptions, "chunks">;
export interface LikeOptions extends CreateOptions {
  readonly shape?: ShapeInput;
}
export type ShapeInput = number | readonly number[];

function shapeOf(shape: ShapeInput, operation: string): readonly number[] {
  const list = typeof shape === "number" ? [shape] : shape;
  if (shape !== undefined && !Array.isArray(list)) throw new ShapeError(`${operation}: ${JSON.stringify(shape)} is no shape; give a length, or a list of them`);
  checkLengths(list, operation);
  return list;
}

/** One value everywhere. */
export function fullExpr(shape: ShapeInput, value: number | bigint | boolean, options: CreateOptions = {}, operation = "full"): Expr {
  const usual: DType = typeof value === "boolean" ? "bool" : typeof value === "bigint" ? "int64" : "float64";
  const dtype = options.dtype === undefined ? usual : parseDType(options.dtype, operation);
  const extents = shapeOf(shape, operation);
  if (!["number", "bigint", "boolean"].includes(typeof value))
    throw new TypeError(
      `${operation}: fillValue is ${shown(value)}, not a number, bigint or boolean; of arrays, da.broadcastTo(array, shape) makes larger ones`,
    );
  const exact = exactScalar(value, dtype, operation);
  if (extents.length === 0) return constant(dtype, exact);
  return source("constant", dtype, normalizeChunks(options.chunks, extents, dtype, operation), { value: exact });
}

/** The index along an axis, everywhere. */
export function coordinate(axis: number, chunks: readonly (readonly number[])[], dtype: "int64" | "float64"): Expr {
  return source("coordinate", dtype, chunks, { axis });
}

export interface ArangeOptions extends CreateOptions {
  readonly start?: Bound;
  readonly stop?: Bound;
  readonly step?: Bound;
}

/** `arange(stop)`, `arange(start, stop)`, `arange(start, stop, step)`, options last. */
function arange(...args: readonly (Bound | ArangeOptions)[]): Expr {
  const last = args[args.length - 1];
  const options = typeof last === "object" ? last : {};
  const numbers = boundsOf(
    args.filter((arg): arg is Bound => typeof arg !== "object"),
    options,
  );
  if (numbers.length < 1 || numbers.length > 3)
    throw new ShapeError(`arange: takes (stop), (start, stop) or (start, stop, step), not ${numbers.length} numbers`);
  const [start, stop, step] = numbers.length === 1 ? [0, numbers[0]!, 1] : [numbers[0]!, numbers[1]!, numbers[2] ?? 1];
  const dtype = options.dtype === undefined ? (numbers.some((one) => typeof one === "bigint") ? "int64" : "float64") : parseDType(options.dtype, "arange");
  if (Number(step) === 0) throw new ShapeError("arange: the step must not be 0");
  const length = rangeLength(start, stop, step);
  if (!Number.isFinite(length)) throw new ShapeError(`arange: from ${start} to ${stop} by ${step} has no end`);
  const chunks = normalizeChunks(options.chunks, [length], dtype, "arange");
  if (dtypes[dtype].kind === "float") {
    // NumPy goes on by the difference of the first two values, in the result's dtype.
    const round = dtype === "float32" ? Math.fround : (value: number) => value;
    const first = round(Number(start));
    const delta = round(round(Number(start) + Number(step)) - first);
    return castTo(linear(coordinate(0, chunks, "float64"), first, delta), dtype);
  }
  const index = coordinate(0, chunks, "int64");
  const scaled = elementwise("multiply", "int64", "int64", [index, constant("int64", BigInt(Math.trunc(Number(step))))]);
  return castTo(elementwise("add", "int64", "int64", [scaled, constant("int64", BigInt(typeof start === "bigint" ? start : Math.trunc(start)))]), dtype);
}

/** Bounds by position and by name as one list. */
function boundsOf(given: readonly Bound[], { start, stop, step }: ArangeOptions): readonly Bound[] {
  if (start === undefined && stop === undefined && step === undefined) return given;
  const [first, second, third] = given.length === 1 && stop === undefined ? [undefined, given[0], undefined] : given;
  const end = second ?? stop;
  return end === undefined ? [] : [first ?? start ?? 0, end, third ?? step ?? 1];
}

/** start + delta * x, in float64. */
function linear(x: Expr, start: number, delta: number): Expr {
  return elementwise("add", "float64", "float64", [elementwise("multiply", "float64", "float64", [x, constant("float64", delta)]), constant("float64", start)]);
}

export interface LinspaceOptions extends CreateOptions {
  /** Whether `stop` is the last value. */
  readonly endpoint?: boolean;
  /** Whether the step is given as well: `[values, step]`. */
  readonly retstep?: boolean;
}

function linspace(start: number, stop: number, num = 50, options: LinspaceOptions = {}): Expr | [Expr, number] {
  const length = shapeOf(num, "linspace")[0]!;
  const dtype = options.dtype === undefined ? "float64" : parseDType(options.dtype, "linspace");
  const endpoint = options.endpoint ?? true;
  const chunks = normalizeChunks(options.chunks, [length], dtype, "linspace");
  const parts = endpoint ? length - 1 : length;
  const delta = stop - start;
  const step = delta / parts;
  const index = coordinate(0, chunks, "float64");
  // NumPy's two ways: where the step rounds to nothing, divide last.
  const scaled =
    parts <= 0
      ? linear(index, start, 0)
      : step === 0
        ? elementwise("add", "float64", "float64", [
            linear(elementwise("divide", "float64", "float64", [index, constant("float64", parts)]), 0, delta),
            constant("float64", start),
          ])
        : linear(index, start, step);
  const exact = endpoint && length > 1 ? pick(equals(index, length - 1), stop, scaled) : scaled;
  const isInteger = dtypes[dtype].kind === "int" || dtypes[dtype].kind === "uint";
  const values = castTo(isInteger ? elementwise("floor", "float64", "float64", [exact]) : exact, dtype);
  return options.retstep ? [values, parts > 0 ? step : Number.NaN] : values;
}

const equals = (x: Expr, value: number) => elementwise("equal", "float64", "bool", [x, constant("float64", value)]);
const pick = (mask: Expr, value: number, otherwise: Expr) => elementwise("where", "float64", "float64", [mask, constant("float64", value), otherwise]);

/** Compares the row with the column, moved by k. */
function diagonalMask(kernel: "equal" | "greaterEqual", chunks: readonly (readonly number[])[], k: number, operation: string): Expr {
  checkInteger(k, operation, "diagonal");
  const rows = chunks.length - 2;
  const row = elementwise("add", "int64", "int64", [coordinate(rows, chunks, "int64"), constant("int64", BigInt(k))]);
  return elementwise(kernel, "int64", "bool", [row, coordinate(rows + 1, chunks, "int64")]);
}

const ofDiagonal =
  (operation: string, kernel: "equal" | "greaterEqual") =>
  (n: number, m?: number | null, k = 0, options: CreateOptions = {}): Expr => {
    const dtype = parseDType(options.dtype ?? "float64", operation);
    const chunks = normalizeChunks(options.chunks, shapeOf([n, m ?? n], operation), dtype, operation);
    return castTo(diagonalMask(kernel, chunks, k, operation), dtype);
  };

/** Where the mask holds (below the diagonal, or above), the array; elsewhere zero. */
function triangle(x: Expr, k: number, lower: boolean): Expr {
  const shape = knownShape(x, lower ? "tril" : "triu");
  if (shape.length < 2) throw new ShapeError(`${lower ? "tril" : "triu"}: needs at least two axes, shape [${shape}] has ${shape.length}`);
  const { dtype, chunks } = x.meta;
  const below = diagonalMask("greaterEqual", chunks as readonly (readonly number[])[], lower ? k : k - 1, lower ? "tril" : "triu");
  const zero = constant(dtype, toScalar(0, dtype));
  return elementwise("where", dtype, dtype, lower ? [below, x, zero] : [below, zero, x]);
}

/** The index along each axis: shape [axes, ...dimensions]. */
function indices(dimensions: readonly number[], as: DType = "float64", options: ChunkOptions = {}): Expr {
  const shape = shapeOf(dimensions, "indices");
  const dtype = parseDType(as, "indices");
  const chunks = normalizeChunks(options.chunks, shape, dtype, "indices");
  if (shape.length === 0) return fullExpr([0], toScalar(0, dtype), { dtype });
  const along = shape.map((_, axis) => castTo(coordinate(axis, chunks, dtypes[dtype].kind === "float" ? "float64" : "int64"), dtype));
  return stackExpr(along, 0);
}

export interface MeshgridOptions {
  readonly indexing?: "xy" | "ij";
  readonly sparse?: boolean;
}

function meshgrid(...args: readonly (OperandInput | MeshgridOptions)[]): Expr[] {
  const last = args[args.length - 1];
  const hasOptions =
    typeof last === "object" && last !== null && !isExpr(last) && !Array.isArray(last) && !ArrayBuffer.isView(last) && ("indexing" in last || "sparse" in last);
  const { indexing = "xy", sparse = false } = hasOptions ? (last as MeshgridOptions) : {};
  if (indexing !== "xy" && indexing !== "ij") throw new DTypeError(`meshgrid: indexing is ${JSON.stringify(indexing)}, not "xy" or "ij"`);
  const axes = (hasOptions ? args.slice(0, -1) : args).map((arg) => asExpr(arg as OperandInput, "meshgrid"));
  const flat = axes.map((axis) => (axis.meta.shape.length === 1 ? axis : reshapeExpr(axis, [-1], "meshgrid")));
  const position = (i: number) => (indexing === "xy" && i < 2 && flat.length > 1 ? 1 - i : i);
  const sizes = flat.map(() => 0);
  flat.forEach((axis, i) => void (sizes[position(i)] = knownShape(axis, "meshgrid")[0]!));
  return flat.map((axis, i) => {
    const placed = permute(
      axis,
      sizes.map((_, at) => (at === position(i) ? 0 : -1)),
    );
    return sparse
      ? placed
      : broadcastExpr(
          placed,
          sizes,
          flat.length === 0 ? [] : sizes.map((size, at) => (at === position(i) ? placed.meta.chunks[at]! : (chunksAlong(flat, position, at) ?? [size]))),
        );
  });
}

function chunksAlong(axes: readonly Expr[], position: (i: number) => number, at: number) {
  return axes.find((_, i) => position(i) === at)?.meta.chunks[0];
}

type Filler = (shape: readonly number[], options: CreateOptions) => Expr;
const like =
  (fill: Filler) =>
  (x: Expr, dtype?: DType, options: Omit<LikeOptions, "dtype"> = {}) => {
    const shape = options.shape === undefined ? knownShape(x, "like") : shapeOf(options.shape, "like");
    const chunks = options.chunks ?? (options.shape === undefined ? (x.meta.chunks as readonly (readonly number[])[]) : undefined);
    return fill(shape, { dtype: dtype ?? x.meta.dtype, ...(chunks !== undefined && { chunks }) });
  };

const filled =
  (value: 0 | 1, operation: string): Filler =>
  (shape, options) => {
    const dtype = parseDType(options.dtype ?? "float64", operation);
    return fullExpr(shapeOf(shape, operation), toScalar(value, dtype), { ...options, dtype }, operation);
  };
const creates =
  (value: 0 | 1, operation: string) =>
  (shape: ShapeInput, dtype?: DType, options: ChunkOptions = {}) =>
    filled(value, operation)(shapeOf(shape, operation), { ...options, ...(dtype !== undefined && { dtype }) });

const taken =
  (operation: string) =>
  (data: OperandInput, dtype?: DType, options: Omit<FromArrayOptions, "dtype"> = {}): Expr => {
    if (isExpr(data)) return given(data, { ...options, ...(dtype !== undefined && { dtype }) }, operation);
    return fromArray(data, { ...options, ...(dtype !== undefined && { dtype }) }, operation);
  };

/** Arrays from nothing but their shape. `{ dtype, chunks }`; float64 unless said. */
export const creationOps = {
  /** An array of data in memory: a typed array (with `shape`), nested arrays, a result. Copied, so that later writes change nothing. Dask's `from_array`. */
  fromArray: func(
    "fromArray",
    (data: ArrayData | Expr, chunks?: ChunkSpec, options: FromArrayOptions = {}) => {
      const all = { ...options, ...(chunks !== undefined && { chunks }) };
      return isExpr(data) ? given(data, all, "fromArray") : fromArray(data as ArrayData, all);
    },
    "x chunks{}",
    "shape dtype",
  ),
  /** An array of nested JavaScript arrays or other data; an array stays itself. NumPy's `array`. */
  array: func("asarray", taken("array"), "object dtype", "chunks shape"),
  /** An array of anything that can be one; an array stays itself. NumPy's `asarray`. */
  asarray: func("asarray", taken("asarray"), "a dtype", "chunks shape"),
  /** Zeros. NumPy's `zeros`. */
  zeros: func("create", creates(0, "zeros"), "shape dtype", "chunks"),
  /** Ones. NumPy's `ones`. */
  ones: func("create", creates(1, "ones"), "shape dtype", "chunks"),
  /** Some values: zeros here. NumPy's `empty`. */
  empty: func("create", creates(0, "empty"), "shape dtype", "chunks"),
  /** One value everywhere. NumPy's `full`. */
  full: func(
    "full",
    (shape: ShapeInput, value: number | bigint | boolean, dtype?: DType, options: ChunkOptions = {}) =>
      fullExpr(shape, value, { ...options, ...(dtype !== undefined && { dtype }) }),
    "shape fillValue dtype",
    "chunks",
  ),
  /** Zeros of the shape, dtype and chunks of another array. NumPy's `zeros_like`. */
  zerosLike: method("like", like(filled(0, "zerosLike")), "dtype", "chunks shape"),
  /** Ones of the shape, dtype and chunks of another array. NumPy's `ones_like`. */
  onesLike: method("like", like(filled(1, "onesLike")), "dtype", "chunks shape"),
  /** Zeros of the shape, dtype and chunks of another array. NumPy's `empty_like`. */
  emptyLike: method("like", like(filled(0, "emptyLike")), "dtype", "chunks shape"),
  /** One value in the shape, dtype and chunks of another array. NumPy's `full_like`. */
  fullLike: method(
    "fullLike",
    (x: Expr, value: number | bigint | boolean, dtype?: DType, options: Omit<LikeOptions, "dtype"> = {}) =>
      like((shape, own) => fullExpr(shape, value, own, "fullLike"))(x, dtype, options),
    "fillValue dtype",
    "chunks shape",
  ),
  /** Evenly spaced values from `start` to before `stop`. Numbers give float64, bigints int64. NumPy's `arange`. */
  arange: func("arange", arange, "...", "start stop step dtype chunks"),
  /** `num` evenly spaced values from `start` to `stop`. NumPy's `linspace`. */
  linspace: func("linspace", linspace, "start stop num", "endpoint retstep dtype chunks"),
  /** Ones on a diagonal. NumPy's `eye`. */
  eye: func("eye", ofDiagonal("eye", "equal"), "N M k", "dtype chunks"),
  /** Ones at and below a diagonal. NumPy's `tri`. */
  tri: func("eye", ofDiagonal("tri", "greaterEqual"), "N M k", "dtype chunks"),
  /** The array with zeros above a diagonal. NumPy's `tril`. */
  tril: method("triangle", (x: Expr, k = 0) => triangle(x, k, true), "k"),
  /** The array with zeros below a diagonal. NumPy's `triu`. */
  triu: method("triangle", (x: Expr, k = 0) => triangle(x, k, false), "k"),
  /** The index along each axis, stacked. NumPy's `indices`. */
  indices: func("indices", indices, "dimensions dtype", "chunks"),
  /** Coordinates in a grid spanned by vectors. NumPy's `meshgrid`. */
  meshgrid: func("meshgrid", meshgrid, "...", "indexing sparse"),
};
