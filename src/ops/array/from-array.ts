import { createHash } from "node:crypto";
import { bytesOf, type Chunk, elements, sizeOf } from "../../chunk/chunk.ts";
import { type DType, dtypes, parseDType, type TypedArray } from "../../chunk/dtype.ts";
import { NDArray } from "../../chunk/ndarray.ts";
import { pool } from "../../chunk/pool.ts";
import type { Expr } from "../../expr/expr.ts";
import { DTypeError, ShapeError } from "../../util/errors.ts";
import { shown } from "../../util/shown.ts";
import { type ChunkSpec, normalizeChunks } from "../define/chunks.ts";
import { stored } from "../define/stored.ts";
import { checkLengths } from "./arguments.ts";

/** Arrays in arrays, as deep as the shape. */
export type NestedInput = number | bigint | boolean | readonly NestedInput[];
/** What becomes an array: a typed array (with its shape), nested JavaScript arrays, or a result. */
export type ArrayData = TypedArray | Uint8ClampedArray | NestedInput | NDArray;

export interface FromArrayOptions {
  readonly shape?: readonly number[];
  readonly chunks?: ChunkSpec;
  readonly dtype?: DType;
}

/** Frees the memory of arrays that nobody can reach any more. */
const backstop = new FinalizationRegistry<Chunk>((chunk) => pool.release(chunk.block));

/** Copies data into the pool, so that later writes by the caller change nothing. */
export function fromArray(data: ArrayData, options: FromArrayOptions = {}, operation = "fromArray"): Expr {
  const flat = flatten(data, operation);
  const dtype = options.dtype === undefined ? flat.dtype : parseDType(options.dtype, operation);
  const shape = options.shape ?? flat.shape;
  checkLengths(shape, operation);
  if (sizeOf(shape) !== flat.data.length) throw new ShapeError(`${operation}: ${flat.data.length} elements do not fill shape [${shape.join(", ")}]`);
  const chunks = normalizeChunks(options.chunks, shape, dtype, operation);
  const block = pool.allocate(bytesOf(dtype, shape));
  const chunk: Chunk = { block, dtype, shape };
  fill(elements(chunk), flat.data, dtype, operation);
  const node = stored(contentOf(chunk), dtype, chunks, chunk);
  backstop.register(node.held as object, chunk);
  return node;
}

/** Data as one list, and the shape it has. */
export interface Flat {
  readonly data: TypedArray | readonly (number | bigint | boolean)[];
  readonly dtype: DType;
  readonly shape: readonly number[];
}

export function flatten(data: ArrayData, operation: string): Flat {
  if (data instanceof NDArray) return data;
  if (ArrayBuffer.isView(data)) return { data: data as TypedArray, dtype: dtypeOfArray(data, operation), shape: [data.length] };
  const values: (number | bigint | boolean)[] = [];
  const shape: number[] = [];
  collect(data, 0, shape, values, operation);
  return { data: values, dtype: dtypeOfValues(values, operation), shape };
}

function dtypeOfArray(data: ArrayBufferView, operation: string): DType {
  // By name: it may be of another realm (`vm`, test runners).
  const name = Object.prototype.toString.call(data).slice(8, -1);
  if (name === "Uint8ClampedArray") return "uint8";
  const found = Object.values(dtypes).find((info) => info.name !== "bool" && name === info.array.name);
  if (found === undefined) throw new DTypeError(`${operation}: a ${data.constructor.name} has no dtype`);
  return found.name;
}

function collect(data: NestedInput, depth: number, shape: number[], values: (number | bigint | boolean)[], operation: string): void {
  if (!Array.isArray(data)) {
    if (depth !== shape.length) throw new ShapeError(`${operation}: the nested arrays are ragged: a value stands where an array of ${shape[depth]} should`);
    if (!["number", "bigint", "boolean"].includes(typeof data)) throw new DTypeError(`${operation}: ${shown(data)} is not a number, bigint or boolean`);
    values.push(data as number | bigint | boolean);
    return;
  }
  const items = data as readonly NestedInput[];
  if (values.length === 0 && shape.length === depth) shape.push(items.length);
  else if (shape[depth] !== items.length)
    throw new ShapeError(`${operation}: the nested arrays are ragged: ${items.length} elements where ${shape[depth] ?? "a value"} should be`);
  for (const item of items) collect(item, depth + 1, shape, values, operation);
}

/** Numbers make float64, bigints int64, booleans bool; booleans among numbers count as 0 and 1. */
function dtypeOfValues(values: readonly (number | bigint | boolean)[], operation: string): DType {
  const kinds = new Set(values.map((value) => typeof value));
  if (kinds.has("bigint") && kinds.has("number")) throw new DTypeError(`${operation}: numbers and bigints are mixed; give { dtype } or use one of them`);
  return kinds.has("bigint") ? "int64" : kinds.has("number") || kinds.size === 0 ? "float64" : "bool";
}

function fill(target: TypedArray, from: Flat["data"], dtype: DType, operation: string): void {
  if (ArrayBuffer.isView(from) && from.constructor === target.constructor && dtype !== "bool") {
    (target as Float64Array).set(from as Float64Array);
    return;
  }
  const { kind, range } = dtypes[dtype];
  const big = dtype === "int64" || dtype === "uint64";
  for (let i = 0; i < from.length; i++) {
    const value = from[i]!;
    if (kind === "bool") target[i] = value ? 1 : 0;
    else if (kind === "float") target[i] = Number(value);
    else target[i] = integer(value, range!, dtype, big, operation) as never;
  }
}

function integer(value: number | bigint | boolean, range: readonly [bigint, bigint], dtype: DType, big: boolean, operation: string): number | bigint {
  if (typeof value === "number" && !Number.isInteger(value)) value = Math.trunc(value);
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError(`${operation}: ${value} is not a value of ${dtype}`);
  const exact = BigInt(value);
  if (exact < range[0] || exact > range[1]) throw new RangeError(`${operation}: ${value} is out of the range of ${dtype}, ${range[0]} to ${range[1]}`);
  return big ? exact : Number(exact);
}

/** Bytes go in pieces: no byte view spans more than a gibibyte on Node 20. */
const pieceBytes = 1 << 28;

function contentOf(chunk: Chunk): string {
  const hash = createHash("sha1");
  const bytes = bytesOf(chunk.dtype, chunk.shape);
  for (let at = 0; at < bytes; at += pieceBytes) hash.update(new Uint8Array(chunk.block.buffer, chunk.block.byteOffset + at, Math.min(pieceBytes, bytes - at)));
  return `${chunk.dtype}[${chunk.shape}]${hash.digest("hex")}`;
}
