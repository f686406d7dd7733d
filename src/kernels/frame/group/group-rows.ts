import type { Column } from "../../../chunk/column.ts";
import { must } from "../../../util/must.ts";
import type { Backend } from "../../kernel.ts";
import type { GroupCall, Groups, KeyIndex } from "./key-index.ts";
import { groupByMany } from "./many-keys.ts";
import { groupByOne } from "./one-key.ts";

export interface GroupOptions {
  /** Rows with a null among their keys are in no group. */
  readonly dropNull: boolean;
}

/** Rows with equal keys get one number, in order of first appearance. NaN equals NaN, -0 equals 0, null equals null. */
export function groupRows(backend: Backend, keys: readonly Column[], { dropNull }: GroupOptions): Groups {
  const { codes, count, firsts } = groupBy({ backend, dropNull, searched: false }, keys);
  return { codes, count, firsts };
}

/** The same, to look up keys of other rows. */
export function indexRows(backend: Backend, keys: readonly Column[], { dropNull }: GroupOptions): KeyIndex {
  return groupBy({ backend, dropNull, searched: true }, keys);
}

function groupBy(call: GroupCall, keys: readonly Column[]): KeyIndex {
  must(keys.length > 0, "groups of rows without keys");
  if (keys.length > 1) return groupByMany(call, keys);
  const { find, ...groups } = groupByOne(call, keys[0]!);
  return { ...groups, find: ([key]) => find(key!) };
}
