import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { dictionaryRanks } from "../sort/sort-rows.ts";
import { accumulate, places } from "./accumulate.ts";
import type { GroupedRows } from "./aggregator.ts";

/** The row of the least or greatest value of each group, of equal ones the first; -1 where none has a value. NaN is both less and greater than any number. */
export function bestRows(call: GroupedRows, which: "least" | "greatest", column: Column): Int32Array {
  const rows = places(call, "int32", -1);
  const { valid, offsets, dictionary } = column;
  if (offsets !== undefined) {
    accumulate(call, `${which}Texts`, { dtype: "uint8", values: [column.values], valid, after: [offsets], outputs: [rows] });
  } else {
    const { type, values } = dictionary === undefined ? column : dictionaryRanks(call.backend, column);
    const { storage } = columnTypeOf(type);
    accumulate(call, `${which}Groups`, { dtype: storage, values: [values], valid, outputs: [rows, places(call, storage)] });
  }
  return rows.subarray(0, -1);
}
