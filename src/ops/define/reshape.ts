import { type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { arrayMeta, isKnown } from "../../expr/meta.ts";
import { ShapeError } from "../../util/errors.ts";
import { evenChunks } from "./chunks.ts";
import { UnknownLengths } from "./later.ts";
import { rechunkExpr } from "./rechunk.ts";

/** Each chunk under another shape; the grids have as many chunks, in the same order. */
export type ReshapeParams = { readonly chunks: readonly (readonly number[])[] };

export const reshapeOp: Op<ReshapeParams> = {
  name: "array/reshape",
  infer: ([input], { chunks }) => arrayMeta(input!.dtype, chunks),
  blockwise(node) {
    const { chunks } = node.params;
    const shapeAt = (at: readonly number[]) => at.map((index, axis) => chunks[axis]![index]!);
    const { dtype } = node.meta;
    return {
      steps: (build, args, at) => build.step({ kernel: "reshape", dtype, args, result: dtype, params: { shape: shapeAt(at) } }),
      variant: (at) => shapeAt(at).join("x"),
    };
  },
};

/** The same elements in C order under another shape, whatever the chunks: they are cut so that each becomes one chunk of the result. */
export function reshapeExpr(x: Expr, wanted: readonly number[], operation: string): Expr {
  const { shape } = x.meta;
  if (!isKnown(shape)) return reshapeUnknown(x, wanted, operation);
  const target = fillIn(shape, wanted, operation);
  if (target.length === shape.length && target.every((extent, axis) => extent === shape[axis])) return x;
  const plan = planReshape(shape, x.meta.chunks as readonly (readonly number[])[], target);
  return makeExpr(reshapeOp, [rechunkExpr(x, plan.input)], { chunks: plan.output });
}

/** A 1-d array stays one when its length is unknown. */
function reshapeUnknown(x: Expr, wanted: readonly number[], operation: string): Expr {
  if (x.meta.shape.length === 1 && wanted.length === 1 && wanted[0] === -1) return x;
  const isPlain = wanted.every((extent) => Number.isInteger(extent) && extent >= 0);
  const promised = isPlain ? wanted.map((extent) => [extent]) : undefined;
  throw new UnknownLengths(operation, `the shape [${x.meta.shape.map((extent) => extent ?? "?").join(", ")}] is not known`, promised);
}

/** Works out the extent given as -1. */
function fillIn(shape: readonly number[], wanted: readonly number[], operation: string): number[] {
  const size = shape.reduce((a, b) => a * b, 1);
  const open = wanted.flatMap((extent, axis) => (extent === -1 ? [axis] : []));
  const rest = wanted.reduce((product, extent) => (extent === -1 ? product : product * extent), 1);
  const fits = open.length === 0 ? rest === size : open.length === 1 && rest !== 0 && size % rest === 0;
  if (!fits || wanted.some((extent) => !Number.isInteger(extent) || extent < -1)) {
    throw new ShapeError(`${operation}: ${size} elements of shape [${shape.join(", ")}] do not fill shape [${wanted.join(", ")}]`);
  }
  return wanted.map((extent) => (extent === -1 ? size / rest : extent));
}

interface Plan {
  readonly input: number[][];
  readonly output: number[][];
}

/**
 * Cuts both shapes into the shortest runs of axes of equal size: [4, 6] → [2, 2, 6] is 4 → 2, 2 and 6 → 6. Within a run only the first axis may be in
 * several chunks, at borders that both shapes have.
 */
function planReshape(shape: readonly number[], chunks: readonly (readonly number[])[], target: readonly number[]): Plan {
  if (shape.includes(0) || target.includes(0)) return { input: shape.map((extent) => [extent]), output: target.map((extent) => [extent]) };
  const input: number[][] = [];
  const output: number[][] = [];
  let [i, j] = [0, 0];
  while (i < shape.length || j < target.length) {
    const [from, to] = [i, j];
    let [a, b] = [shape[i++] ?? 1, target[j++] ?? 1];
    while (a !== b) {
      if (a < b) a *= shape[i++]!;
      else b *= target[j++]!;
    }
    const run = planRun(shape.slice(from, i), chunks.slice(from, i), target.slice(to, j));
    input.push(...run.input);
    output.push(...run.output);
  }
  return { input, output };
}

function planRun(shape: readonly number[], chunks: readonly (readonly number[])[], target: readonly number[]): Plan {
  if (shape.length === 1 && target.length === 1) return { input: [[...chunks[0]!]], output: [[...chunks[0]!]] };
  if (shape.length === 0 || target.length === 0) return { input: shape.map(() => [1]), output: target.map(() => [1]) };
  const firstLong = (extents: readonly number[]) =>
    Math.max(
      0,
      extents.findIndex((extent) => extent !== 1),
    );
  const [a, b] = [firstLong(shape), firstLong(target)];
  const inner = (extents: readonly number[], from: number) => extents.slice(from + 1).reduce((x, y) => x * y, 1);
  const [innerA, innerB] = [inner(shape, a), inner(target, b)];
  // Chunks must be whole rows of both: multiples of this many elements.
  const unit = leastCommonMultiple(innerA, innerB);
  const size = shape[a]! * innerA;
  const present =
    chunks[a]!.reduce((most, extent) => Math.max(most, extent), 1) * chunks.slice(a + 1).reduce((product, axis) => product * Math.max(...axis), 1);
  const flat = unit >= size ? [size] : evenChunks(size, Math.max(unit, Math.floor(present / unit) * unit));
  const cut = (extents: readonly number[], at: number, row: number) =>
    extents.map((extent, axis) => (axis === at ? flat.map((elements) => elements / row) : [extent]));
  return { input: cut(shape, a, innerA), output: cut(target, b, innerB) };
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
