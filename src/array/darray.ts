import { type DType, dtypes } from "../chunk/dtype.ts";
import { asCalled } from "../engine/as-called.ts";
import { exprKey } from "../engine/collection.ts";
import { computeExprs } from "../engine/compute.ts";
import { explain } from "../engine/explain.ts";
import type { ComputeOptions } from "../engine/options.ts";
import { disposePersisted, persistExprs } from "../engine/persist.ts";
import { valueOf } from "../engine/value.ts";
import type { VisualizeOptions } from "../engine/visualize.ts";
import { type NpyOptions, writeNpy } from "../engine/write-npy.ts";
import { writeNpyStack } from "../engine/write-npy-stack.ts";
import type { Expr } from "../expr/expr.ts";
import { type Chunks, type Extent, gridOf, isKnown, type Shape } from "../expr/meta.ts";
import { gridSize } from "../ops/define/grid.ts";
import { loadBeside } from "../util/load-module.ts";
import { printed } from "../util/printed.ts";
import type { DArray as ArrayType, Rank } from "./array-type.ts";

/** The class behind `DArray`: what is not in the table of operations. Its methods are put on it by `wrap.ts`. */
class LazyArray {
  readonly [exprKey]: Expr;

  constructor(expr: Expr) {
    this[exprKey] = expr;
  }

  get shape(): Shape {
    return this[exprKey].meta.shape;
  }
  get chunks(): Chunks {
    return this[exprKey].meta.chunks;
  }
  get dtype(): DType {
    return this[exprKey].meta.dtype;
  }
  get ndim(): number {
    return this.shape.length;
  }
  get size(): Extent {
    return isKnown(this.shape) ? gridSize(this.shape) : undefined;
  }
  get itemsize(): number {
    return dtypes[this.dtype].itemsize;
  }
  get nbytes(): Extent {
    return this.size === undefined ? undefined : this.size * this.itemsize;
  }
  get numblocks(): readonly number[] {
    return gridOf(this.chunks);
  }
  get chunksize(): Shape {
    return this.chunks.map((own) => (own.includes(undefined) ? undefined : (own as number[]).reduce((most, extent) => Math.max(most, extent), 0)));
  }
  get npartitions(): number {
    return gridSize(this.numblocks);
  }
  get name(): string {
    return `${this[exprKey].op.name.replace("array/", "")}-${this[exprKey].token}`;
  }
  get T(): ArrayType {
    return asArray(this).transpose();
  }

  copy(): ArrayType {
    return asArray(this);
  }

  async compute(options: ComputeOptions = {}): Promise<unknown> {
    const called = asCalled("compute", options);
    const [result] = await computeExprs([this[exprKey]], called);
    return valueOf(result!, called);
  }

  async persist(options: ComputeOptions = {}): Promise<ArrayType> {
    const [node] = await persistExprs([this[exprKey]], options);
    return new DArray(node!);
  }

  async computeChunkSizes(options: ComputeOptions = {}): Promise<ArrayType> {
    return this.chunks.some((axis) => axis.includes(undefined)) ? this.persist(options) : asArray(this);
  }

  async toNpy(path: string | URL, options: ComputeOptions = {}): Promise<void> {
    await writeNpy(path, this[exprKey], options);
  }

  async toNpyStack(folder: string | URL, axis?: number | (NpyOptions & { readonly axis?: number }), options?: NpyOptions): Promise<void> {
    await writeNpyStack(folder, this[exprKey], typeof axis === "number" ? { ...options, axis } : axis);
  }

  /** Loaded when it is first used: most programs on arrays have no delayed functions. */
  toDelayed(): unknown {
    return loadBeside<typeof import("../delayed/parts.ts")>(import.meta.url, "../delayed/parts").chunks(this[exprKey]);
  }

  explain(options: ComputeOptions = {}): string {
    return explain([this[exprKey]], options);
  }

  async visualize(filename?: string | VisualizeOptions, options?: VisualizeOptions): Promise<string> {
    return (await import("../engine/visualize.ts")).visualizeExprs([this[exprKey]], filename, options);
  }

  /** Frees what `persist` keeps, now. */
  [Symbol.dispose](): void {
    disposePersisted(this[exprKey]);
  }

  toString(): string {
    const shape = this.shape.map((extent) => extent ?? "?").join(", ");
    const chunks = this.chunks
      .map((axis) => (new Set(axis.slice(0, -1)).size <= 1 ? (axis[0] ?? "?") : `[${axis.slice(0, 6).join(", ")}${axis.length > 6 ? ", …" : ""}]`))
      .join(", ");
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
printed(LazyArray.prototype);

const asArray = (array: LazyArray) => array as unknown as ArrayType;

export type DArray<D extends DType = DType, R extends Rank = "array"> = ArrayType<D, R>;
/** Arrays are made by `da` and by the methods of arrays; the constructor is for collections built on expressions. */
export const DArray = LazyArray as unknown as {
  new <D extends DType = DType, R extends Rank = "array">(expr: Expr): DArray<D, R>;
  readonly prototype: ArrayType;
};
