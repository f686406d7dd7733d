import { sizeOf } from "../../chunk/chunk.ts";
import { dense } from "../dense.ts";
import type { Whole } from "../kernel.ts";
import { copyStrided } from "./copy-strided.ts";
import { defineWhole, itemsizeOf, runKernel } from "./define.ts";
import { digitsHolding, rankAmong } from "./digit-ranks.ts";
import { linesOf } from "./memory.ts";
import { eachPanel, panelBytes } from "./panels.ts";
import { paramsOf } from "./params.ts";
import { rowBytes } from "./rank.ts";
import * as reference from "./reference/digits.ts";

/** How many digits of 16 bits there are. */
const digits = 65_536;

export const digitCounts: Whole = defineWhole({
  kernels: ["digitCounts", "copy"],
  shape: () => [digits],
  scratchBytes: (_, [x]) => panelBytes([x!]),
  native(call, memory) {
    call.out.fill(0 as never, 0, digits);
    eachPanel(call, memory, call.args, ([x]) => {
      runKernel(call, call.backend, "digitCounts", call.step.dtype, { n: x!.length, inputs: [x!], outputs: [], state: call.out });
    });
  },
  reference: reference.digitCounts,
});

export const digitSelect: Whole = defineWhole({
  kernels: ["digitSelect", "copy"],
  shape: () => [undefined],
  bound: (_, [x]) => sizeOf(x!),
  scratchBytes: (_, [x]) => panelBytes([x!]),
  native(call, memory) {
    const [x, counts] = call.args;
    const flags = digitsHolding(dense(counts!) as Float64Array, paramsOf(call.step, "digitSelect").ranks);
    const count = new Float64Array(1);
    eachPanel(call, memory, [x!], ([panel]) => {
      runKernel(call, call.backend, "digitSelect", call.step.dtype, { n: panel!.length, inputs: [panel!, flags], outputs: [call.out], state: count });
    });
    return [count[0]!];
  },
  reference: reference.digitSelect,
});

export const digitFinish: Whole = defineWhole({
  kernels: ["select", "copy"],
  shape: (step) => [paramsOf(step, "digitFinish").ranks.length],
  scratchBytes(step, args) {
    const n = args.slice(0, -1).reduce((sum, shape) => sum + shape[0]!, 0);
    return linesOf(step.dtype, n) + rowBytes(itemsizeOf(step), n, 1) + 16 * paramsOf(step, "digitFinish").ranks.length;
  },
  native(call, memory) {
    const { ranks } = paramsOf(call.step, "digitFinish");
    const parts = call.args.slice(0, -1);
    const counts = dense(call.args.at(-1)!) as Float64Array;
    const all = memory.take(
      call.step.dtype,
      parts.reduce((sum, part) => sum + part.shape[0]!, 0),
    );
    let at = 0;
    for (const part of parts) {
      copyStrided(call, part, all, at, [1]);
      at += part.shape[0]!;
    }
    const among = rankAmong(counts, ranks);
    runKernel(call, call.backend, "select", call.step.dtype, {
      n: all.length,
      inputs: [all],
      outputs: [call.out],
      params: [1, all.length, 1, ranks.length, ...among],
      scratch: memory.rest(),
    });
  },
  reference: reference.digitFinish,
});
