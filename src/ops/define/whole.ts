import type { DType } from "../../chunk/dtype.ts";
import { type Blockwise, type ChunkRef, type Expr, type GridIndex, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta, type Chunks, gridOf } from "../../expr/meta.ts";
import type { StepParams } from "../../graph/program.ts";
import type { Callee } from "./callee.ts";
import { bordersOf } from "./chunks.ts";
import { gridSize } from "./grid.ts";

/** Where an axis of an input takes its chunk from: an axis of the result, the only chunk there is, or all of them, one after the other. */
export type ReadAxis = number | "only" | "all";

/** A parameter that differs from chunk to chunk: where the chunk starts (and ends) along an axis of the result or of the first input. */
export interface Varying {
  readonly names: readonly [start: string, end?: string];
  readonly of: "result" | "input";
  readonly axis: number;
}

export type WholeOpParams = {
  /** Or, with a callee, what the user called. */
  readonly kernel: string;
  readonly dtype: DType;
  readonly result: DType;
  readonly values: StepParams;
  readonly chunks: Chunks;
  /** For each input, for each of its axes. */
  readonly reads: readonly (readonly ReadAxis[])[];
  /** Chunks of several inputs that go along the same axis alternate: a1, b1, a2, b2 … */
  readonly alternate: boolean;
  readonly varying?: Varying | undefined;
  /** Whether it wants a place: that of the first input's chunk, or of the result's. */
  readonly placed: false | "input" | "result";
  /** The shape of every chunk, where it has axes that the kernel does not make. */
  readonly reshaped?: readonly number[] | undefined;
  /** Instead of a kernel: a user's function, by its source or by the module that exports it. */
  readonly callee?: Callee | undefined;
  /** The most elements a chunk can have, where it is neither in `chunks` nor that of the largest chunk read. */
  readonly bound?: number | undefined;
};

/** A kernel on whole chunks (`kernels/whole/names.ts`). */
export const wholeOp: Op<WholeOpParams> = {
  name: "array/whole",
  infer: (_, { result, chunks }) => arrayMeta(result, chunks),
  blockwise(node) {
    const { kernel, dtype, result, values, reads, alternate, varying, placed, chunks, bound, callee, reshaped } = node.params;
    const grids = node.inputs.map((input) => gridOf(input.meta.chunks));
    const count = gridSize(gridOf(chunks));
    const aligned = reads.map((axes, input) => isAligned(axes, grids[input]!, count));
    const first = node.inputs[0]?.meta.chunks ?? [];
    const vary = varying && { ...varying, borders: bordersOf((varying.of === "result" ? chunks : first)[varying.axis] as number[]) };
    const placeChunks = placed === "result" ? chunks : first;
    const borders = placed === false ? [] : placeChunks.map((axis) => (axis.includes(undefined) ? [] : bordersOf(axis as number[])));
    const blockwise: Blockwise = {
      reads: (at) =>
        order(
          reads.map((axes, input) => chunkIndices(axes, grids[input]!, at).map((index): ChunkRef => ({ input, at: index }))),
          alternate,
        ),
      aligned: (input) => aligned[input]!,
      steps(build, args, at) {
        const params = vary === undefined ? values : { ...values, ...varied(vary, at) };
        const place = placed === false ? {} : { place: build.place() };
        const made = build.step(
          callee === undefined ? { kernel, dtype, args, result, params, ...place } : { ...callee, operation: kernel, args, result, params, ...place },
        );
        return reshaped === undefined ? made : build.step({ kernel: "reshape", dtype: result, args: [made], result, params: { shape: reshaped } });
      },
      ...(vary !== undefined && { variant: (at: GridIndex) => String(at[vary.axis]) }),
      ...(placed !== false && {
        place(at: GridIndex) {
          const index = placed === "result" ? at : chunkIndices(reads[0]!, grids[0]!, at)[0]!;
          return { origin: index.map((i, axis) => borders[axis]![i] ?? 0), shape: index.map((i, axis) => placeChunks[axis]![i] ?? 0) };
        },
      }),
      ...(bound !== undefined && { bound: () => bound }),
    };
    return blockwise;
  },
};

/** What a kernel needs to be told; the rest follows. */
export interface WholeCall {
  readonly kernel: string;
  readonly inputs: readonly Expr[];
  readonly chunks: Chunks;
  /** Same grid as the result, axis by axis, unless said. */
  readonly reads?: readonly (readonly ReadAxis[])[];
  readonly dtype?: DType;
  readonly result?: DType;
  readonly values?: StepParams;
  readonly alternate?: boolean;
  readonly varying?: Varying;
  readonly placed?: "input" | "result";
  readonly callee?: Callee;
  readonly reshaped?: readonly number[];
  readonly bound?: number;
}

export function whole(call: WholeCall): Expr {
  const { kernel, inputs, chunks } = call;
  const dtype = call.dtype ?? inputs[0]!.meta.dtype;
  return makeExpr(wholeOp, inputs, {
    kernel,
    dtype,
    result: call.result ?? dtype,
    values: call.values ?? {},
    chunks,
    reads: call.reads ?? inputs.map((input) => input.meta.chunks.map((_, axis) => axis)),
    alternate: call.alternate ?? false,
    varying: call.varying,
    placed: call.placed ?? false,
    bound: call.bound,
    callee: call.callee,
    reshaped: call.reshaped,
  });
}

function isAligned(axes: readonly ReadAxis[], grid: readonly number[], count: number): boolean {
  const walked = axes.filter((axis, i) => grid[i] !== 1 && typeof axis === "number") as number[];
  return gridSize(grid) === count && axes.every((axis, i) => axis !== "all" || grid[i] === 1) && walked.every((axis, i) => i === 0 || axis > walked[i - 1]!);
}

function chunkIndices(axes: readonly ReadAxis[], grid: readonly number[], at: GridIndex): number[][] {
  return axes.reduce<number[][]>(
    (heads, axis, i) => {
      const choices = axis === "all" ? Array.from({ length: grid[i]! }, (_, index) => index) : [axis === "only" || grid[i] === 1 ? 0 : at[axis]!];
      return heads.flatMap((head) => choices.map((index) => [...head, index]));
    },
    [[]],
  );
}

function order(lists: readonly (readonly ChunkRef[])[], alternate: boolean): ChunkRef[] {
  if (!alternate) return lists.flat();
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => (i < list.length ? [list[i]!] : []))).flat();
}

function varied(vary: Varying & { readonly borders: readonly number[] }, at: GridIndex): StepParams {
  const index = at[vary.axis]!;
  const [start, end] = vary.names;
  return end === undefined ? { [start]: vary.borders[index]! } : { [start]: vary.borders[index]!, [end]: vary.borders[index + 1]! };
}
