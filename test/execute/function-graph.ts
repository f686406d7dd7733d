import { bytesOf, type Chunk, elements } from "../../src/chunk/chunk.ts";
import type { DType, TypedArray } from "../../src/chunk/dtype.ts";
import { mailPool, pool } from "../../src/chunk/pool.ts";
import { type RunOptions, runGraph } from "../../src/execute/run-graph.ts";
import { sourceOf, type UserFunction } from "../../src/graph/function-source.ts";
import type { Data, Graph } from "../../src/graph/graph.ts";
import type { FunctionStep, Literal, ModuleStep, Program } from "../../src/graph/program.ts";
import type { Read, Task } from "../../src/graph/task.ts";

/** A task that calls a function: its source, or what a module exports. */
export interface FunctionTask {
  readonly label?: string;
  readonly call: UserFunction | { readonly module: string; readonly name: string };
  readonly reads?: readonly (number | Read)[];
  readonly dtype?: DType;
  /** What it makes; 0-d unless said. */
  readonly shape?: readonly (number | undefined)[];
  /** Needed where the shape is open. */
  readonly bytes?: number;
  readonly captured?: { readonly [name: string]: Literal };
}

/** A graph of such tasks, all of float64 unless said, whose outputs are the last node unless said. */
export function functionGraph(tasks: readonly (FunctionTask | Data)[], outputs: readonly number[] = [tasks.length - 1]): Graph {
  const dtypes = tasks.map((it) => ("chunk" in it ? it.chunk.dtype : (it.dtype ?? "float64")));
  const nodes = tasks.map((it, index) => ("chunk" in it ? it : taskOf(it, index, dtypes)));
  return { nodes, outputs: outputs.map((node) => ({ node, result: 0 })) };
}

const programs = new Map<string, Program>();

function taskOf(
  { label = "call-1", call, reads = [], dtype = "float64", shape = [], bytes, captured }: FunctionTask,
  index: number,
  dtypes: readonly DType[],
): Task {
  const wholeReads = reads.map((read) => (typeof read === "number" ? { node: read, result: 0 } : read));
  const args = wholeReads.map((_, i) => i);
  const params = captured === undefined ? {} : { params: { captured } };
  const step: FunctionStep | ModuleStep =
    typeof call === "function" ? { source: sourceOf("test", call, captured), args, result: dtype, ...params } : { ...call, args, result: dtype, ...params };
  const program: Program = { inputs: wholeReads.map((read) => dtypes[read.node]!), steps: [step], outputs: [args.length] };
  // Tasks that do the same share a program, as after lowering.
  const key = JSON.stringify(program);
  if (!programs.has(key)) programs.set(key, program);
  const size = bytes ?? bytesOf(dtype, shape as readonly number[]);
  return {
    label,
    grid: [index + 1],
    index,
    program: programs.get(key)!,
    places: [],
    reads: wholeReads,
    results: [{ dtype, shape, bytes: size }],
    scratchBytes: 0,
  };
}

/** Runs a graph; gives copies of what its outputs hold. */
export async function results(graph: Graph, options: RunOptions): Promise<{ readonly data: TypedArray; readonly shape: readonly number[] }[]> {
  const taken: { data: TypedArray; shape: readonly number[] }[] = [];
  await runGraph(graph, {
    ...options,
    take(output, chunk) {
      if (taken[output]) throw new Error(`output ${output} was handed over twice`);
      taken[output] = { data: elements(chunk).slice(), shape: chunk.shape };
    },
  });
  return taken;
}

/** The numbers in a graph's first output. */
export async function numbers(graph: Graph, options: RunOptions): Promise<number[]> {
  return [...(await results(graph, options))[0]!.data].map(Number);
}

/** Data in the pool. */
export function dataOf(values: readonly number[]): { readonly chunk: Chunk } & Disposable {
  const chunk: Chunk = { block: pool.allocate(8 * values.length), dtype: "float64", shape: [values.length] };
  elements(chunk).set(values as never);
  return { chunk, [Symbol.dispose]: () => pool.release(chunk.block) };
}

/** Bytes that are in the pool now and were not there before. */
export function leftOver(): () => number {
  const inUse = () => pool.counters.inUseBytes + mailPool.counters.inUseBytes;
  const before = inUse();
  return () => inUse() - before;
}
