import type { ColumnType } from "../chunk/column-type.ts";
import type { Columns } from "./columns-type.ts";

// Interfaces of methods stand in files of their own, and are told what frames and columns are: `frame-type.ts`, which extends them, has both.

/** What frames are, told once: `MadeFrame<F, S>` is then `DFrame<S>`. */
export interface FrameKind {
  readonly schema: unknown;
  readonly frame: unknown;
}
export type MadeFrame<F extends FrameKind, S extends Columns> = (F & { readonly schema: S })["frame"];

/** What columns are where a method is called: `MadeColumn<C, T>` is then a `ColumnRef<T>` or a `Series<T>`. */
export interface ColumnKind {
  readonly type: ColumnType;
  readonly column: unknown;
}
export type MadeColumn<C extends ColumnKind, T extends ColumnType> = (C & { readonly type: T })["column"];

/** Where a column stands: in a callback (`c.DepDelay`), in one on groups, or on its own (`df.col("DepDelay")`). The methods are the same. */
export type Standing = "ref" | "series" | "within";
