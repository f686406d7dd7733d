import type { DType } from "../chunk/dtype.ts";
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
import type { ArrayLike } from "./array-type.ts";
import { DArray } from "./darray.ts";
import { drawTakes, readDraw } from "./random-arguments.ts";

type IntegerDType = Exclude<DType, "float32" | "float64">;
type Numbers = readonly number[] | Float64Array;
type Matrix = readonly Numbers[];
type Size = number | readonly number[] | null;

/** `Draws` of array/random.ts for what is not one number after another. `More` are the options that every draw takes. */
export interface Picks<More> {
  /** Integers from `low` to below `high` (from 0 to below `low` if that is all); `endpoint` lets `high` be drawn too. NumPy's `Generator.integers`. */
  integers<D extends IntegerDType = "int64">(low: ArrayLike, options?: IntegerOptions<D> & More): DArray<D>;
  integers<D extends IntegerDType = "int64">(low: ArrayLike, high: ArrayLike, options?: IntegerOptions<D> & More): DArray<D>;
  integers<D extends IntegerDType = "int64">(low: ArrayLike, high: ArrayLike | null, size: Size, options?: IntegerOptions<D> & More): DArray<D>;
  /** Draws from 0 … a - 1, with or without replacement. NumPy's `Generator.choice`. */
  choice(a: number, options?: ChoiceOptions & More): DArray<"int64">;
  choice(a: number, size: Size, options?: ChoiceOptions & More): DArray<"int64">;
  /** Draws elements of an array along an axis. */
  choice<D extends DType>(a: DArray<D> | Exclude<ArrayLike, number>, options?: ChoiceOptions & More): DArray<D>;
  choice<D extends DType>(a: DArray<D> | Exclude<ArrayLike, number>, size: Size, options?: ChoiceOptions & More): DArray<D>;
  /** A permutation of 0 … n - 1: one serial draw. NumPy's `Generator.permutation`. */
  permutation(n: number, options?: PermutationOptions & More): DArray<"int64">;
  /** An array with its elements along an axis in random order. */
  permutation<D extends DType>(x: DArray<D> | Exclude<ArrayLike, number>, options?: PermutationOptions & More): DArray<D>;
  /** The same: arrays do not change, so the shuffled one is another. NumPy's `Generator.shuffle`. */
  shuffle<D extends DType>(x: DArray<D> | Exclude<ArrayLike, number>, options?: PermutationOptions & More): DArray<D>;
  /** Vectors `[...size, pvals.length]`: how n experiments fall into classes. NumPy's `Generator.multinomial`. */
  multinomial(n: ArrayLike, pvals: Numbers, options?: VectorOptions & More): DArray<"int64">;
  multinomial(n: ArrayLike, pvals: Numbers, size: Size, options?: VectorOptions & More): DArray<"int64">;
  /** Vectors `[...size, alpha.length]` that sum to 1. NumPy's `Generator.dirichlet`. */
  dirichlet(alpha: Numbers, options?: VectorOptions & More): DArray<"float64">;
  dirichlet(alpha: Numbers, size: Size, options?: VectorOptions & More): DArray<"float64">;
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

type Build = (from: DrawSource, args: readonly never[], options: never) => Expr;

/** Numbers that are there: what a draw of vectors takes is looked at when it is written. */
function list(operation: string, name: string, values: Numbers): readonly number[] {
  if (typeof values !== "object" || values === null || !(Symbol.iterator in values))
    throw new TypeError(`${operation}: ${name} is no list of numbers; of a lazy array, compute() it first`);
  return Array.from(values);
}

interface Pick {
  readonly parameters: readonly string[];
  /** How many of the parameters there must be. */
  readonly least: number;
  /** What NumPy takes by position after them. */
  readonly more: string;
  readonly options?: string;
  readonly build: Build;
}

const builds: { readonly [K in keyof Picks<unknown>]: Pick } = {
  integers: {
    parameters: ["low", "high"],
    least: 1,
    more: "size dtype endpoint",
    build: (from, [low, high], options) => integers(from, low!, high, options),
  },
  choice: {
    parameters: ["a"],
    least: 1,
    more: "size replace p axis shuffle",
    build: (from, [a], { p, ...options }: ChoiceOptions) =>
      choice(from, a!, p === undefined || p === null ? options : { ...options, p: list("choice", "p", p) }),
  },
  permutation: { parameters: ["x"], least: 1, more: "axis", build: (from, [x], options) => permutation(from, x!, options) },
  shuffle: { parameters: ["x"], least: 1, more: "axis", build: (from, [x], options) => permutation(from, shuffled(x!), options) },
  multinomial: {
    parameters: ["n", "pvals"],
    least: 2,
    more: "size",
    build: (from, [n, pvals], options) => multinomial(from, n!, list("multinomial", "pvals", pvals!), options),
  },
  dirichlet: { parameters: ["alpha"], least: 1, more: "size", build: (from, [alpha], options) => dirichlet(from, list("dirichlet", "alpha", alpha!), options) },
  multivariateHypergeometric: {
    parameters: ["colors", "nsample"],
    least: 2,
    more: "size method",
    build: (from, [colors, nsample], options) => multivariateHypergeometric(from, list("multivariateHypergeometric", "colors", colors!), nsample!, options),
  },
  multivariateNormal: {
    parameters: ["mean", "cov"],
    least: 2,
    more: "size checkValid tol",
    options: "method",
    build: (from, [mean, cov], options) => {
      const rows = list("multivariateNormal", "cov", cov!) as unknown as Matrix;
      return multivariateNormal(
        from,
        list("multivariateNormal", "mean", mean!),
        rows.map((row) => list("multivariateNormal", "cov", row)),
        options,
      );
    },
  },
};

function shuffled(x: OperandInput): never {
  if (typeof x === "number") throw new TypeError(`shuffle: takes an array; permutation(${x}) gives 0 … ${x - 1} in random order`);
  return x as never;
}

/** The functions, drawing from the source that `sourceOf` gives for the options of a call. */
export function picksFrom<More>(seeded: boolean, sourceOf: (options: { readonly seed?: Seed }) => DrawSource): Picks<More> {
  const one = (name: keyof Picks<unknown>) => {
    const { parameters: names, least, more, options: known = "", build } = builds[name];
    const spec = drawTakes(names, more, `${known} chunks`.trim(), seeded);
    return (...args: readonly unknown[]) => {
      const { parameters, options } = readDraw(name, spec, args);
      const missing = names.slice(0, least).find((_, i) => parameters[i] === undefined);
      if (missing !== undefined) throw new TypeError(`${name}: ${missing} is missing`);
      return new DArray(build(sourceOf(options), parameters as never[], options as never));
    };
  };
  return Object.fromEntries(Object.keys(builds).map((name) => [name, one(name as keyof Picks<unknown>)])) as never;
}
