import { binary, floats as dtypes, unary } from "../../define/scalar-op.ts";

/** sin(πx) / πx. NumPy multiplies by a rounded π too; where that overflows, x is an integer many times over. */
function sinc(x: number): number {
  if (Math.abs(x) > 2 ** 1021 && Number.isFinite(x)) return 0;
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

export const trigonometry = {
  sin: unary("sin", { doc: "The sine of each element, in radians.", dtypes, ulp: 2, of: { float: Math.sin } }),
  cos: unary("cos", { doc: "The cosine of each element, in radians.", dtypes, ulp: 2, of: { float: Math.cos } }),
  tan: unary("tan", { doc: "The tangent of each element, in radians.", dtypes, ulp: 2, of: { float: Math.tan } }),
  arcsin: unary("arcsin", { doc: "The angle from -π/2 to π/2 whose sine each element is.", dtypes, ulp: 2, aliases: ["asin"], of: { float: Math.asin } }),
  arccos: unary("arccos", { doc: "The angle from 0 to π whose cosine each element is.", dtypes, ulp: 2, aliases: ["acos"], of: { float: Math.acos } }),
  arctan: unary("arctan", { doc: "The angle from -π/2 to π/2 whose tangent each element is.", dtypes, ulp: 2, aliases: ["atan"], of: { float: Math.atan } }),
  arctan2: binary("arctan2", {
    doc: "The angle of the point (y, x) from the positive x axis; the first array holds y.",
    dtypes,
    ulp: 2,
    aliases: ["atan2"],
    of: { float: Math.atan2 },
  }),
  sinh: unary("sinh", { doc: "The hyperbolic sine of each element.", dtypes, ulp: 2, of: { float: Math.sinh } }),
  cosh: unary("cosh", { doc: "The hyperbolic cosine of each element.", dtypes, ulp: 2, of: { float: Math.cosh } }),
  tanh: unary("tanh", { doc: "The hyperbolic tangent of each element.", dtypes, ulp: 2, of: { float: Math.tanh } }),
  arcsinh: unary("arcsinh", { doc: "The number whose hyperbolic sine each element is.", dtypes, ulp: 2, aliases: ["asinh"], of: { float: Math.asinh } }),
  arccosh: unary("arccosh", {
    doc: "The number from 0 on whose hyperbolic cosine each element is.",
    dtypes,
    ulp: 2,
    aliases: ["acosh"],
    of: { float: Math.acosh },
  }),
  arctanh: unary("arctanh", { doc: "The number whose hyperbolic tangent each element is.", dtypes, ulp: 2, aliases: ["atanh"], of: { float: Math.atanh } }),
  sinc: unary("sinc", { doc: "sin(πx) / πx, and 1 at 0.", dtypes, ulp: 4, of: { float: sinc } }),
};
