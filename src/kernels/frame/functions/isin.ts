import { columnTypeOf } from "../../../chunk/column-type.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { elementwise } from "../elementwise.ts";
import { indexRows } from "../group/group-rows.ts";
import { concatColumns } from "../rows/concat.ts";
import { takeCodes } from "../take-codes.ts";
import { equalText } from "../text/compare.ts";

/** Up to so many values are compared one by one, more are looked up in a hash table. */
const few = 6;

/** Whether each row is one of some values: arguments of one row. */
export const isin: ColumnKernel = (call) => {
  const { backend, length, args, type } = call;
  const [x, ...candidates] = args as [(typeof args)[0], ...typeof args];
  if (x.dictionary !== undefined) {
    return takeCodes(backend, isin({ ...call, length: x.dictionary.length, args: [x.dictionary, ...candidates] }), x);
  }
  if (candidates.length > few) {
    const found = indexRows(backend, [concatColumns(backend, candidates)], { dropNull: true }).find([x]);
    return {
      type,
      length,
      values: elementwise(backend, { kernel: "greaterEqual", dtype: "int32", result: "bool", inputs: [found, new Int32Array(1)] }, length),
    };
  }
  const equal = candidates.map((candidate) => equals(call, x, candidate));
  const values = equal.reduce(
    (a, b) => elementwise(backend, { kernel: "logicalOr", dtype: "bool", result: "bool", inputs: [a, b] }, length) as Uint8Array,
    equal[0] ?? new Uint8Array(length),
  );
  return { type, length, values };
};

function equals({ backend, length }: ColumnCall, x: ColumnCall["args"][0], candidate: ColumnCall["args"][0]): Uint8Array {
  if (x.type === "utf8") return equalText(backend, x, candidate, length, false);
  const dtype = columnTypeOf(x.type).storage;
  return elementwise(backend, { kernel: "equal", dtype, result: "bool", inputs: [x.values, candidate.values] }, length) as Uint8Array;
}
