import { addBatchKernel, type BatchKernel } from "../../batch-kernels.ts";
import { distinct, part, route, sample, sort, splitters, top } from "./exchange.ts";
import { complete, finish, merge, partial } from "./group.ts";
import { join } from "./join.ts";
import { concat, count, filter, head, number, positions, project, sampleRows, slice } from "./row-wise.ts";
import { topOfGroups } from "./top-of-groups.ts";

/** What a partition of a frame is made by, by the name that `ops/frame/` writes into steps, without `frame/`. */
const kernels: { readonly [name: string]: BatchKernel } = {
  project,
  filter,
  concat,
  head,
  slice,
  number,
  count,
  positions,
  "sample-rows": sampleRows,
  route,
  part,
  sample,
  splitters,
  sort,
  top,
  distinct,
  "top-of-groups": topOfGroups,
  partial,
  merge,
  finish,
  complete,
  join,
};

for (const [name, kernel] of Object.entries(kernels)) addBatchKernel(`frame/${name}`, kernel);
