import { ShapeError } from "../../util/errors.ts";

export type FactorMethod = "svd" | "eigh" | "cholesky";

type Matrix = readonly (readonly number[])[];

const name = "multivariateNormal";

/** A matrix A with A·Aᵀ = cov. */
export function factorOf(mean: readonly number[], cov: Matrix, method: FactorMethod, tol: number, checkValid: "raise" | "ignore"): number[][] {
  const n = mean.length;
  if (cov.length !== n || cov.some((row) => row.length !== n)) {
    throw new ShapeError(`${name}: the mean has ${n} numbers, the covariance is ${cov.length} by ${cov[0]?.length ?? 0}; it must be ${n} by ${n}`);
  }
  if (method === "cholesky") return cholesky(cov);
  if (method !== "svd" && method !== "eigh") throw new RangeError(`${name}: method is ${JSON.stringify(method)}; it must be "svd", "eigh" or "cholesky"`);
  const { values, vectors } = eigen(cov);
  if (checkValid === "raise") {
    const least = Math.min(0, ...values);
    const lopsided = cov.some((row, i) => row.some((x, j) => Math.abs(x - cov[j]![i]!) > tol * (1 + Math.abs(x))));
    if (least < -tol || lopsided || values.some(Number.isNaN)) {
      throw new RangeError(
        `${name}: the covariance is not symmetric positive semidefinite${least < -tol ? ` (it has the eigenvalue ${Number(least.toPrecision(3))})` : ""}; { checkValid: "ignore" } takes it as it is`,
      );
    }
  }
  const order = values.map((_, i) => i).sort((i, j) => (method === "svd" ? Math.abs(values[j]!) - Math.abs(values[i]!) : values[i]! - values[j]!));
  return vectors.map((row) => order.map((i) => row[i]! * Math.sqrt(Math.abs(values[i]!))));
}

function cholesky(cov: Matrix): number[][] {
  const factor = cov.map((row) => row.map(() => 0));
  for (const [i, row] of cov.entries()) {
    for (let j = 0; j <= i; j++) {
      let rest = row[j]!;
      for (let k = 0; k < j; k++) rest -= factor[i]![k]! * factor[j]![k]!;
      if (i === j && !(rest > 0)) throw new RangeError(`${name}: the covariance is not positive definite, as "cholesky" needs it; take method "svd"`);
      factor[i]![j] = i === j ? Math.sqrt(rest) : rest / factor[j]![j]!;
    }
  }
  return factor;
}

/** The eigenvalues and, in columns, eigenvectors of a symmetric matrix: Jacobi's rotations until nothing is left off the diagonal. */
function eigen(matrix: Matrix): { values: number[]; vectors: number[][] } {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const vectors = matrix.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off = Math.max(off, Math.abs(a[j]![i]!) / (Math.sqrt(Math.abs(a[i]![i]! * a[j]![j]!)) || 1));
    if (!(off > 2 ** -54)) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, p, q);
  }
  return { values: a.map((row, i) => row[i]!), vectors };
}

function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  const apq = a[p]![q]!;
  if (apq === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of a) turn(row, p, q, c, s);
  const [rowP, rowQ] = [a[p]!, a[q]!];
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [rowP[k]!, rowQ[k]!];
    rowP[k] = c * x - s * y;
    rowQ[k] = s * x + c * y;
  }
  rowP[q] = rowQ[p] = 0;
  for (const row of vectors) turn(row, p, q, c, s);
}

function turn(row: number[], p: number, q: number, c: number, s: number): void {
  const [x, y] = [row[p]!, row[q]!];
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
}
