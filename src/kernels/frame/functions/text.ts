import type { Column } from "../../../chunk/column.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { takeCodes } from "../take-codes.ts";
import { cat } from "../text/cat.ts";
import { textClasses } from "../text/classes.ts";
import { textFill } from "../text/fill.ts";
import { textLetters } from "../text/letters.ts";
import { textParts } from "../text/parts.ts";
import { textSearch } from "../text/search.ts";

type Kernels = { readonly [name: string]: ColumnKernel };

/** Categories: each text of the dictionary once. */
function onDictionary(kernel: ColumnKernel): ColumnKernel {
  return (call: ColumnCall) => {
    const [x] = call.args as [Column];
    const { dictionary } = x;
    if (dictionary === undefined) return kernel(call);
    const computed = kernel({ ...call, args: [dictionary], length: dictionary.length, valid: undefined });
    return takeCodes(call.backend, computed, x);
  };
}

function mapKernels<K extends Kernels>(kernels: K): { readonly [N in keyof K]: ColumnKernel } {
  return Object.fromEntries(Object.entries(kernels).map(([name, kernel]) => [name, onDictionary(kernel)])) as { readonly [N in keyof K]: ColumnKernel };
}

export const textKernels = {
  ...mapKernels({ ...textLetters, ...textParts, ...textSearch, ...textFill, ...textClasses }),
  "str/cat": cat,
};
