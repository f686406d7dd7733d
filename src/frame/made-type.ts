import type { ColumnType } from "../chunk/column-type.ts";

// Interfaces of methods stand in files of their own, and are told what frames and columns are: `frame-type.ts`, which extends them, has both.

/** What columns are where a method is called: `MadeColumn<C, T>` is then a `ColumnRef<T>` or a `Series<T>`. */
export interface ColumnKind {
  readonly type: ColumnType;
  readonly column: unknown;
}
export type MadeColumn<C extends ColumnKind, T extends ColumnType> = (C & { readonly type: T })["column"];
