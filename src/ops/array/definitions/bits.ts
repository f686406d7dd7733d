import { binary, boolsAndIntegers, integers, unary } from "../../define/scalar-op.ts";

export const bits = {
  /** The bits that both integers have; logical and for bool. NumPy's `bitwise_and`. */
  bitwiseAnd: binary("bitwiseAnd", {
    dtypes: boolsAndIntegers,
    aliases: ["and"],
    of: { bool: (x, y) => x && y, int: (x, y) => x & y },
  }),
  /** The bits that either integer has; logical or for bool. NumPy's `bitwise_or`. */
  bitwiseOr: binary("bitwiseOr", {
    dtypes: boolsAndIntegers,
    aliases: ["or"],
    of: { bool: (x, y) => x || y, int: (x, y) => x | y },
  }),
  /** The bits that exactly one of the integers has; logical exclusive or for bool. NumPy's `bitwise_xor`. */
  bitwiseXor: binary("bitwiseXor", {
    dtypes: boolsAndIntegers,
    aliases: ["xor"],
    of: { bool: (x, y) => x !== y, int: (x, y) => x ^ y },
  }),
  /** Every bit of each integer turned over; logical not for bool. NumPy's `invert`. */
  invert: unary("invert", {
    dtypes: boolsAndIntegers,
    aliases: ["not", "bitwiseNot"],
    of: { bool: (x) => !x, int: (x) => ~x },
  }),
  // A count that is negative or not below the width moves every bit out.
  /** The bits of each integer moved up by a count; 0 once all are moved out. NumPy's `left_shift`. */
  leftShift: binary("leftShift", {
    dtypes: integers,
    of: { int: (x, count) => (count < 0n || count > 63n ? 0n : x << count) },
  }),
  /** The bits of each integer moved down by a count; the sign comes in from above. NumPy's `right_shift`. */
  rightShift: binary("rightShift", {
    dtypes: integers,
    of: { int: (x, count) => (count < 0n || count > 63n ? (x < 0n ? -1n : 0n) : x >> count) },
  }),
};
