import { sizeOf } from "../chunk/chunk.ts";
import { type DType, dtypes } from "../chunk/dtype.ts";
import type { KernelStep, Program, Register, StepParams } from "../graph/program.ts";
import { must } from "../util/must.ts";
import { kindOf } from "./classify.ts";
import { joinSteps, type Numbered } from "./join-steps.ts";
import type { TileCode } from "./kernel.ts";
import { encodeReduction, groupsOf, isPositional, reductionBytes } from "./reducers.ts";
import { dtypeOf } from "./registers.ts";
import type { Stage } from "./stages.ts";
import { tileShape } from "./tile-shape.ts";
import { type Instruction, writeWords } from "./tile-words.ts";

/** A tile stage, written down for the backend, and what it takes. */
export interface TilePlan extends TileCode {
  readonly loads: readonly Load[];
  /** What is written tile by tile, or by a reduction. */
  readonly stores: readonly Register[];
  /** Steps whose parameters depend on the place, in the order of `TileCall.params`. */
  readonly placed: readonly KernelStep[];
  /** The shapes that reductions reduce. */
  readonly shapes: ReadonlyMap<KernelStep, readonly number[]>;
  /** Working memory: registers and what kernels keep. */
  readonly stateBytes: number;
  readonly domain: readonly number[];
  /** Panels end where rows of this many elements do; 0: anywhere. */
  readonly row: number;
}

/** An operand of the stage: a register that is there before, or what a panel source is read into. */
export interface Load {
  readonly register: Register;
  readonly dtype: DType;
  readonly panel: KernelStep | undefined;
  /** What a panel source gives is read straight to where it is stored. */
  readonly stored: boolean;
}

/** What a source keeps between tiles; more than any kernel asks for (the addon checks). */
const sourceStateBytes = 16384;

export function encodeTiles(program: Program, stage: Stage, shapes: readonly (readonly number[])[]): TilePlan {
  const first = program.inputs.length;
  const isConstant = (register: Register) => register >= first && kindOf(program.steps[register - first]!) === "constant";
  const steps = joinSteps(program, stage);
  const { loads, constants, stores } = findOperands(program, stage, steps, isConstant);
  const registers = allocateRegisters(steps, stores, isConstant);

  // Operands are numbered: loads, registers, outputs, constants.
  const firstOutput = loads.length + registers.count;
  const outputOf = (register: Register) => firstOutput + stores.indexOf(register);
  const operands = new Map<Register, number>();
  for (const { register } of steps) if (stores.includes(register)) operands.set(register, outputOf(register));
  for (const [i, { register }] of loads.entries()) operands.set(register, i);
  for (const [register, index] of registers.indices) operands.set(register, loads.length + index);
  for (const [i, register] of constants.entries()) operands.set(register, firstOutput + stores.length + i);

  const placed: KernelStep[] = [];
  const reduced = new Map<KernelStep, readonly number[]>();
  const dense = new Set<number>();
  const instructions: Instruction[] = [];
  const copy = (from: number, dest: number) => instructions.push({ kind: "copy", args: [from], dest, params: [], stateBytes: 0, row: 0, columns: false });

  for (const { register, step } of steps) {
    const kind = kindOf(step);
    const kernel = `${step.kernel}:${step.dtype}`;
    if (kind === "panel") continue;
    if (kind !== "reduce") {
      const params = kind === "source" ? placed.push(step) - 1 : encodeParams(step.params);
      const stateBytes = kind === "source" ? sourceStateBytes : 0;
      instructions.push({
        kernel,
        kind: "value",
        args: step.args.map((arg) => operands.get(arg)!),
        dest: operands.get(register)!,
        params,
        stateBytes,
        row: 0,
        columns: false,
      });
      continue;
    }
    let arg = operands.get(step.args[0]!)!;
    if (isConstant(step.args[0]!)) {
      copy(arg, loads.length + registers.spare);
      arg = loads.length + registers.spare;
    }
    if (arg < loads.length) dense.add(arg);
    const shape = shapes[step.args[0]!]!;
    reduced.set(step, shape);
    const groups = groupsOf(shape, step.params!["axes"] as readonly number[]);
    const last = groups.at(-1);
    instructions.push({
      kernel,
      kind: "sink",
      args: [arg],
      dest: outputOf(register),
      params: isPositional(step) ? placed.push(step) - 1 : encodeReduction(step, shape, []),
      stateBytes: reductionBytes(step.kernel, groups),
      row: last?.extent ?? 1,
      columns: !last?.reduced,
    });
  }
  for (const register of stores) {
    const from = operands.get(register)!;
    if (from !== outputOf(register)) copy(from, outputOf(register));
  }

  const shape = tileShape(instructions, registers.count, loads.length, sizeOf(stage.domain));
  const { words, kernels, stateBytes } = writeWords({
    shape,
    inputs: loads.map(({ dtype }, i) => ({ dtype, dense: dense.has(i) })),
    registers: registers.count,
    outputs: stores.map((register) => dtypeOf(program, register)),
    constants: constants.map((register) => {
      const step = program.steps[register - first] as KernelStep;
      return { dtype: step.result, value: step.params!["value"]! };
    }),
    instructions,
  });
  return { kernels, words, loads, stores, placed, shapes: reduced, stateBytes, domain: stage.domain, row: shape.directRow };
}

/** What a stage reads from elsewhere, its constants, and what it writes. */
function findOperands(program: Program, stage: Stage, steps: readonly Numbered[], isConstant: (register: Register) => boolean) {
  const own = new Set(steps.map(({ register }) => register));
  const panels = steps.filter(({ step }) => kindOf(step) === "panel");
  const loads = panels.map(({ register, step }): Load => ({ register, dtype: step.result, panel: step, stored: stage.stores.includes(register) }));
  const read = new Set(panels.map(({ register }) => register));
  const constants: Register[] = [];
  for (const register of new Set([...steps.flatMap(({ step }) => step.args), ...stage.stores])) {
    if (isConstant(register)) constants.push(register);
    else if (!own.has(register)) loads.push({ register, dtype: dtypeOf(program, register), panel: undefined, stored: false });
  }
  return { loads, constants, stores: stage.stores.filter((register) => !read.has(register)) };
}

/** A register for each value that is not stored, taken back after its last use; a spare one for constants that are reduced. */
function allocateRegisters(steps: readonly Numbered[], stores: readonly Register[], isConstant: (register: Register) => boolean) {
  const indices = new Map<Register, number>();
  const free: number[] = [];
  let count = 0;
  for (const [at, { register, step }] of steps.entries()) {
    const kind = kindOf(step);
    if ((kind === "source" || kind === "elementwise") && !stores.includes(register)) indices.set(register, free.pop() ?? count++);
    for (const arg of new Set(step.args)) {
      const index = indices.get(arg);
      if (index !== undefined && !steps.slice(at + 1).some((later) => later.step.args.includes(arg))) free.push(index);
    }
  }
  const needsSpare = steps.some(({ step }) => kindOf(step) === "reduce" && isConstant(step.args[0]!));
  return { indices, count: needsSpare ? count + 1 : count, spare: count };
}

/** The numbers of an elementwise step in the order in which they are written; a dtype is its code. */
export function encodeParams(params: StepParams = {}): Float64Array {
  return Float64Array.from(Object.values(params), (value) => {
    if (typeof value === "string" && Object.hasOwn(dtypes, value)) return dtypes[value as DType].code;
    must(typeof value === "number" || typeof value === "boolean", `${JSON.stringify(value)} is no parameter of an elementwise kernel`);
    return Number(value);
  });
}
