export { delayed } from "./delayed.ts";
export type { DelayedFunction, DelayedOptions, Lazy } from "./delayed-type.ts";
export { Delayed } from "./lazy-value.ts";
