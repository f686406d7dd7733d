import type { columnFunctions } from "../../../ops/frame/functions/table.ts";
import { must } from "../../../util/must.ts";
import type { ColumnKernel } from "../column-kernel.ts";
import { listKernels } from "../lists/lazy.ts";
import { arithmetic } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { choice } from "./choose.ts";
import { compare } from "./compare.ts";
import { dateKernels } from "./dates.ts";
import { logic } from "./logic.ts";
import { map, replace } from "./map.ts";
import { parsing } from "./parse.ts";
import { textKernels } from "./text.ts";

type Functions = typeof columnFunctions;
/** Functions that are others in disguise have no kernel. */
type Rewritten =
  | "clip"
  | "between"
  | "fillna"
  | "ifnull"
  | "where"
  | "mask"
  | "str/ljust"
  | "str/rjust"
  | "str/center"
  | "dt/asUnit"
  | "toNumeric"
  | "toTimedelta";

const columnKernels: { readonly [K in Exclude<keyof Functions, Rewritten>]: ColumnKernel } = {
  ...arithmetic,
  ...compare,
  ...logic,
  ...choice,
  cast,
  map,
  replace,
  ...textKernels,
  ...dateKernels,
  ...listKernels,
  ...parsing,
};

export function findColumnKernel(name: string): ColumnKernel {
  const kernel = Object.hasOwn(columnKernels, name) ? columnKernels[name as keyof typeof columnKernels] : undefined;
  must(kernel !== undefined, `no kernel for the function ${name} of columns`);
  return kernel;
}
