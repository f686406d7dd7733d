import { type Chunk, elements } from "../../chunk/chunk.ts";
import { type DType, parseDType } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import { isKnown } from "../../expr/meta.ts";
import type { BitGenerator } from "../../random/bit-generator.ts";
import { checkParameter, checkParameters, type Distribution, type DistributionName, distributions } from "../../random/distributions.ts";
import { invariantBlock, type Streams, streamParams } from "../../random/streams.ts";
import { DTypeError, ShapeError } from "../../util/errors.ts";
import { type ChunkSpec, evenChunks, normalizeChunks } from "../define/chunks.ts";
import { constant } from "../define/constant.ts";
import { drawExpr } from "../define/draw.ts";
import { castTo, commonChunks, elementwise } from "../define/elementwise.ts";
import { gridSize } from "../define/grid.ts";
import { rechunkExpr } from "../define/rechunk.ts";
import { broadcastExpr } from "../define/region-op.ts";
import { reshapeExpr } from "../define/reshape.ts";
import { source } from "../define/source.ts";
import { isStored } from "../define/stored.ts";
import { asExpr, isScalar, type OperandInput } from "./operand.ts";

/** A bit generator and how chunks share it. It counts what was drawn, so that successive draws differ. */
export interface DrawSource {
  readonly generator: BitGenerator;
  readonly streams: Streams;
  /** How many arrays were drawn before, and how many chunks they had. */
  drawn: number;
  chunks: number;
}

export interface DrawOptions {
  readonly size?: number | readonly number[] | null;
  readonly chunks?: ChunkSpec;
  readonly dtype?: DType;
}

interface Target {
  readonly shape: readonly number[];
  readonly chunks: readonly (readonly number[])[];
  readonly dtype: DType;
}

/** The shape, chunks and dtype of a draw; the shape is that of the parameters if none is given. */
export function targetOf(name: string, options: DrawOptions, arrays: readonly Expr[], allowed: readonly DType[]): Target {
  const dtype = options.dtype === undefined ? allowed[0]! : parseDType(options.dtype, name);
  if (!allowed.includes(dtype)) throw new DTypeError(`${name}: draws ${allowed.join(" or ")}, not ${dtype}`);
  const size = options.size ?? undefined;
  const common =
    arrays.length === 0
      ? []
      : commonChunks(
          name,
          arrays.map((array) => array.meta),
        );
  const own = common.map((axis) => axis.reduce<number>((sum, extent) => sum + (extent ?? Number.NaN), 0));
  if (!isKnown(own) || own.some(Number.isNaN)) throw new ShapeError(`${name}: a parameter has an unknown shape (after a mask); call computeChunkSizes() first`);
  const shape = size === undefined ? own : typeof size === "number" ? [size] : size;
  if (!Array.isArray(shape)) throw new ShapeError(`${name}: size is ${String(size)}; give a length, or a list of them`);
  const wrong = shape.find((extent) => !Number.isSafeInteger(extent) || extent < 0);
  if (wrong !== undefined) throw new ShapeError(`${name}: ${String(wrong)} in size [${shape}] is not a length`);
  const skipped = shape.length - own.length;
  if (skipped < 0 || own.some((extent, axis) => extent !== 1 && extent !== shape[axis + skipped]))
    throw new ShapeError(`${name}: parameters of shape [${own}] do not broadcast to size [${shape}]`);
  const previous = options.chunks === undefined && size === undefined && arrays.length > 0 ? (common as readonly (readonly number[])[]) : undefined;
  return { shape, chunks: previous ?? normalizeChunks(options.chunks, shape, dtype, name), dtype };
}

/** The params of the next array drawn from a source; what is drawn later differs. */
export function nextStream(from: DrawSource, shape: readonly number[], chunks: readonly (readonly number[])[]) {
  const params = streamParams(from.generator, from.streams, { index: from.drawn, chunksBefore: from.chunks }, shape, chunks);
  from.drawn++;
  from.chunks += gridSize(chunks.map((axis) => axis.length));
  return params;
}

