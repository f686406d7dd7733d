import type { Expr } from "../../../expr/expr.ts";
import type { Schema } from "../../../expr/meta.ts";
import { frameOf } from "../schema.ts";
import { stage } from "../stage.ts";

/** The columns of frames whose partitions have as many rows, side by side; rows are where they are in the first. */
export function beside(frames: readonly Expr[], schema: Schema): Expr {
  return stage({ kernel: "beside", inputs: frames, schema, layout: frameOf(frames[0]!.meta).layout });
}
