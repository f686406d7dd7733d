import type { Status } from "./kernel.ts";
import type { WebAssemblyMemory } from "./web-assembly.ts";

/** What native/wasm.cpp exports. Everything but `n` is an address in memory, a count of bytes or elements, or an index. */
export interface WasmExports {
  readonly memory: WebAssemblyMemory;
  readonly __heap_base: { readonly value: number };
  open(): number;
  kernelName(kernel: number): number;
  kernelDType(kernel: number): number;
  run(
    kernel: number,
    n: number,
    buffers: number,
    inputs: number,
    outputs: number,
    params: number,
    state: number,
    scratch: number,
    scratchBytes: number,
  ): Status;
  runTiles(
    words: number,
    wordCount: number,
    frame: number,
    frameCount: number,
    buffers: number,
    bufferCount: number,
    state: number,
    stateBytes: number,
  ): Status;
}
