import { type DType, dtypes } from "../chunk/dtype.ts";
import { type Collection, exprKey } from "../engine/collection.ts";
import { computeExprs } from "../engine/compute.ts";
import { explain } from "../engine/explain.ts";
import type { ComputeOptions } from "../engine/options.ts";
import { disposePersisted, persistExprs } from "../engine/persist.ts";
import { valueOf } from "../engine/value.ts";
import { writeNpy } from "../engine/write-npy.ts";
import type { Expr } from "../expr/expr.ts";
import { type Chunks, type Extent, gridOf, isKnown, type Shape } from "../expr/meta.ts";
import { gridSize } from "../ops/define/grid.ts";
import type { Methods } from "./methods.ts";
import type { Rank, ValueOf } from "./types.ts";

/**
 * A chunked array that is not computed yet: NumPy's methods, Dask's laziness. Immutable; `compute()` gives an `NDArray`, or for 0-d a plain value.
 *
 * @example
 * const x = da.random.normal(0, 1, { size: [1000, 1000], chunks: [500, 500], seed: 1 });
 * const rows = await x.mean(1).compute();
 */
export class DArray<D extends DType = DType, R extends Rank = "array"> implements Collection<ValueOf<D, R>> {
  readonly [exprKey]: Expr;
  declare readonly value?: ValueOf<D, R>;

  constructor(expr: Expr) {
    this[exprKey] = expr;
  }

  /** The lengths of the axes; `undefined` for one that only computing tells (after a mask). */
  get shape(): Shape {
    return this[exprKey].meta.shape;
  }
  /** The lengths of the chunks along each axis. */
  get chunks(): Chunks {
    return this[exprKey].meta.chunks;
  }
  get dtype(): D {
    return this[exprKey].meta.dtype as D;
  }
  /** How many axes. */
  get ndim(): number {
    return this.shape.length;
  }
  /** How many elements; NaN-free: `undefined` while a length is unknown. */
  get size(): Extent {
    return isKnown(this.shape) ? gridSize(this.shape) : undefined;
  }
  /** Bytes of an element. */
  get itemsize(): number {
    return dtypes[this.dtype].itemsize;
  }
  /** Bytes of all elements. */
  get nbytes(): Extent {
    return this.size === undefined ? undefined : this.size * this.itemsize;
  }
  /** How many chunks along each axis. */
  get numblocks(): readonly number[] {
    return gridOf(this.chunks);
  }
  /** How many chunks. */
  get npartitions(): number {
    return gridSize(this.numblocks);
  }
  /** Says what it is: equal arrays have equal names. */
  get name(): string {
    return `${this[exprKey].op.name.replace("array/", "")}-${this[exprKey].token}`;
  }
  /** The transposed array. */
  get T(): DArray<D> {
    return this.transpose();
  }

  /** Computes it. Dask's `compute`. @throws TaskError, WorkerLostError, MemoryLimitError, and `signal.reason` when aborted. */
  async compute(options?: ComputeOptions & { readonly int64?: "bigint" }): Promise<ValueOf<D, R>>;
  async compute(options: ComputeOptions): Promise<ValueOf<D extends "int64" | "uint64" ? "float64" : D, R>>;
  async compute(options: ComputeOptions = {}): Promise<unknown> {
    const [result] = await computeExprs([this[exprKey]], options);
    return valueOf(result!, options);
  }

  /** Computes it and keeps the chunks in memory (on disk beyond the limit) until it is disposed or nobody can reach it. Dask's `persist`. */
  async persist(options: ComputeOptions = {}): Promise<DArray<D, R>> {
    const [node] = await persistExprs([this[exprKey]], options);
    return new DArray<D, R>(node!);
  }

  /** The same array with the lengths that a mask left unknown, found by computing it once. Dask's `compute_chunk_sizes`. */
  async computeChunkSizes(options: ComputeOptions = {}): Promise<DArray<D, R>> {
    return isKnown(this.shape) && !this.chunks.some((axis) => axis.includes(undefined)) ? this : this.persist(options);
  }

  /** Writes it as a `.npy` file. NumPy's `save`. @throws StorageError */
  async toNpy(path: string, options: ComputeOptions = {}): Promise<void> {
    await writeNpy(path, this[exprKey], options);
  }

  /** How it would be computed: the optimized plan with chunk counts and peak memory, what was fused and what was not, and why. */
  explain(options: ComputeOptions = {}): string {
    return explain([this[exprKey]], options);
  }

  /** Frees what `persist` keeps, now. */
  [Symbol.dispose](): void {
    disposePersisted(this[exprKey]);
  }

  toString(): string {
    const shape = this.shape.map((extent) => extent ?? "?").join(", ");
    const chunks = this.chunks.map((axis) => (new Set(axis.slice(0, -1)).size <= 1 ? (axis[0] ?? "?") : `[${axis.slice(0, 6).join(", ")}${axis.length > 6 ? ", …" : ""}]`)).join(", ");
    return `DArray<${this.dtype}> shape [${shape}] chunks [${chunks}] (${this.npartitions} ${this.npartitions === 1 ? "chunk" : "chunks"})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** A lazy array has no value to compare or add: using one as a number is a mistake worth a word. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new TypeError("DArray: a lazy array is not a number; use its methods (add, gt, …), or await compute() first");
  }
}

/** The methods of the table of operations. */
export interface DArray<D extends DType, R extends Rank> extends Methods<D, R> {}

