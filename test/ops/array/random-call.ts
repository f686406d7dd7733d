import type { NDArray } from "../../../src/chunk/ndarray.ts";
import { computeExprs } from "../../../src/engine/compute.ts";
import type { Expr } from "../../../src/expr/expr.ts";
import type { DrawSource } from "../../../src/ops/array/random.ts";
import { integers } from "../../../src/ops/array/random-integers.ts";
import { choice, permutation } from "../../../src/ops/array/random-serial.ts";
import { dirichlet, multinomial, multivariateHypergeometric, multivariateNormal } from "../../../src/ops/array/random-vectors.ts";
import { PCG64 } from "../../../src/random/pcg64.ts";
import type { GoldenArray } from "../../golden/decode.ts";
import { readGolden } from "../../golden/decode.ts";

/** A call of NumPy's `default_rng(7)` and what it drew. */
export interface RandomCall {
  readonly call: string;
  readonly name: string;
  readonly arguments: readonly unknown[];
  readonly options: { readonly [name: string]: unknown };
  readonly dtype: GoldenArray["dtype"];
  readonly shape: readonly number[];
  readonly result: GoldenArray["data"];
  readonly ulp?: number;
  readonly error?: string;
}

const { cases } = readGolden<RandomCall>("distributions");
export const randomCalls = cases.filter(({ call }) => call === "call");
/** Draws along axes whose directions NumPy leaves to LAPACK. */
export const callsAlongAxes = cases.filter(({ call }) => call === "axes");

export const fresh = (streams: DrawSource["streams"] = "invariant"): DrawSource => ({ generator: PCG64(7), streams, drawn: 0, chunks: 0 });

const callees: { readonly [name: string]: (from: DrawSource, args: readonly never[], options: never) => Expr } = {
  integers: (from, [low, high], options) => integers(from, low!, high, options),
  permutation: (from, [x], options) => permutation(from, x!, options),
  choice: (from, [a], options) => choice(from, a!, options),
  multinomial: (from, [n, pvals], options) => multinomial(from, n!, pvals!, options),
  dirichlet: (from, [alpha], options) => dirichlet(from, alpha!, options),
  multivariateHypergeometric: (from, [colors, nsample], options) => multivariateHypergeometric(from, colors!, nsample!, options),
  multivariateNormal: (from, [mean, cov], options) => multivariateNormal(from, mean!, cov!, options),
};

export function exprOf(one: RandomCall, more: object = {}, from = fresh()): Expr {
  const args = one.arguments.map((arg) => (typeof arg === "object" && arg !== null && "bigint" in arg ? BigInt(arg.bigint as string) : arg));
  return callees[one.name]!(from, args as never[], { ...one.options, ...more } as never);
}

export async function draw(expr: Expr): Promise<NDArray> {
  return (await computeExprs([expr], { scheduler: "synchronous" }))[0]!;
}
