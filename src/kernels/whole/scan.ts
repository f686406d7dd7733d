import { sizeOf } from "../../chunk/chunk.ts";
import type { Whole } from "../kernel.ts";
import { denseIn, denseOr } from "./copy-strided.ts";
import { aroundAxis, defineWhole, runKernel } from "./define.ts";
import { linesOf } from "./memory.ts";
import { paramsOf } from "./params.ts";
import type { Reference } from "./reference/reference.ts";
import * as reference from "./reference/scan.ts";

function scan(kernel: string, meaning: Reference): Whole {
  return defineWhole({
    kernels: [kernel, "copy"],
    shape: (_, [x]) => x!,
    scratchBytes: (step, [, carry]) => (carry === undefined ? 0 : linesOf(step.dtype, sizeOf(carry))),
    native(call, memory) {
      const { step, args, out } = call;
      const [x, carry] = args;
      const inputs = [denseOr(call, x!, out), ...(carry === undefined ? [] : [denseIn(call, carry, memory)])];
      const params = [...aroundAxis(x!.shape, paramsOf(step, "cumsum").axis), Number(carry !== undefined)];
      runKernel(call, call.backend, kernel, step.dtype, { n: sizeOf(x!.shape), inputs, outputs: [out], params });
    },
    reference: meaning,
  });
}

export const cumsum: Whole = scan("cumsum", reference.cumsum);
export const cumprod: Whole = scan("cumprod", reference.cumprod);
export const nancumsum: Whole = scan("nancumsum", reference.nancumsum);
export const nancumprod: Whole = scan("nancumprod", reference.nancumprod);
export const cummax: Whole = scan("cummax", reference.cummax);
export const cummin: Whole = scan("cummin", reference.cummin);
