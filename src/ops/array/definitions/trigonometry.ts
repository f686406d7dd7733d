import { binary, floats as dtypes, unary } from "../../define/scalar-op.ts";

/** sin(πx) / πx. NumPy multiplies by a rounded π too; where that overflows, x is an integer many times over. */
function sinc(x: number): number {
  if (Math.abs(x) > 2 ** 1021 && Number.isFinite(x)) return 0;
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

export const trigonometry = {
  /** The sine of each element, in radians. NumPy's `sin`. */
  sin: unary("sin", { dtypes, ulp: 2, of: { float: Math.sin } }),
  /** The cosine of each element, in radians. NumPy's `cos`. */
  cos: unary("cos", { dtypes, ulp: 2, of: { float: Math.cos } }),
  /** The tangent of each element, in radians. NumPy's `tan`. */
  tan: unary("tan", { dtypes, ulp: 2, of: { float: Math.tan } }),
  /** The angle from -π/2 to π/2 whose sine each element is. NumPy's `arcsin`. */
  arcsin: unary("arcsin", { dtypes, ulp: 2, aliases: ["asin"], of: { float: Math.asin } }),
  /** The angle from 0 to π whose cosine each element is. NumPy's `arccos`. */
  arccos: unary("arccos", { dtypes, ulp: 2, aliases: ["acos"], of: { float: Math.acos } }),
  /** The angle from -π/2 to π/2 whose tangent each element is. NumPy's `arctan`. */
  arctan: unary("arctan", { dtypes, ulp: 2, aliases: ["atan"], of: { float: Math.atan } }),
  /** The angle of the point (y, x) from the positive x axis; the first array holds y. NumPy's `arctan2`. */
  arctan2: binary("arctan2", {
    dtypes,
    ulp: 2,
    aliases: ["atan2"],
    of: { float: Math.atan2 },
  }),
  /** The hyperbolic sine of each element. NumPy's `sinh`. */
  sinh: unary("sinh", { dtypes, ulp: 2, of: { float: Math.sinh } }),
  /** The hyperbolic cosine of each element. NumPy's `cosh`. */
  cosh: unary("cosh", { dtypes, ulp: 2, of: { float: Math.cosh } }),
  /** The hyperbolic tangent of each element. NumPy's `tanh`. */
  tanh: unary("tanh", { dtypes, ulp: 2, of: { float: Math.tanh } }),
  /** The number whose hyperbolic sine each element is. NumPy's `arcsinh`. */
  arcsinh: unary("arcsinh", { dtypes, ulp: 2, aliases: ["asinh"], of: { float: Math.asinh } }),
  /** The number from 0 on whose hyperbolic cosine each element is. NumPy's `arccosh`. */
  arccosh: unary("arccosh", {
    dtypes,
    ulp: 2,
    aliases: ["acosh"],
    of: { float: Math.acosh },
  }),
  /** The number whose hyperbolic tangent each element is. NumPy's `arctanh`. */
  arctanh: unary("arctanh", { dtypes, ulp: 2, aliases: ["atanh"], of: { float: Math.atanh } }),
  /** sin(πx) / πx, and 1 at 0. NumPy's `sinc`. */
  sinc: unary("sinc", { dtypes, ulp: 4, of: { float: sinc } }),
};
