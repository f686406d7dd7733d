import type { DType } from "../chunk/dtype.ts";
import { exprKey } from "../engine/collection.ts";
import { type NpyOptions, writeNpy } from "../engine/write-npy.ts";
import { writeNpyStack } from "../engine/write-npy-stack.ts";
import { type FromNpyOptions, fromNpyExpr } from "../io/npy/ops.ts";
import { fromNpyStackExpr } from "../io/npy/stack.ts";
import type { Rank } from "./array-type.ts";
import { DArray } from "./darray.ts";

/** Files. Opening reads only metadata; writing computes. */
export const fileFunctions = {
  /** The array in a `.npy` file: tasks read their own parts of it. C and Fortran order, either byte order. NumPy's `load`. @throws StorageError, DTypeError */
  fromNpy: <D extends DType = DType>(path: string, options?: FromNpyOptions): DArray<D> => new DArray<D>(fromNpyExpr(path, options)),
  /** Writes an array as a `.npy` file, beside it first and then renamed. NumPy's `save`. @throws StorageError */
  toNpy: (path: string, x: DArray<DType, Rank>, options?: NpyOptions): Promise<void> => writeNpy(path, x[exprKey], options),
  /** The array in a folder of `.npy` files that `toNpyStack` (here or in Dask) wrote. Dask's `from_npy_stack`. @throws StorageError */
  fromNpyStack: <D extends DType = DType>(folder: string): DArray<D> => new DArray<D>(fromNpyStackExpr(folder)),
  /** Writes a `.npy` file for each chunk along an axis. Dask's `to_npy_stack`. @throws StorageError */
  toNpyStack: (folder: string, x: DArray<DType, Rank>, axis?: number | (NpyOptions & { readonly axis?: number }), options?: NpyOptions): Promise<void> =>
    writeNpyStack(folder, x[exprKey], typeof axis === "number" ? { ...options, axis } : axis),
};
