import type { Column } from "../../../chunk/column.ts";
import { type ColumnType, columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes, viewOf } from "../../../chunk/dtype.ts";
import { room } from "../../batch-memory.ts";
import { accumulate, columnOf, columnOfNumbers, countRows, onlyColumn, places, stateOf, totals } from "./accumulate.ts";
import type { GradualAggregator, GroupedRows, MergeCall } from "./aggregator.ts";

/** How many rows have a value. */
export const count: GradualAggregator = {
  whole: false,
  states: () => 1,
  columns: 1,
  partial: (call) => [stateOf("int64", countRows(call, onlyColumn(call).valid, "int64"))],
  recorded: () => ({ steps: [{ what: "rows", args: [0] }], states: ({ read }) => [columnOf("int64", read(0, "int64", "integer"))] }),
  merge: (call) => [addUp(call, call.states[0]!)],
  finish: ({ states, type }) => retyped(states[0]!, type),
};

/** How many rows there are. */
export const size: GradualAggregator = {
  ...count,
  columns: 0,
  partial: (call) => [stateOf("int64", countRows(call, undefined, "int64"))],
  recorded: () => ({ steps: [{ what: "rows", args: [] }], states: ({ read }) => [columnOf("int64", read(0, "int64", "integer"))] }),
};

/** The sum of what is not null: integers exactly (modulo 2^64), floats with what rounding lost. */
export const sum: GradualAggregator = {
  whole: false,
  states: (type) => (type?.startsWith("float") ? 2 : 1),
  columns: 1,
  partial(call) {
    const column = onlyColumn(call);
    return isFloat(column) ? totals(call, column).map((array) => stateOf("float64", array)) : [addUp(call, column)];
  },
  recorded: ({ columns: [columns] }) => ({
    steps: [{ what: isFloat(columns![0]!) ? "total" : "sum", args: [0] }],
    states: ({ read }) =>
      isFloat(columns![0]!) ? [0, 1].map((word) => columnOf("float64", read(0, "float64", "float", word))) : [columnOf("int64", read(0, "int64", "integer"))],
  }),
  merge: (call) => (call.states.length === 1 ? [addUp(call, call.states[0]!)] : mergeTotals(call)),
  finish({ states, type }) {
    return states.length === 1 ? retyped(states[0]!, type) : columnOfNumbers(type, joinTotals(states), undefined);
  },
};

/** The product of what is not null: integers modulo 2^64. */
export const prod: GradualAggregator = {
  whole: false,
  states: () => 1,
  columns: 1,
  partial: (call) => [multiply(call, onlyColumn(call))],
  merge: (call) => [multiply(call, call.states[0]!)],
  finish: ({ states, type }) => retyped(states[0]!, type),
};

export const any = truth("anyGroups", 0);
export const all = truth("everyGroups", 1);

function truth(kernel: string, ofNothing: 0 | 1): GradualAggregator {
  const of = (call: GroupedRows, { type, values, valid }: Column) => {
    const out = places(call, "bool", ofNothing);
    accumulate(call, kernel, { dtype: columnTypeOf(type).storage, values: [values], valid, outputs: [out] });
    return [stateOf("bool", out)];
  };
  return {
    whole: false,
    states: () => 1,
    columns: 1,
    partial: (call) => of(call, onlyColumn(call)),
    merge: (call) => of(call, call.states[0]!),
    finish: ({ states }) => states[0]!,
  };
}

export function addUp(call: GroupedRows, { type, values, valid }: Column): Column {
  const out = places(call, "int64");
  accumulate(call, "sumGroups", { dtype: columnTypeOf(type).storage, values: [values], valid, outputs: [out] });
  return stateOf("int64", out);
}

function multiply(call: GroupedRows, column: Column): Column {
  const dtype = isFloat(column) ? "float64" : "int64";
  const out = places(call, dtype, 1);
  accumulate(call, "productGroups", { dtype: columnTypeOf(column.type).storage, values: [column.values], valid: column.valid, outputs: [out] });
  return stateOf(dtype, out);
}

export function mergeTotals(call: MergeCall): Column[] {
  const [sums, rests] = totals(call, call.states[0]!);
  totals(call, call.states[1]!, sums, rests);
  return [stateOf("float64", sums), stateOf("float64", rests)];
}

/** Sums with what rounding lost. */
export function joinTotals([sums, rests]: readonly Column[]): Float64Array {
  const [totals, lost] = [sums!.values as Float64Array, rests!.values as Float64Array];
  const out = room("float64", totals.length);
  for (let group = 0; group < out.length; group++) out[group] = totals[group]! + lost[group]!;
  return out;
}

export function isFloat({ type }: Column): boolean {
  return dtypes[columnTypeOf(type).storage].kind === "float";
}

/** The same numbers as another type: 64-bit integers keep their bits. */
function retyped(column: Column, type: ColumnType): Column {
  const { storage } = columnTypeOf(type);
  const { length, values } = column;
  if (columnTypeOf(column.type).storage === storage) return { ...column, type };
  if (storage === "int64" || storage === "uint64") return { type, length, values: viewOf(storage, values.buffer, values.byteOffset, length) };
  return columnOfNumbers(type, Float64Array.from(values as ArrayLike<number | bigint>, Number), undefined);
}
