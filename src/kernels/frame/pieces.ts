import { sliceBitmap, sliceColumn, textBytes } from "../../chunk/column.ts";
import type { ColumnCall, ColumnKernel } from "./column-kernel.ts";
import { concatColumns } from "./rows/concat.ts";

/** A kernel whose memory is limited where the backend's is: it gets a piece of the rows at a time. */
export function inPieces(kernel: ColumnKernel): ColumnKernel {
  return (call) => {
    const { maxBytes } = call.backend;
    const bytes = call.args.reduce((sum, arg) => sum + (arg.offsets === undefined ? 8 * arg.length : 4 * arg.length + textBytes(arg)), 8 * call.length);
    if (maxBytes === undefined || 8 * bytes <= maxBytes || call.length < 2) return kernel(call);
    const middle = (call.length >> 4) << 3 || 1;
    const halves = [rowsOf(call, 0, middle), rowsOf(call, middle, call.length)];
    return concatColumns(call.backend, halves.map(inPieces(kernel)));
  };
}

function rowsOf(call: ColumnCall, from: number, to: number): ColumnCall {
  return {
    ...call,
    length: to - from,
    firstRow: (call.firstRow ?? 0) + from,
    args: call.args.map((arg) => (arg.length === call.length ? sliceColumn(arg, from, to) : arg)),
    valid: call.valid && sliceBitmap(call.valid, from, to),
  };
}
