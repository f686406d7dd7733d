import type { Column } from "../../../chunk/column.ts";
import type { TypedArray } from "../../../chunk/dtype.ts";
import type { ArrayKernel } from "../../batch-kernels.ts";
import { room } from "../../batch-memory.ts";

/** The columns of an array of two axes; an array of one is a column. */
export const fromArray: ArrayKernel = {
  of: "arrays",
  run({ args: [array] }) {
    const { data, dtype, offset, shape, strides } = array!;
    const [length, count] = [shape[0]!, shape[1] ?? 1];
    const columns = Array.from({ length: count }, (_, column): Column => {
      const values: TypedArray = room(dtype, length);
      const first = offset + column * (strides[1] ?? 0);
      for (let row = 0; row < length; row++) values[row] = data[first + row * strides[0]!]!;
      return { type: dtype, length, values };
    });
    return { length, columns };
  },
};
