import type { ColumnType } from "../chunk/column-type.ts";
import type { ColumnLike } from "./column-methods.ts";
import type { DFrame } from "./dframe.ts";
import type { Series } from "./series.ts";

/** What a column on its own can do besides: rows come and go. */
export interface RowMethods<T extends ColumnType> {
  /** The rows where a condition on columns of the same frame holds. */
  filter(condition: ColumnLike<"bool">): Series<T>;
  /** Rows that have a value. */
  dropna(): Series<T>;
  /** The first rows. */
  head(n?: number): Series<T>;
  /** The last rows. */
  tail(n?: number): Series<T>;
  /** The different values, in the order in which they first appear. */
  unique(): Series<T>;
  /** How often each value appears, most frequent first, then the lesser value first: columns of the name of this one and `count`. */
  valueCounts(options?: { readonly dropna?: boolean; readonly ascending?: boolean; readonly sort?: boolean; readonly normalize?: boolean }): DFrame;
  /** In order; missing values last unless said. */
  sortValues(options?: { readonly ascending?: boolean; readonly naPosition?: "first" | "last" }): Series<T>;
  nlargest(n?: number): Series<T>;
  nsmallest(n?: number): Series<T>;
  rename(name: string): Series<T>;
  /** A frame of this one column. */
  toFrame(name?: string): DFrame;
}
