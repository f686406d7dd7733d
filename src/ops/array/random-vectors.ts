import { sizeOf } from "../../chunk/chunk.ts";
import type { Expr } from "../../expr/expr.ts";
import { invariantBlock } from "../../random/streams.ts";
import * as vectorDraws from "../../random/vectors.ts";
import { autoChunkBytes, evenChunks } from "../define/chunks.ts";
import { drawVectorsExpr } from "../define/draw-vectors.ts";
import { castTo, elementwise } from "../define/elementwise.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { broadcastExpr } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { type FactorMethod, factorOf } from "./covariance.ts";
import { fromArray } from "./from-array.ts";
import { asExpr, isScalar, type OperandInput } from "./operand.ts";
import { matmulExpr } from "./products.ts";
import { type DrawOptions, type DrawSource, nextStream, targetOf } from "./random.ts";

/** `size` and `chunks` are those of the grid of vectors. */
export type VectorOptions = Omit<DrawOptions, "dtype">;

/** How `n` experiments fall into classes with probabilities `pvals`: int64, shape `[...size, pvals.length]`. n may be an array. NumPy's `multinomial`. */
export function multinomial(from: DrawSource, n: OperandInput, pvals: readonly number[], options: VectorOptions = {}): Expr {
  const array = isScalar(n) ? undefined : asExpr(n, "multinomial");
  return drawVectors(from, "multinomial", vectorDraws.multinomial(array === undefined ? Number(n) : undefined, pvals), options, array);
}

/** Shares of a whole: float64, shape `[...size, alpha.length]`. NumPy's `dirichlet`. */
export function dirichlet(from: DrawSource, alpha: readonly number[], options: VectorOptions = {}): Expr {
  return drawVectors(from, "dirichlet", vectorDraws.dirichlet(alpha), options);
}

/** How many of each color are among `nsample` drawn from an urn: int64, shape `[...size, colors.length]`. NumPy's `multivariate_hypergeometric`. */
export function multivariateHypergeometric(
  from: DrawSource,
  colors: readonly number[],
  nsample: number,
  options: VectorOptions & { readonly method?: "marginals" | "count" } = {},
): Expr {
  return drawVectors(from, "multivariateHypergeometric", vectorDraws.multivariateHypergeometric(colors, nsample, options.method), options);
}

export interface MultivariateNormalOptions extends VectorOptions {
  /** How the covariance is taken apart. */
  readonly method?: FactorMethod;
  /** How far the covariance may be from positive semidefinite. */
  readonly tol?: number;
  /** What to do about one that is not: throw, or go on. */
  readonly checkValid?: "raise" | "ignore";
}

/**
 * Normal vectors with a mean and a covariance: float64, shape `[...size, mean.length]`. NumPy's `multivariate_normal`, on the same standard normals: with
 * `method: "cholesky"` the same numbers within rounding, else the same but for the signs of the covariance's axes, which LAPACK leaves open.
 */
export function multivariateNormal(
  from: DrawSource,
  mean: readonly number[],
  cov: readonly (readonly number[])[],
  options: MultivariateNormalOptions = {},
): Expr {
  const factor = factorOf(mean, cov, options.method ?? "svd", options.tol ?? 1e-8, options.checkValid ?? "raise");
  const z = drawVectors(from, "multivariateNormal", vectorDraws.standardNormalVectors(mean.length), options);
  const float = { dtype: "float64" } as const;
  const transposed = mean.map((_, column) => mean.map((__, row) => factor[row]![column]!));
  const turned = matmulExpr(z, fromArray(transposed, float, "multivariateNormal"), "multivariateNormal");
  return elementwise("add", "float64", "float64", [fromArray(mean, float, "multivariateNormal"), turned]);
}

function drawVectors(from: DrawSource, name: string, vectors: vectorDraws.VectorDraw, options: VectorOptions, array?: Expr): Expr {
  const { kernel, dtype, length } = vectors;
  const auto = `${Math.max(8, Math.floor(autoChunkBytes / Math.max(1, length)))}B`;
  const { size, chunks } = options;
  const target = targetOf(name, { ...(size !== undefined && { size }), chunks: chunks ?? auto }, array ? [array] : [], [dtype]);
  if (array === undefined) {
    return drawVectorsExpr(
      { kernel, dtype, length, values: { ...nextStream(from, target.shape, target.chunks), arguments: vectors.arguments }, chunks: target.chunks },
      [],
    );
  }
  // As in drawWithInputs: earlier draws of a block must be known, so a chunk starts where a block does.
  const wide = broadcastExpr(castTo(array, "float64"), target.shape, target.chunks);
  const total = sizeOf(target.shape);
  const flat = from.streams === "invariant" ? [evenChunks(total, invariantBlock * Math.max(1, Math.round(2 ** 20 / length / invariantBlock)))] : target.chunks;
  const input = from.streams === "invariant" ? rechunkExpr(reshapeExpr(wide, [-1], name), flat) : wide;
  const shape = from.streams === "invariant" ? [total] : target.shape;
  const drawn = drawVectorsExpr(
    { kernel, dtype, length, values: { ...nextStream(from, shape, flat), arguments: vectors.arguments, arrays: 1 }, chunks: flat },
    [input],
  );
  return rechunkExpr(reshapeExpr(drawn, [...target.shape, length], name), [...target.chunks, [length]]);
}
