import type { DType } from "../chunk/dtype.ts";
import { exprKey } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import type { OperandInput } from "../ops/array/operand.ts";
import type { DrawSource } from "../ops/array/random.ts";
import { integers } from "../ops/array/random-integers.ts";
import { type ChoiceOptions, choice, type PermutationOptions, permutation } from "../ops/array/random-serial.ts";
import {
  dirichlet,
  type MultivariateNormalOptions,
  multinomial,
  multivariateHypergeometric,
  multivariateNormal,
  type VectorOptions,
} from "../ops/array/random-vectors.ts";
import type { Seed } from "../random/seed.ts";
import { isPlainRecord } from "../util/plain.ts";
import type { ArrayLike } from "./array-type.ts";
import { DArray } from "./darray.ts";

type IntegerDType = Exclude<DType, "float32" | "float64">;
type Numbers = readonly number[] | Float64Array;
type Matrix = readonly Numbers[];

/** `Draws` of array/random.ts for what is not one number after another. `More` are the options that every draw takes. */
export interface Picks<More> {
  /** Integers from `low` to below `high` (from 0 to below `low` if that is all); `endpoint` lets `high` be drawn too. NumPy's `Generator.integers`. */
  integers<D extends IntegerDType = "int64">(low: ArrayLike, options?: IntegerOptions<D> & More): DArray<D>;
  integers<D extends IntegerDType = "int64">(low: ArrayLike, high: ArrayLike, options?: IntegerOptions<D> & More): DArray<D>;
  /** Draws from 0 … a - 1, with or without replacement. NumPy's `Generator.choice`. */
  choice(a: number, options?: ChoiceOptions & More): DArray<"int64">;
  /** Draws elements of an array along an axis. */
  choice<D extends DType>(a: DArray<D> | Exclude<ArrayLike, number>, options?: ChoiceOptions & More): DArray<D>;
  /** A permutation of 0 … n - 1: one serial draw. NumPy's `Generator.permutation`. */
  permutation(n: number, options?: PermutationOptions & More): DArray<"int64">;
  /** An array with its elements along an axis in random order. */
  permutation<D extends DType>(x: DArray<D> | Exclude<ArrayLike, number>, options?: PermutationOptions & More): DArray<D>;
  /** The same: arrays do not change, so the shuffled one is another. NumPy's `Generator.shuffle`. */
  shuffle<D extends DType>(x: DArray<D> | Exclude<ArrayLike, number>, options?: PermutationOptions & More): DArray<D>;
  /** Vectors `[...size, pvals.length]`: how n experiments fall into classes. NumPy's `Generator.multinomial`. */
  multinomial(n: ArrayLike, pvals: Numbers, options?: VectorOptions & More): DArray<"int64">;
  /** Vectors `[...size, alpha.length]` that sum to 1. NumPy's `Generator.dirichlet`. */
  dirichlet(alpha: Numbers, options?: VectorOptions & More): DArray<"float64">;
  /** Vectors `[...size, colors.length]`: how many of each color are among nsample from an urn. NumPy's `Generator.multivariate_hypergeometric`. */
  multivariateHypergeometric(colors: Numbers, nsample: number, options?: VectorOptions & { readonly method?: "marginals" | "count" } & More): DArray<"int64">;
  /** Vectors `[...size, mean.length]` with a covariance. NumPy's `Generator.multivariate_normal`; `method: "cholesky"` gives its numbers, others may flip signs. */
  multivariateNormal(mean: Numbers, cov: Matrix, options?: MultivariateNormalOptions & More): DArray<"float64">;
}

export interface IntegerOptions<D extends IntegerDType> {
  readonly size?: number | readonly number[] | null;
  readonly chunks?: VectorOptions["chunks"];
  readonly dtype?: D;
  readonly endpoint?: boolean;
}

type Options = { readonly seed?: Seed } & Record<string, never>;
type Build = (from: DrawSource, args: readonly never[], options: never) => Expr;

const sizes = ["size", "chunks", "seed"];
const list = (values: Numbers): readonly number[] => Array.from(values);

const builds: { readonly [K in keyof Picks<unknown>]: { readonly most: number; readonly options: readonly string[]; readonly build: Build } } = {
  integers: { most: 2, options: [...sizes, "dtype", "endpoint"], build: (from, [low, high], options) => integers(from, low!, high, options) },
  choice: { most: 1, options: [...sizes, "replace", "p", "axis", "shuffle"], build: (from, [a], options) => choice(from, a!, options) },
  permutation: { most: 1, options: ["axis", "chunks", "seed"], build: (from, [x], options) => permutation(from, x!, options) },
  shuffle: { most: 1, options: ["axis", "chunks", "seed"], build: (from, [x], options) => permutation(from, shuffled(x!), options) },
  multinomial: { most: 2, options: sizes, build: (from, [n, pvals], options) => multinomial(from, n!, list(pvals!), options) },
  dirichlet: { most: 1, options: sizes, build: (from, [alpha], options) => dirichlet(from, list(alpha!), options) },
  multivariateHypergeometric: {
    most: 2,
    options: [...sizes, "method"],
    build: (from, [colors, nsample], options) => multivariateHypergeometric(from, list(colors!), nsample!, options),
  },
  multivariateNormal: {
    most: 2,
    options: [...sizes, "method", "tol", "checkValid"],
    build: (from, [mean, cov], options) => multivariateNormal(from, list(mean!), Array.from(cov! as Matrix, list), options),
  },
};

function shuffled(x: OperandInput): never {
  if (typeof x === "number") throw new TypeError(`shuffle: takes an array; permutation(${x}) gives 0 … ${x - 1} in random order`);
  return x as never;
}

/** The functions, drawing from the source that `sourceOf` gives for the options of a call. */
export function picksFrom<More>(sourceOf: (options: { readonly seed?: Seed }) => DrawSource): Picks<More> {
  const one =
    (name: keyof Picks<unknown>) =>
    (...args: readonly unknown[]) => {
      const { most, options: known, build } = builds[name];
      const last = args[args.length - 1];
      const named = args.length > 0 && isPlainRecord(last) && !(exprKey in last) ? last : {};
      const given = named === last ? args.slice(0, -1) : args;
      if (given.length > most) throw new TypeError(`${name}: takes ${most} arguments, not ${given.length}; the shape goes into { size }`);
      if (given[0] === undefined || (most > 1 && name !== "integers" && given[1] === undefined)) throw new TypeError(`${name}: an argument is missing`);
      const wrong = Object.keys(named).find((key) => !known.includes(key));
      if (wrong !== undefined) throw new TypeError(`${name}: no option ${JSON.stringify(wrong)}`);
      const exprs = given.map((arg) => (arg instanceof DArray ? arg[exprKey] : arg));
      return new DArray(build(sourceOf(named as Options), exprs as never[], named as never));
    };
  return Object.fromEntries(Object.keys(builds).map((name) => [name, one(name as keyof Picks<unknown>)])) as never;
}
