import { sizeOf, stridesOf } from "../chunk/chunk.ts";
import { type DType, dtypes } from "../chunk/dtype.ts";
import type { KernelStep, Program, Register } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import { kindOf } from "./classify.ts";
import { panelBytes } from "./panels.ts";
import { factsOf } from "./program-facts.ts";
import { dtypeOf } from "./registers.ts";
import { shapeOf } from "./shapes.ts";
import { cutStages, type Stage } from "./stages.ts";
import { encodeParams, encodeTiles, type TilePlan } from "./tile.ts";
import { scalar } from "./tile-words.ts";
import { wholeOf } from "./wholes.ts";

type Shape = readonly number[];

/** How the steps of a program from one on run, as far as shapes are known: up to a step whose result only running tells, that one included. (Batches have no shape, and hold up nothing.) */
export interface Plan {
  readonly stages: readonly PlannedStage[];
  /** The first step that is not in it. */
  readonly next: number;
  /** Of all registers before `next`; `known` is false for upper bounds. */
  readonly shapes: readonly Shape[];
  readonly known: readonly boolean[];
  /** Where stored registers are. */
  readonly homes: ReadonlyMap<Register, Home>;
  readonly scratchBytes: number;
  /** What most programs of tiny tasks come to. */
  readonly single: SingleStage | undefined;
}

/** All of a program in one stage, from its inputs to its outputs. */
export interface SingleStage {
  readonly tiles: TilePlan;
  /** The register of each load, and the output of each store; nothing where they are the inputs and outputs in their order. */
  readonly loads: readonly Register[] | undefined;
  readonly stores: readonly number[] | undefined;
  /** The shapes of the outputs. */
  readonly shapes: readonly Shape[];
  readonly stateBytes: number;
  /** For each output what it is filled with, where all are constants: no kernel is needed for that. */
  readonly fills: readonly (number | bigint)[] | undefined;
  /** The one kernel that it runs, where it is no more than that, on all inputs in their order: with few elements, a tile program takes longer to read than the kernel to run. */
  readonly kernel: { readonly step: KernelStep; readonly params: Float64Array; readonly size: number } | undefined;
}

/** As many elements as one call of a kernel may take without looking up. */
const fewElements = 4096;

/** Memory of a register: an output of the program, or bytes of the scratch memory. */
export interface Home {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly strides: Shape;
  readonly size: number;
  readonly output: number | undefined;
  readonly scratchOffset: number;
}

export interface PlannedStage extends Stage {
  /** Memory it works with, at this offset of the scratch memory. */
  readonly workOffset: number;
  readonly workBytes: number;
  /** Of tile stages. */
  readonly tiles: TilePlan | undefined;
}

interface Remembered {
  readonly from: number;
  readonly shapes: readonly Shape[];
  readonly places: readonly Place[];
  readonly plan: Plan;
}

/** Programs run many times over equal shapes; of the rare ones with ever new shapes, no more than these are kept. */
const maxPlans = 64;
const remembered = new WeakMap<Program, Remembered[]>();

/** The plan for steps `from` on, where registers before have these shapes. */
export function planOf(program: Program, from: number, places: readonly Place[], shapes: readonly Shape[]): Plan {
  let plans = remembered.get(program);
  if (plans === undefined) remembered.set(program, (plans = []));
  if (plans.length > 0) {
    const { isPacked } = factsOf(program);
    for (let i = 0; i < plans.length; i++) {
      const known = plans[i]!;
      if (known.from === from && sameShapes(known.shapes, shapes, isPacked) && samePlaces(known.places, places)) return known.plan;
    }
  }
  const plan = planSteps(program, from, places, shapes);
  if (plans.length === maxPlans) plans.shift();
  plans.push({ from, shapes: shapes.map((shape) => [...shape]), places, plan });
  return plan;
}

function planSteps(program: Program, from: number, places: readonly Place[], given: readonly Shape[]): Plan {
  const { steps } = program;
  const shapes: Shape[] = [...given];
  const known = given.map(() => true);
  let next = from;
  while (next < steps.length) {
    const step = steps[next++]!;
    const bound = shapeOf(
      step,
      step.args.map((arg) => shapes[arg]!),
      places,
    );
    shapes.push(bound.shape);
    known.push(bound.known);
    if (!bound.known && kindOf(step) !== "batch") break;
  }
  const stages = cutStages(program, from, next, shapes);
  const homes = new Map<Register, Home>();
  const storedBytes = assignHomes(program, stages, next, shapes, homes);
  let scratchBytes = storedBytes;
  const planned = stages.map((stage): PlannedStage => {
    const tiles = stage.kind === "tile" ? encodeTiles(program, stage, shapes) : undefined;
    const workBytes = tiles === undefined ? wholeBytes(program, stage, shapes) : tiles.stateBytes + panelBytes(tiles);
    scratchBytes = Math.max(scratchBytes, storedBytes + workBytes);
    return { ...stage, workOffset: storedBytes, workBytes, tiles };
  });
  return { stages: planned, next, shapes, known, homes, scratchBytes, single: singleStage(program, from, next, planned, shapes) };
}

