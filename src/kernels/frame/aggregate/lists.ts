import { type Column, sliceColumn } from "../../../chunk/column.ts";
import { listColumn } from "../../../chunk/list.ts";
import { zeros } from "../../batch-memory.ts";
import { groupRows } from "../group/group-rows.ts";
import { partitionRows } from "../hash/partition-rows.ts";
import { takeColumn } from "../rows/take.ts";
import { asText } from "../take-codes.ts";
import { onlyColumn } from "./accumulate.ts";
import type { CompleteCall, WholeAggregator } from "./aggregator.ts";

/** All values of a group in the order of their rows, null too. */
export const list: WholeAggregator = {
  whole: true,
  columns: 1,
  distinct: false,
  complete(call) {
    const column = onlyColumn(call);
    if (call.codes === undefined) return listColumn(asText(call.backend, column), Int32Array.of(0, column.length));
    return listsOf(call, column, call.codes);
  },
};

/** The different values of a group in the order in which they first appear, null too. */
export const unique: WholeAggregator = {
  whole: true,
  columns: 1,
  distinct: false,
  complete(call) {
    const { backend, rows } = call;
    const column = onlyColumn(call);
    const codes: Column = { type: "int32", length: rows, values: call.codes ?? zeros("int32", rows) };
    const firsts = groupRows(backend, [codes, column], { dropNull: false }).firsts.slice().sort();
    return listsOf(call, takeColumn(backend, column, firsts, { present: true }), takeColumn(backend, codes, firsts).values as Int32Array);
  },
};

function listsOf({ backend, count }: CompleteCall, column: Column, codes: Int32Array): Column {
  const { rows, starts } = partitionRows(backend, codes, count);
  const items = takeColumn(backend, asText(backend, column), rows, { present: true });
  const offsets = Int32Array.from(starts);
  return listColumn(sliceColumn(items, 0, offsets[count]!), offsets);
}