/** An array drawn from one of NumPy's distributions. Parameters are numbers or arrays. */
export function draw(from: DrawSource, name: DistributionName, parameters: readonly (OperandInput | undefined)[], options: DrawOptions): Expr {
  const distribution: Distribution = distributions[name];
  const given = parameters.map((parameter) => (parameter === undefined || isScalar(parameter) ? parameter : asExpr(parameter, name)));
  const arrays = given.filter((one): one is Expr => typeof one === "object");
  const target = targetOf(name, options, arrays, distribution.dtypes);
  const numbers = arrays.length === 0 ? checkParameters(name, distribution, given as (number | undefined)[]) : undefined;
  const checked = numbers ?? partlyChecked(name, distribution, given);
  const affine = affines[name]?.(checked);
  if (affine !== undefined) return scaled(drawStandard(from, distribution.standard!, target), ...affine, target);
  if (numbers !== undefined) return fromSource(from, distribution.kernel, target, numbers);
  return drawWithInputs(from, distribution, name, target, checked);
}

type Factor = number | Expr | undefined;

/** Distributions that are a shift and a scale of a standard one, as NumPy computes them. A scale that is an array is not: the kernel looks whether it is one. */
const affines: { readonly [name: string]: (parameters: readonly (number | Expr)[]) => readonly [shift: Factor, scale: Factor] | undefined } = {
  normal: ([loc, scale]) => (typeof scale === "number" ? [loc, scale] : undefined),
  exponential: ([scale]) => (typeof scale === "number" ? [undefined, scale] : undefined),
  uniform: ([low, high]) => (typeof low === "number" && typeof high === "number" ? [low, high - low] : undefined),
};

const float = (value: number | Expr): Expr => (typeof value === "number" ? constant("float64", value) : castTo(value, "float64"));

/** shift + scale · z. What changes nothing is left out. */
function scaled(z: Expr, shift: Factor, scale: Factor, target: Target): Expr {
  const times = scale === undefined || scale === 1 ? z : elementwise("multiply", "float64", "float64", [z, float(scale)]);
  const plus = shift === undefined || shift === 0 ? times : elementwise("add", "float64", "float64", [times, float(shift)]);
  return rechunkExpr(plus, target.chunks);
}

function drawStandard(from: DrawSource, kernel: string, target: Target): Expr {
  return fromSource(from, kernel, target, []);
}

/** The stream decides whether the numbers depend on the chunks. */
export function fromSource(from: DrawSource, kernel: string, { shape, chunks, dtype }: Target, args: readonly number[]): Expr {
  const fixed = from.streams !== "invariant";
  return source(kernel, dtype, chunks, { ...nextStream(from, shape, chunks), arguments: args }, { fixed });
}

/** Parameters some of which are arrays: numbers and arrays in memory are checked now, others by the kernel. */
function partlyChecked(name: string, distribution: Distribution, given: readonly (number | bigint | boolean | Expr | undefined)[]): readonly (number | Expr)[] {
  return distribution.parameters.map((parameter, k) => {
    const value = given[k];
    if (value === undefined || isScalar(value)) return checkParameter(name, parameter, value === undefined ? undefined : Number(value));
    if (isStored(value)) for (const chunk of value.held as readonly Chunk[]) for (const one of elements(chunk)) checkParameter(name, parameter, Number(one));
    return value;
  });
}

/** A draw with arrays among its parameters, one element a draw. */
export function drawWithInputs(
  from: DrawSource,
  draws: Pick<Distribution, "kernel" | "steady">,
  name: string,
  target: Target,
  parameters: readonly (number | Expr)[],
): Expr {
  // Where the bits a draw takes depend on its parameters, a chunk must start where a block of the stream does: as one axis, cut at blocks.
  const flat = from.streams === "invariant" && !draws.steady;
  const size = gridSize(target.shape);
  const chunks = flat ? [evenChunks(size, invariantBlock * Math.max(1, Math.round(2 ** 20 / invariantBlock)))] : target.chunks;
  const inputs: Expr[] = [];
  let arrays = 0;
  const args = parameters.map((value, k) => {
    if (typeof value === "number") return value;
    arrays |= 1 << k;
    const wide = broadcastExpr(castTo(value, "float64"), target.shape, target.chunks);
    inputs.push(flat ? rechunkExpr(reshapeExpr(wide, [-1], name), chunks) : wide);
    return 0;
  });
  const shape = flat ? [size] : target.shape;
  const drawn = drawExpr(draws.kernel, target.dtype, chunks, { ...nextStream(from, shape, chunks), arguments: args, arrays }, inputs);
  return flat ? rechunkExpr(reshapeExpr(drawn, target.shape, name), target.chunks) : drawn;
}
