import { type DType, dtypes, viewOf } from "../chunk/dtype.ts";
import type { Literal } from "../graph/program.ts";
import { must } from "../util/must.ts";
import { constantWords, headerWords, inputWords, instructionWords } from "./tile-frame.ts";
import type { TileShape } from "./tile-shape.ts";

/** One call of a kernel a tile. Operands are numbered: inputs, registers, outputs, constants. */
export interface Instruction {
  /** `add:float64` …; a copy has none. */
  readonly kernel?: string;
  readonly kind: keyof typeof kindCodes;
  readonly args: readonly number[];
  readonly dest: number;
  /** Fixed parameters, or the index of those that depend on the place. */
  readonly params: readonly number[] | Float64Array | number;
  readonly stateBytes: number;
  /** Of a reduction: elements of a row, or columns. */
  readonly row: number;
  readonly columns: boolean;
}

/** `Kind` of native/program.cpp. */
const kindCodes = { value: 0, sink: 1, copy: 2 } as const;

/** All that native/program.cpp has to know. */
export interface TileParts {
  readonly shape: TileShape;
  /** `dense`: a reduction reads it, which does not take one value for many. */
  readonly inputs: readonly { readonly dtype: DType; readonly dense: boolean }[];
  readonly registers: number;
  readonly outputs: readonly DType[];
  readonly constants: readonly { readonly dtype: DType; readonly value: Literal }[];
  readonly instructions: readonly Instruction[];
}

/** Registers lie this much further apart than they are long, so that the same elements of two of them never compete for a line of L1. */
const registerPadding = 320;

/** Writes a tile program down. `stateBytes` is the memory it works in. */
export function writeWords({ shape, inputs, registers, outputs, constants, instructions }: TileParts): {
  words: Float64Array;
  kernels: string[];
  stateBytes: number;
} {
  const kernels = [...new Set(instructions.flatMap(({ kernel }) => kernel ?? []))];
  const registerBytes = shape.tile * 8 + registerPadding;
  const fixed = instructions.map(({ params }) => (typeof params === "number" ? [] : params));
  const head = headerWords + inputWords * inputs.length + outputs.length + constantWords * constants.length + instructionWords * instructions.length;
  const words = new Float64Array(head + fixed.reduce((sum, params) => sum + params.length, 0));
  let at = 0;
  const put = (...values: number[]) => {
    words.set(values, at);
    at += values.length;
  };
  put(shape.tile, shape.row, shape.direct, shape.directRow);
  put(inputs.length, registers, outputs.length, constants.length, instructions.length, registerBytes);
  for (const { dtype, dense } of inputs) put(dtypes[dtype].itemsize, dense ? 1 : 0);
  for (const dtype of outputs) put(dtypes[dtype].itemsize);
  for (const { dtype, value } of constants) {
    put(dtypes[dtype].itemsize);
    viewOf(dtype, words.buffer, 8 * at++, 1)[0] = scalar(value, dtype) as never;
  }
  let paramsAt = head;
  let kept = 0;
  for (const [i, { kernel, kind, args, dest, params, stateBytes }] of instructions.entries()) {
    must(args.length <= 4, `${kernel} has more than four arguments`);
    const [a = 0, b = 0, c = 0, d = 0] = args;
    put(kernel === undefined ? -1 : kernels.indexOf(kernel), kindCodes[kind], args.length, a, b, c, d, dest);
    put(typeof params === "number" ? -1 - params : paramsAt, fixed[i]!.length, kept, stateBytes);
    words.set(fixed[i]!, paramsAt);
    paramsAt += fixed[i]!.length;
    kept += Math.ceil(stateBytes / 64) * 64;
  }
  const operands = inputs.length + registers + outputs.length + constants.length;
  return { words, kernels, stateBytes: kept + (inputs.length + registers) * registerBytes + tableBytes(inputs.length, operands, instructions.length) };
}

/** Room for what native/program.cpp makes of the words, and for bringing it to a cache line; it refuses less than it needs. */
function tableBytes(inputs: number, operands: number, instructions: number): number {
  return 512 + 576 * inputs + 64 * operands + 128 * instructions;
}

/** A constant as a typed array of its dtype takes it. */
export function scalar(value: Literal, dtype: DType): number | bigint {
  const is64 = dtypes[dtype].itemsize === 8 && dtypes[dtype].kind !== "float";
  return is64 ? BigInt(value as number | bigint) : Number(value);
}
