import type { Column } from "../../../chunk/column.ts";
import type { ColumnType } from "../../../chunk/column-type.ts";
import type { StepParams } from "../../../graph/program.ts";
import type { Backend } from "../../kernel.ts";

/** A function of rows in order (`ops/frame/windows/`) with what it is computed from. */
export interface WindowCall {
  readonly backend: Backend;
  readonly args: readonly Column[];
  /** Rows `borders[i]` up to, without, `borders[i + 1]` are a group; rows of others are not seen. The last border is how many rows there are. */
  readonly borders: Int32Array;
  readonly params: StepParams;
  /** What the result must be. */
  readonly type: ColumnType;
}

/** Gives a row for each row. */
export type WindowKernel = (call: WindowCall) => Column;
