import type { DType } from "../chunk/dtype.ts";
import type { scalarOps } from "../ops/array/definitions/scalar-ops.ts";
import type { Entry } from "../ops/define/entry.ts";
import type { ResultRule, ScalarOp } from "../ops/define/scalar-op.ts";
import type { arrayOps } from "../ops/registry.ts";
import type { ArrayLike, DArray, Kinds, Rank, RankWith, ResultOf, Together } from "./array-type.ts";
import type { DTypeIn, FunctionKinds, RankOf } from "./function-kinds.ts";
import type { otherNames } from "./other-names.ts";

type ScalarTable = typeof scalarOps;
type Table = typeof arrayOps;
type Parameters = readonly (number | boolean | { readonly [name: string]: number | boolean })[];

type ScalarFunction<Op> =
  Op extends ScalarOp<1, DType, ResultRule>
    ? <const T extends ArrayLike>(x: T, ...parameters: Parameters) => DArray<ResultOf<Op, DTypeIn<T>>, RankOf<T>>
    : Op extends ScalarOp<2, DType, ResultRule>
      ? <const T extends ArrayLike, const U extends ArrayLike>(
          x: T,
          y: U,
          ...parameters: Parameters
        ) => DArray<ResultOf<Op, Together<DTypeIn<T>, U>>, RankWith<RankOf<T>, U>>
      : <const T extends ArrayLike, const U extends ArrayLike, const V extends ArrayLike>(x: T, y: U, z: V) => DArray<ResultOf<Op, Together<DTypeIn<T>, U>>>;

/** The function of a method: the array first. */
type MethodFunction<K extends string> = K extends keyof Kinds<DType, Rank>
  ? <D extends DType, R extends Rank>(x: DArray<D, R> | ArrayLike, ...rest: ParametersOf<Kinds<D, R>[K]>) => ReturnOf<Kinds<D, R>[K]>
  : never;
type ParametersOf<F> = F extends (...args: infer A) => unknown ? A : never;
type ReturnOf<F> = F extends (...args: never[]) => infer T ? T : never;

// As in `array-type.ts`: tooltips need table and keys as parameters.
type ScalarFunctions<T, K extends keyof T> = { readonly [Name in K]: ScalarFunction<T[Name]> };
type OtherFunctions<T extends { readonly [name: string]: Entry }, K extends keyof T> = {
  readonly [Name in K]: T[Name]["kind"] extends keyof FunctionKinds ? FunctionKinds[T[Name]["kind"]] : MethodFunction<T[Name]["kind"]>;
};

/** Every operation as a function, from the table of operations. */
export type ArrayFunctions = ScalarFunctions<ScalarTable, Exclude<keyof ScalarTable, "where" | "clip">> & {
  readonly [K in keyof typeof otherNames]: ScalarFunction<ScalarTable[(typeof otherNames)[K]]>;
} & OtherFunctions<Table, Exclude<keyof Table, keyof ScalarTable>> & {
    /** Elements of x where the condition is true, of y elsewhere; without x and y, the positions of what is true. NumPy's `where`. */
    readonly where: FunctionKinds["where"];
    /** Each element moved into a range; either end may be left out (`null`). NumPy's `clip`. */
    readonly clip: MethodFunction<"clip">;
    /** The least element. NumPy's `amin`. */
    readonly amin: FunctionKinds["extreme"];
    /** The greatest element. NumPy's `amax`. */
    readonly amax: FunctionKinds["extreme"];
    /** An array of data, or the array it is given. NumPy's `asanyarray`. */
    readonly asanyarray: FunctionKinds["asarray"];
    /** An array of what a function gives for indices. NumPy's `fromfunction`. */
    readonly fromfunction: FunctionKinds["fromFunction"];
  };
