import { columnTypeOf } from "../../../chunk/column-type.ts";
import { valueReader } from "../../../chunk/column-values.ts";
import type { ColumnKernel } from "../column-kernel.ts";
import { elementwise } from "../elementwise.ts";
import { takeCodes } from "../take-codes.ts";
import { equalText } from "../text/compare.ts";

/** Up to so many values are compared one by one, more are looked up. */
const few = 8;

/** Whether each row is one of some values: arguments of one row. */
export const isin: ColumnKernel = (call) => {
  const { backend, length, args, type } = call;
  const [x, ...candidates] = args as [(typeof args)[0], ...typeof args];
  if (x.dictionary !== undefined) {
    const found = isin({ ...call, length: x.dictionary.length, args: [x.dictionary, ...candidates] });
    return takeCodes(found, { ...x, valid: undefined });
  }
  if (candidates.length > few) {
    const wanted = new Set(candidates.map((candidate) => valueReader(candidate)(0)));
    const read = valueReader({ ...x, valid: undefined });
    const values = new Uint8Array(length);
    for (let row = 0; row < length; row++) values[row] = wanted.has(read(row)) ? 1 : 0;
    return { type, length, values };
  }
  const values = new Uint8Array(length);
  const dtype = columnTypeOf(x.type).storage;
  for (const candidate of candidates) {
    const equal = (
      x.type === "utf8"
        ? equalText(backend, x, candidate, length, false)
        : elementwise(backend, { kernel: "equal", dtype, result: "bool", inputs: [x.values, candidate.values] }, length)
    ) as Uint8Array;
    for (let row = 0; row < length; row++) values[row]! |= equal[row]!;
  }
  return { type, length, values };
};
