import { sizeOf, stridesOf } from "../chunk/chunk.ts";
import { type DType, dtypes, type Scalar, type TypedArray, viewOf } from "../chunk/dtype.ts";
import type { KernelStep, Program, StepParams } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import { evaluate, type ScalarOp } from "../ops/define/scalar-op.ts";
import { must } from "../util/must.ts";
import { gather } from "./dense.ts";
import type { Operand } from "./kernel.ts";
import { reduceExactly, type Seen } from "./reference-reduce.ts";
import { broadcastShapes } from "./shapes.ts";

/** A value by definition: its elements in C order. The state of a reduction is what it has seen, a list a slot. */
export interface ReferenceValue {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly elements: readonly Scalar[];
  readonly seen?: readonly (readonly Seen[])[];
}

/** Runs a program by the definitions of its operations, one element at a time. Sources that draw or read, and whole kernels, are not in it. */
export function runReference(
  program: Program,
  places: readonly Place[],
  inputs: readonly Operand[],
  ops: { readonly [kernel: string]: ScalarOp | undefined },
): ReferenceValue[] {
  const values = inputs.map(valueOf);
  for (const step of program.steps) {
    must("kernel" in step, "functions have no definition");
    const args = step.args.map((arg) => values[arg]!);
    values.push(runStep(step, args, places, ops));
  }
  return program.outputs.map((register) => values[register]!);
}

function runStep(
  step: KernelStep,
  args: readonly ReferenceValue[],
  places: readonly Place[],
  ops: { readonly [kernel: string]: ScalarOp | undefined },
): ReferenceValue {
  const { kernel, dtype, result, params = {} } = step;
  const place = step.place === undefined ? undefined : places[step.place]!;
  const [family, reducer] = kernel.split("/") as [string, string | undefined];
  if (family === "constant")
    return { dtype, shape: place?.shape ?? [], elements: new Array<Scalar>(sizeOf(place?.shape ?? [])).fill(params["value"] as Scalar) };
  if (family === "coordinate") return coordinate(dtype, params["axis"] as number, place!);
  if (family === "reduce") return collect(args[0]!, step, place);
  if (family === "merge") return { ...args[0]!, seen: args[0]!.seen!.map((_, slot) => args.flatMap((arg) => arg.seen![slot]!)) };
  if (family === "final")
    return {
      dtype: result,
      shape: finalShape(args[0]!.shape, params),
      elements: args[0]!.seen!.map((seen) => reduceExactly(reducer!, dtype, seen, Number(params["ddof"] ?? 0))),
    };
  const op = ops[kernel];
  must(op !== undefined, `${kernel} has no definition`);
  const shape = broadcastShapes(args.map((arg) => arg.shape));
  const columns = args.map((arg) => valueOf(operandOver(arg, shape)).elements);
  const numbers = op.params.map(({ name, default: unless }) => Number(params[name] ?? unless));
  return {
    dtype: result,
    shape,
    elements: Array.from({ length: sizeOf(shape) }, (_, i) =>
      evaluate(
        op,
        dtype,
        columns.map((column) => column[i]!),
        numbers,
      ),
    ),
  };
}

function coordinate(dtype: DType, axis: number, { origin, shape }: Place): ReferenceValue {
  const stride = stridesOf(shape)[axis]!;
  const exact = dtypes[dtype].range !== undefined && dtypes[dtype].itemsize === 8;
  const elements = Array.from({ length: sizeOf(shape) }, (_, i) => origin[axis]! + (Math.floor(i / stride) % shape[axis]!));
  return { dtype, shape, elements: exact ? elements.map(BigInt) : elements };
}

/** The elements of each slot, in C order, with their positions among the reduced elements of the whole array. */
function collect({ dtype, shape, elements }: ReferenceValue, { params }: KernelStep, place: Place | undefined): ReferenceValue {
  const axes = params!["axes"] as readonly number[];
  const arrayShape = (params!["arrayShape"] ?? shape) as readonly number[];
  const kept = shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const [strides, slotStrides] = [stridesOf(shape), stridesOf(kept)];
  const seen = Array.from({ length: sizeOf(kept) }, (): Seen[] => []);
  elements.forEach((value, i) => {
    let [slot, position] = [0, 0];
    shape.forEach((extent, axis) => {
      const index = Math.floor(i / strides[axis]!) % extent;
      if (axes.includes(axis)) position = position * arrayShape[axis]! + index + (place?.origin[axis] ?? 0);
      else slot += index * slotStrides[axis]!;
    });
    seen[slot]!.push({ value, position });
  });
  return { dtype, shape: [1, ...kept], elements: [], seen };
}

function finalShape(state: readonly number[], params: StepParams): number[] {
  const squeeze = (params["squeeze"] ?? []) as readonly number[];
  return state.slice(1).filter((_, axis) => !squeeze.includes(axis));
}

function operandOver({ dtype, shape, elements }: ReferenceValue, over: readonly number[]): Operand {
  const skipped = over.length - shape.length;
  const own = stridesOf(shape);
  return {
    dtype,
    data: elementsAsArray(dtype, elements),
    offset: 0,
    shape: over,
    strides: over.map((_, axis) => (axis < skipped || shape[axis - skipped] === 1 ? 0 : own[axis - skipped]!)),
  };
}

/** Elements as they lie in memory. */
export function elementsAsArray(dtype: DType, elements: readonly Scalar[]): TypedArray {
  const array = new dtypes[dtype].array(elements.length);
  elements.forEach((value, i) => {
    array[i] = (typeof value === "boolean" ? Number(value) : value) as never;
  });
  return array;
}

function valueOf(operand: Operand): ReferenceValue {
  const { dtype, shape } = operand;
  const size = sizeOf(shape);
  const out = viewOf(dtype, new ArrayBuffer(size * dtypes[dtype].itemsize), 0, size);
  gather(operand, 0, size, out);
  const elements = dtype === "bool" ? Array.from(out as Uint8Array, Boolean) : (Array.from(out as Float64Array) as Scalar[]);
  return { dtype, shape, elements };
}
