import type { WindowName } from "../../../ops/frame/windows/functions.ts";
import { must } from "../../../util/must.ts";
import { aggregate } from "./aggregate.ts";
import { cumulate } from "./cumulate.ts";
import { bfill, cumcount, ffill, shift } from "./neighbors.ts";
import { rank } from "./rank.ts";
import { rolling } from "./rolling.ts";
import type { WindowKernel } from "./window-kernel.ts";

const windowKernels: { readonly [K in Exclude<WindowName, "map">]: WindowKernel } = {
  cumsum: cumulate("cumsum"),
  cumprod: cumulate("cumprod"),
  cummax: cumulate("cummax"),
  cummin: cumulate("cummin"),
  shift,
  ffill,
  bfill,
  rank,
  rolling,
  cumcount,
  aggregate,
};

export function windowKernelOf(name: string): WindowKernel {
  const kernel = Object.hasOwn(windowKernels, name) ? windowKernels[name as keyof typeof windowKernels] : undefined;
  must(kernel !== undefined, `no kernel for the function ${name} of rows in order`);
  return kernel;
}
