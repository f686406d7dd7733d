import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { dtypes, type TypedArray } from "../../../chunk/dtype.ts";
import { hasBit } from "../bitmap.ts";
import { callKernel, canCall, noBits } from "../rows/kernel-call.ts";
import type { WindowKernel } from "./window-kernel.ts";

type Value = number | bigint;
type Join = (total: Value, x: Value) => Value;

// What native/kernels/scan-segments.cpp does, for columns that its memory cannot hold. Typed arrays wrap integers around.
const joins: { readonly [name: string]: Join } = {
  cumsum: (total, x) => ((total as number) + (x as number)) as Value,
  cumprod: (total, x) => ((total as number) * (x as number)) as Value,
  cummax: (most, x) => (most >= x || Number.isNaN(most) ? most : x),
  cummin: (least, x) => (least <= x || Number.isNaN(least) ? least : x),
};

/** A running result over the rows of each group that have a value; the others have none. */
export function cumulate(name: "cumsum" | "cumprod" | "cummax" | "cummin"): WindowKernel {
  return ({ backend, args, borders, type }) => {
    const [x] = args as [Column];
    const { length, valid } = x;
    const { storage } = columnTypeOf(type);
    const values = new dtypes[storage].array(length);
    if (canCall(backend, `${name}Segments`, storage, x.values, borders, values)) {
      callKernel(backend, `${name}Segments`, storage, { n: length, inputs: [x.values, valid ?? noBits, borders], outputs: [values] });
    } else {
      runPlainly(joins[name]!, x, borders, values);
    }
    return { type, length, values, valid };
  };
}

function runPlainly(join: Join, { values, valid }: Column, borders: Int32Array, out: TypedArray): void {
  for (let group = 0; group + 1 < borders.length; group++) {
    let last = -1;
    for (let row = borders[group]!; row < borders[group + 1]!; row++) {
      if (valid !== undefined && !hasBit(valid, row)) continue;
      // What was stored has been wrapped around.
      out[row] = last < 0 ? values[row]! : join(out[last]!, values[row]!);
      last = row;
    }
  }
}
