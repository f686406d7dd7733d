import { type DType, type TypedArray, viewOf } from "../chunk/dtype.ts";
import { must } from "../util/must.ts";
import type { WebAssemblyMemory } from "./web-assembly.ts";

const pageBytes = 65536;
/** The most that one worker's memory grows to: `--max-memory` in scripts/build-wasm.mjs. */
const memoryBytes = 256 * 2 ** 20;

export type WasmMemory = ReturnType<typeof wasmMemory>;

/** The memory of a WebAssembly instance beyond its own data, laid out anew for each call. */
export function wasmMemory(memory: WebAssemblyMemory, base: number) {
  const start = align(base);
  let bytes = Buffer.from(memory.buffer);

  return {
    /** How many bytes one call may take. */
    maxBytes: memoryBytes - start,

    /** How large it is. */
    bytes: (): number => bytes.length,

    /** Finds addresses for what a call needs, 64-byte aligned; `reserve` then sees to it that memory is that large. */
    layout() {
      let end = start;
      return {
        add(byteLength: number): number {
          const address = end;
          end = align(end + byteLength);
          return address;
        },
        reserve(what: string): void {
          must(end <= memoryBytes, `${what} needs ${end - start} bytes of WebAssembly memory`);
          if (end > bytes.length) memory.grow(Math.ceil((Math.min(memoryBytes, Math.max(end, 2 * bytes.length)) - bytes.length) / pageBytes));
          bytes = Buffer.from(memory.buffer);
        },
      };
    },

    copyIn(from: TypedArray, address: number): void {
      const { buffer, byteOffset, byteLength } = from;
      // V8's `set` takes shared memory word by word, at 18 GB/s instead of 31.
      if (byteLength > 0) bytes.fill(new Uint8Array(buffer, byteOffset, byteLength), address, address + byteLength);
    },

    copyOut(address: number, to: TypedArray): void {
      new Uint8Array(to.buffer, to.byteOffset, to.byteLength).set(bytes.subarray(address, address + to.byteLength));
    },

    /** Elements that lie in this memory, until it grows. */
    view(dtype: DType, address: number, length: number): TypedArray {
      return viewOf(dtype, memory.buffer, address, length);
    },

    /** A C string. */
    text(address: number): string {
      return Buffer.from(bytes.subarray(address, bytes.indexOf(0, address))).toString("latin1");
    },
  };
}

/** The next multiple of 64: a cache line. */
function align(address: number): number {
  return Math.ceil(address / 64) * 64;
}
