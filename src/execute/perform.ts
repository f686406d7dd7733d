import "../io/load.ts";
import { loadBatchKernels } from "../kernels/batch-kernels.ts";
import { loadBackend } from "../kernels/load.ts";
import { runProgram, runProgramAsync, type Shapes } from "../kernels/run.ts";
import { alonePrefix } from "../ops/define/alone-steps.ts";
import { ShapeError } from "../util/errors.ts";
import { loadBeside } from "../util/load-module.ts";
import { callFunction } from "./function.ts";
import { callsFunctions, giveBackOwnScratch, takeOwnScratch } from "./scratch.ts";
import type { Work } from "./work.ts";

loadBatchKernels(() => {
  loadBeside(import.meta.url, "../io/load-frames");
  loadBeside(import.meta.url, "./frame-function");
  loadBeside(import.meta.url, "./group-function");
});

const alone = () => loadBeside<typeof import("./alone.ts")>(import.meta.url, "./alone");

/** Runs a task on this thread. A promise only if it calls functions of the user's, or has to wait for memory. */
export function perform(work: Work): Shapes | Promise<Shapes> {
  const { program, places, inputs, outputs, allocate, stop } = work;
  const [step] = program.steps;
  if (step !== undefined && "kernel" in step && step.kernel.startsWith(alonePrefix)) return alone().performAlone(work);
  const own = work.scratch === undefined ? takeOwnScratch() : undefined;
  const scratch = own ?? work.scratch!;
  const run = { backend: loadBackend(), program, places, inputs, outputs, allocate, scratch, scratchLasts: own !== undefined, stop, callFunction };
  if (callsFunctions(program) || outputs.includes(undefined))
    return runProgramAsync(run)
      .then((shapes) => checked(work, shapes))
      .finally(() => giveBackOwnScratch(own));
  try {
    return checked(work, runProgram(run));
  } finally {
    giveBackOwnScratch(own);
  }
}

/** The shapes, if they are what was said they would be. */
function checked({ shapes: expected }: Work, shapes: Shapes): Shapes {
  for (let i = 0; i < expected.length; i++) {
    const said = expected[i]!;
    const shape = shapes[i]!;
    const agrees = said.length === shape.length && said.every((extent, axis) => extent === undefined || extent === shape[axis]);
    if (!agrees) throw new ShapeError(`the result has shape [${shape.join(", ")}] where [${said.map((extent) => extent ?? "?").join(", ")}] was declared`);
  }
  return shapes;
}
