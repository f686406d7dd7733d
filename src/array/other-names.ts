import type { scalarOps } from "../ops/array/definitions/scalar-ops.ts";

/** Other names of operations on single elements: the operators as pandas calls them, and what NumPy has two names for. */
export const otherNames = {
  /** The difference, element by element: Python's `x - y`. */
  sub: "subtract",
  /** The product, element by element: Python's `x * y`. */
  mul: "multiply",
  /** The quotient, in floating point, element by element: Python's `x / y`. */
  div: "divide",
  /** The quotient, rounded down, element by element: Python's `x // y`. */
  floordiv: "floorDivide",
  /** The remainder, with the sign of the divisor, element by element: Python's `x % y`. */
  mod: "remainder",
  /** The power, element by element: Python's `x ** y`. */
  pow: "power",
  /** The sign changed, element by element: Python's `-x`. */
  neg: "negative",
  /** The magnitude, element by element: Python's `abs(x)`. */
  abs: "absolute",
  /** Whether elements are equal, element by element: Python's `x == y`. */
  eq: "equal",
  /** Whether elements differ, element by element: Python's `x != y`. */
  ne: "notEqual",
  /** Whether elements are less, element by element: Python's `x < y`. */
  lt: "less",
  /** Whether elements are at most the others, element by element: Python's `x <= y`. */
  le: "lessEqual",
  /** Whether elements are greater, element by element: Python's `x > y`. */
  gt: "greater",
  /** Whether elements are at least the others, element by element: Python's `x >= y`. */
  ge: "greaterEqual",
  /** The bits that both have; logical and for bool, element by element: Python's `x & y`. */
  and: "bitwiseAnd",
  /** The bits that either has; logical or for bool, element by element: Python's `x | y`. */
  or: "bitwiseOr",
  /** The bits that exactly one has; logical exclusive or for bool, element by element: Python's `x ^ y`. */
  xor: "bitwiseXor",
  /** Every bit turned over; logical not for bool, element by element: Python's `~x`. */
  not: "invert",
  /** The quotient, in floating point, element by element. NumPy's `true_divide`. */
  trueDivide: "divide",
  /** Degrees in radians. NumPy's `radians`. */
  radians: "deg2rad",
  /** Radians in degrees. NumPy's `degrees`. */
  degrees: "rad2deg",
  /** The angle that has this sine. NumPy's `asin`. */
  asin: "arcsin",
  /** The angle that has this cosine. NumPy's `acos`. */
  acos: "arccos",
  /** The angle that has this tangent. NumPy's `atan`. */
  atan: "arctan",
  /** The angle of the point (y, x), in its quadrant. NumPy's `atan2`. */
  atan2: "arctan2",
  /** What has this hyperbolic sine. NumPy's `asinh`. */
  asinh: "arcsinh",
  /** What has this hyperbolic cosine. NumPy's `acosh`. */
  acosh: "arccosh",
  /** What has this hyperbolic tangent. NumPy's `atanh`. */
  atanh: "arctanh",
  /** Rounded toward zero. NumPy's `fix`. */
  fix: "trunc",
  /** Rounded to so many decimals; a tie goes to the even digit. NumPy's `around`. */
  around: "round",
  /** Every bit turned over; logical not for bool. NumPy's `bitwise_not`. */
  bitwiseNot: "invert",
} as const satisfies { readonly [name: string]: keyof typeof scalarOps };
