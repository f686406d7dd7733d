import { DTypeError, ShapeError } from "../util/errors.ts";
import { shown } from "../util/shown.ts";
import { sizeOf, stridesOf } from "./chunk.ts";
import { type DType, dtypes, parseDType, type Scalar, type TypedArray, type TypedArrayOf } from "./dtype.ts";
import { printNDArray } from "./ndarray-print.ts";

/** Arrays in arrays, as deep as the shape; a plain scalar for 0-d. */
export type Nested<S> = S | readonly Nested<S>[];

/**
 * What computing an array gives: elements in C order, in memory that nobody else writes to.
 * NumPy's `ndarray`, read-only in shape. `shape`, `stride` (in elements) and `data` are those of a zarrita.js chunk.
 *
 * @example
 * const x = new NDArray("float64", Float64Array.of(1, 2, 3, 4), [2, 2]);
 * x.get(1, 0); // 3
 * x.toArray(); // [[1, 2], [3, 4]]
 */
export class NDArray<D extends DType = DType> {
  readonly dtype: D;
  readonly data: TypedArrayOf[D];
  readonly shape: readonly number[];
  readonly stride: readonly number[];

  /** Wraps `data` without copying. A length or a kind of typed array that does not fit is a `ShapeError` or a `DTypeError`. */
  constructor(dtype: D, data: TypedArrayOf[D], shape: readonly number[]) {
    const expected = dtypes[parseDType(dtype, "NDArray")].array;
    if (!(data instanceof expected)) throw new DTypeError(`NDArray: ${dtype} is held by ${expected.name}, not ${data.constructor.name}`);
    if (data.length !== sizeOf(shape)) throw new ShapeError(`NDArray: ${data.length} elements do not fill shape [${shape.join(", ")}]`);
    this.dtype = dtype;
    this.data = data;
    this.shape = shape;
    this.stride = stridesOf(shape);
  }

  /** How many axes. */
  get ndim(): number {
    return this.shape.length;
  }

  /** How many elements. */
  get size(): number {
    return this.data.length;
  }

  /**
   * The element at an index, or, with fewer indices than axes, the part at it: a view of the same memory, to be asked for as
   * `get<NDArray<D>>(i)`. Negative indices count from the end; one out of bounds is a `ShapeError`.
   */
  get<R extends Scalar<D> | NDArray<D> = Scalar<D>>(...index: readonly number[]): R {
    if (index.length > this.ndim) throw new ShapeError(`get: ${index.length} indices for shape [${this.shape.join(", ")}]`);
    let offset = 0;
    index.forEach((at, axis) => {
      const extent = this.shape[axis]!;
      if (!Number.isInteger(at)) throw new ShapeError(`get: index ${shown(at)} is not an integer`);
      if (at < -extent || at >= extent) {
        throw new ShapeError(`get: index ${shown(at)} is out of bounds for axis ${axis} of shape [${this.shape.join(", ")}]`);
      }
      offset += (at < 0 ? at + extent : at) * this.stride[axis]!;
    });
    return this.#part(index.length, offset) as R;
  }

  /** Nested JavaScript arrays; the scalar itself for 0-d. NumPy's `tolist`. */
  toArray(): Nested<Scalar<D>> {
    if (this.ndim === 0) return this.#scalar(0);
    return Array.from(this, (part) => (part instanceof NDArray ? part.toArray() : part));
  }

  /** Goes over the first axis: scalars of a 1-d array, parts of any other. */
  *[Symbol.iterator](): IterableIterator<Scalar<D> | NDArray<D>> {
    const [length] = this.shape;
    if (length === undefined) throw new ShapeError("NDArray: a 0-d array has no axis to iterate over");
    for (let at = 0; at < length; at++) yield this.#part(1, at * this.stride[0]!);
  }

  /** As NumPy's `repr` prints it. */
  toString(): string {
    return printNDArray(this);
  }

  /** As nested lists; integers that no number holds are texts. */
  toJSON(): unknown {
    const plain = (value: unknown): unknown =>
      typeof value === "bigint" ? (Number.isSafeInteger(Number(value)) ? Number(value) : String(value)) : Array.isArray(value) ? value.map(plain) : value;
    return plain(this.toArray());
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return printNDArray(this);
  }

  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "text/plain": printNDArray(this) };
  }

  /** What is left after fixing the first `fixed` axes. */
  #part(fixed: number, offset: number): Scalar<D> | NDArray<D> {
    if (fixed === this.ndim) return this.#scalar(offset);
    const shape = this.shape.slice(fixed);
    return new NDArray(this.dtype, this.data.subarray(offset, offset + sizeOf(shape)) as TypedArrayOf[D], shape);
  }

  #scalar(offset: number): Scalar<D> {
    return scalarAt(this.dtype, this.data, offset);
  }
}

/** Element `offset` as JavaScript sees it: booleans are stored as bytes. */
export function scalarAt<D extends DType>(dtype: D, data: TypedArray, offset: number): Scalar<D> {
  const value = data[offset]!;
  return (dtype === "bool" ? value !== 0 : value) as Scalar<D>;
}
