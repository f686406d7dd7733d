import type { DType } from "../../chunk/dtype.ts";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta, type Chunks, type Extent, gridOf } from "../../expr/meta.ts";
import type { StepParams } from "../../graph/program.ts";
import { bordersOf } from "./chunks.ts";
import { stateFields } from "./state-fields.ts";

/** Chunk → state: what a reducer has seen of one chunk. The result's chunks are `[fields, 1 on reduced axes]`. */
export type PartialParams = { readonly reducer: string; readonly dtype: DType; readonly axes: readonly number[] };

export const partialOp: Op<PartialParams> = {
  name: "array/partial",
  infer([input], { reducer, dtype, axes }) {
    const chunks: Chunks = input!.chunks.map((axis, i) => (axes.includes(i) ? axis.map(() => 1) : axis));
    return arrayMeta("float64", [[stateFields(reducer, dtype)], ...chunks]);
  },
  blockwise(node) {
    const { reducer, dtype, axes } = node.params;
    const { shape, chunks } = node.inputs[0]!.meta;
    const positional = reducer.includes("arg");
    const known = !chunks.some((axis) => axis.includes(undefined));
    const borders = positional && known ? chunks.map((axis) => bordersOf(axis as number[])) : [];
    const kernel = `reduce/${reducer}`;
    return {
      steps: (build, args) =>
        build.step(
          positional
            ? { kernel, dtype, args, result: "float64", params: { axes, arrayShape: shape as readonly number[] }, place: build.place() }
            : { kernel, dtype, args, result: "float64", params: { axes } },
        ),
      ...(positional && {
        place: (at) => ({
          origin: at.slice(1).map((index, axis) => borders[axis]![index]!),
          shape: at.slice(1).map((index, axis) => chunks[axis]![index]!) as number[],
        }),
      }),
    };
  },
};

/** States of neighbors → one state. `groups` says how many come together along each axis of the array. */
export type MergeParams = { readonly reducer: string; readonly dtype: DType; readonly width: readonly number[] };

export const mergeOp: Op<MergeParams> = {
  name: "array/merge",
  infer([input], { width }) {
    const [fields, ...axes] = input!.chunks as [readonly Extent[], ...(readonly Extent[])[]];
    return arrayMeta("float64", [fields, ...axes.map((axis, i) => (width[i] === 1 ? axis : new Array<number>(Math.ceil(axis.length / width[i]!)).fill(1)))]);
  },
  blockwise(node) {
    const { reducer, dtype, width } = node.params;
    const grid = gridOf(node.inputs[0]!.meta.chunks).slice(1);
    const runs = (at: readonly number[]): number[][] =>
      width.map((count, axis) => Array.from({ length: Math.min(count, grid[axis]! - at[axis + 1]! * count) }, (_, i) => at[axis + 1]! * count + i));
    return {
      reads: (at) => cross(runs(at)).map((index) => ({ input: 0, at: [0, ...index] })),
      aligned: () => width.every((count) => count === 1),
      steps: (build, args) => (args.length === 1 ? args[0]! : build.step({ kernel: `merge/${reducer}`, dtype, args, result: "float64" })),
      variant: (at) => String(runs(at).reduce((size, run) => size * run.length, 1)),
    };
  },
};

/** State → result. */
export type FinalParams = {
  readonly reducer: string;
  readonly dtype: DType;
  readonly result: DType;
  readonly axes: readonly number[];
  readonly keepdims: boolean;
  readonly values: StepParams;
};

export const finalOp: Op<FinalParams> = {
  name: "array/final",
  infer: ([input], { axes, keepdims, result }) =>
    arrayMeta(result, keepdims ? input!.chunks.slice(1) : input!.chunks.slice(1).filter((_, axis) => !axes.includes(axis))),
  blockwise(node) {
    const { reducer, dtype, result, axes, keepdims, values } = node.params;
    return {
      steps: (build, args) => build.step({ kernel: `final/${reducer}`, dtype, args, result, params: keepdims ? values : { ...values, squeeze: axes } }),
    };
  },
};

/** How many states a task merges at most, unless `splitEvery` says: wide enough that trees stay flat, narrow enough that a task stays small. */
const mergeWidth = 16;

/** Reduces along axes: a state a chunk, a tree of merges, the result. */
export function reduce(
  reducer: string,
  input: Expr,
  options: {
    readonly axes: readonly number[];
    readonly result: DType;
    readonly keepdims: boolean;
    readonly values?: StepParams;
    readonly splitEvery?: number | undefined;
  },
): Expr {
  const { axes, result, keepdims, values = {} } = options;
  const dtype = input.meta.dtype;
  let state: Expr = makeExpr(partialOp, [input], { reducer, dtype, axes });
  for (;;) {
    const width = mergeWidths(gridOf(state.meta.chunks).slice(1), axes, options.splitEvery ?? mergeWidth);
    if (width === undefined) break;
    state = makeExpr(mergeOp, [state], { reducer, dtype, width });
  }
  return makeExpr(finalOp, [state], { reducer, dtype, result, axes, keepdims, values });
}

/** Splits the width of one merge over the reduced axes; nothing when each has one chunk left. */
function mergeWidths(grid: readonly number[], axes: readonly number[], limit: number): number[] | undefined {
  if (axes.every((axis) => grid[axis] === 1)) return undefined;
  const width = grid.map(() => 1);
  let room = Math.max(2, limit);
  for (const axis of [...axes].sort((a, b) => grid[b]! - grid[a]!)) {
    width[axis] = Math.max(1, Math.min(grid[axis]!, room));
    room = Math.floor(room / width[axis]!);
  }
  return width;
}

function cross(axes: readonly (readonly number[])[]): number[][] {
  return axes.reduce<number[][]>((all, axis) => all.flatMap((head) => axis.map((last) => [...head, last])), [[]]);
}
