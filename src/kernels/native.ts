import type { DType, TypedArray } from "../chunk/dtype.ts";
import { must } from "../util/must.ts";
import type { Addon } from "./addon.ts";
import type { Backend } from "./kernel.ts";
import { kernelIndex } from "./kernel-index.ts";
import { newFrame, resolveKernels, writeFrame } from "./tile-frame.ts";

/** Kernels of the addon: the best build that is no better than level `level` of `addon.isas`. */
export function nativeBackend(addon: Addon, level: number): Backend {
  const { isa, kernels, run, runTiles } = addon.open(level);
  const index = kernelIndex(kernels);
  // Mostly the next call is of the same kernel.
  let last: { readonly kernel: string; readonly dtype: DType; readonly index: number } = { kernel: "", dtype: "bool", index: -1 };
  function find(kernel: string, dtype: DType): number {
    const found = index.of(kernel, dtype);
    must(found !== undefined, `no kernel ${kernel} for ${dtype}`);
    last = { kernel, dtype, index: found };
    return found;
  }
  const scratch = growingScratch();
  const frame = newFrame();

  return {
    isa,
    has: (kernel, dtype) => index.of(kernel, dtype) !== undefined,
    run(kernel, dtype, call) {
      const number = kernel === last.kernel && dtype === last.dtype ? last.index : find(kernel, dtype);
      const params = call.params === undefined || call.params instanceof Float64Array ? call.params : Float64Array.from(call.params);
      const { scratchBytes = 0 } = call;
      return run(
        number,
        call.n,
        call.inputs,
        call.outputs,
        params,
        call.state,
        call.scratch ?? (scratchBytes > 0 ? scratch(scratchBytes) : undefined),
        call.stop,
      );
    },
    compile(code) {
      const words = resolveKernels(code, index.named);
      return {
        run(call) {
          writeFrame(frame, call);
          const { inputs } = call;
          const data = new Array<TypedArray>(inputs.length);
          for (let i = 0; i < inputs.length; i++) data[i] = inputs[i]!.data;
          return runTiles(words, frame.words, frame.length, data, call.outputs, call.state, call.stop);
        },
      };
    },
  };
}

/** Memory that is kept from call to call and only grows. A kernel sees it from the next multiple of 64 on, hence a little more than asked for. */
function growingScratch(): (bytes: number) => Uint8Array {
  let memory = new Uint8Array(0);
  return (bytes) => {
    if (memory.length < bytes + 63) memory = new Uint8Array(Math.max(bytes + 63, 2 * memory.length));
    return memory;
  };
}
