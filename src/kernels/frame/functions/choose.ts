import type { Column } from "../../../chunk/column.ts";
import type { Backend } from "../../kernel.ts";
import { validOver } from "../bitmap.ts";
import { broadcast } from "../broadcast.ts";
import { choose } from "../choose.ts";
import type { ColumnKernel } from "../column-kernel.ts";
import { elementwise } from "../elementwise.ts";
import { bitmapToBytes } from "../rows/bitmap.ts";

const notna: ColumnKernel = ({ backend, length, args }) => {
  return { type: "bool", length, values: bitmapToBytes(backend, validOver(args[0]!, length), length) };
};

const isna: ColumnKernel = (call) => {
  const { values } = notna(call);
  return {
    type: "bool",
    length: call.length,
    values: elementwise(call.backend, { kernel: "logicalNot", dtype: "bool", result: "bool", inputs: [values] }, call.length),
  };
};

const coalesce: ColumnKernel = (call) => {
  const { backend, length, args } = call;
  let chosen = args[args.length - 1]!;
  for (const arg of args.slice(0, -1).reverse()) {
    const valid = validOver(arg, length);
    chosen = valid === undefined ? arg : choose(call, bitmapToBytes(backend, valid, length), arg, chosen);
  }
  return broadcast(chosen, length);
};

const when: ColumnKernel = (call) => {
  const { backend, length, args } = call;
  let chosen = args[args.length - 1]!;
  for (let i = args.length - 3; i >= 0; i -= 2) chosen = choose(call, trueFlags(backend, args[i]!, length), args[i + 1]!, chosen);
  return broadcast(chosen, length);
};

/** Where a condition is known and true, a byte for each row. */
function trueFlags(backend: Backend, condition: Column, length: number): Uint8Array {
  const valid = validOver(condition, length);
  if (condition.length === length && valid === undefined) return condition.values as Uint8Array;
  const inputs = [condition.values, bitmapToBytes(backend, valid, length)];
  return elementwise(backend, { kernel: "logicalAnd", dtype: "bool", result: "bool", inputs }, length) as Uint8Array;
}

export const choice = { isna, notna, coalesce, when };
