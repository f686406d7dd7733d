import { binary, floats, ternary, unary } from "../../define/scalar-op.ts";

/** A comparison of int64 and uint64, exactly: no dtype holds both. */
function mixed(name: string, of: (x: bigint, y: bigint) => boolean) {
  return binary(name, {
    dtypes: ["int64"],
    args: ["same", "uint64"],
    result: "bool",
    of: { int: of },
  });
}

/** Operations that stand in for others and are nobody's to call: exact comparisons between dtypes, and two operations in one kernel. */
export const innerOps = {
  equalMixed: mixed("equalMixed", (x, y) => x === y),
  notEqualMixed: mixed("notEqualMixed", (x, y) => x !== y),
  lessMixed: mixed("lessMixed", (x, y) => x < y),
  lessEqualMixed: mixed("lessEqualMixed", (x, y) => x <= y),
  greaterMixed: mixed("greaterMixed", (x, y) => x > y),
  greaterEqualMixed: mixed("greaterEqualMixed", (x, y) => x >= y),

  /** x * y + z, rounded after each step: the same bits as `multiply` and `add`. */
  multiplyAdd: ternary("multiplyAdd", {
    dtypes: floats,
    of: { float: (x, y, z) => x * y + z, float32: (x, y, z) => Math.fround(x * y) + z },
  }),
  /** exp(-x): the same bits as `negative` and `exp`. */
  expNegative: unary("expNegative", { dtypes: floats, ulp: 1, of: { float: (x) => Math.exp(-x) } }),
};

/** The comparison to use for (int64, uint64) arguments; for (uint64, int64), `mirrored` names the comparison of the exchanged ones. */
export const mixedComparisons: { readonly [name: string]: { readonly straight: keyof typeof innerOps; readonly mirrored: keyof typeof innerOps } } = {
  equal: { straight: "equalMixed", mirrored: "equalMixed" },
  notEqual: { straight: "notEqualMixed", mirrored: "notEqualMixed" },
  less: { straight: "lessMixed", mirrored: "greaterMixed" },
  lessEqual: { straight: "lessEqualMixed", mirrored: "greaterEqualMixed" },
  greater: { straight: "greaterMixed", mirrored: "lessMixed" },
  greaterEqual: { straight: "greaterEqualMixed", mirrored: "lessEqualMixed" },
};
