import type { Backend } from "../../kernels/kernel.ts";

/** xxHash of bytes as they come. */
export interface Checksum {
  add(bytes: Uint8Array): void;
  /** Its low 32 bits, which are all of xxh32. */
  low(): number;
}

export function xxHash(backend: Backend, bits: 32 | 64): Checksum {
  // `Xx` of native/kernels/checksum.cpp.
  const state = new Float64Array(10);
  const out = new Uint32Array(2);
  const add = (bytes: Uint8Array) => {
    backend.run(`checksum/xxh${bits}`, "uint8", { n: bytes.length, inputs: [bytes], outputs: [out], state });
  };
  add(new Uint8Array(0));
  return { add, low: () => out[0]! };
}

export function xxHashOf(backend: Backend, bits: 32 | 64, bytes: Uint8Array): number {
  const checksum = xxHash(backend, bits);
  checksum.add(bytes);
  return checksum.low();
}
