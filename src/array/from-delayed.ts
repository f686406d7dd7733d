import { type DType, parseDType } from "../chunk/dtype.ts";
import type { Delayed } from "../delayed/delayed-type.ts";
import { exprKey, isCollection } from "../engine/collection.ts";
import { type ChunkSpec, normalizeChunks } from "../ops/define/chunks.ts";
import { rechunkExpr } from "../ops/define/rechunk.ts";
import { arrayOf } from "../ops/value/array-of.ts";
import { ShapeError } from "../util/errors.ts";
import { DArray } from "./darray.ts";

export interface FromDelayedOptions<D extends DType> {
  readonly shape: number | readonly number[];
  /** Default: float64. */
  readonly dtype?: D;
  /** Default: one chunk. The value is made at once in any case, and then cut. */
  readonly chunks?: ChunkSpec;
}

/**
 * A lazy value as an array: a typed array, an `NDArray`, `{ data, shape }`, a number, or numbers in lists. Dask's `from_delayed`.
 *
 * @throws ShapeError, DTypeError; when it runs, TaskError where the value has another shape or dtype
 * @example
 * const read = delayed((file) => Float64Array.from(file, (letter) => letter.charCodeAt(0)));
 * da.fromDelayed(read("abc"), { shape: 3, dtype: "float64" });
 */
export function fromDelayed<D extends DType = "float64">(value: Delayed<unknown>, { shape, dtype, chunks }: FromDelayedOptions<D>): DArray<D> {
  if (!isCollection(value) || value[exprKey].meta.kind !== "value") throw new TypeError("fromDelayed: takes a delayed value; fromArray takes data");
  const type = parseDType(dtype ?? "float64", "fromDelayed");
  const extents = typeof shape === "number" ? [shape] : shape;
  if (!Array.isArray(extents) || extents.some((extent) => !(Number.isInteger(extent) && extent >= 0)))
    throw new ShapeError(`fromDelayed: ${JSON.stringify(shape)} is no shape; say it: { shape: [2, 3] }`);
  const made = arrayOf(value[exprKey], { dtype: type, shape: extents });
  return new DArray<D>(chunks === undefined ? made : rechunkExpr(made, normalizeChunks(chunks, extents, type, "fromDelayed")));
}
