import type { DType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { constant } from "../define/constant.ts";
import { commonChunks } from "../define/elementwise.ts";
import { func } from "../define/entry.ts";
import { resultDType } from "../define/promotion.ts";
import { broadcastExpr, permute } from "../define/region-op.ts";
import { fullExpr } from "./creation.ts";
import { concatenateExpr } from "./join.ts";
import { on } from "./on-elements.ts";
import { asExpr, isScalar, type OperandInput } from "./operand.ts";
import { reductionOps } from "./reductions.ts";
import { atLeast, knownShape } from "./shape.ts";

function broadcastArrays(...arrays: readonly OperandInput[]): Expr[] {
  const given = arrays.map((array) => asExpr(array, "broadcastArrays"));
  const chunks = commonChunks(
    "broadcastArrays",
    given.map(({ meta }) => meta),
  ) as readonly (readonly number[])[];
  for (const one of given) knownShape(one, "broadcastArrays");
  const shape = chunks.map((own) => own.reduce((sum, extent) => sum + extent, 0));
  return given.map((one) => broadcastExpr(one, shape, chunks));
}

function arrayEqual(x: OperandInput, y: OperandInput, equalNan = false): Expr {
  const [a, b] = [asExpr(x, "arrayEqual"), asExpr(y, "arrayEqual")];
  const [p, q] = [knownShape(a, "arrayEqual"), knownShape(b, "arrayEqual")];
  if (p.length !== q.length || p.some((extent, axis) => extent !== q[axis])) return constant("bool", false);
  const same = on("equal", a, b);
  return reductionOps.all.apply(equalNan ? on("logicalOr", same, on("logicalAnd", on("isnan", a), on("isnan", b))) : same);
}

/** The dtype that arrays, dtypes and numbers have together. */
function resultType(...all: readonly (OperandInput | DType)[]): DType {
  const operands = all.map((one) =>
    typeof one === "string"
      ? fullExpr([0], 0, { dtype: one }, "resultType").meta.dtype
      : isScalar(one)
        ? { scalar: one }
        : asExpr(one, "resultType").meta.dtype,
  );
  return resultDType("resultType", operands);
}

/** Arrays looked at together. */
export const togetherOps = {
  /** The arrays in the shape that they broadcast to. NumPy's `broadcast_arrays`. */
  broadcastArrays: func("arrays", broadcastArrays, "..."),
  /** Whether two arrays have one shape and equal elements. NumPy's `array_equal`. */
  arrayEqual: func("arrayEqual", arrayEqual, "a1 a2 equalNan"),
  /** The dtype that arrays, dtypes and numbers have together. NumPy's `result_type`. */
  resultType: func("resultType", resultType, "..."),
  /** Vectors as columns beside each other, and beside the columns of matrices. NumPy's `column_stack`. */
  columnStack: func(
    "concatenate",
    (arrays: readonly OperandInput[]) =>
      concatenateExpr(
        arrays.map((array) => {
          const x = asExpr(array, "columnStack");
          return x.meta.shape.length < 2 ? permute(atLeast(1, x), [0, -1]) : x;
        }),
        1,
        "columnStack",
      ),
    "arrays",
  ),
};
