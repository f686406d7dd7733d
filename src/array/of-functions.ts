import type { DType } from "../chunk/dtype.ts";
import { slice } from "../ops/array/selection.ts";
import { normalizeAxes, normalizeAxis } from "../ops/define/axis.ts";
import { DTypeError, ShapeError } from "../util/errors.ts";
import type { ArrayLike, DArray, Rank } from "./array-type.ts";
import { functions } from "./wrap.ts";

/** A lazy function of an array and axes: `da.mean`, or one that is made of such. */
export type AxisFunction = (x: DArray, axis: never) => DArray<DType, Rank>;
export type ArrayFunction = (x: DArray) => DArray<DType, Rank> | number | bigint | boolean;

const arrayOf = (x: ArrayLike): DArray => functions["asarray"]!(x) as DArray;

function known(x: DArray, operation: string): readonly number[] {
  if (x.shape.includes(undefined))
    throw new ShapeError(`${operation}: the shape [${x.shape.map((extent) => extent ?? "?")}] is not known; call computeChunkSizes() first`);
  return x.shape as readonly number[];
}

/** Functions of lazy functions: those are called now, with lazy arrays. */
export const functionsOfFunctions = {
  /**
   * A function for each condition, where it holds; 0 where none does, or the last function if there is one more. Of several conditions that hold, the last counts.
   * Functions are given the whole array, lazily. NumPy's `piecewise`.
   *
   * @example const y = da.piecewise(x, [x.lt(0), x.ge(0)], [(x) => x.neg(), (x) => x.mul(2)]);
   */
  piecewise<D extends DType>(
    x: DArray<D, Rank> | ArrayLike,
    condlist: readonly ArrayLike[],
    funclist: readonly (ArrayFunction | number | bigint | boolean)[],
  ): DArray<D> {
    const from = arrayOf(x);
    const more = funclist.length - condlist.length;
    if (condlist.length === 0 || more < 0 || more > 1)
      throw new ShapeError(`piecewise: ${funclist.length} functions for ${condlist.length} conditions; give one each, and one more for the rest`);
    const valueOf = (one: ArrayFunction | number | bigint | boolean) => {
      const value = typeof one === "function" ? one(from) : one;
      return (functions["asarray"]!(value) as DArray).astype(from.dtype);
    };
    const rest = more === 1 ? valueOf(funclist.at(-1)!) : (functions["zerosLike"]!(from) as DArray);
    return condlist.reduce<DArray>((value, condition, i) => functions["where"]!(condition, valueOf(funclist[i]!), value) as DArray, rest) as DArray<D>;
  },

  /** A function along one axis after the other; axes that it takes away stay, with length 1. NumPy's `apply_over_axes`. */
  applyOverAxes(func: AxisFunction, x: DArray<DType, Rank> | ArrayLike, axes: number | readonly number[]): DArray {
    const from = arrayOf(x);
    return [axes].flat().reduce<DArray>((value, axis) => {
      const at = normalizeAxis(axis as number, value.ndim, "applyOverAxes");
      const found = func(value, at as never) as DArray;
      if (found.ndim === value.ndim) return found;
      const kept = functions["expandDims"]!(found, at) as DArray;
      if (kept.ndim !== value.ndim) throw new ShapeError(`applyOverAxes: the function gave ${found.ndim} axes for ${value.ndim}; it may take away one`);
      return kept;
    }, from);
  },

  /**
   * A reduction of each block of some lengths along axes: `da.coarsen(da.mean, x, { 0: 2, 1: 4 })`. Lengths must divide the array's, unless `trimExcess` leaves out
   * what is over. Dask's `coarsen`.
   */
  coarsen(
    reduction: AxisFunction,
    x: DArray<DType, Rank> | ArrayLike,
    axes: { readonly [axis: number]: number },
    { trimExcess = false }: { readonly trimExcess?: boolean } = {},
  ): DArray {
    const from = arrayOf(x);
    const shape = known(from, "coarsen");
    const lengths = shape.map(() => 1);
    for (const [axis, length] of Object.entries(axes)) {
      if (!Number.isInteger(length) || length < 1) throw new DTypeError(`coarsen: ${String(length)} along axis ${axis} is no length of a block`);
      lengths[normalizeAxes(Number(axis), shape.length, "coarsen")[0]!] = length;
    }
    const over = shape.findIndex((extent, axis) => extent % lengths[axis]! !== 0);
    if (over >= 0 && !trimExcess)
      throw new ShapeError(`coarsen: blocks of ${lengths[over]} along axis ${over} do not fill ${shape[over]}; { trimExcess: true } leaves out the rest`);
    const counts = shape.map((extent, axis) => Math.floor(extent / lengths[axis]!));
    const trimmed = over < 0 ? from : from.get(...counts.map((count, axis) => slice(0, count * lengths[axis]!)));
    const blocks = trimmed.reshape(counts.flatMap((count, axis) => [count, lengths[axis]!]));
    return reduction(blocks, counts.map((_, axis) => 2 * axis + 1) as never) as DArray;
  },

  /** The lengths of the axes. NumPy's `shape`. */
  shape: (x: DArray<DType, Rank> | ArrayLike): readonly (number | undefined)[] => arrayOf(x as ArrayLike).shape,
  /** How many axes. NumPy's `ndim`. */
  ndim: (x: DArray<DType, Rank> | ArrayLike): number => arrayOf(x as ArrayLike).ndim,
  /** How many elements. NumPy's `size`. */
  size: (x: DArray<DType, Rank> | ArrayLike): number | undefined => arrayOf(x as ArrayLike).size,
};
