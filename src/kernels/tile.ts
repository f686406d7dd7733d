import { sizeOf } from "../chunk/chunk.ts";
import { type DType, dtypes, viewOf } from "../chunk/dtype.ts";
import type { KernelStep, Program, Register, StepParams } from "../graph/program.ts";
import { must } from "../util/must.ts";
import { kindOf } from "./classify.ts";
import { joinSteps } from "./join-steps.ts";
import type { TileCode } from "./kernel.ts";
import { encodeReduction, groupsOf, isPositional, reductionBytes } from "./reducers.ts";
import { dtypeOf } from "./registers.ts";
import type { Stage } from "./stages.ts";
import { constantWords, headerWords, inputWords, instructionWords } from "./tile-frame.ts";

/** A tile stage, written down for the backend, and what it takes. */
export interface TilePlan extends TileCode {
  readonly loads: readonly Load[];
  /** What is written tile by tile, or by a reduction. */
  readonly stores: readonly Register[];
  /** Steps whose parameters depend on the place, in the order of `TileCall.params`. */
  readonly placed: readonly KernelStep[];
  /** The shapes that placed reductions reduce. */
  readonly shapes: ReadonlyMap<KernelStep, readonly number[]>;
  /** Working memory: registers and what kernels keep. */
  readonly stateBytes: number;
  readonly domain: readonly number[];
  /** Elements of the shortest row that is reduced; 0: none is. */
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

/** Registers lie this much further apart than they are long, so that the same elements of two of them never compete for a line of L1. */
const registerPadding = 320;

const kindCodes = { value: 0, sink: 1, copy: 2 } as const;

interface Instruction {
  readonly kernel: string | undefined;
  readonly kind: keyof typeof kindCodes;
  readonly args: readonly number[];
  readonly dest: number;
  /** Fixed parameters, or the index of those that depend on the place. */
  readonly params: Float64Array | number | undefined;
  readonly stateBytes: number;
  /** Of a reduction: elements of a row, or columns. */
  readonly row: number;
  readonly columns: boolean;
}

export function encodeTiles(program: Program, stage: Stage, shapes: readonly (readonly number[])[]): TilePlan {
  const first = program.inputs.length;
  const isConstant = (register: Register) => register >= first && kindOf(program.steps[register - first]!) === "constant";
  const steps = joinSteps(program, stage);
  const own = new Set(steps.map(({ register }) => register));

  const loads: Load[] = [];
  const constants: Register[] = [];
  const uses = [...steps.flatMap(({ step }) => step.args), ...stage.stores];
  for (const { register, step } of steps)
    if (kindOf(step) === "panel") loads.push({ register, dtype: step.result, panel: step, stored: stage.stores.includes(register) });
  const read = new Set(loads.map((load) => load.register));
  const stores = stage.stores.filter((register) => !read.has(register));
  for (const register of new Set(uses)) {
    if (isConstant(register)) constants.push(register);
    else if (!own.has(register)) loads.push({ register, dtype: dtypeOf(program, register), panel: undefined, stored: false });
  }

  // Operands are numbered: loads, registers, outputs, constants. How many registers there are is known at the end.
  const registers = allocateRegisters();
  const operands = new Map<Register, number>();
  loads.forEach(({ register }, i) => operands.set(register, i));
  for (const [register, index] of registers.indices) operands.set(register, loads.length + index);
  stores.forEach((register, i) => {
    if (!operands.has(register) && own.has(register)) operands.set(register, loads.length + registers.count + i);
  });
  constants.forEach((register, i) => operands.set(register, loads.length + registers.count + stores.length + i));
  const outputOf = (register: Register) => loads.length + registers.count + stores.indexOf(register);

  const placed: KernelStep[] = [];
  const reduced = new Map<KernelStep, readonly number[]>();
  const dense = new Set<number>();
  const instructions: Instruction[] = [];
  for (const { register, step } of steps) {
    const kind = kindOf(step);
    if (kind === "panel") continue;
    const args = step.args.map((arg) => operands.get(arg)!);
    if (kind === "reduce") {
      let arg = args[0]!;
      if (isConstant(step.args[0]!))
        instructions.push({
          kernel: undefined,
          kind: "copy",
          args,
          dest: (arg = loads.length + registers.spare!),
          params: undefined,
          stateBytes: 0,
          row: 0,
          columns: false,
        });
      if (arg < loads.length) dense.add(arg);
      const shape = shapes[step.args[0]!]!;
      reduced.set(step, shape);
      const groups = groupsOf(shape, step.params!["axes"] as readonly number[]);
      const params = isPositional(step) ? placed.push(step) - 1 : encodeReduction(step, shape, []);
      instructions.push({
        kernel: `${step.kernel}:${step.dtype}`,
        kind: "sink",
        args: [arg],
        dest: outputOf(register),
        params,
        stateBytes: reductionBytes(step.kernel, groups),
        row: groups.at(-1)?.extent ?? 1,
        columns: !groups.at(-1)?.reduced,
      });
    } else {
      const params = kind === "source" ? placed.push(step) - 1 : encodeParams(step.params);
      instructions.push({
        kernel: `${step.kernel}:${step.dtype}`,
        kind: "value",
        args,
        dest: operands.get(register)!,
        params,
        stateBytes: kind === "source" ? sourceStateBytes : 0,
        row: 0,
        columns: false,
      });
    }
  }
  for (const register of stores) {
    const from = operands.get(register)!;
    if (from < loads.length || isConstant(register))
      instructions.push({ kernel: undefined, kind: "copy", args: [from], dest: outputOf(register), params: undefined, stateBytes: 0, row: 0, columns: false });
  }

  return write(tileShape(instructions, registers.count, loads.length, sizeOf(stage.domain)));

  /** A register for each value that is not stored, taken back after its last use. */
  function allocateRegisters() {
    const indices = new Map<Register, number>();
    const free: number[] = [];
    let count = 0;
    steps.forEach(({ register, step }, at) => {
      const kind = kindOf(step);
      if ((kind === "source" || kind === "elementwise") && !stores.includes(register)) indices.set(register, free.pop() ?? count++);
      for (const arg of new Set(step.args)) {
        const index = indices.get(arg);
        if (index !== undefined && !steps.slice(at + 1).some((later) => later.step.args.includes(arg))) free.push(index);
      }
    });
    const needsSpare = steps.some(({ step }) => kindOf(step) === "reduce" && isConstant(step.args[0]!));
    return { indices, count: needsSpare ? count + 1 : count, spare: needsSpare ? count : undefined };
  }

  function write({ tile, row, direct, directRow }: TileShape): TilePlan {
    const kernels = [...new Set(instructions.flatMap(({ kernel }) => kernel ?? []))];
    const registerBytes = tile * 8 + registerPadding;
    const fixed = instructions.map(({ params }) => (params instanceof Float64Array ? params : []));
    const head = headerWords + inputWords * loads.length + stores.length + constantWords * constants.length + instructionWords * instructions.length;
    const words = new Float64Array(head + fixed.reduce((sum, params) => sum + params.length, 0));
    let at = 0;
    const put = (...values: number[]) => {
      words.set(values, at);
      at += values.length;
    };
    put(tile, row, direct, directRow, loads.length, registers.count, stores.length, constants.length, instructions.length, registerBytes);
    loads.forEach(({ dtype }, i) => put(dtypes[dtype].itemsize, dense.has(i) ? 1 : 0));
    for (const register of stores) put(dtypes[dtypeOf(program, register)].itemsize);
    for (const register of constants) {
      const step = program.steps[register - first]! as KernelStep;
      put(dtypes[step.result].itemsize);
      viewOf(step.result, words.buffer, 8 * at++, 1)[0] = scalar(step.params!["value"], step.result) as never;
    }
    let paramsAt = head;
    let kept = 0;
    instructions.forEach(({ kernel, kind, args, dest, params, stateBytes }, i) => {
      must(args.length <= 4, `${kernel} has more than four arguments`);
      const [a = 0, b = 0, c = 0, d = 0] = args;
      put(kernel === undefined ? -1 : kernels.indexOf(kernel), kindCodes[kind], args.length, a, b, c, d, dest);
      put(typeof params === "number" ? -1 - params : paramsAt, fixed[i]!.length, kept, stateBytes);
      words.set(fixed[i]!, paramsAt);
      paramsAt += fixed[i]!.length;
      kept += Math.ceil(stateBytes / 64) * 64;
    });
    const operands = loads.length + registers.count + stores.length + constants.length;
    const stateBytes = kept + (loads.length + registers.count) * registerBytes + tableBytes(loads.length, operands, instructions.length);
    return { kernels, words, loads, stores, placed, shapes: reduced, stateBytes, domain: stage.domain, row: directRow };
  }
}

/** Room for what native/program.cpp makes of the words, and for bringing it to a cache line; it refuses less than it needs. */
function tableBytes(inputs: number, operands: number, instructions: number): number {
  return 512 + 576 * inputs + 64 * operands + 128 * instructions;
}

interface TileShape {
  /** Elements of a tile that goes through registers, and the length of the rows at whose ends tiles end (0: anywhere). */
  readonly tile: number;
  readonly row: number;
  /** The same where every kernel reads its inputs in place; 0 where that cannot be. */
  readonly direct: number;
  readonly directRow: number;
}

/** What goes through registers has to stay in L1; what several kernels read one after the other, in L2. */
function tileShape(instructions: readonly Instruction[], registers: number, loads: number, size: number): TileShape {
  const sinks = instructions.filter(({ kind }) => kind === "sink");
  const row = Math.min(...sinks.map((one) => one.row));
  const tile = size <= 256 ? 256 : registers + loads <= 4 ? 1024 : 512;
  // Columns are read several rows at a time.
  const together = Math.max(0, ...sinks.filter(({ columns }) => columns).map((one) => one.row * rowsAtOnce));
  const most = instructions.length > 1 ? 2 ** 13 : 2 ** 18;
  const direct = registers > 0 ? 0 : Math.min(2 ** 23, Math.max(most, together));
  const rows = together > 0 ? together : row;
  return { tile, row: Number.isFinite(row) ? row : 0, direct, directRow: Number.isFinite(rows) ? rows : 0 };
}
const rowsAtOnce = 8;

/** The numbers of an elementwise step in the order in which they are written; a dtype is its code. */
function encodeParams(params: StepParams | undefined): Float64Array | undefined {
  if (params === undefined) return undefined;
  return Float64Array.from(Object.values(params), (value) => {
    if (typeof value === "string" && Object.hasOwn(dtypes, value)) return dtypes[value as DType].code;
    must(typeof value === "number" || typeof value === "boolean", `${JSON.stringify(value)} is no parameter of an elementwise kernel`);
    return Number(value);
  });
}

function scalar(value: unknown, dtype: DType): number | bigint {
  const is64 = dtypes[dtype].itemsize === 8 && dtypes[dtype].kind !== "float";
  return is64 ? BigInt(value as number | bigint) : Number(value);
}
