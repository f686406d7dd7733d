import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TypedArray } from "../chunk/dtype.ts";
import { must } from "../util/must.ts";
import { packageRoot } from "../util/package-root.ts";
import { type Backend, Status } from "./kernel.ts";
import { kernelIndex } from "./kernel-index.ts";
import { resolveKernels } from "./tile-frame.ts";
import type { WasmExports } from "./wasm-exports.ts";
import { type Machine, newMachine, shrink } from "./wasm-machine.ts";
import { wasmTiles } from "./wasm-tiles.ts";
import { compile } from "./web-assembly.ts";

/**
 * The kernels in WebAssembly. Every worker has its own, with memory of its own: what a kernel works on is copied in and out, so a call is limited to
 * `maxBytes`.
 */
export function wasmBackend(): Backend {
  const start = compile<WasmExports>(readFileSync(join(packageRoot, "native/chunkwise.wasm")));
  const machine = newMachine(start);
  const index = kernelIndex(namesOf(machine));

  return {
    isa: "wasm",
    maxBytes: machine.memory.maxBytes,
    has: (kernel, dtype) => index.of(kernel, dtype) !== undefined,
    run(kernel, dtype, call) {
      const number = index.of(kernel, dtype);
      must(number !== undefined, `no kernel ${kernel} for ${dtype}`);
      const { exports, memory } = machine;
      // The flag lies in shared memory, which the kernel cannot see.
      if (call.stop !== undefined && Atomics.load(call.stop, 0) !== 0) return Status.stopped;
      const params = call.params === undefined || call.params instanceof Float64Array ? call.params : Float64Array.from(call.params);
      const scratchBytes = call.scratch?.length ?? call.scratchBytes ?? 0;
      // What is worked on in place is there once.
      const inPlace = call.inputs.map((input) => call.outputs.findIndex((output) => startsWith(output, input)));
      const arrays = [...call.inputs, ...call.outputs];

      const buffers = new Uint32Array(2 * arrays.length);
      const layout = memory.layout();
      const buffersAt = layout.add(buffers.byteLength);
      const outputsAt = call.outputs.map((output) => layout.add(output.byteLength));
      const inputsAt = call.inputs.map((input, i) => outputsAt[inPlace[i]!] ?? layout.add(input.byteLength));
      const arraysAt = [...inputsAt, ...outputsAt];
      const paramsAt = params === undefined ? 0 : layout.add(params.byteLength);
      const stateAt = call.state === undefined ? 0 : layout.add(call.state.byteLength);
      const scratchAt = layout.add(scratchBytes);
      layout.reserve(`${kernel}:${dtype}`);

      // Outputs too: a kernel may fill only a part, or work in place.
      for (const [i, array] of arrays.entries()) {
        buffers.set([arraysAt[i]!, array.length], 2 * i);
        if ((inPlace[i] ?? -1) < 0) memory.copyIn(array, arraysAt[i]!);
      }
      memory.copyIn(buffers, buffersAt);
      if (params !== undefined) memory.copyIn(params, paramsAt);
      if (call.state !== undefined) memory.copyIn(call.state, stateAt);

      const status = exports.run(number, call.n, buffersAt, call.inputs.length, call.outputs.length, paramsAt, stateAt, scratchAt, scratchBytes);

      for (const [i, output] of call.outputs.entries()) memory.copyOut(outputsAt[i]!, output);
      if (call.state !== undefined) memory.copyOut(stateAt, call.state);
      return status;
    },
    compile: (code) => wasmTiles(machine, resolveKernels(code, index.named)),
    giveBack: () => shrink(machine, start),
  };
}

/** A function of its own: what is returned above must not hold on to the first instance, which goes when memory is given back. */
function namesOf({ exports, memory, kernels }: Machine): string[] {
  return Array.from({ length: kernels }, (_, kernel) => `${memory.text(exports.kernelName(kernel))}:${memory.text(exports.kernelDType(kernel))}`);
}

/** Whether an input can be where an output is: what a kernel takes element by element, not the one that stands for many. */
const startsWith = (output: TypedArray, input: TypedArray) =>
  output.buffer === input.buffer &&
  output.byteOffset === input.byteOffset &&
  output.byteLength >= input.byteLength &&
  (input.length > 1 || output.length === 1);
