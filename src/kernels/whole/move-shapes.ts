import { sizeOf } from "../../chunk/chunk.ts";
import type { KernelStep } from "../../graph/program.ts";
import type { Place } from "../../graph/task.ts";
import { must } from "../../util/must.ts";
import { paramsOf } from "./params.ts";

/** The shape that `assemble` makes. */
export function assembledShape(step: KernelStep, places: readonly Place[]): readonly number[] {
  const { shape } = paramsOf(step, "assemble");
  if (shape !== undefined) return shape;
  must(step.place !== undefined, "assemble needs a shape or a place");
  return places[step.place]!.shape;
}

/** A shape in which -1 stands for what is left. */
export function reshaped(wanted: readonly number[], shape: readonly (number | undefined)[]): readonly (number | undefined)[] {
  if (!wanted.includes(-1)) return wanted;
  const rest = wanted.reduce((size, extent) => (extent === -1 ? size : size * extent), 1);
  const size = shape.includes(undefined) ? undefined : sizeOf(shape as number[]);
  return wanted.map((extent) => (extent === -1 ? (size === undefined ? undefined : rest === 0 ? 0 : size / rest) : extent));
}

/** The shape that `concatenate` makes: extents along the axis add up, the others agree where they are known. */
export function concatenatedShape(step: KernelStep, args: readonly (readonly (number | undefined)[])[]): readonly (number | undefined)[] {
  const { axis } = paramsOf(step, "concatenate");
  const sum = args.reduce<number | undefined>((total, shape) => (total === undefined || shape[axis] === undefined ? undefined : total + shape[axis]!), 0);
  const others = args[0]!.map((_, i) => args.find((shape) => shape[i] !== undefined)?.[i]);
  return others.with(axis, sum);
}

/** A fill value as the typed arrays of the step's dtype hold it. */
export function valueOf({ dtype }: KernelStep, value: number | bigint | boolean): number | bigint {
  if (dtype === "int64" || dtype === "uint64") return typeof value === "bigint" ? value : BigInt(value);
  return Number(value);
}
