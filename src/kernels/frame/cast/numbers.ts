import type { Column } from "../../../chunk/column.ts";
import { type DType, dtypes, type TypedArray } from "../../../chunk/dtype.ts";
import { holds } from "../../../ops/define/promotion.ts";
import type { Backend } from "../../kernel.ts";
import type { ColumnCall } from "../column-kernel.ts";
import { castValues, elementwise } from "../elementwise.ts";
import { eachPresent, misfitsOf } from "./failure.ts";

/** Numbers as another dtype. Fractions are cut off and large integers rounded to floats; what is beyond the range does not fit. */
export function castNumbers(call: ColumnCall, x: Column, from: DType, to: DType): Column {
  const { backend, type, valid } = call;
  const { length } = x;
  const values = castValues(backend, x.values, from, to);
  const isSure = dtypes[to].kind === "float" || to === "bool" || from === "bool" || holds(to, from);
  if (isSure) return { type, length, values };
  const misfits = misfitsOf(call);
  if (dtypes[from].kind === "float") {
    if (!allInside(x.values as Float64Array, to)) {
      eachPresent(x, valid, (row) => {
        const value = x.values[row] as number;
        if (!isInside(value, to)) misfits.add(row, String(value));
      });
    }
  } else {
    const changed = changedIntegers(backend, x.values, values, from, to);
    if (changed.includes(1)) {
      eachPresent(x, valid, (row) => {
        if (changed[row] !== 0) misfits.add(row, String(x.values[row]));
      });
    }
  }
  return { type, length, values, valid: misfits.valid() };
}

function isInside(value: number, dtype: DType): boolean {
  const [least, most] = dtypes[dtype].range!;
  const integral = Math.trunc(value);
  // The greatest 64-bit integers are no floats; the one above them is.
  return integral >= Number(least) && integral < Number(most + 1n);
}

function allInside(values: Float64Array | Float32Array, dtype: DType): boolean {
  const [least, most] = dtypes[dtype].range!;
  const [low, high] = [Number(least), Number(most + 1n)];
  let inside = true;
  for (let row = 0; row < values.length; row++) {
    const value = Math.trunc(values[row]!);
    inside &&= value >= low && value < high;
  }
  return inside;
}

/** Where casting there and back, or the sign, tells that an integer is beyond the range. */
function changedIntegers(backend: Backend, before: TypedArray, after: TypedArray, from: DType, to: DType): Uint8Array {
  const n = before.length;
  const predicate = (kernel: string, dtype: DType, inputs: readonly TypedArray[]) =>
    elementwise(backend, { kernel, dtype, result: "bool", inputs }, n) as Uint8Array;
  const changed = predicate("notEqual", from, [before, castValues(backend, after, to, from)]);
  if ((dtypes[from].kind === "int") === (dtypes[to].kind === "int")) return changed;
  const negative = (values: TypedArray, dtype: DType) => predicate("less", dtype, [values, new dtypes[dtype].array(1)]);
  const flipped = predicate("logicalXor", "bool", [negative(before, from), negative(after, to)]);
  return predicate("logicalOr", "bool", [changed, flipped]);
}
