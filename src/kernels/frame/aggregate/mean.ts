import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes } from "../../../chunk/dtype.ts";
import { accumulate, bitmapWhere, columnOf, columnOfNumbers, countRows, onlyColumn, places, stateOf, totals } from "./accumulate.ts";
import type { FinishCall, GradualAggregator, PartialCall } from "./aggregator.ts";
import { addUp, isFloat, joinTotals, mergeTotals } from "./sums.ts";

/**
 * The mean of what is not null. State of numbers: sums, what rounding lost, counts (float64). Of times, whose ticks a float64 does not hold: the sums of their
 * higher and lower 32 bits (int64), counts.
 */
export const mean: GradualAggregator = {
  whole: false,
  states: () => 3,
  columns: 1,
  partial(call) {
    const column = onlyColumn(call);
    return isTime(column)
      ? ofTicks(call, column)
      : [...totals(call, column), countRows(call, column.valid, "float64")].map((array) => stateOf("float64", array));
  },
  recorded({ columns: [columns] }) {
    const column = columns![0]!;
    if (isTime(column)) return undefined;
    // Sums of integers of 32 bits stay below 2^63.
    const isExact = !isFloat(column) && dtypes[columnTypeOf(column.type).storage].itemsize <= 4;
    return {
      steps: [
        { what: isExact ? "sum" : "total", args: [0] },
        { what: "rows", args: [0] },
      ],
      states({ read }) {
        const rests = isExact ? read(0, "float64", "rest") : read(0, "float64", "float", 1);
        const arrays = [read(0, "float64", isExact ? "integer" : "float"), rests, read(1, "float64", "integer")];
        return arrays.map((array) => columnOf("float64", array));
      },
    };
  },
  merge(call) {
    const [first, second, counts] = call.states as [Column, Column, Column];
    const sums = first.type === "int64" ? [addUp(call, first), addUp(call, second)] : mergeTotals(call);
    return [...sums, stateOf("float64", totals(call, counts)[0])];
  },
  finish: (call) => (call.states[0]!.type === "int64" ? meanTicks(call) : meanNumbers(call)),
};

function isTime({ type }: Column): boolean {
  const { kind } = columnTypeOf(type);
  return kind === "timestamp" || kind === "duration";
}

function ofTicks(call: PartialCall, { values, valid, length }: Column): Column[] {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * length);
  const lower = new Uint32Array(length);
  const higher = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    lower[row] = words[2 * row]!;
    higher[row] = words[2 * row + 1]!;
  }
  const sum = (dtype: "int32" | "uint32", half: Int32Array | Uint32Array) => {
    const out = places(call, "int64");
    accumulate(call, "sumGroups", { dtype, values: [half], valid, outputs: [out] });
    return stateOf("int64", out);
  };
  return [sum("int32", higher), sum("uint32", lower), stateOf("float64", countRows(call, valid, "float64"))];
}

/** To the nearest tick, halfway up. */
function meanTicks({ states, count, type }: FinishCall): Column {
  const [higher, lower, counts] = states.map(({ values }) => values) as [BigInt64Array, BigInt64Array, Float64Array];
  const values = new BigInt64Array(count);
  for (let group = 0; group < count; group++) {
    const rows = BigInt(counts[group]!);
    if (rows === 0n) continue;
    const doubled = 2n * ((higher[group]! << 32n) + lower[group]!) + rows;
    const whole = doubled / (2n * rows);
    values[group] = whole - (doubled < 0n && whole * 2n * rows !== doubled ? 1n : 0n);
  }
  const valid = bitmapWhere(count, (group) => counts[group]! > 0);
  return { type, length: count, values, valid };
}

function meanNumbers({ states, count, type }: FinishCall): Column {
  const means = joinTotals(states);
  const counts = states[2]!.values as Float64Array;
  let missing = 0;
  for (let group = 0; group < count; group++) {
    if (counts[group] === 0) missing++;
    else means[group] = means[group]! / counts[group]!;
  }
  return columnOfNumbers(type, means, missing === 0 ? undefined : bitmapWhere(count, (group) => counts[group] !== 0));
}
