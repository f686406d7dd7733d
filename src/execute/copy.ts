import { sizeOf } from "../chunk/chunk.ts";
import { dtypes, type TypedArray } from "../chunk/dtype.ts";
import type { Operand } from "../kernels/kernel.ts";

/** The elements of an operand in C order, in memory of their own. */
export function copyOf({ dtype, data, offset, shape, strides }: Operand): TypedArray {
  const size = sizeOf(shape);
  const out = new dtypes[dtype].array(size);
  if (isDense(shape, strides)) {
    out.set(data.subarray(offset, offset + size) as never);
    return out;
  }
  const index = new Array<number>(shape.length).fill(0);
  let at = offset;
  for (let i = 0; i < size; i++) {
    out[i] = data[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return out;
}

function isDense(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis]!;
  }
  return true;
}
