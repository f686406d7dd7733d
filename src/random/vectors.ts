import type { DType } from "../chunk/dtype.ts";
import { checkParameter, type Parameter } from "./distributions.ts";

/** A draw whose every element is a vector, as its kernel takes it (`kernels/whole/draws.ts`). */
export interface VectorDraw {
  readonly kernel: `random/${string}`;
  readonly dtype: DType;
  /** Numbers in a vector. */
  readonly length: number;
  readonly arguments: readonly number[];
}

const count: Parameter = { name: "n", check: "count", integer: true };
const probability: Parameter = { name: "pvals", check: "probability" };
const color: Parameter = { name: "colors", check: "count", integer: true };
const sample: Parameter = { name: "nsample", check: "count", integer: true };
const concentration: Parameter = { name: "alpha", check: "positive" };

/** How `n` experiments fall into classes; n is `undefined` where it is an array, one a draw. NumPy's `multinomial`. */
export function multinomial(n: number | undefined, pvals: readonly number[]): VectorDraw {
  if (pvals.length === 0) throw new RangeError("multinomial: pvals is empty");
  for (const p of pvals) checkParameter("multinomial", probability, p);
  const sum = compensatedSum(pvals.slice(0, -1));
  if (sum > 1 + 1e-12) throw new RangeError(`multinomial: the sum of pvals but the last is ${sum}; it must be at most 1`);
  const experiments = n === undefined ? 0 : checkParameter("multinomial", count, n);
  return { kernel: "random/multinomial", dtype: "int64", length: pvals.length, arguments: [experiments, pvals.length, ...pvals] };
}

/** Shares of a whole, one for each alpha. NumPy's `dirichlet`. */
export function dirichlet(alpha: readonly number[]): VectorDraw {
  for (const one of alpha) checkParameter("dirichlet", concentration, one);
  return { kernel: "random/dirichlet", dtype: "float64", length: alpha.length, arguments: [alpha.length, ...alpha] };
}

/** How many of each color are among `nsample` drawn from an urn. NumPy's `multivariate_hypergeometric`. */
export function multivariateHypergeometric(colors: readonly number[], nsample: number, method: "marginals" | "count" = "marginals"): VectorDraw {
  const name = "multivariateHypergeometric";
  if (method !== "marginals" && method !== "count") throw new RangeError(`${name}: method is ${JSON.stringify(method)}; it must be "marginals" or "count"`);
  for (const one of colors) checkParameter(name, color, one);
  checkParameter(name, sample, nsample);
  const total = colors.reduce((sum, one) => sum + one, 0);
  if (method === "marginals" && total >= 1e9) throw new RangeError(`${name}: colors sum to ${total}; with the method "marginals" that must be below 10^9`);
  if (nsample > total) throw new RangeError(`${name}: nsample is ${nsample}, which is above the sum of colors, ${total}`);
  return {
    kernel: "random/multivariate_hypergeometric",
    dtype: "int64",
    length: colors.length,
    arguments: [method === "count" ? 1 : 0, nsample, colors.length, ...colors],
  };
}

/** Vectors of standard normals: what `multivariateNormal` multiplies by a factor of the covariance. */
export function standardNormalVectors(length: number): VectorDraw {
  return { kernel: "random/standard_normal_vectors", dtype: "float64", length, arguments: [length] };
}

/** The probabilities of a choice, checked as NumPy does. */
export function checkProbabilities(p: readonly number[], population: number): void {
  if (p.length !== population) throw new RangeError(`choice: p has ${p.length} probabilities for ${population} elements`);
  const sum = compensatedSum(p);
  if (Number.isNaN(sum)) throw new RangeError("choice: p has NaN among its probabilities");
  const negative = p.find((one) => one < 0);
  if (negative !== undefined) throw new RangeError(`choice: p has ${negative} among its probabilities`);
  // √ε, NumPy's tolerance.
  if (Math.abs(sum - 1) > 2 ** -26) throw new RangeError(`choice: the probabilities p sum to ${sum}, not to 1`);
}

/** Kahan's sum, as NumPy takes it: what it says is within the tolerance, ours does too. */
function compensatedSum(values: readonly number[]): number {
  let [sum, lost] = [values[0] ?? 0, 0];
  for (const value of values.slice(1)) {
    const term = value - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  return sum;
}
