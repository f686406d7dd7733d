import { type Expr, makeExpr, type Op, type Piece } from "../../expr/expr.ts";
import { arrayMeta, type Chunked, type Chunks, isKnown, sameChunks, sameExtents, total } from "../../expr/meta.ts";
import { boxRegion } from "../../expr/region.ts";
import { walk } from "../../expr/walk.ts";
import { must } from "../../util/must.ts";
import { bordersOf } from "./chunks.ts";
import { later, UnknownLengths } from "./later.ts";

export type RechunkParams = { readonly chunks: Chunks };

/** The same array in other chunks. */
export const rechunkOp: Op<RechunkParams> = {
  name: "array/rechunk",
  infer: ([input], { chunks }) => {
    const meta = arrayMeta(input!.dtype, chunks);
    must(sameExtents(meta.shape, input!.shape), `chunks of shape [${meta.shape}] for an array of shape [${input!.shape}]`);
    return meta;
  },
  simplify(node) {
    const [input] = node.inputs as [Expr];
    if (sameChunks(input.meta.chunks, node.params.chunks)) return input;
    if (input.op === (rechunkOp as Op)) return rechunkExpr(input.inputs[0]!, node.params.chunks);
    return rechunkTree(input, node.params.chunks);
  },
  pieces(node) {
    const overlaps = node.params.chunks.map((axis, i) => overlapsOf(node.inputs[0]!.meta.chunks[i]! as number[], axis as number[]));
    return {
      single: overlaps.every((axis) => axis.every((parts) => parts.length === 1)),
      parts: (at) => crossParts(at.map((index, axis) => overlaps[axis]![index]!)),
    };
  },
};

/** An array in these chunks: itself if it has them. */
export function rechunkExpr(input: Expr, chunks: Chunks): Expr {
  if (sameChunks(input.meta.chunks, chunks)) return input;
  if (!isKnown(input.meta.shape) || chunks.some((axis) => axis.includes(undefined))) return rechunkLater(input, chunks);
  const node = makeExpr(rechunkOp, [input], { chunks });
  return rechunkOp.simplify!(node) ?? node;
}

/** The chunks an input must have to go with chunks of the result: one where it is broadcast. An axis of one element may be cut into it and empty chunks, which no other chunk can do with. */
export function broadcastChunks(meta: Chunked, chunks: Chunks): Chunks {
  const skipped = chunks.length - meta.shape.length;
  return meta.shape.map((extent, axis) => {
    const wanted = chunks[skipped + axis]!;
    return extent !== 1 || (meta.chunks[axis]!.length > 1 && total(wanted) === 1) ? wanted : [1];
  });
}

/** What an expression is made of, inputs first, if it can be made in other chunks for nothing: it is a source that does not care, or elementwise over such. What is 0-d stays as it is. */
export function treeToRechunk(root: Expr): readonly Expr[] | undefined {
  const found = walk([root], (input) => input.meta.shape.length > 0);
  return found.every(({ op }) => op.rechunk !== undefined) ? found : undefined;
}

/** The same in other chunks; inputs first, so that it matters neither how deep they lie nor how often they are used. */
function rechunkTree(root: Expr, chunks: Chunks): Expr | undefined {
  if (root.op.rechunk === undefined) return undefined;
  const tree = treeToRechunk(root);
  if (tree === undefined) return undefined;
  const wanted = new Map<string, Chunks>([[root.token, chunks]]);
  for (const node of tree.toReversed()) {
    for (const input of node.inputs) wanted.set(input.token, broadcastChunks(input.meta, wanted.get(node.token)!));
  }
  const made = new Map<string, Expr>();
  for (const node of tree) {
    const own = wanted.get(node.token)!;
    const inputs = node.inputs.map((input) => made.get(input.token) ?? input);
    made.set(node.token, sameChunks(node.meta.chunks, own) ? node : node.op.rechunk!(node, own, inputs));
  }
  return made.get(root.token)!;
}

/** Axes of known length can be cut anew, but not before the lengths of the others are there. */
function rechunkLater(input: Expr, chunks: Chunks): Expr {
  const { dtype, chunks: own } = input.meta;
  const open = own.map((axis, i) => axis.includes(undefined) || chunks[i]!.includes(undefined));
  if (own.some((axis, i) => open[i] && !sameExtents(axis, chunks[i]!))) throw new UnknownLengths("rechunk", "chunk lengths are not known");
  return later("rechunk", [input], { chunks }, { dtype, chunks }, ([x]) =>
    rechunkExpr(
      x!,
      chunks.map((axis, i) => (open[i] ? x!.meta.chunks[i]! : axis)),
    ),
  );
}

/** A stretch of an old chunk that lies in a new one. */
interface Overlap {
  readonly chunk: number;
  readonly from: number;
  readonly count: number;
  readonly start: number;
}

/** For each new chunk along an axis, the stretches of old chunks it is made of. */
export function overlapsOf(before: readonly (number | undefined)[], after: readonly (number | undefined)[]): Overlap[][] {
  const old = bordersOf(before as number[]);
  const borders = bordersOf(after as number[]);
  let first = 0;
  return after.map((_, i) => {
    const [low, high] = [borders[i]!, borders[i + 1]!];
    while (first < before.length - 1 && old[first + 1]! <= low) first++;
    const parts: Overlap[] = [];
    for (let chunk = first; chunk < before.length && old[chunk]! < high; chunk++) {
      const from = Math.max(low, old[chunk]!);
      const to = Math.min(high, old[chunk + 1]!);
      if (to > from) parts.push({ chunk, from: from - old[chunk]!, count: to - from, start: from - low });
    }
    return parts.length > 0 ? parts : [{ chunk: first, from: 0, count: 0, start: 0 }];
  });
}

function crossParts(axes: readonly (readonly Overlap[])[]): Piece[] {
  let parts: { at: number[]; from: number[]; count: number[]; start: number[] }[] = [{ at: [], from: [], count: [], start: [] }];
  for (const axis of axes) {
    parts = parts.flatMap((part) =>
      axis.map(({ chunk, from, count, start }) => ({
        at: [...part.at, chunk],
        from: [...part.from, from],
        count: [...part.count, count],
        start: [...part.start, start],
      })),
    );
  }
  return parts.map(({ at, from, count, start }) => ({ input: 0, at, start, region: boxRegion(from, count) }));
}
