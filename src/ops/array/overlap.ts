import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta } from "../../expr/meta.ts";
import { boxRegion } from "../../expr/region.ts";
import { ShapeError } from "../../util/errors.ts";
import { isPlainRecord } from "../../util/plain.ts";
import { bordersOf } from "../define/chunks.ts";
import { func, method } from "../define/entry.ts";
import { joinExpr } from "../define/join.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { type Stride, slice } from "../define/slice.ts";
import { type BlockFunction, type MapBlocksOptions, mapChunks } from "./map.ts";
import { isScalar } from "./operand.ts";
import { padExpr } from "./pad.ts";
import { knownShape } from "./shape.ts";

/** How many neighbors a chunk is shown: one number for all axes and sides, one an axis, or a pair an axis. */
export type Depth = number | readonly (number | readonly [number, number])[] | { readonly [axis: number]: number | readonly [number, number] };
/** What lies beyond the array: as in Dask; a number is a value. */
export type Boundary = "reflect" | "periodic" | "nearest" | "none" | null | number;

export interface OverlapOptions {
  readonly depth: Depth;
  readonly boundary?: Boundary | readonly Boundary[] | { readonly [axis: number]: Boundary };
}

interface Side {
  readonly before: number;
  readonly after: number;
  readonly boundary: Exclude<Boundary, null>;
}

function sidesOf(x: Expr, depth: Depth, boundary: OverlapOptions["boundary"] = "none"): Side[] {
  return x.meta.shape.map((_, axis) => {
    const own = typeof depth === "number" ? depth : ((depth as { readonly [axis: number]: number | readonly [number, number] })[axis] ?? 0);
    const [before, after] = typeof own === "number" ? [own, own] : own;
    const at = typeof boundary === "object" && boundary !== null ? ((boundary as { readonly [axis: number]: Boundary })[axis] ?? "none") : (boundary ?? "none");
    if (![before, after].every((one) => Number.isInteger(one) && one >= 0))
      throw new ShapeError(`overlap: depth ${JSON.stringify(own)} of axis ${axis} is not a count`);
    if (typeof at === "string" && !["reflect", "periodic", "nearest", "none"].includes(at))
      throw new ShapeError(`overlap: unknown boundary ${JSON.stringify(at)}; reflect, periodic, nearest, none or a number`);
    return { before, after, boundary: at };
  });
}

const padModes = { reflect: "symmetric", periodic: "wrap", nearest: "edge" } as const;

/** Each chunk with its neighbors' elements around it. Chunks shorter than the depth are no matter: elements come from as far as needed. */
function overlap(x: Expr, depth: Depth, boundary?: OverlapOptions["boundary"]): Expr {
  const shape = knownShape(x, "overlap");
  const sides = sidesOf(x, depth, boundary ?? undefined);
  return sides.reduce((grown, { before, after, boundary }, axis) => {
    if (before + after === 0) return grown;
    const borders = bordersOf(x.meta.chunks[axis] as readonly number[]);
    const widths = shape.map((_, i) => (i === axis ? [before, after] : [0, 0]));
    const around =
      boundary === "none"
        ? grown
        : isScalar(boundary)
          ? padExpr(grown, widths, "constant", { constantValues: boundary })
          : padExpr(grown, widths, padModes[boundary]);
    const moved = boundary === "none" ? 0 : before;
    const length = around.meta.shape[axis]!;
    const parts = borders.slice(0, -1).map((start, i) => {
      const from = Math.max(0, start - before + moved);
      const to = Math.min(length, borders[i + 1]! + after + moved);
      const window = slice(
        around,
        grown.meta.shape.map((_, at): Stride | undefined => (at === axis ? { start: from, step: 1, count: to - from } : undefined)),
      );
      return rechunkExpr(
        window,
        window.meta.chunks.map((_, at) => (at === axis ? [to - from] : grown.meta.chunks[at]!)),
      );
    });
    return joinExpr(parts, axis);
  }, x);
}

/** What is cut off around each chunk along each axis. */
type TrimParams = { readonly cuts: readonly Cuts[] };
type Cuts = { readonly before: readonly number[]; readonly after: readonly number[] };

