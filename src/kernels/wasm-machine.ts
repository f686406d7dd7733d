import type { WasmExports } from "./wasm-exports.ts";
import { type WasmMemory, wasmMemory } from "./wasm-memory.ts";

/** An instance of the kernels and its memory. */
export interface Machine {
  exports: WasmExports;
  memory: WasmMemory;
  /** How many kernels there are. */
  kernels: number;
}

/** Memory that has grown beyond this goes with its instance: it cannot shrink. */
const mostKeptBytes = 2 ** 22;

export function newMachine(start: () => WasmExports): Machine {
  const exports = start();
  return { exports, memory: wasmMemory(exports.memory, exports.__heap_base.value), kernels: exports.open() };
}

/** Begins anew with little memory, between calls: nothing lasts from one to the next. */
export function shrink(machine: Machine, start: () => WasmExports): void {
  if (machine.memory.bytes() > mostKeptBytes) Object.assign(machine, newMachine(start));
}
