import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes } from "../../../chunk/dtype.ts";
import { codesOf, dictionaryOf } from "../rows/dictionary.ts";
import { takeColumn } from "../rows/take.ts";
import { directGroups, isDense, type KeyRange, keyRange } from "./direct-groups.ts";
import { hashGroups } from "./hash-groups.ts";
import type { GroupCall, KeyIndex } from "./key-index.ts";

/** Groups by one column, through a table with a place for each value where there are few, else through a hash table. */
export function groupByOne(call: GroupCall, column: Column): KeyIndex<Column> {
  if (column.dictionary !== undefined) return groupByCategory(call, column);
  const range = rangeOf(call, column);
  return range !== undefined && isDense(range, column.length) ? directGroups(call, column, range) : hashGroups(call, column);
}

/** The range of a column's values, if they are integers. */
export function rangeOf({ backend }: GroupCall, column: Column): KeyRange | undefined {
  const { storage, kind } = columnTypeOf(column.type);
  return kind === "utf8" || dtypes[storage].kind === "float" ? undefined : keyRange(backend, column);
}

function groupByCategory(call: GroupCall, column: Column): KeyIndex<Column> {
  const groups = directGroups(call, asCodes(column), dictionaryRange(column));
  const recode = recoder(call, column);
  return { ...groups, find: (other) => groups.find(recode(other)) };
}

/** The codes of a dictionary as a range. */
export function dictionaryRange(column: Column): KeyRange {
  return { least: 0n, size: dictionaryOf(column).length };
}

/** A column of categories as one of its codes. */
export function asCodes({ length, values, valid }: Column): Column {
  return { type: "int32", length, values, valid };
}

/** Gives the codes of other columns in the dictionary of this one; -1 for texts that it lacks. */
export function recoder(call: GroupCall, column: Column): (other: Column) => Column {
  const dictionary = dictionaryOf(column);
  let texts: KeyIndex<Column> | undefined;
  return (other) => {
    if (other.dictionary === dictionary) return asCodes(other);
    // A dictionary has each text once: the number of its group is its row.
    texts ??= groupByOne({ ...call, searched: true }, dictionary);
    const values = texts.find(dictionaryOf(other));
    const recoded = takeColumn(call.backend, { type: "int32", length: values.length, values }, codesOf(call.backend, other));
    return { type: "int32", length: other.length, values: recoded.values, valid: other.valid };
  };
}
