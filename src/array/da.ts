import type { DType } from "../chunk/dtype.ts";
import type { DArray } from "./darray.ts";
import type { ArrayFunctions } from "./functions.ts";
import { fileFunctions } from "./io.ts";
import { random } from "./random.ts";
import { selectionHelpers } from "./selections.ts";
import { functions } from "./wrap.ts";

/** The names as Dask writes them, beside ours: `expand_dims` is `expandDims`. */
function withSnakeNames<T extends { readonly [name: string]: unknown }>(names: T): T {
  const all: Record<string, unknown> = { ...names };
  for (const name of Object.keys(names)) {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/(atleast)(\d)/, "$1_$2");
    all[snake] ??= names[name];
  }
  return all as T;
}

/** Arrays: NumPy's functions over chunks. */
export const da: ArrayFunctions & typeof selectionHelpers & typeof fileFunctions & { readonly random: typeof random } = withSnakeNames({
  ...(functions as unknown as ArrayFunctions),
  ...selectionHelpers,
  ...fileFunctions,
  random,
});

export type { DArray, DType };
