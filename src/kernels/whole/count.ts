import { checkEdges } from "../../ops/define/edges.ts";
import { ShapeError } from "../../util/errors.ts";
import { dense } from "../dense.ts";
import type { Whole, WholeCall } from "../kernel.ts";
import { defineWhole, runKernel } from "./define.ts";
import { edgesOf } from "./edges.ts";
import { linesOf, type Memory } from "./memory.ts";
import { eachPanel, panelBytes } from "./panels.ts";
import { paramsOf } from "./params.ts";
import * as reference from "./reference/count.ts";

export const bincount: Whole = defineWhole({
  kernels: ["bincount", "greatest", "copy"],
  shape(step) {
    const params = paramsOf(step, "bincount");
    return ["length" in params ? params.length : undefined];
  },
  bound(step) {
    const params = paramsOf(step, "bincount");
    return "length" in params ? params.length : params.bound;
  },
  scratchBytes: (_, args) => panelBytes(args) + panelBytes([args[0]!]),
  native(call, memory) {
    const { step, args, out } = call;
    const params = paramsOf(step, "bincount");
    const most = "length" in params ? params.length : params.bound;
    const length = "length" in params ? most : Math.max(params.minlength, greatestOf(call, memory) + 1);
    const counts = out.subarray(0, Math.min(length, most)).fill(0 as never);
    const good = length <= most && count(call, memory, "bincount", counts, [length, args.length - 1]);
    if (!good) throw notBelow(call, most);
    return [length];
  },
  reference: reference.bincount,
});

export const addPadded: Whole = defineWhole({
  kernels: [],
  shape: () => [undefined],
  bound: (_, args) => Math.max(...args.map((shape) => shape[0]!)),
  native({ args, out }) {
    const length = Math.max(...args.map((arg) => arg.shape[0]!));
    out.fill(0 as never, 0, length);
    for (const { data, offset, shape, strides } of args) {
      for (let i = 0; i < shape[0]!; i++) (out as Float64Array)[i]! += data[offset + i * strides[0]!] as number;
    }
    return [length];
  },
  reference: reference.addPadded,
});

export const histogram: Whole = defineWhole({
  kernels: ["histogram", "copy"],
  shape(step, args) {
    const { bins } = paramsOf(step, "histogram");
    if (bins !== undefined) return [bins];
    const edges = args[1]![0];
    return [edges === undefined ? undefined : edges - 1];
  },
  bound: (step, args) => paramsOf(step, "histogram").bins ?? args[1]![0]! - 1,
  scratchBytes: (step, args) => linesOf("float64", (paramsOf(step, "histogram").bins ?? args[1]![0]!) + 1) + panelBytes(args),
  native(call, memory) {
    const { args, out } = call;
    const params = paramsOf(call.step, "histogram");
    const equal = params.bins !== undefined;
    const given = params.bins === undefined ? (dense(args[1]!) as Float64Array) : edgesOf(params);
    checkEdges(given);
    const edges = memory.take("float64", given.length);
    edges.set(given);
    const bins = edges.length - 1;
    const weights = args.slice(equal ? 1 : 2);
    count({ ...call, args: [args[0]!, ...weights] }, memory, "histogram", out.subarray(0, bins).fill(0 as never), [bins, Number(equal), weights.length], edges);
    return [bins];
  },
  reference: reference.histogram,
});

/** Runs a kernel that adds to counts, panel by panel. Whether all elements were in its domain. */
function count(
  call: WholeCall,
  memory: Memory,
  kernel: string,
  counts: Float64Array | WholeCall["out"],
  params: readonly number[],
  ...edges: Float64Array[]
): boolean {
  let good = true;
  eachPanel(call, memory, call.args, ([x, ...weights]) => {
    good &&= runKernel(call, call.backend, kernel, call.step.dtype, { n: x!.length, inputs: [x!, ...edges, ...weights], outputs: [], params, state: counts });
  });
  return good;
}

function greatestOf(call: WholeCall, memory: Memory): number {
  const state = new Float64Array([-1]);
  eachPanel(call, memory, [call.args[0]!], ([x]) => {
    runKernel(call, call.backend, "greatest", call.step.dtype, { n: x!.length, inputs: [x!], outputs: [], state });
  });
  return state[0]!;
}

function notBelow({ args }: WholeCall, most: number): ShapeError {
  const wrong = dense(args[0]!).find((value: number | bigint) => value < 0 || value >= most);
  return new ShapeError(
    wrong! < 0
      ? `bincount: ${wrong} is negative; counts are of nonnegative integers`
      : `bincount: ${wrong} does not fit into ${most} counts; pass a greater minlength`,
  );
}
