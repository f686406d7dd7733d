import type { Backend } from "../../kernels/kernel.ts";

/** Where bytes stop being UTF-8, -1 if nowhere. They begin and end with whole characters. */
export function firstNotUtf8(bytes: Uint8Array, backend: Backend): number {
  const whole = utf8Prefix(bytes, backend).length;
  return whole === bytes.length ? -1 : whole;
}

/** How many bytes are whole characters from the start on, and whether the next is only cut off. */
export function utf8Prefix(bytes: Uint8Array, backend: Backend): { readonly length: number; readonly isCut: boolean } {
  const state = new Float64Array(2);
  backend.run("text/utf8-valid", "uint8", { n: bytes.length, inputs: [bytes], outputs: [], state });
  return { length: state[0]!, isCut: state[1] === 1 };
}
