import { sizeOf } from "../../chunk/chunk.ts";
import { checkBins } from "../../ops/define/edges.ts";
import { dense } from "../dense.ts";
import type { Operand, Whole, WholeCall } from "../kernel.ts";
import { denseIn } from "./copy-strided.ts";
import { defineWhole, runKernel } from "./define.ts";
import { linesOf, type Memory } from "./memory.ts";
import { eachPanel, panelBytes } from "./panels.ts";
import { paramsOf } from "./params.ts";
import * as reference from "./reference/search.ts";

export const searchsorted: Whole = defineWhole({
  kernels: ["searchsorted", "copy"],
  shape: (_, [, v]) => v!,
  scratchBytes: (step, [sorted, v]) => linesOf(step.dtype, sizeOf(sorted!)) + panelBytes([v!]),
  native(call, memory) {
    const [sorted, v] = call.args;
    search(call, memory, sorted!, v!, paramsOf(call.step, "searchsorted").side === "right");
  },
  reference: reference.searchsorted,
});

export const digitize: Whole = defineWhole({
  kernels: ["searchsorted", "copy"],
  shape: (_, [x]) => x!,
  scratchBytes: (step, [x, bins]) => linesOf(step.dtype, sizeOf(bins!)) + panelBytes([x!]),
  native(call, memory) {
    const [x, bins] = call.args;
    const { right } = paramsOf(call.step, "digitize");
    const count = bins!.shape[0]!;
    checkBins(dense(bins!));
    const at = (i: number) => bins!.data[bins!.offset + i * bins!.strides[0]!]!;
    if (count === 0 || at(0) <= at(count - 1)) return search(call, memory, bins!, x!, !right);
    // Descending: from the other end.
    const ascending = { ...bins!, offset: bins!.offset + (count - 1) * bins!.strides[0]!, strides: [-bins!.strides[0]!] };
    search(call, memory, ascending, x!, !right);
    for (let i = 0, size = sizeOf(x!.shape); i < size; i++) call.out[i] = count - (call.out[i] as number);
  },
  reference: reference.digitize,
});

function search(call: WholeCall, memory: Memory, sorted: Operand, values: Operand, right: boolean): void {
  const haystack = denseIn(call, sorted, memory);
  eachPanel(call, memory, [values], ([panel], start) => {
    const n = panel!.length;
    runKernel(call, call.backend, "searchsorted", call.step.dtype, {
      n,
      inputs: [haystack, panel!],
      outputs: [call.out.subarray(start, start + n)],
      params: [haystack.length, Number(right)],
    });
  });
}
