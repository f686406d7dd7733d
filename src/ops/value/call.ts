import type { DType } from "../../chunk/dtype.ts";
import type { ChunkRef, Expr, Op } from "../../expr/expr.ts";
import { valueMeta } from "../../expr/meta.ts";
import { tokenize } from "../../expr/token.ts";
import type { Program, StepParams } from "../../graph/program.ts";
import { aloneSteps } from "../define/alone-steps.ts";
import type { Callee } from "../define/callee.ts";
import { isStored } from "../define/stored.ts";
import { chunksGiven, type Given, givenOf, readsOf, type Use } from "./given.ts";

/** What is called. Calls that share one share their programs. */
export interface Target {
  /** As errors and plans call it. */
  readonly name: string;
  /** A function; or to take a property of the first argument, call a method of it, or give it as it is. */
  readonly callee: Callee | { readonly builtIn: "get" | "call" | "same" };
  /** Whether the first input holds values for variables of the function. */
  readonly captures: boolean;
}

export type CallParams = {
  /** The whole key, where its user gave it one. */
  readonly key: string | undefined;
  /** Tells calls apart: equal for calls whose results are equal. */
  readonly id: string;
  readonly target: Target;
  /** The arguments as `io/values/` encodes them, with references to inputs. */
  readonly literal: Uint8Array;
  readonly uses: readonly Use[];
  /** Whether there is nothing below but calls, and values in memory. */
  readonly callsOnly: boolean;
};

/** What the task is told that calls it. */
export interface CallStep extends Target {
  /** Of each input; where all are values, how many. */
  readonly given: number | readonly Given[];
}

/** A value that a function of the user's gives. */
export const callOp: Op<CallParams> = {
  name: "value/call",
  infer: () => valueMeta,
  token: ({ id }, inputs) => (inputs.length === 0 ? id : tokenize(id, inputs)),
  alone: {
    reads: ({ inputs, params }) => readsFor(inputs, params.uses),
    program: ({ inputs, params }) => programFor(params.target, inputs, params.uses),
    literal: ({ params }) => params.literal,
    // What most values need at most.
    bytes: 256,
  },
};

/** What stands for a value in errors, progress and plans. It does not change when what is below it does. */
export function keyOfValue({ op, params, token }: Expr): string {
  if (op !== (callOp as unknown as Op)) return `value-${token}`;
  const { key, id, target } = params as CallParams;
  return key ?? `${target.name}-${id}`;
}

/** Whether there is nothing below but calls and values in memory: of these there may be very many. */
export function isCallsOnly(node: Expr): boolean {
  if (node.op === (callOp as unknown as Op)) return (node.params as CallParams).callsOnly;
  return node.meta.kind === "value" && isStored(node);
}

export function call(inputs: readonly Expr[], { key, id, target, literal, uses }: Omit<CallParams, "callsOnly">): Expr {
  let callsOnly = true;
  for (let i = 0; i < inputs.length && callsOnly; i++) callsOnly = isCallsOnly(inputs[i]!);
  // Not by what it is made of: there may be very many, and the id tells them apart.
  return { op: callOp as unknown as Op, inputs, params: { key, id, target, literal, uses, callsOnly }, meta: valueMeta, token: id };
}

const onlyChunk: readonly number[] = [0];

function readsFor(inputs: readonly Expr[], uses: readonly Use[]): readonly ChunkRef[] {
  if (inputs.every(isValue)) return firstChunks(inputs.length);
  const reads: ChunkRef[] = [];
  for (let input = 0; input < inputs.length; input++) {
    if (inputs[input]!.meta.kind === "value") reads.push({ input, at: onlyChunk });
    else reads.push(...chunksGiven(input, inputs[input]!, uses[input]!));
  }
  return reads;
}

/** The chunks of so many values. */
function firstChunks(count: number): readonly ChunkRef[] {
  let refs = chunksOfValues[count];
  if (refs === undefined) {
    refs = Array.from({ length: count }, (_, input) => ({ input, at: onlyChunk }));
    if (count < 16) chunksOfValues[count] = refs;
  }
  return refs;
}
const chunksOfValues: (readonly ChunkRef[] | undefined)[] = [];

/** Programs by what is called and what is given: there are few, whatever the number of calls. */
const programs = new WeakMap<Target, Map<string | number, Program>>();

function programFor(target: Target, inputs: readonly Expr[], uses: readonly Use[]): Program {
  let known = programs.get(target);
  if (known === undefined) programs.set(target, (known = new Map()));
  const given = inputs.every(isValue) ? inputs.length : inputs.map((input, i) => givenOf(input, uses[i]!));
  const key = typeof given === "number" ? given : JSON.stringify(given);
  let program = known.get(key);
  if (program === undefined) known.set(key, (program = write(target, given)));
  return program;
}

const isValue = ({ meta }: Expr) => meta.kind === "value";

function write(target: Target, given: number | readonly Given[]): Program {
  const inputs: DType[] =
    typeof given === "number"
      ? new Array<DType>(given).fill("uint8")
      : given.flatMap((each) => new Array<DType>(readsOf(each)).fill(each.as === "array" ? each.dtype : "uint8"));
  const params = { ...target, given } as unknown as StepParams;
  return { inputs, steps: [{ kernel: aloneSteps.call, dtype: "uint8", args: inputs.map((_, i) => i), result: "uint8", params }], outputs: [inputs.length] };
}
