import type { DType } from "../../chunk/dtype.ts";
import { type Expr, makeExpr, type Op, type Params } from "../../expr/expr.ts";
import { type ArrayMeta, arrayMeta, type Chunks, isKnown } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";

/** Thrown where only lengths that running tells can say what comes out. Whoever can wait for them catches it. */
export class UnknownLengths extends ShapeError {
  /** The chunks of the result where those are known all the same. */
  readonly promised: Chunks | undefined;
  constructor(operation: string, what: string, promised?: Chunks) {
    super(`${operation}: ${what} (after a mask); call computeChunkSizes() first`);
    this.promised = promised;
  }
}

/** `values` is what the operation is told; equal ones mean the same. */
export type LaterParams = { readonly values: Params; readonly dtype: DType; readonly chunks: Chunks };

/** What can be made of expressions whose lengths are known. */
export type Build = (inputs: readonly Expr[]) => Expr;

const ops = new Map<string, Op<LaterParams>>();

function opOf(operation: string): Op<LaterParams> {
  const known = ops.get(operation);
  if (known !== undefined) return known;
  const op: Op<LaterParams> = {
    name: `array/${operation}`,
    infer: (_, { dtype, chunks }) => arrayMeta(dtype, chunks),
    settle: (node) => (node.held as Build)(node.inputs),
  };
  ops.set(operation, op);
  return op;
}

/** An operation that waits for the lengths of its inputs: a promise of a result with these chunks. The engine computes the inputs first. */
export function later(
  operation: string,
  inputs: readonly Expr[],
  values: Params,
  promise: { readonly dtype: DType; readonly chunks: Chunks },
  build: Build,
): Expr {
  return makeExpr(opOf(operation), inputs, { values, dtype: promise.dtype, chunks: promise.chunks }, build);
}

/** Whether all lengths are known: those of the axes, and so those of their chunks. */
export function hasLengths(meta: ArrayMeta): boolean {
  return isKnown(meta.shape);
}
