import type { Whole } from "../kernel.ts";
import { assemble, concatenate, copy, reshape } from "./move.ts";
import type { WholeName } from "./names.ts";
import { argsort, sort } from "./sort.ts";

/** The kernels that take and make whole chunks, by name; `names.ts` says what each is given. */
export const wholeKernels: { readonly [K in WholeName]?: Whole } = {
  copy,
  assemble,
  concatenate,
  reshape,
  sort,
  argsort,
};

export function wholeKernel(name: string): Whole | undefined {
  return Object.hasOwn(wholeKernels, name) ? wholeKernels[name as WholeName] : undefined;
}
