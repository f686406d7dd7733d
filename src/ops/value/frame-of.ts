import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta, type Schema } from "../../expr/meta.ts";
import type { Program, StepParams } from "../../graph/program.ts";
import { aloneSteps } from "../define/alone-steps.ts";

export type FrameOfParams = { readonly result: Schema; readonly operation: string };

/** Values as a frame: a partition each. */
export const frameOfOp: Op<FrameOfParams> = {
  name: "frame/from-delayed",
  infer: (inputs, { result }) => frameMeta(result, inputs.length),
  alone: {
    reads: (_, [partition]) => [{ input: partition!, at: [0] }],
    program: ({ params }): Program => ({
      inputs: ["uint8"],
      steps: [{ kernel: aloneSteps.frame, dtype: "uint8", args: [0], result: "uint8", params: params as unknown as StepParams }],
      outputs: [1],
    }),
    bytes: 2 ** 20,
  },
};

export function frameOf(values: readonly Expr[], result: Schema, operation: string): Expr {
  return makeExpr(frameOfOp, values, { result, operation });
}
