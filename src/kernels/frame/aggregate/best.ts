import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes } from "../../../chunk/dtype.ts";
import { takeColumn } from "../rows/take.ts";
import { accumulate, bitmapWhere, columnOf, onlyColumn, places } from "./accumulate.ts";
import type { GradualAggregator, GroupedRows, RecordCall, Recorded } from "./aggregator.ts";
import { bestRows } from "./best-rows.ts";

/** Chooses a row of each group by a column; -1 where none has a value. */
type Choose = (call: GroupedRows, column: Column) => Int32Array;

/** The least value, text by its bytes; NaN is less than any number, as in NumPy. */
export const min: GradualAggregator = { ...chosen(best("least")), recorded: (call) => recordedBest("least", call) };
/** The greatest value; NaN is greater than any number. */
export const max: GradualAggregator = { ...chosen(best("greatest")), recorded: (call) => recordedBest("greatest", call) };
/** The first value that is not null. */
export const first = chosen(atEnd("firstGroups"));
export const last = chosen(atEnd("lastGroups"));
/** The position of the least value, of equal ones the first. Columns and state: values, positions. */
export const idxmin = positioned(best("least"));
export const idxmax = positioned(best("greatest"));

function chosen(choose: Choose): GradualAggregator {
  const of = (call: GroupedRows, column: Column) => [takeColumn(call.backend, column, choose(call, column))];
  return {
    whole: false,
    states: () => 1,
    columns: 1,
    partial: (call) => of(call, onlyColumn(call)),
    merge: (call) => of(call, call.states[0]!),
    finish: ({ states, type }) => ({ ...states[0]!, type }),
  };
}

/** Of what is a number of 64 bits with a sign, or a float. */
function recordedBest(which: "least" | "greatest", { columns: [columns] }: RecordCall): Recorded | undefined {
  const [{ type, offsets, dictionary }] = columns as readonly [Column];
  const { storage } = columnTypeOf(type);
  if (offsets !== undefined || dictionary !== undefined || storage === "uint64") return undefined;
  const isFloat = dtypes[storage].kind === "float";
  const hasNulls = columns!.some(({ valid }) => valid !== undefined);
  return {
    steps: [
      { what: isFloat ? `${which}Float` : which, args: [0] },
      { what: "rows", args: [0] },
    ],
    states({ read }) {
      const counts = hasNulls ? read(1, "float64", "integer") : undefined;
      const valid = counts && bitmapWhere(counts.length, (group) => counts[group]! > 0);
      return [columnOf(type, read(0, storage, isFloat ? "float" : "integer"), valid)];
    },
  };
}

function positioned(choose: Choose): GradualAggregator {
  const of = (call: GroupedRows, columns: readonly Column[]) => {
    const rows = choose(call, columns[0]!);
    return columns.map((column) => takeColumn(call.backend, column, rows));
  };
  return {
    whole: false,
    states: () => 2,
    columns: 2,
    partial: (call) => of(call, call.columns),
    merge: (call) => of(call, call.states),
    finish: ({ states, type }) => ({ ...states[1]!, type }),
  };
}

function best(which: "least" | "greatest"): Choose {
  return (call, column) => bestRows(call, which, column);
}

function atEnd(kernel: string): Choose {
  return (call, { valid }) => {
    const rows = places(call, "int32", -1);
    accumulate(call, kernel, { valid, outputs: [rows] });
    return rows.subarray(0, -1);
  };
}
