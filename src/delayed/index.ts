export { delayed } from "./delayed.ts";
export type { DelayedFunction, DelayedOptions, Lazy } from "./delayed-type.ts";
export { Delayed } from "./lazy-value.ts";
export { cull } from "./raw/cull.ts";
export { fuse } from "./raw/fuse.ts";
export { get } from "./raw/get.ts";
export type { Keys } from "./raw/links.ts";
export { order } from "./raw/order.ts";
export { literal, type RawGraph, ref, task } from "./raw/raw-graph.ts";
