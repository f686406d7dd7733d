import { sizeOf, stridesOf } from "../chunk/chunk.ts";
import { type TypedArray, viewOf } from "../chunk/dtype.ts";
import type { FunctionStep, KernelStep, ModuleStep, Program, Register } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import { must } from "../util/must.ts";
import { dense } from "./dense.ts";
import type { Backend, Operand } from "./kernel.ts";
import { type Plan, type PlannedStage, planOf } from "./plan.ts";
import { runTiles } from "./run-tiles.ts";
import { StoppedError } from "./stopped.ts";
import { wholeOf } from "./wholes.ts";

/** Calls a user's function with whole operands. What it gives is read where it stands. */
export type CallFunction = (step: ModuleStep | FunctionStep, args: readonly Operand[], place: Place | undefined) => Operand | Promise<Operand>;

export interface ProgramRun {
  readonly backend: Backend;
  readonly program: Program;
  readonly places: readonly Place[];
  readonly inputs: readonly Operand[];
  /** Where the outputs go, C order; each at least as long as `measure` says. */
  readonly outputs: readonly TypedArray[];
  /** `measure(…).scratchBytes`, 64-byte aligned; where it is less than that, memory of this thread is used. What is in it does not matter. */
  readonly scratch: Uint8Array;
  /** Nonzero at index 0: stop soon; `StoppedError` is thrown. */
  readonly stop?: Int32Array | undefined;
  /** Needed by programs with module and function steps. */
  readonly callFunction?: CallFunction;
}

/** The shapes of the outputs. */
export type Shapes = readonly (readonly number[])[];

/** Runs a program without functions that take their time. */
export function runProgram(run: ProgramRun): Shapes {
  const steps = runStages(run);
  let next = steps.next();
  while (!next.done) {
    must(!(next.value instanceof Promise), "a program that waits needs runProgramAsync");
    next = steps.next(next.value);
  }
  return next.value;
}

/** Runs a program whose functions may give promises. */
export async function runProgramAsync(run: ProgramRun): Promise<Shapes> {
  const steps = runStages(run);
  let next = steps.next();
  while (!next.done) next = steps.next(await next.value);
  return next.value;
}

/** Gives out what functions give; is given what they come to. */
function* runStages(run: ProgramRun): Generator<Operand | Promise<Operand>, Shapes, Operand> {
  const { program, places, inputs, outputs, stop } = run;
  const values: (Operand | undefined)[] = [...inputs];
  const shapes = inputs.map(({ shape }) => shape);
  let scratch = run.scratch;
  let next = 0;
  do {
    const plan = planOf(program, next, places, shapes);
    if (scratch.length < plan.scratchBytes) scratch = new Uint8Array(plan.scratchBytes);
    for (const stage of plan.stages) {
      if (stop !== undefined && Atomics.load(stop, 0) !== 0) throw new StoppedError();
      const work: Work = { run, plan, stage, scratch, values };
      if (stage.kind === "tile") runTileStage(work);
      else if (stage.kind === "whole") runWhole(work);
      else keepResult(work, yield callFunction(work));
    }
    // What is stored there is still needed.
    scratch = scratch.subarray(plan.scratchBytes);
    next = plan.next;
    for (let register = shapes.length; register < plan.shapes.length; register++) shapes.push(values[register]?.shape ?? plan.shapes[register]!);
  } while (next < program.steps.length);
  return program.outputs.map((register, i) => {
    const first = program.outputs.indexOf(register);
    const shape = shapes[register]!;
    if (first !== i) outputs[i]!.set(outputs[first]!.subarray(0, sizeOf(shape)) as never);
    return shape;
  });
}

interface Work {
  readonly run: ProgramRun;
  readonly plan: Plan;
  readonly stage: PlannedStage;
  readonly scratch: Uint8Array;
  /** Operands by register: inputs, and what was stored. */
  readonly values: (Operand | undefined)[];
}

function runTileStage(work: Work): void {
  const { run, stage, scratch, values } = work;
  const homes = new Map(stage.stores.map((register) => [register, homeOf(work, register)]));
  runTiles({
    backend: run.backend,
    tiles: stage.tiles!,
    places: run.places,
    work: scratch.subarray(stage.workOffset, stage.workOffset + stage.workBytes),
    values,
    homes,
    stop: run.stop,
  });
  for (const [register, home] of homes) values[register] ??= home;
}

function runWhole(work: Work): void {
  const { run, stage, scratch, values } = work;
  const register = registerOf(work);
  const step = stepOf(work) as KernelStep;
  const out = homeOf(work, register);
  const kernel = wholeOf(step.kernel);
  const args = argsOf(work);
  const shape = work.plan.known[register]
    ? out.shape
    : kernel.shape(
        step,
        args.map((arg) => arg.shape),
        run.places,
      );
  const actual = kernel.run({
    backend: run.backend,
    step,
    args,
    out: out.data,
    shape,
    places: run.places,
    scratch: scratch.subarray(stage.workOffset, stage.workOffset + stage.workBytes),
    stop: run.stop,
  });
  values[register] = actual ? { ...out, shape: actual, strides: stridesOf(actual) } : out;
}

function callFunction(work: Work): Operand | Promise<Operand> {
  const { callFunction: call, places } = work.run;
  must(call !== undefined, "a program with functions needs callFunction");
  const step = stepOf(work) as ModuleStep | FunctionStep;
  return call(step, argsOf(work), step.place === undefined ? undefined : places[step.place]);
}

/** What a function gave stays where it is, unless it is an output of the program. */
function keepResult(work: Work, result: Operand): void {
  const { run, values } = work;
  const register = registerOf(work);
  const output = run.program.outputs.indexOf(register);
  if (output >= 0) run.outputs[output]!.set(dense(result) as never);
  values[register] = result;
}

const registerOf = ({ run, stage }: Work) => run.program.inputs.length + stage.steps[0]!;
const stepOf = ({ run, stage }: Work) => run.program.steps[stage.steps[0]!]!;
const argsOf = (work: Work) => stepOf(work).args.map((arg) => work.values[arg]!);

/** The memory where a register is stored. */
function homeOf({ run, plan, scratch }: Work, register: Register): Operand {
  const { dtype, shape, strides, size, output, scratchOffset } = plan.homes.get(register)!;
  const data = output === undefined ? viewOf(dtype, scratch.buffer, scratch.byteOffset + scratchOffset, size) : run.outputs[output]!;
  return { dtype, data, offset: 0, shape, strides };
}
