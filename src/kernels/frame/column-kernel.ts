import type { Column } from "../../chunk/column.ts";
import type { ColumnType } from "../../chunk/column-type.ts";
import type { StepParams } from "../../graph/program.ts";
import type { Backend } from "../kernel.ts";

/** A function of columns (`ops/frame/functions/`) with what it is computed from. */
export interface ColumnCall {
  readonly backend: Backend;
  /** Rows of the result. An argument of one row stands for as many equal ones. */
  readonly length: number;
  readonly args: readonly Column[];
  /** Of a strict function: the rows in which all arguments have a value, those that the result can have one in. */
  readonly valid: Uint8Array | undefined;
  readonly params: StepParams;
  /** Where the rows begin in their partition, if the kernel gets a piece of it (0). */
  readonly firstRow?: number;
  /** What the result must be. */
  readonly type: ColumnType;
}

/** The result has `length` rows. Of a strict function the caller joins the bitmaps: the kernel gives one only for nulls of its own. */
export type ColumnKernel = (call: ColumnCall) => Column;
