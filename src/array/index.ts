/// <reference lib="esnext.disposable" preserve="true" />
export { ellipsis, newaxis, slice } from "../ops/array/selection.ts";
export { fromModule, type ModuleFunction } from "../ops/define/module-function.ts";
export type { ArrayLike, DataDType, Together } from "./array-type.ts";
export { da } from "./da.ts";
export { DArray } from "./darray.ts";
export { defaultRng, type Generator } from "./random.ts";
