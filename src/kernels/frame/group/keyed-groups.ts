import type { Column } from "../../../chunk/column.ts";
import type { Backend } from "../../kernel.ts";
import { takeColumn } from "../rows/take.ts";
import { groupRows } from "./group-rows.ts";

/** Groups of rows and what their keys are. */
export interface KeyedGroups {
  /** The group of each row; without it all rows are one. */
  readonly codes: Int32Array | undefined;
  readonly count: number;
  readonly keys: readonly Column[];
}

/** The groups of some keys. Without keys all rows are one group, also when there are none. */
export function groupsOf(backend: Backend, keys: readonly Column[], dropNull: boolean): KeyedGroups {
  if (keys.length === 0) return { codes: undefined, count: 1, keys: [] };
  const { codes, count, firsts } = groupRows(backend, keys, { dropNull });
  return { codes, count, keys: keys.map((key) => takeColumn(backend, key, firsts)) };
}
