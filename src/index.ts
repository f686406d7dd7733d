/// <reference lib="esnext.disposable" preserve="true" />
export { DArray, da, ellipsis, fromModule, newaxis, slice } from "./array/index.ts";
export type { DType } from "./chunk/dtype.ts";
export { NDArray } from "./chunk/ndarray.ts";
export { config } from "./config/config.ts";
export {
  cull,
  Delayed,
  type DelayedFunction,
  type DelayedOptions,
  delayed,
  fuse,
  get,
  type Lazy,
  literal,
  order,
  type RawGraph,
  ref,
  task,
  visualize,
} from "./delayed/index.ts";
export { compute } from "./engine/compute.ts";
export type { ComputeOptions } from "./engine/options.ts";
export type { VisualizeOptions } from "./engine/visualize.ts";
export type { RunEvent } from "./execute/run-event.ts";
export { DFrame, dd, Series } from "./frame/index.ts";
export * from "./util/errors.ts";