/** Takes from each chunk what `overlap` put around it. */
const trimOp: Op<TrimParams> = {
  name: "array/trim",
  infer: ([input], { cuts }) =>
    arrayMeta(
      input!.dtype,
      input!.chunks.map((own, axis) => own.map((extent, i) => extent! - cuts[axis]!.before[i]! - cuts[axis]!.after[i]!)),
    ),
  pieces(node) {
    const { chunks } = node.meta;
    return {
      single: true,
      parts: (at) => [
        {
          input: 0,
          at,
          start: at.map(() => 0),
          region: boxRegion(
            at.map((index, axis) => node.params.cuts[axis]!.before[index]!),
            at.map((index, axis) => chunks[axis]![index]!),
          ),
        },
      ],
    };
  },
};

/** Where nothing lies beyond the array, a chunk near its ends has fewer neighbors than the depth: `chunks` are those before `overlap`. */
function cutsOf({ before, after, boundary }: Side, chunks: readonly number[]): Cuts {
  const borders = bordersOf(chunks);
  const length = borders.at(-1)!;
  const open = boundary === "none";
  return {
    before: chunks.map((_, i) => (open ? Math.min(before, borders[i]!) : before)),
    after: chunks.map((_, i) => (open ? Math.min(after, length - borders[i + 1]!) : after)),
  };
}

function trimOverlap(x: Expr, depth: Depth, boundary?: OverlapOptions["boundary"]): Expr {
  knownShape(x, "trimOverlap");
  const cuts = sidesOf(x, depth, boundary).map((side, axis) => {
    const own = x.meta.chunks[axis] as readonly number[];
    const last = own.length - 1;
    const open = side.boundary === "none";
    const chunks = own.map((extent, i) => extent - (open && i === 0 ? 0 : side.before) - (open && i === last ? 0 : side.after));
    // Shorter ones at the ends had not as many neighbors.
    if (chunks.some((extent) => extent < 0) || (open && last > 0 && (chunks[0]! < side.before || chunks[last]! < side.after)))
      throw new ShapeError(
        `trimOverlap: chunks [${own}] along axis ${axis} are too short for a depth of ${side.before} and ${side.after}: what was put around them cannot be told`,
      );
    return cutsOf(side, chunks);
  });
  return makeExpr(trimOp, [x], { cuts });
}

export interface MapOverlapOptions extends MapBlocksOptions, OverlapOptions {
  /** Whether what lies beyond the chunk is cut off the result; true unless said. */
  readonly trim?: boolean;
}

/** A function on each chunk that sees its neighbors' edges. */
function mapOverlap(fn: BlockFunction, x: Expr, ...rest: readonly unknown[]): Expr {
  const options = rest[rest.length - 1] as MapOverlapOptions;
  if (!isPlainRecord(options) || options.depth === undefined) throw new TypeError("mapOverlap: depth is missing; give { depth, boundary }");
  const { depth, boundary, trim = true, ...mapping } = options;
  const mapped = mapChunks("mapOverlap", fn, ...[x, ...(rest.slice(0, -1) as Expr[])].map((array) => overlap(array, depth, boundary)), mapping);
  if (!trim) return mapped;
  const chunksOf = (axis: number) => x.meta.chunks[axis] as readonly number[] | undefined;
  const isOfX = mapped.meta.chunks.every((own, axis) => own.length === chunksOf(axis)?.length);
  if (!isOfX) return trimOverlap(mapped, depth, boundary);
  return makeExpr(trimOp, [mapped], { cuts: sidesOf(mapped, depth, boundary).map((side, axis) => cutsOf(side, chunksOf(axis)!)) });
}

/** Chunks with their neighbors' edges. */
export const overlapOps = {
  /** Each chunk with its neighbors' elements around it. Dask's `overlap.overlap`. */
  overlap: method("overlap", overlap, "depth{} boundary{}"),
  /** Takes from each chunk what `overlap` put around it. Dask's `overlap.trim_overlap`. */
  trimOverlap: method("overlap", trimOverlap, "depth{} boundary{}"),
  /** A function on each chunk that sees its neighbors' edges. Dask's `map_overlap`. */
  mapOverlap: { ...func("mapOverlap", mapOverlap, "func ...", "depth boundary trim dtype chunks dropAxis newAxis with params"), receiver: 1 },
};
