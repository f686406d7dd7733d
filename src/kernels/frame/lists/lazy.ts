import type { listFunctions } from "../../../ops/frame/functions/lists.ts";
import { listFunctions as functions } from "../../../ops/frame/functions/lists.ts";
import { loadBeside } from "../../../util/load-module.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import type { ColumnKernel } from "../column-kernel.ts";

type Names = keyof typeof listFunctions;

/** Functions of lists, loaded when the first is called. */
export const listKernels = Object.fromEntries(
  (Object.keys(functions) as Names[]).map((name): [Names, ColumnKernel] => [
    name,
    (call) => loadBeside<typeof import("./functions.ts")>(import.meta.url, "./functions").listKernels[name](call),
  ]),
) as { readonly [N in Names]: ColumnKernel };

export const explode: BatchKernel = {
  run: (call) => loadBeside<typeof import("./explode.ts")>(import.meta.url, "./explode").explode.run(call),
};
