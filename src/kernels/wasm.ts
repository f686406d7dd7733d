import type { Backend } from "./kernel.ts";

/** The kernels in WebAssembly. */
export function wasmBackend(): Backend {
  throw new Error("bug: the kernels were not built for WebAssembly");
}
