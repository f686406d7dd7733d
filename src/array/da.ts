import type { DType } from "../chunk/dtype.ts";
import { guardedRecord } from "../ops/define/guarded.ts";
import { type WithSnakeNames, withSnakeNames } from "../util/snake-names.ts";
import type { DArray } from "./darray.ts";
import { fromDelayed } from "./from-delayed.ts";
import type { ArrayFunctions } from "./functions.ts";
import { fileFunctions } from "./io.ts";
import { random } from "./random.ts";
import { selectionHelpers } from "./selections.ts";
import { functions } from "./wrap.ts";

type Names = ArrayFunctions &
  typeof selectionHelpers &
  typeof fileFunctions & { readonly fromDelayed: typeof fromDelayed } & { readonly random: typeof random };

/** Arrays: NumPy's functions over chunks. */
export const da: WithSnakeNames<Names> = withSnakeNames<Names>({
  ...(functions as unknown as ArrayFunctions),
  ...selectionHelpers,
  ...guardedRecord({ ...fileFunctions, fromDelayed }),
  random,
});

export type { DArray, DType };
