/** More functions of numbers, value by value. `Able` is `unknown` where a column is one of numbers. */
export interface MathMethods<Same, Float, Bool, Able> {
  sqrt(this: Able): Float;
  exp(this: Able): Float;
  log(this: Able): Float;
  log10(this: Able): Float;
  log2(this: Able): Float;
  log1p(this: Able): Float;
  expm1(this: Able): Float;
  sin(this: Able): Float;
  cos(this: Able): Float;
  tan(this: Able): Float;
  square(this: Able): Same;
  trunc(this: Able): Same;
  cbrt(this: Able): Float;
  exp2(this: Able): Float;
  arcsin(this: Able): Float;
  arccos(this: Able): Float;
  arctan(this: Able): Float;
  sinh(this: Able): Float;
  cosh(this: Able): Float;
  tanh(this: Able): Float;
  /** Whether it is NaN, which is a number; `isna` tells missing values. */
  isnan(this: Able): Bool;
  isinf(this: Able): Bool;
  isfinite(this: Able): Bool;
}
