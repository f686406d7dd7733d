import { type DType, dtypes } from "../../../chunk/dtype.ts";
import type { StepParams } from "../../../graph/program.ts";
import type { ScalarOp } from "../../define/scalar-op.ts";
import { arithmetic } from "./arithmetic.ts";
import { bits } from "./bits.ts";
import { compare } from "./compare.ts";
import { division } from "./division.ts";
import { floats } from "./floats.ts";
import { innerOps } from "./inner-ops.ts";
import { math } from "./math.ts";
import { rounding } from "./rounding.ts";
import { select } from "./select.ts";
import { trigonometry } from "./trigonometry.ts";

/** Every operation on single elements that users call, by name. The type names the tables, so that tooltips and go-to-definition find what stands there. */
export const scalarOps: typeof arithmetic &
  typeof division &
  typeof math &
  typeof trigonometry &
  typeof rounding &
  typeof bits &
  typeof compare &
  typeof floats &
  typeof select = { ...arithmetic, ...division, ...math, ...trigonometry, ...rounding, ...bits, ...compare, ...floats, ...select };

/** These and what stands in for them: every elementwise kernel but `cast` is one of them. */
export const kernelOps = { ...scalarOps, ...innerOps };

/** NumPy's functions of two results: each is an operation of its own here. */
export const pairs = {
  divmod: ["floorDivide", "remainder"],
  frexp: ["frexpMantissa", "frexpExponent"],
  modf: ["modfFraction", "trunc"],
} as const satisfies { readonly [name: string]: readonly [keyof typeof scalarOps, keyof typeof scalarOps] };

const byName: ReadonlyMap<string, ScalarOp> = new Map(Object.entries(kernelOps));

/** The numbers an elementwise kernel reads for the parameters of a step. */
export function elementwiseParams(kernel: string, params: StepParams = {}): number[] {
  if (kernel === "cast") return [dtypes[params["from"] as DType].code];
  return (byName.get(kernel)?.params ?? []).map(({ name, default: usual }) => Number(params[name] ?? usual));
}
