import type { Chunk } from "../../chunk/chunk.ts";
import type { DType } from "../../chunk/dtype.ts";
import { type Expr, type GridIndex, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta, type Chunks, gridOf, type Meta } from "../../expr/meta.ts";
import { boxRegion, type Region } from "../../expr/region.ts";
import { bordersOf } from "./chunks.ts";
import { flatIndex } from "./grid.ts";

/** `content` stands for the data in tokens. */
export type StoredParams = { readonly content: string; readonly dtype: DType; readonly chunks: Chunks; readonly whole: boolean };

/** Data in memory: one buffer for the whole array, or a buffer a chunk. */
export const storedOp: Op<StoredParams> = {
  name: "array/stored",
  infer: (_, { dtype, chunks }) => arrayMeta(dtype, chunks),
  rechunk(node, chunks) {
    if (!node.params.whole) throw new Error("bug: only an array in one buffer can be cut otherwise for nothing");
    return makeExpr(storedOp, [], { ...node.params, chunks }, node.held);
  },
};

export type PersistedParams = StoredParams & { readonly meta: Meta };

/** The same for a collection that has a buffer a chunk: those stay as they are. */
export const persistedOp: Op<PersistedParams> = { name: storedOp.name, infer: (_, { meta }) => meta };

export function stored(content: string, dtype: DType, chunks: Chunks, whole: Chunk): Expr {
  return makeExpr(storedOp, [], { content, dtype, chunks, whole: true }, [whole]);
}

export function persisted(content: string, meta: Meta, held: readonly Chunk[]): Expr {
  return makeExpr(persistedOp, [], { content, dtype: meta.dtype, chunks: meta.chunks, whole: false, meta }, held);
}

export function isStored(node: Expr): boolean {
  return node.op.name === storedOp.name;
}

/** The buffer that holds a chunk, and where in it. */
export function locate(node: Expr, at: GridIndex): { readonly chunk: Chunk; readonly region?: Region } {
  const { chunks, whole } = node.params as StoredParams;
  const held = node.held as readonly Chunk[];
  if (!whole) return { chunk: held[flatIndex(at, gridOf(chunks))]! };
  const start = at.map((index, axis) => bordersOf(chunks[axis] as number[])[index]!);
  const shape = at.map((index, axis) => chunks[axis]![index]!);
  return { chunk: held[0]!, region: boxRegion(start, shape) };
}
