import { sizeOf } from "../chunk/chunk.ts";
import { dtypes, type TypedArray, viewOf } from "../chunk/dtype.ts";
import type { Operand } from "./kernel.ts";

/** Whether elements in C order are one after the other. Axes of one element may have any stride. */
export function isDense({ shape, strides }: Pick<Operand, "shape" | "strides">): boolean {
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis]!;
    if (extent === 0) return true;
    if (extent !== 1 && strides[axis] !== stride) return false;
    stride *= extent;
  }
  return true;
}

/** The elements of an operand in C order: where they are, if they are dense there; else a copy. */
export function dense(operand: Operand): TypedArray {
  const size = sizeOf(operand.shape);
  if (isDense(operand)) return operand.data.subarray(operand.offset, operand.offset + size);
  const out = viewOf(operand.dtype, new ArrayBuffer(size * dtypes[operand.dtype].itemsize), 0, size);
  gather(operand, 0, size, out);
  return out;
}

/** Elements `start … start + n - 1` of an operand, C order, into `out`. */
export function gather({ dtype, data, offset, shape, strides }: Operand, start: number, n: number, out: TypedArray): void {
  // As integers, so that the bits of a NaN stay.
  const [from, to] = dtype === "float64" || dtype === "float32" ? [bits(data), bits(out)] : [data, out];
  const index = new Array<number>(shape.length).fill(0);
  let at = offset;
  for (let axis = shape.length - 1, rest = start; axis >= 0; axis--) {
    const extent = shape[axis]!;
    index[axis] = rest % extent;
    at += index[axis]! * strides[axis]!;
    rest = Math.floor(rest / extent);
  }
  const last = shape.length - 1;
  if (last < 0) {
    to[0] = from[at]!;
    return;
  }
  const [inner, step] = [shape[last]!, strides[last]!];
  for (let i = 0; i < n; ) {
    const count = Math.min(n - i, inner - index[last]!);
    if (step === 1) (to as Uint8Array).set((from as Uint8Array).subarray(at, at + count), i);
    else if (step === 0) (to as Uint8Array).fill(from[at] as never, i, i + count);
    else for (let k = 0; k < count; k++) to[i + k] = from[at + k * step]!;
    i += count;
    at += count * step;
    index[last]! += count;
    for (let axis = last; axis > 0 && index[axis] === shape[axis]; axis--) {
      at += strides[axis - 1]! - shape[axis]! * strides[axis]!;
      index[axis] = 0;
      index[axis - 1]!++;
    }
  }
}

function bits(data: TypedArray): TypedArray {
  return data.BYTES_PER_ELEMENT === 8
    ? new BigUint64Array(data.buffer, data.byteOffset, data.length)
    : new Uint32Array(data.buffer, data.byteOffset, data.length);
}
