import { binary, boolsAndIntegers, integers, unary } from "../../define/scalar-op.ts";

export const bits = {
  bitwiseAnd: binary("bitwiseAnd", {
    doc: "The bits that both integers have; logical and for bool.",
    dtypes: boolsAndIntegers,
    aliases: ["and"],
    of: { bool: (x, y) => x && y, int: (x, y) => x & y },
  }),
  bitwiseOr: binary("bitwiseOr", {
    doc: "The bits that either integer has; logical or for bool.",
    dtypes: boolsAndIntegers,
    aliases: ["or"],
    of: { bool: (x, y) => x || y, int: (x, y) => x | y },
  }),
  bitwiseXor: binary("bitwiseXor", {
    doc: "The bits that exactly one of the integers has; logical exclusive or for bool.",
    dtypes: boolsAndIntegers,
    aliases: ["xor"],
    of: { bool: (x, y) => x !== y, int: (x, y) => x ^ y },
  }),
  invert: unary("invert", {
    doc: "Every bit of each integer turned over; logical not for bool.",
    dtypes: boolsAndIntegers,
    aliases: ["not", "bitwiseNot"],
    of: { bool: (x) => !x, int: (x) => ~x },
  }),
  // A count that is negative or not below the width moves every bit out.
  leftShift: binary("leftShift", {
    doc: "The bits of each integer moved up by a count; 0 once all are moved out.",
    dtypes: integers,
    of: { int: (x, count) => (count < 0n || count > 63n ? 0n : x << count) },
  }),
  rightShift: binary("rightShift", {
    doc: "The bits of each integer moved down by a count; the sign comes in from above.",
    dtypes: integers,
    of: { int: (x, count) => (count < 0n || count > 63n ? (x < 0n ? -1n : 0n) : x >> count) },
  }),
};
