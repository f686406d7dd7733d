import { type Column, isValid } from "../../../chunk/column.ts";
import { listColumn } from "../../../chunk/list.ts";
import { textReader } from "../../../chunk/text.ts";
import type { AggregationName } from "../../../ops/frame/aggregations.ts";
import { room } from "../../batch-memory.ts";
import { aggregatorOf } from "../aggregate/aggregators.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { cast } from "../functions/cast.ts";
import { compare } from "../functions/compare.ts";
import { takeColumn } from "../rows/take.ts";
import { mapRows } from "../text/strings.ts";
import { type Lists, listsOf, ownersOf } from "./rows.ts";

/** Where a slice of a list lies, as Python has it. */
function sliced(from: number, to: number, start: unknown, stop: unknown): [number, number] {
  const length = to - from;
  const place = (index: unknown, usual: number) => (typeof index !== "number" ? usual : Math.min(Math.max(index < 0 ? index + length : index, 0), length));
  const first = place(start, 0);
  return [from + first, from + Math.max(first, place(stop, length))];
}

function slice({ backend, params, args: [x] }: ColumnCall): Column {
  const { items, offsets } = listsOf(x!);
  const spans = Array.from({ length: x!.length }, (_, row) => sliced(offsets[row]!, offsets[row + 1]!, params["start"], params["stop"]));
  const ends = room("int32", x!.length + 1);
  ends[0] = 0;
  for (const [row, [from, to]] of spans.entries()) ends[row + 1] = ends[row]! + to - from;
  const rows = room("int32", ends[x!.length]!);
  for (const [row, [from, to]] of spans.entries()) for (let at = from; at < to; at++) rows[ends[row]! + at - from] = at;
  return listColumn(takeColumn(backend, items, rows, { present: true }), ends);
}

function get({ backend, params, args: [x] }: ColumnCall): Column {
  const { items, offsets } = listsOf(x!);
  const index = params["index"] as number;
  const rows = Int32Array.from({ length: x!.length }, (_, row) => {
    const at = index < 0 ? offsets[row + 1]! + index : offsets[row]! + index;
    return at >= offsets[row]! && at < offsets[row + 1]! ? at : -1;
  });
  return takeColumn(backend, items, rows);
}

function contains(call: ColumnCall): Column {
  const { backend, args } = call;
  const [x, value] = args as [Column, Column];
  const { items, offsets } = listsOf(x);
  const { length } = items;
  const found = new Uint8Array(x.length);
  const own = items.type === value.type ? items : cast({ ...call, args: [items], length, type: value.type, params: {}, valid: items.valid });
  const wanted = value.length === 1 ? value : takeColumn(backend, value, ownersOf(offsets, length));
  const equal = length === 0 ? [] : compare.eq({ ...call, args: [own, wanted], length, params: {}, valid: undefined }).values;
  const isThere = (at: number) => equal[at] === 1 && isValid(items, at) && isValid(wanted, wanted.length === 1 ? 0 : at);
  for (let row = 0; row < x.length; row++) for (let at = offsets[row]!; found[row] === 0 && at < offsets[row + 1]!; at++) if (isThere(at)) found[row] = 1;
  return { type: "bool", length: x.length, values: found };
}

function join(call: ColumnCall): Column {
  const { items, offsets } = listsOf(call.args[0]!);
  const read = textReader(items);
  const separator = String(call.params["separator"] ?? "");
  return mapRows(call, call.length, (row) => {
    const texts: string[] = [];
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      if (!isValid(items, at)) return undefined;
      texts.push(read(at));
    }
    return texts.join(separator);
  });
}

function len({ args: [x], type }: ColumnCall): Column {
  const { offsets } = listsOf(x!);
  const values = new BigInt64Array(x!.length);
  for (let row = 0; row < values.length; row++) values[row] = BigInt(offsets[row + 1]! - offsets[row]!);
  return { type, length: x!.length, values };
}

/** The lists are groups of what stands in them. */
function aggregated(name: AggregationName): ColumnKernel {
  return ({ backend, type, args: [x] }) => {
    const { items, offsets }: Lists = listsOf(x!);
    const groups = { backend, rows: items.length, codes: ownersOf(offsets, items.length), count: x!.length, params: {}, columns: [items] };
    const aggregator = aggregatorOf(name);
    return aggregator.whole ? aggregator.complete({ ...groups, type }) : aggregator.finish({ ...groups, type, states: aggregator.partial(groups) });
  };
}

export const listKernels = {
  "list/len": len,
  "list/get": get,
  "list/slice": slice,
  "list/join": join,
  "list/contains": contains,
  "list/sum": aggregated("sum"),
  "list/mean": aggregated("mean"),
  "list/min": aggregated("min"),
  "list/max": aggregated("max"),
} satisfies { readonly [name: string]: ColumnKernel };
