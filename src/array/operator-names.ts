import type { scalarOps } from "../ops/array/definitions/scalar-ops.ts";

/** The operators, by the names pandas gives them. */
export const operatorNames = {
  sub: "subtract",
  mul: "multiply",
  div: "divide",
  floordiv: "floorDivide",
  mod: "remainder",
  pow: "power",
  neg: "negative",
  abs: "absolute",
  eq: "equal",
  ne: "notEqual",
  lt: "less",
  le: "lessEqual",
  gt: "greater",
  ge: "greaterEqual",
  and: "bitwiseAnd",
  or: "bitwiseOr",
  xor: "bitwiseXor",
  not: "invert",
} as const satisfies { readonly [name: string]: keyof typeof scalarOps };
