import type { KernelStep, Step } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import { stateFields } from "../ops/define/state-fields.ts";
import { must } from "../util/must.ts";
import { kindOf } from "./classify.ts";
import { wholeOf } from "./wholes.ts";

type Shape = readonly number[];

/** A shape; not `known` where only running tells it, and then one that is large enough. */
export interface Bound {
  readonly shape: Shape;
  readonly known: boolean;
}

/** NumPy's broadcast of shapes that are known to fit. */
export function broadcastShapes(shapes: readonly Shape[]): number[] {
  const ndim = Math.max(0, ...shapes.map((shape) => shape.length));
  const out = new Array<number>(ndim).fill(1);
  for (const shape of shapes) {
    const skipped = ndim - shape.length;
    shape.forEach((extent, axis) => {
      const at = skipped + axis;
      must(out[at] === 1 || extent === 1 || out[at] === extent, `shapes ${shapes.map((one) => `[${one}]`).join(" ")} do not broadcast`);
      if (extent !== 1) out[at] = extent;
    });
  }
  return out;
}

/** The shape of what a step makes. */
export function shapeOf(step: Step, args: readonly Shape[], places: readonly Place[]): Bound {
  const place = step.place === undefined ? undefined : places[step.place]!.shape;
  switch (kindOf(step)) {
    case "constant":
    case "source":
    case "panel":
      return { shape: place ?? broadcastShapes(args), known: true };
    case "elementwise":
      return { shape: broadcastShapes(args), known: true };
    case "reduce":
      return { shape: stateShape(step as KernelStep, args[0]!), known: true };
    case "batch":
      return { shape: [0], known: false };
    case "function":
      return { shape: place ?? broadcastShapes(args), known: false };
    case "whole":
      return wholeShape(step as KernelStep, args, places);
  }
}

function stateShape({ kernel, dtype, params }: KernelStep, shape: Shape): number[] {
  const axes = params!["axes"] as readonly number[];
  return [stateFields(kernel.slice("reduce/".length), dtype), ...shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent))];
}

function wholeShape(step: KernelStep, args: readonly Shape[], places: readonly Place[]): Bound {
  const whole = wholeOf(step.kernel);
  const shape = whole.shape(step, args, places);
  const unknown = shape.indexOf(undefined);
  if (unknown < 0) return { shape: shape as Shape, known: true };
  must(whole.bound !== undefined, `${step.kernel} does not say how large it can get`);
  // All that is not known goes into the first such extent.
  const known = shape.reduce<number>((size, extent) => size * (extent ?? 1), 1);
  const rest = Math.ceil(whole.bound(step, args, places) / Math.max(1, known));
  return { shape: shape.map((extent, axis) => extent ?? (axis === unknown ? rest : 1)), known: false };
}
