import type { DArray } from "../array/darray.ts";
import { exprKey, isCollection } from "../engine/collection.ts";
import type { Literal } from "../graph/program.ts";
import { type ArrayData, fromArray as arrayExpr } from "../ops/array/from-array.ts";
import type { TravelingFunction } from "../ops/define/callee.ts";
import { evenChunks } from "../ops/define/chunks.ts";
import { rechunkExpr } from "../ops/define/rechunk.ts";
import { fromArray } from "../ops/frame/from-array.ts";
import { fromMap } from "../ops/frame/map-partitions.ts";
import { ShapeError } from "../util/errors.ts";
import { refuseUnknown } from "../util/option-names.ts";
import type { AnyColumns, Columns } from "./columns-type.ts";
import { DFrame } from "./dframe.ts";
import { declaredSchema } from "./partition-calls.ts";
import type { FunctionOptions, PartitionFunction } from "./partition-methods.ts";
import { rowsPerPartition } from "./stored-frame.ts";

export interface FromArrayOptions {
  /** The names of the columns. Default: their numbers. */
  readonly columns?: readonly string[] | string;
  /** Rows of a partition, of data in memory; an array's chunks are its partitions. */
  readonly chunksize?: number;
}

/** Frames that are made by functions, and of arrays. */
export const frameMakers = {
  /**
   * A partition for each of some values, made by a function of yours in a worker: `fn(value, { partition })` gives the columns of `schema`, or rows. Values are plain data. Dask's `from_map`.
   *
   * @throws ClosureError, DTypeError; when it runs, TaskError with what the function threw, or what is wrong with what it gave
   * @example dd.fromMap((year) => ({ year: [year], isLeap: [year % 4 === 0] }), [2007, 2008], { schema: { year: "int32", isLeap: "bool" } });
   */
  fromMap<V extends Literal, const T extends Columns>(fn: PartitionFunction<V, T>, values: Iterable<V>, options: FunctionOptions<T>): DFrame<T> {
    const items = [...values].map(plainValue);
    if (options !== undefined) refuseUnknown("fromMap", options, ["schema", "with", "params"]);
    return new DFrame(fromMap(fn as TravelingFunction, items, declaredSchema(options?.schema, "fromMap"), options));
  },
  /** An array of rows and columns as a frame, or one of one axis as a column: a chunk of rows is a partition. Dask's `from_array`. @throws ShapeError, ColumnError */
  fromArray<S extends Columns = AnyColumns>(array: DArray | ArrayData, options: FromArrayOptions = {}): DFrame<S> {
    refuseUnknown("fromArray", options, ["columns", "chunksize"]);
    const { columns, chunksize = rowsPerPartition } = options;
    const expr = isCollection(array) ? array[exprKey] : arrayExpr(array as ArrayData, {});
    if (expr.meta.kind === "frame") throw new TypeError("fromArray: this is a frame already");
    if (expr.meta.kind === "value") throw new TypeError("fromArray: this is a delayed value; fromDelayed takes such");
    if (!(Number.isInteger(chunksize) && chunksize > 0)) throw new ShapeError(`fromArray: ${chunksize} is not a number of rows`);
    const [rows, ...others] = expr.meta.chunks;
    const inChunks = isCollection(array) || rows === undefined ? expr : rechunkExpr(expr, [evenChunks(expr.meta.shape[0]!, chunksize), ...others]);
    return new DFrame(fromArray(inChunks, typeof columns === "string" ? [columns] : columns));
  },
};

/** A value that a task can carry. */
function plainValue(value: Literal): Literal {
  try {
    return structuredClone(value);
  } catch (error) {
    throw new TypeError(`fromMap: ${String(value)} is no plain data that a worker could be given`, { cause: error });
  }
}
