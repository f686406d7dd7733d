import type { DType } from "../../chunk/dtype.ts";
import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta, type Chunks } from "../../expr/meta.ts";
import type { StepParams } from "../../graph/program.ts";
import { bordersOf } from "./chunks.ts";

/** `start` is where the array begins in what the kernel numbers: a source can be a window of a larger one. */
export type SourceParams = {
  readonly kernel: string;
  readonly dtype: DType;
  readonly values: StepParams;
  readonly start: readonly number[];
  readonly chunks: readonly (readonly number[])[];
  /** Its numbers depend on its chunks, so these cannot change. */
  readonly fixed: boolean;
};

/** An array that comes from nothing but where its elements are: constants, coordinates, random numbers, files. */
export const sourceOp: Op<SourceParams> = {
  name: "array/source",
  infer: (_, params) => arrayMeta(params.dtype, params.chunks),
  blockwise(node) {
    const { kernel, dtype, values: params, start, chunks } = node.params;
    const borders = chunks.map((axis) => bordersOf(axis));
    return {
      steps: (build) => build.step({ kernel, dtype, args: [], result: dtype, params, place: build.place() }),
      place: (at) => ({
        origin: at.map((index, axis) => start[axis]! + borders[axis]![index]!),
        shape: at.map((index, axis) => chunks[axis]![index]!),
      }),
    };
  },
  rechunk: (node, chunks) => makeExpr(sourceOp, [], { ...node.params, chunks: chunks as readonly (readonly number[])[] }),
};

export function source(kernel: string, dtype: DType, chunks: readonly (readonly number[])[], values: StepParams, options: { fixed?: boolean } = {}): Expr {
  return makeExpr(options.fixed ? fixedSourceOp : sourceOp, [], { kernel, dtype, values, start: chunks.map(() => 0), chunks, fixed: options.fixed ?? false });
}

/** A source whose numbers depend on its chunks (spawned random streams): neither cut otherwise nor windowed. */
export const fixedSourceOp: Op<SourceParams> = { name: sourceOp.name, infer: sourceOp.infer, blockwise: sourceOp.blockwise! };

/** The part of a source from `start` on, in these chunks; nothing if it has to be made as it is. */
export function windowOf(node: Expr, start: readonly number[], chunks: Chunks): Expr | undefined {
  if (node.op !== (sourceOp as Op)) return undefined;
  const params = node.params as SourceParams;
  return makeExpr(sourceOp, [], { ...params, start: params.start.map((own, axis) => own + start[axis]!), chunks: chunks as readonly (readonly number[])[] });
}
