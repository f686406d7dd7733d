import { isValid } from "../chunk/column.ts";
import type { FrameResult } from "../engine/frame-result.ts";
import { readValues } from "../io/objects/read-values.ts";
import { must } from "../util/must.ts";

/** The one value of a frame of one row and one column. */
export function scalarOf({ schema, batches }: FrameResult, int64: "number" | "bigint"): unknown {
  const batch = batches.find(({ length }) => length > 0);
  must(batch?.length === 1 && schema.length === 1, "a scalar is not one value");
  const column = batch.columns[0]!;
  return isValid(column, 0) ? readValues(column, schema[0]!.name, { int64 }, "compute")[0] : null;
}
