import type { KernelStep, Step } from "../graph/program.ts";
import { batchPrefix } from "./batch-kernels.ts";
import { encoderOf } from "./sources/encoders.ts";
import { findWhole } from "./wholes.ts";

/**
 * How a step takes part in a program. Constants are numbers in the steps that use them; sources, elementwise steps and reductions run tile by
 * tile; panel sources are JavaScript that fills a buffer ahead of the tiles; batch steps make batches of frames of batches; all others run on whole operands.
 */
export type StepKind = "constant" | "source" | "panel" | "elementwise" | "reduce" | "whole" | "batch" | "function";

const kinds = new Map<string, StepKind>();

export function kindOf(step: Step): StepKind {
  if (!("kernel" in step)) return "function";
  let kind = kinds.get(step.kernel);
  if (kind === undefined) kinds.set(step.kernel, (kind = kindOfKernel(step)));
  return kind;
}

function kindOfKernel({ kernel, args, place }: KernelStep): StepKind {
  if (kernel === "constant") return "constant";
  if (kernel.startsWith("reduce/")) return "reduce";
  if (kernel.startsWith(batchPrefix)) return "batch";
  if (findWhole(kernel) !== undefined) return "whole";
  if (encoderOf(kernel) !== undefined) return "source";
  return args.length === 0 && place !== undefined ? "panel" : "elementwise";
}