function singleStage(program: Program, from: number, next: number, stages: readonly PlannedStage[], shapes: readonly Shape[]): SingleStage | undefined {
  const { tiles, workBytes } = stages[0] ?? {};
  const { outputOf } = factsOf(program);
  if (tiles === undefined || stages.length !== 1 || from !== 0 || next !== program.steps.length || tiles.stores.length !== program.outputs.length)
    return undefined;
  if (tiles.loads.some(({ register, panel }) => panel !== undefined || register >= program.inputs.length)) return undefined;
  return {
    tiles,
    loads: unlessAll(
      tiles.loads.map(({ register }) => register),
      program.inputs.length,
    ),
    stores: unlessAll(
      tiles.stores.map((register) => outputOf[register]!),
      program.outputs.length,
    ),
    shapes: program.outputs.map((register) => shapes[register]!),
    stateBytes: workBytes!,
    fills: fillsOf(program),
    kernel: kernelOf(program, shapes),
  };
}

function kernelOf({ inputs, steps, outputs }: Program, shapes: readonly Shape[]): SingleStage["kernel"] {
  const step = steps[0]! as KernelStep;
  const size = sizeOf(shapes[inputs.length]!);
  const isAll = steps.length === 1 && outputs[0] === inputs.length && step.args.length === inputs.length && step.args.every((arg, i) => arg === i);
  if (!isAll || kindOf(step) !== "elementwise" || size > fewElements || !shapes.every((shape) => sizeOf(shape) === size)) return undefined;
  return { step, params: encodeParams(step.params), size };
}

function fillsOf({ inputs, steps, outputs }: Program): (number | bigint)[] | undefined {
  const fills: (number | bigint)[] = [];
  for (const register of outputs) {
    const step = steps[register - inputs.length];
    if (step === undefined || kindOf(step) !== "constant") return undefined;
    fills.push(scalar(step.params!["value"]!, step.result));
  }
  return fills;
}

function unlessAll(list: readonly number[], length: number): readonly number[] | undefined {
  return list.length === length && list.every((value, i) => value === i) ? undefined : list;
}

function wholeBytes(program: Program, stage: Stage, shapes: readonly Shape[]): number {
  const step = program.steps[stage.steps[0]!]!;
  if (stage.kind !== "whole") return 0;
  return aligned(
    wholeOf((step as KernelStep).kernel).scratchBytes?.(
      step as KernelStep,
      step.args.map((arg) => shapes[arg]!),
    ) ?? 0,
  );
}

/** Finds memory for all that is stored: outputs in their place, the rest in scratch memory, where what is no longer needed makes room. */
function assignHomes(program: Program, stages: readonly Stage[], next: number, shapes: readonly Shape[], homes: Map<Register, Home>): number {
  const { outputOf } = factsOf(program);
  const taken: { offset: number; bytes: number; until: number }[] = [];
  let total = 0;
  stages.forEach((stage, at) => {
    if (stage.kind === "batch") return;
    // A function's result stays where the function put it, unless it is an output.
    const registers = stage.kind === "tile" ? stage.stores : stage.steps.map((step) => program.inputs.length + step);
    for (const register of registers) {
      const output = outputOf[register]!;
      const dtype = dtypeOf(program, register);
      const shape = shapes[register]!;
      const size = sizeOf(shape);
      let scratchOffset = 0;
      if (output < 0 && stage.kind !== "function") {
        const bytes = aligned(size * dtypes[dtype].itemsize);
        scratchOffset = findRoom(
          taken.filter(({ until }) => until >= at),
          bytes,
        );
        taken.push({ offset: scratchOffset, bytes, until: lastUse(program, stages, next, register) });
        total = Math.max(total, scratchOffset + bytes);
      }
      homes.set(register, { dtype, shape, strides: stridesOf(shape), size, output: output < 0 ? undefined : output, scratchOffset });
    }
  });
  return total;
}

function findRoom(taken: readonly { offset: number; bytes: number }[], bytes: number): number {
  let offset = 0;
  for (const other of [...taken].sort((a, b) => a.offset - b.offset)) {
    if (offset + bytes <= other.offset) break;
    offset = Math.max(offset, other.offset + other.bytes);
  }
  return offset;
}

/** The last stage that reads a register. */
function lastUse(program: Program, stages: readonly Stage[], next: number, register: Register): number {
  const last = factsOf(program).users[register]!.at(-1);
  if (last === undefined) return -1;
  if (last >= next) return stages.length;
  return stages.findLastIndex((stage) => stage.steps.some((step) => program.steps[step]!.args.includes(register)));
}

export function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

function sameShapes(a: readonly Shape[], b: readonly Shape[], isPacked: readonly boolean[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (isPacked[i] !== true && !sameList(a[i]!, b[i]!)) return false;
  return true;
}
function samePlaces(a: readonly Place[], b: readonly Place[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!sameList(a[i]!.shape, b[i]!.shape)) return false;
  return true;
}
function sameList(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
