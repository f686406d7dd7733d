import { type DType, dtypes } from "../../chunk/dtype.ts";
import { type ChunkRef, type Expr, type GridIndex, makeExpr, type Op } from "../../expr/expr.ts";
import { type ArrayMeta, arrayMeta, type Chunked, type Chunks, type Extent, gridOf, isKnown, sameExtents } from "../../expr/meta.ts";
import type { StepParams } from "../../graph/program.ts";
import { ShapeError } from "../../util/errors.ts";
import { must } from "../../util/must.ts";
import { refine } from "./chunks.ts";
import { gridSize } from "./grid.ts";
import { requireSameLengths } from "./lengths.ts";
import { broadcastChunks, rechunkExpr } from "./rechunk.ts";
import { type PermuteParams, permute, permuteOp } from "./region-op.ts";
import { type SliceParams, slice, sliceOp } from "./slice.ts";

/** `kernel` is what runs; `dtype` what it computes in; `result` what comes out. */
export type ElementwiseParams = { readonly kernel: string; readonly dtype: DType; readonly result: DType; readonly values: StepParams };

/** Element by element over arrays that broadcast against each other. Their chunks already fit (see `elementwise`). */
export const elementwiseOp: Op<ElementwiseParams> = {
  name: "array/elementwise",
  infer: (inputs, params) => broadcastMeta(params.kernel, inputs, params.result),
  blockwise(node) {
    const grid = gridOf(node.meta.chunks);
    const grids = node.inputs.map((input) => gridOf(input.meta.chunks));
    const sameGrid = grids.map((own) => gridSize(own) === gridSize(grid));
    const { kernel, dtype, result, values } = node.params;
    const params = Object.keys(values).length === 0 ? undefined : values;
    return {
      reads: (at) => grids.map((own, input): ChunkRef => ({ input, at: broadcastIndex(at, own) })),
      aligned: (input) => sameGrid[input]!,
      steps: (build, args) => build.step(params === undefined ? { kernel, dtype, args, result } : { kernel, dtype, args, result, params }),
    };
  },
  absorb(node, parent) {
    const select = selectorOf(parent);
    if (select === undefined || node.inputs.every((input) => input.op.everywhere)) return undefined;
    const inputs = node.inputs.map((input) => (input.op.everywhere ? input : select(input, node.meta.shape.length - input.meta.shape.length)));
    return rechunkExpr(elementwiseAligned(inputs, node.params), parent.meta.chunks);
  },
  rechunk: (node, _, inputs) => makeExpr(elementwiseOp, inputs, node.params),
};

/** One kernel over arrays of the dtypes it takes; brings their chunks together. */
export function elementwise(kernel: string, dtype: DType, result: DType, inputs: readonly Expr[], values: StepParams = {}): Expr {
  return elementwiseAligned(inputs, { kernel, dtype, result, values });
}

function elementwiseAligned(inputs: readonly Expr[], params: ElementwiseParams): Expr {
  requireFittingLengths(params.kernel, inputs);
  const chunks = commonChunks(
    params.kernel,
    inputs.map((input) => input.meta),
  );
  const aligned = inputs.map((input) => rechunkExpr(input, broadcastChunks(input.meta, chunks)));
  return makeExpr(elementwiseOp, aligned, params);
}

/** How what a parent selects of the result is selected of an input, which lacks the first `skipped` axes of the result. */
function selectorOf(parent: Expr): ((input: Expr, skipped: number) => Expr) | undefined {
  if (parent.op === (sliceOp as Op)) {
    const { strides } = parent.params as SliceParams;
    // One element stands for all of its axis, however many of them are selected.
    return (input, skipped) =>
      slice(
        input,
        input.meta.shape.map((extent, axis) => (extent === 1 && parent.inputs[0]!.meta.shape[axis + skipped] !== 1 ? undefined : strides[axis + skipped])),
      );
  }
  if (parent.op === (permuteOp as Op)) {
    const { axes } = parent.params as PermuteParams;
    return (input, skipped) =>
      permute(
        input,
        axes.map((axis) => Math.max(-1, axis - skipped)),
      );
  }
  return undefined;
}

/** The same values in another dtype. */
export function castTo(node: Expr, dtype: DType): Expr {
  const from = node.meta.dtype;
  return from === dtype ? node : elementwise("cast", dtype, dtype, [node], { from });
}

/** Which chunk of an input goes with a chunk of the result: trailing axes stand under each other, one chunk serves all. */
function broadcastIndex(at: GridIndex, grid: readonly number[]): number[] {
  return grid.map((count, axis) => (count === 1 ? 0 : at[at.length - grid.length + axis]!));
}

/** The chunks of the result of arrays that broadcast: every border of any of them. */
export function commonChunks(operation: string, metas: readonly Chunked[]): Chunks {
  const ndim = Math.max(0, ...metas.map((meta) => meta.shape.length));
  return Array.from({ length: ndim }, (_, axis) => {
    const taking = metas.flatMap((meta) => {
      const own = axis - (ndim - meta.shape.length);
      return own < 0 ? [] : [{ extent: meta.shape[own], chunks: meta.chunks[own]! }];
    });
    const long = taking.filter(({ extent }) => extent !== 1);
    // What is [1] goes with all chunks: one element and empty ones beside it stay as they are cut.
    const several = taking.filter(({ chunks }) => chunks.length > 1);
    const deciding = long.length > 0 ? long : several.length > 0 ? several : taking;
    const known = long.filter(({ extent }) => extent !== undefined);
    if (known.some(({ extent }) => extent !== known[0]!.extent)) throw notTogether(operation, metas);
    return refine(
      deciding.map(({ chunks }) => chunks),
      operation,
    );
  });
}

/** Sees to it that axes of unknown length that stand under each other are as long as each other. */
export function requireFittingLengths(operation: string, inputs: readonly Expr[]): void {
  if (inputs.every(({ meta }) => isKnown(meta.shape))) return;
  const ndim = Math.max(0, ...inputs.map(({ meta }) => meta.shape.length));
  for (let axis = 0; axis < ndim; axis++) {
    const own = (input: Expr) => axis - (ndim - input.meta.shape.length);
    const taking = inputs.filter((input) => own(input) >= 0 && input.meta.shape[own(input)] !== 1);
    requireSameLengths(
      operation,
      taking.map((of) => ({ of, axis: own(of) })),
    );
  }
}

function notTogether(operation: string, metas: readonly Chunked[]): ShapeError {
  const shapes = metas.map((meta) => `[${meta.shape.map((extent) => extent ?? "?").join(", ")}]`);
  return new ShapeError(`${operation}: shapes ${shapes.join(" and ")} do not broadcast together; trailing axes must be equal or 1`);
}

function broadcastMeta(operation: string, inputs: readonly Chunked[], dtype: DType): ArrayMeta {
  const chunks = commonChunks(operation, inputs);
  for (const input of inputs) {
    const expected = broadcastChunks(input, chunks);
    must(
      input.chunks.every((axis, i) => sameExtents(axis, expected[i]!)),
      `${operation}: chunks were not brought together`,
    );
  }
  must(Object.hasOwn(dtypes, dtype), `${operation}: no dtype ${dtype}`);
  return arrayMeta(dtype, chunks as readonly (readonly Extent[])[]);
}
