import { bitmapBytes, type Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { rowBounds, type WindowBounds } from "../../../ops/frame/windows/window-bounds.ts";
import { room } from "../../batch-memory.ts";
import { castValues } from "../elementwise.ts";
import { someBits } from "../rows/bitmap.ts";
import { callKernel, canCall, noBits } from "../rows/kernel-call.ts";
import { windowsOf } from "./bounds.ts";
import type { WindowCall } from "./window-kernel.ts";

interface SlideKernel {
  readonly kernel: string;
  /** How many values a window must have at any rate. */
  readonly least: (ddof: number) => number;
  /** Numbers that are kept of each row. */
  readonly fields: number;
}

const one = () => 1;
const kernels: { readonly [agg: string]: SlideKernel } = {
  sum: { kernel: "rollingSum", least: () => 0, fields: 1 },
  mean: { kernel: "rollingMean", least: one, fields: 1 },
  min: { kernel: "rollingMin", least: one, fields: 1 },
  max: { kernel: "rollingMax", least: one, fields: 1 },
  var: { kernel: "rollingVar", least: (ddof) => ddof + 1, fields: 3 },
  std: { kernel: "rollingStd", least: (ddof) => ddof + 1, fields: 3 },
  count: { kernel: "rollingCount", least: () => 0, fields: 0 },
};

const noRows = new Int32Array(0);

/** Windows in a kernel; nothing where there is none for them, or its memory cannot hold the column. */
export function slideInKernel({ backend, args, borders, params, type }: WindowCall): Column | undefined {
  const [column, times] = args as [Column, Column?];
  const agg = params["agg"] as string;
  const own = Object.hasOwn(kernels, agg) ? kernels[agg]! : undefined;
  if (own === undefined) return undefined;
  const { length } = column;
  const bounds = params as unknown as WindowBounds;
  const { low, high } = times === undefined ? rowBounds(bounds) : { low: 0, high: length };
  const scratchBytes = (Math.min(length, Math.max(0, high - low)) + 1) * own.fields * 8;
  const out = room(own.fields === 0 ? "int64" : "float64", length);
  const valid = room("uint8", bitmapBytes(length));
  const listed = times === undefined ? 0 : 8 * length;
  const memory = [{ byteLength: 8 * length }, column.valid ?? noBits, borders, { byteLength: listed }, out, valid, { byteLength: scratchBytes }];
  if (!canCall(backend, own.kernel, "float64", ...memory)) return undefined;
  const windows = times === undefined ? { low: noRows, high: noRows } : windowsOf(backend, borders, bounds, times);
  const ddof = (params["ddof"] as number | undefined) ?? 1;
  callKernel(backend, own.kernel, "float64", {
    n: length,
    // What is counted is not looked at.
    inputs: [
      own.fields === 0 ? noRows : castValues(backend, column.values, columnTypeOf(column.type).storage, "float64"),
      column.valid ?? noBits,
      borders,
      windows.low,
      windows.high,
    ],
    outputs: [out, valid],
    params: [low, high, Math.max(params["minPeriods"] as number, own.least(ddof)), ddof],
    scratchBytes,
  });
  return { type, length, values: out, valid: someBits(backend, valid, length) };
}
