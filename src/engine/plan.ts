import type { Expr } from "../expr/expr.ts";
import type { Program } from "../graph/program.ts";
import { kindOf } from "../kernels/classify.ts";
import { measure } from "../kernels/measure.ts";
import { type Lowered, lower } from "../lower/lower.ts";
import type { MeasureScratch } from "../lower/measured.ts";
import { keep } from "../ops/define/keep.ts";
import { isStored } from "../ops/define/stored.ts";
import { optimize, type PassReport } from "../optimize/optimize.ts";
import { memoryLimitOf } from "./as-called.ts";
import type { ComputeOptions } from "./options.ts";

/** What will run. */
export interface Plan {
  readonly roots: readonly Expr[];
  readonly lowered: Lowered;
  readonly reports: readonly PassReport[];
}

export function planOf(roots: readonly Expr[], options: ComputeOptions = {}): Plan {
  const off = new Set(options.without);
  const limitBytes = memoryLimitOf(options);
  const optimized = optimize(roots, off, limitBytes);
  // What is in memory already, or a constant that its readers would make, is copied out like any other result.
  // (Values become their user's own anyway.)
  const isThere = (root: Expr) => (isStored(root) && root.meta.kind !== "value") || root.op.everywhere === true;
  const wanted = optimized.roots.map((root) => (isThere(root) ? keep(root) : root));
  return { roots: optimized.roots, lowered: lower(wanted, { fuse: !off.has("fuse"), measure: scratchOf }), reports: optimized.reports };
}

/** Extents that only running tells are bounded by what was read, so scratch is measured with what is known: none of the steps after a mask needs more. */
const scratchOf: MeasureScratch = (program, places, reads) =>
  isOfBatches(program)
    ? 0
    : measure(
        program,
        places,
        reads.map((shape) => shape.map((extent) => extent ?? 0)),
      ).scratchBytes;

/** Where all steps take batches, they need no scratch memory that can be measured; the plans of many programs that each read much are large. */
const isOfBatches = ({ steps }: Program) => steps.every((step) => kindOf(step) === "batch");
