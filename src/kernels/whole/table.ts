import type { Whole } from "../kernel.ts";
import type { WholeName } from "./names.ts";

/** The kernels that take and make whole chunks, by name; `names.ts` says what each is given. */
export const wholeKernels: { readonly [K in WholeName]?: Whole } = {};

export function wholeKernel(name: string): Whole | undefined {
  return Object.hasOwn(wholeKernels, name) ? wholeKernels[name as WholeName] : undefined;
}
