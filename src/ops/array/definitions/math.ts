import { binary, floats as dtypes, unary } from "../../define/scalar-op.ts";

/** log(1 + exp(-difference)) added to the greater of two. Equal infinities have no difference. */
function logAddExp(x: number, y: number): number {
  if (x === y) return x + Math.LN2;
  const difference = x - y;
  if (Number.isNaN(difference)) return NaN;
  return Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(difference)));
}
function logAddExp2(x: number, y: number): number {
  if (x === y) return x + 1;
  const difference = x - y;
  if (Number.isNaN(difference)) return NaN;
  return Math.max(x, y) + Math.log1p(2 ** -Math.abs(difference)) * Math.LOG2E;
}

/** The modified Bessel function of order 0: the sum of (x²/4)^k / (k!)², whose terms are all positive; beyond 30 its asymptotic series. */
function besselI0(x: number): number {
  const magnitude = Math.abs(x);
  if (!(magnitude < 720)) return magnitude > 0 ? Infinity : NaN;
  let [sum, term] = [1, 1];
  if (magnitude <= 30) {
    for (let k = 1; term > sum * 2 ** -60; k++) {
      term *= (magnitude / (2 * k)) ** 2;
      sum += term;
    }
    return sum;
  }
  for (let k = 1; term > 2 ** -60; k++) {
    term *= (2 * k - 1) ** 2 / (8 * k * magnitude);
    sum += term;
  }
  // exp in two halves: it is too large before the root makes it fit.
  const half = Math.exp(magnitude / 2);
  return (half / Math.sqrt(2 * Math.PI * magnitude)) * sum * half;
}

export const math = {
  /** e to the power of each element. NumPy's `exp`. */
  exp: unary("exp", { dtypes, ulp: 1, of: { float: Math.exp } }),
  /** 2 to the power of each element. NumPy's `exp2`. */
  exp2: unary("exp2", { dtypes, ulp: 2, of: { float: (x) => 2 ** x } }),
  /** exp(x) - 1, exact near 0. NumPy's `expm1`. */
  expm1: unary("expm1", { dtypes, ulp: 2, of: { float: Math.expm1 } }),
  /** The natural logarithm of each element. NumPy's `log`. */
  log: unary("log", { dtypes, ulp: 1, of: { float: Math.log } }),
  /** The logarithm to base 2 of each element. NumPy's `log2`. */
  log2: unary("log2", { dtypes, ulp: 2, of: { float: Math.log2 } }),
  /** The logarithm to base 10 of each element. NumPy's `log10`. */
  log10: unary("log10", { dtypes, ulp: 2, of: { float: Math.log10 } }),
  /** log(1 + x), exact near 0. NumPy's `log1p`. */
  log1p: unary("log1p", { dtypes, ulp: 2, of: { float: Math.log1p } }),
  /** log(exp(x) + exp(y)) without overflow. NumPy's `logaddexp`. */
  logaddexp: binary("logaddexp", { dtypes, ulp: 4, of: { float: logAddExp } }),
  /** log2(2 ** x + 2 ** y) without overflow. NumPy's `logaddexp2`. */
  logaddexp2: binary("logaddexp2", { dtypes, ulp: 4, of: { float: logAddExp2 } }),
  /** The cube root of each element. NumPy's `cbrt`. */
  cbrt: unary("cbrt", { dtypes, ulp: 2, of: { float: Math.cbrt } }),
  /** The length of (x, y), without overflow on the way. NumPy's `hypot`. */
  hypot: binary("hypot", { dtypes, ulp: 2, of: { float: Math.hypot } }),
  /** The modified Bessel function of the first kind and order 0. NumPy's `i0`. */
  i0: unary("i0", { dtypes, ulp: 4, of: { float: besselI0 } }),
};
