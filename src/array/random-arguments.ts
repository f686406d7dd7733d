import { exprKey } from "../engine/collection.ts";
import { isExpr } from "../ops/array/operand.ts";
import { place, type Takes, takes } from "../ops/define/takes.ts";
import { DArray } from "./darray.ts";

/** How arguments of a draw are read: `parameters` of what stands by position are the distribution's, the others (`size` …) options that NumPy takes by position too. */
export interface DrawTakes {
  readonly parameters: number;
  readonly takes: Takes;
}

/** `seed` is an option where a draw has no generator of its own. */
export function drawTakes(parameters: readonly string[], more: string, options: string, seeded: boolean): DrawTakes {
  return { parameters: parameters.length, takes: takes([...parameters, more].join(" "), seeded ? `${options} seed` : options) };
}

/** Parameters in order, and all else by name. */
export function readDraw(
  name: string,
  spec: DrawTakes,
  args: readonly unknown[],
): { readonly parameters: unknown[]; readonly options: Record<string, unknown> } {
  const { positions } = spec.takes;
  const exprs = args.map((arg) => (arg instanceof DArray ? arg[exprKey] : arg));
  const placed = place(name, spec.takes, exprs, isExpr);
  const options: Record<string, unknown> = { ...(placed[positions.length] as object | undefined) };
  for (let i = spec.parameters; i < positions.length; i++) if (placed[i] !== undefined) options[positions[i]!] = placed[i];
  const parameters = placed.slice(0, spec.parameters).map((one) => (one instanceof DArray ? one[exprKey] : one));
  return { parameters, options };
}
