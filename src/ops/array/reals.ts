import type { DType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { constant } from "../define/constant.ts";
import { castTo } from "../define/elementwise.ts";
import { method } from "../define/entry.ts";
import { floatDType } from "../define/promotion.ts";
import { creationOps } from "./creation.ts";
import { on } from "./on-elements.ts";

const truths = (which: "zerosLike" | "onesLike") => (x: Expr) => creationOps[which].apply(x, "bool");

/** What is asked of numbers that may be complex or missing, of those that are not: programs for any of them run. */
export const realOps = {
  /** The real part: the array itself. NumPy's `real`. */
  real: method("same", (x: Expr) => x, ""),
  /** The imaginary part: zeros. NumPy's `imag`. */
  imag: method("same", (x: Expr) => creationOps.zerosLike.apply(x), ""),
  /** The complex conjugate: the array itself. NumPy's `conj`. */
  conj: method("same", (x: Expr) => x, ""),
  /** The angle in the complex plane: π of negative numbers, else 0; in degrees with `deg`. NumPy's `angle`. */
  angle: method(
    "angle",
    (x: Expr, deg = false) => {
      const dtype: DType = floatDType[x.meta.dtype];
      const found = on("arctan2", constant(dtype, 0), castTo(x, dtype));
      return deg ? on("multiply", found, 180 / Math.PI) : found;
    },
    "deg",
  ),
  /** Whether each element is real: true everywhere. NumPy's `isreal`. */
  isreal: method("truths", truths("onesLike"), ""),
  /** Whether each element is complex: false everywhere. NumPy's `iscomplex`. */
  iscomplex: method("truths", truths("zerosLike"), ""),
  /** Whether each element is missing, which NaN is. Dask's `isnull`. */
  isnull: method("truths", (x: Expr) => on("isnan", x), ""),
  /** Whether each element is there. Dask's `notnull`. */
  notnull: method("truths", (x: Expr) => on("logicalNot", on("isnan", x)), ""),
};
