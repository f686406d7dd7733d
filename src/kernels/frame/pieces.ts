import { bitmapBytes, type Column, sliceBitmap, sliceColumn, textBytes } from "../../chunk/column.ts";
import { columnTypeOf } from "../../chunk/column-type.ts";
import { dtypes } from "../../chunk/dtype.ts";
import { must } from "../../util/must.ts";
import { hasBit } from "./bitmap.ts";
import type { ColumnCall, ColumnKernel } from "./column-kernel.ts";

/** A kernel whose memory is limited where the backend's is: it gets a piece of the rows at a time. */
export function inPieces(kernel: ColumnKernel): ColumnKernel {
  return (call) => {
    const { maxBytes } = call.backend;
    const bytes = call.args.reduce((sum, arg) => sum + (arg.offsets === undefined ? 8 * arg.length : 4 * arg.length + textBytes(arg)), 8 * call.length);
    if (maxBytes === undefined || 8 * bytes <= maxBytes || call.length < 2) return kernel(call);
    const middle = (call.length >> 4) << 3 || 1;
    return append(inPieces(kernel)(rowsOf(call, 0, middle)), inPieces(kernel)(rowsOf(call, middle, call.length)));
  };
}

function rowsOf(call: ColumnCall, from: number, to: number): ColumnCall {
  return {
    ...call,
    length: to - from,
    args: call.args.map((arg) => (arg.length === call.length ? sliceColumn(arg, from, to) : arg)),
    valid: call.valid && sliceBitmap(call.valid, from, to),
  };
}

/** The rows of one column, then those of another of its type without a dictionary. */
function append(a: Column, b: Column): Column {
  must(a.dictionary === undefined, "columns with dictionaries are not joined here");
  const length = a.length + b.length;
  const [bytesA, bytesB] = [usedValues(a), usedValues(b)];
  const values = new dtypes[columnTypeOf(a.type).storage].array(bytesA.length + bytesB.length);
  values.set(bytesA as never);
  values.set(bytesB as never, bytesA.length);
  return { type: a.type, length, values, offsets: a.offsets && joinOffsets(a, b), valid: joinValid(a, b, length) };
}

function usedValues({ values, offsets, length }: Column) {
  return offsets === undefined ? values.subarray(0, length) : values.subarray(offsets[0], offsets[length]);
}

function joinOffsets(a: Column, b: Column): Int32Array {
  const out = new Int32Array(a.length + b.length + 1);
  for (let row = 0; row <= a.length; row++) out[row] = a.offsets![row]! - a.offsets![0]!;
  const shift = out[a.length]! - b.offsets![0]!;
  for (let row = 1; row <= b.length; row++) out[a.length + row] = b.offsets![row]! + shift;
  return out;
}

function joinValid(a: Column, b: Column, length: number): Uint8Array | undefined {
  if (a.valid === undefined && b.valid === undefined) return undefined;
  const out = new Uint8Array(bitmapBytes(length));
  const put = ({ valid, length: rows }: Column, from: number) => {
    for (let row = 0; row < rows; row++) if (valid === undefined || hasBit(valid, row)) out[(from + row) >> 3]! |= 1 << ((from + row) & 7);
  };
  put(a, 0);
  put(b, a.length);
  return out;
}
