import { type DType, dtypes } from "../../chunk/dtype.ts";
import type { Chunks, Extent } from "../../expr/meta.ts";
import { parseBytes } from "../../util/bytes.ts";
import { ShapeError } from "../../util/errors.ts";
import { UnknownLengths } from "./later.ts";

/** How long the chunks along one axis are: a length, a list, the whole axis (`-1`, `null`), or left to us (`"auto"`, `"64MiB"`). */
export type AxisChunks = number | readonly number[] | null | string;
/** How an array is cut: one for all axes, one an axis, or by axis number. */
export type ChunkSpec = AxisChunks | readonly AxisChunks[] | { readonly [axis: number]: AxisChunks };

/** What "auto" aims at: large enough that a task is worth its start, small enough for several in memory. */
export const autoChunkBytes = 128 * 2 ** 20;

/** Chunks as users write them, as a list of lengths an axis. `previous` are the chunks that a spec by axis number, or "auto", starts from. */
export function normalizeChunks(spec: ChunkSpec | undefined, shape: readonly number[], dtype: DType, operation: string, previous?: Chunks): number[][] {
  const perAxis = spread(spec ?? "auto", shape, operation, previous);
  const fixed = perAxis.map((one, axis) => (typeof one === "string" ? undefined : fixedAxis(one, shape[axis]!, axis, operation)));
  const auto = fixed.flatMap((lengths, axis) => (lengths === undefined ? [axis] : []));
  if (auto.length > 0) fillAuto(fixed, auto, perAxis, shape, dtype, operation);
  return fixed as number[][];
}

function spread(spec: ChunkSpec, shape: readonly number[], operation: string, previous: Chunks | undefined): AxisChunks[] {
  if (spec === null || typeof spec === "number" || typeof spec === "string") return shape.map(() => spec);
  if (!Array.isArray(spec)) {
    const byAxis = spec as { readonly [axis: number]: AxisChunks };
    const axes = Object.keys(byAxis).map((key) => [Number(key) < 0 ? Number(key) + shape.length : Number(key), byAxis[Number(key)]!] as const);
    const wrong = axes.find(([axis]) => !(Number.isInteger(axis) && axis >= 0 && axis < shape.length));
    if (wrong !== undefined) throw new ShapeError(`${operation}: chunks name axis ${wrong[0]}, the array has ${shape.length} dimensions`);
    const given = new Map(axes);
    return shape.map((length, axis) => given.get(axis) ?? (previous === undefined ? length : (previous[axis] as readonly number[])));
  }
  const list = spec as readonly AxisChunks[];
  // One list of numbers for a one-dimensional array is that axis' chunks when it cannot be one length an axis: [3, 3, 4].
  if (shape.length === 1 && list.length !== 1 && list.every((one) => typeof one === "number")) return [list as readonly number[]];
  if (list.length !== shape.length) {
    throw new ShapeError(`${operation}: chunks ${JSON.stringify(spec)} have ${list.length} entries, the shape [${shape}] has ${shape.length} dimensions`);
  }
  return [...list];
}

function fixedAxis(one: Exclude<AxisChunks, string>, length: number, axis: number, operation: string): number[] {
  if (one === null || one === -1) return [length];
  if (typeof one === "number") {
    if (!Number.isInteger(one) || one < 1)
      throw new ShapeError(`${operation}: chunk length ${one} along axis ${axis} is not a positive integer (or -1 for the whole axis)`);
    return evenChunks(length, one);
  }
  const sum = one.reduce((a, b) => a + b, 0);
  if (one.some((extent) => !Number.isInteger(extent) || extent < 0))
    throw new ShapeError(`${operation}: chunks [${one}] along axis ${axis} are not all lengths`);
  if (sum !== length) throw new ShapeError(`${operation}: chunks [${one}] along axis ${axis} sum to ${sum}, the axis is ${length} long`);
  return one.length === 0 ? [0] : [...one];
}

/** More chunks than that along an axis are a mistake: their list alone would not fit into memory. */
const mostChunks = 2 ** 26;

/** Chunks of one length, the last one shorter. */
export function evenChunks(length: number, extent: number): number[] {
  if (length === 0) return [0];
  if (length / extent > mostChunks)
    throw new ShapeError(`chunks of ${extent} cut ${length} elements into ${Math.ceil(length / extent)}; at most ${mostChunks} are possible`);
  const chunks = new Array<number>(Math.ceil(length / extent)).fill(extent);
  const rest = length % extent;
  if (rest !== 0) chunks[chunks.length - 1] = rest;
  return chunks;
}

/** Cuts the axes left to us so that a chunk has about the bytes wanted: as square as they allow. */
function fillAuto(
  fixed: (number[] | undefined)[],
  auto: readonly number[],
  perAxis: readonly AxisChunks[],
  shape: readonly number[],
  dtype: DType,
  operation: string,
): void {
  const limits = auto.map((axis) => perAxis[axis] as string).map((text) => (text === "auto" ? autoChunkBytes : parseBytes(text, operation)));
  const others = fixed.reduce((size, lengths) => size * (lengths === undefined ? 1 : Math.max(1, ...lengths)), 1);
  let room = Math.max(1, Math.min(...limits) / (others * dtypes[dtype].itemsize));
  const order = [...auto].sort((a, b) => shape[a]! - shape[b]!);
  order.forEach((axis, done) => {
    const extent = Math.max(1, Math.min(shape[axis]!, Math.floor(room ** (1 / (order.length - done)))));
    fixed[axis] = evenChunks(shape[axis]!, extent);
    room /= extent;
  });
}

/** The chunks that have every border of all of them: each lies within one chunk of each. */
export function refine(axes: readonly (readonly Extent[])[], operation: string): readonly Extent[] {
  const [first, ...rest] = axes as [readonly Extent[], ...(readonly Extent[])[]];
  if (rest.every((axis) => axis === first || (axis.length === first.length && axis.every((extent, i) => extent === first[i])))) return first;
  if (axes.some((axis) => axis.includes(undefined))) {
    throw new UnknownLengths(operation, "an axis whose chunk lengths are not known meets one that is cut otherwise");
  }
  const borders = new Set<number>();
  for (const axis of axes as readonly (readonly number[])[]) for (const border of bordersOf(axis)) borders.add(border);
  const sorted = [...borders].sort((a, b) => a - b);
  return sorted.length === 1 ? [0] : sorted.slice(1).map((border, i) => border - sorted[i]!);
}

const known = new WeakMap<readonly number[], readonly number[]>();

/** Where chunks begin, and the end: [3, 1, 4] → [0, 3, 4, 8]. Remembered for each list, since it is asked for chunk by chunk. */
export function bordersOf(extents: readonly number[]): readonly number[] {
  const before = known.get(extents);
  if (before !== undefined) return before;
  const borders = [0];
  for (const extent of extents) borders.push(borders[borders.length - 1]! + extent);
  known.set(extents, borders);
  return borders;
}

/** The chunk that holds an element, given the borders of all. */
export function chunkAt(borders: readonly number[], element: number): number {
  let [low, high] = [0, borders.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (borders[middle]! <= element) low = middle;
    else high = middle;
  }
  return low;
}
