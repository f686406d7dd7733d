import type { Column } from "../../../chunk/column.ts";
import type { Backend } from "../../kernel.ts";

/** Rows by their keys. */
export interface Groups {
  /** The group of each row, in order of first appearance; -1 where a key is null and nulls are dropped. */
  readonly codes: Int32Array;
  /** How many groups there are. */
  readonly count: number;
  /** The first row of each. */
  readonly firsts: Int32Array;
}

/** Groups, and which of them has the keys of other rows. */
export interface KeyIndex<Keys = readonly Column[]> extends Groups {
  /** The group of each row of columns of the same types; -1 where there is none. */
  find(keys: Keys): Int32Array;
}

/** What all ways to group are asked for. */
export interface GroupCall {
  readonly backend: Backend;
  /** Rows with a null among their keys belong to no group, instead of null being a key like others. */
  readonly dropNull: boolean;
  /** Whether keys of other rows will be looked up. */
  readonly searched: boolean;
}
