import { pack, packedBytes, unpack } from "../chunk/batch.ts";
import { sizeOf, stridesOf } from "../chunk/chunk.ts";
import type { Batch } from "../chunk/column.ts";
import { type TypedArray, viewOf } from "../chunk/dtype.ts";
import type { FunctionStep, KernelStep, ModuleStep, Program, Register } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import { must } from "../util/must.ts";
import { batchKernelOf } from "./batch-kernels.ts";
import { type BatchMemory, closeBatchMemory, openBatchMemory, withBatchMemory } from "./batch-memory.ts";
import { dense } from "./dense.ts";
import type { Backend, Operand } from "./kernel.ts";
import { type Plan, type PlannedStage, planOf, type SingleStage } from "./plan.ts";
import { factsOf } from "./program-facts.ts";
import { runAtOnce, runKernel, runTiles } from "./run-tiles.ts";
import { StoppedError, throwIfStopped } from "./stopped.ts";
import { wholeOf } from "./wholes.ts";

/** Calls a user's function with whole operands. What it gives is read where it stands. */
export type CallFunction = (step: ModuleStep | FunctionStep, args: readonly Operand[], place: Place | undefined) => Operand | Promise<Operand>;

/** Gives memory for outputs of these sizes, 64-byte aligned. */
export type Allocate = (bytes: readonly number[]) => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;

export interface ProgramRun {
  readonly backend: Backend;
  readonly program: Program;
  readonly places: readonly Place[];
  readonly inputs: readonly Operand[];
  /** Where the outputs go, C order; each at least as long as `measure` says. Nothing for batches: memory for those is asked for when they are there. */
  readonly outputs: readonly (TypedArray | undefined)[];
  /** `measure(…).scratchBytes`, 64-byte aligned; where it is less than that, memory of this thread is used. What is in it does not matter. */
  readonly scratch: Uint8Array;
  /** Whether that is the same memory in every run. */
  readonly scratchLasts?: boolean;
  /** Nonzero at index 0: stop soon; `StoppedError` is thrown. */
  readonly stop?: Int32Array | undefined;
  /** Needed by programs with module and function steps. */
  readonly callFunction?: CallFunction;
  /** Needed by programs with batches as outputs: asked once, for all of them in their order. */
  readonly allocate?: Allocate | undefined;
}

type Shape = readonly number[];
/** The shapes of the outputs. */
export type Shapes = readonly Shape[];

/** Runs a program that need not wait: for functions, or for memory. */
export function runProgram(run: ProgramRun): Shapes {
  const { program, places, inputs } = run;
  const shapes = new Array<Shape>(inputs.length);
  for (let i = 0; i < inputs.length; i++) shapes[i] = inputs[i]!.shape;
  const { single } = planOf(program, 0, places, shapes);
  if (single !== undefined) return runSingle(run, single);
  const steps = runStages(run).next();
  must(steps.done, "a program that waits needs runProgramAsync");
  return steps.value;
}

/** Runs a program whose functions may give promises, and which may have to wait for memory. */
export async function runProgramAsync(run: ProgramRun): Promise<Shapes> {
  const steps = runStages(run);
  let next = steps.next();
  while (!next.done) {
    const settled = await next.value;
    throwIfStopped(run.stop);
    next = steps.next(settled);
  }
  return next.value;
}

/** The last stage that ran as a whole program, and its working memory: typed arrays take longer to make than tiny tasks to run. */
let last: { readonly scratch: Uint8Array; readonly bytes: number; readonly state: Uint8Array } | undefined;

function runSingle(
  { backend, places, inputs, outputs, scratch, scratchLasts, stop }: ProgramRun,
  { tiles, loads, stores, shapes, stateBytes, fills, kernel }: SingleStage,
): Shapes {
  if (stop !== undefined && Atomics.load(stop, 0) !== 0) throw new StoppedError();
  if (fills !== undefined) {
    for (let i = 0; i < fills.length; i++) outputs[i]!.fill(fills[i] as never, 0, sizeOf(shapes[i]!));
    return shapes;
  }
  if (kernel !== undefined && runKernel(backend, tiles, kernel, inputs, outputs as readonly TypedArray[])) return shapes;
  const operands = loads === undefined ? inputs : loads.map((register) => inputs[register]!);
  const made = (stores === undefined ? outputs : stores.map((output) => outputs[output])) as readonly TypedArray[];
  let state: Uint8Array;
  if (last?.scratch === scratch && last.bytes === stateBytes) state = last.state;
  else {
    state = scratch.length < stateBytes ? new Uint8Array(stateBytes) : scratch.subarray(0, stateBytes);
    if (scratchLasts) last = { scratch, bytes: stateBytes, state };
  }
  runAtOnce(backend, tiles, places, operands, made, state, stop);
  return shapes;
}

/** Gives out what has to be waited for; is given what it comes to. */
function* runStages(run: ProgramRun): Generator<Promise<unknown>, Shapes, unknown> {
  const { program, places, inputs, outputs, stop } = run;
  const values: (Operand | undefined)[] = [...inputs];
  const batches: (Batch | undefined)[] = [];
  const shapes = inputs.map(({ shape }) => shape);
  let scratch = run.scratch;
  let next = 0;
  let memory: BatchMemory | undefined;
  do {
    const plan = planOf(program, next, places, shapes);
    if (scratch.length < plan.scratchBytes) scratch = new Uint8Array(plan.scratchBytes);
    for (const stage of plan.stages) {
      throwIfStopped(stop);
      const work: Work = { run, plan, stage, scratch, values, batches };
      if (stage.kind === "tile") runTileStage(work);
      else if (stage.kind === "whole") runWhole(work);
      else if (stage.kind === "batch") {
        if (memory === undefined) {
          memory = openBatchMemory(batchRoom(scratch.subarray(plan.scratchBytes)));
          scratch = scratch.subarray(0, plan.scratchBytes);
        }
        const made = withBatchMemory(memory, () => runBatch(work));
        keepBatch(work, made instanceof Promise ? ((yield made) as Batch) : made);
      } else {
        const result = callFunction(work);
        keepResult(work, result instanceof Promise ? ((yield result) as Operand) : result);
      }
    }
    // What is stored there is still needed.
    scratch = scratch.subarray(plan.scratchBytes);
    next = plan.next;
    for (let register = shapes.length; register < plan.shapes.length; register++) shapes.push(values[register]?.shape ?? plan.shapes[register]!);
  } while (next < program.steps.length);
  const facts = factsOf(program);
  const made: Shape[] = program.outputs.map((register) => shapes[register]!);
  for (const output of facts.repeated) outputs[output]!.set(outputs[facts.outputOf[program.outputs[output]!]!]!.subarray(0, sizeOf(made[output]!)) as never);
  if (facts.batches.length === 0) return made;
  const results = facts.batches.map((output) => batches[program.outputs[output]!]!);
  const bytes = results.map(packedBytes);
  must(run.allocate !== undefined, "a program with batches as outputs needs allocate");
  const given = run.allocate(bytes);
  const room = given instanceof Promise ? ((yield given) as readonly Uint8Array[]) : given;
  for (let i = 0; i < results.length; i++) {
    pack(results[i]!, room[i]!);
    made[facts.batches[i]!] = [bytes[i]!];
  }
  if (memory !== undefined) closeBatchMemory(memory);
  return made;
}

/** Memory of the pool; that of the thread is for other stages. */
const batchRoom = (scratch: Uint8Array) => (scratch.length > 2 ** 16 ? scratch : scratch.subarray(0, 0));

interface Work {
  readonly run: ProgramRun;
  readonly plan: Plan;
  readonly stage: PlannedStage;
  readonly scratch: Uint8Array;
  /** Operands by register: inputs, and what was stored. */
  readonly values: (Operand | undefined)[];
  /** Batches by register: what batch kernels made, and inputs that one has read. */
  readonly batches: (Batch | undefined)[];
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

function runBatch(work: Work): Batch | Promise<Batch> {
  const { run, batches } = work;
  const step = stepOf(work) as KernelStep;
  const kernel = batchKernelOf(step.kernel);
  if ("of" in kernel) return kernel.run({ step, args: argsOf(work) });
  const args = step.args.map((register) => (batches[register] ??= unpacked(work, register)));
  return kernel.run({ backend: run.backend, step, args, places: run.places, stop: run.stop });
}

function keepBatch(work: Work, made: Batch): void {
  const { run, stage, batches } = work;
  batches[registerOf(work)] = made;
  // So that memory can be used again while the program goes on.
  for (const register of factsOf(run.program).spent[stage.steps[0]!]!) batches[register] = undefined;
}

function unpacked({ values }: Work, register: Register): Batch {
  const value = values[register];
  must(value?.dtype === "uint8", `register ${register} is no batch`);
  return unpack((value.data as Uint8Array).subarray(value.offset, value.offset + sizeOf(value.shape)));
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
