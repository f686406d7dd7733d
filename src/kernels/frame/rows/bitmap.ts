import { bitmapBytes } from "../../../chunk/column.ts";
import { room, zeros } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { bitsOf, callKernel, panelsOf } from "./kernel-call.ts";

/** A bitmap, or nothing where all bits are set. */
export type Bits = Uint8Array | undefined;

/** The rows that have a value in both. */
export function andBitmaps(backend: Backend, a: Bits, b: Bits, length: number): Bits {
  if (a === undefined || b === undefined || a === b) return a ?? b;
  return mapped(backend, "bitmapAnd", [a, b], length);
}

export function notBitmap(backend: Backend, bitmap: Uint8Array, length: number): Uint8Array {
  return mapped(backend, "bitmapNot", [bitmap], length);
}

function mapped(backend: Backend, kernel: string, inputs: readonly Uint8Array[], length: number): Uint8Array {
  const out = room("uint8", bitmapBytes(length));
  for (const [from, to] of panelsOf(backend, length, 1)) {
    callKernel(backend, kernel, "uint8", { n: to - from, inputs: inputs.map((bits) => bitsOf(bits, from, to)), outputs: [bitsOf(out, from, to)] });
  }
  return out;
}

/** The bitmap of booleans of a byte each. */
export function bitmapFromBytes(backend: Backend, bytes: Uint8Array): Uint8Array {
  const out = room("uint8", bitmapBytes(bytes.length));
  for (const [from, to] of panelsOf(backend, bytes.length, 2)) {
    callKernel(backend, "bitmapFromBytes", "uint8", { n: to - from, inputs: [bytes.subarray(from, to)], outputs: [bitsOf(out, from, to)] });
  }
  return out;
}

/** The bits of a bitmap, a byte each. */
export function bitmapToBytes(backend: Backend, bitmap: Bits, length: number): Uint8Array {
  const out = room("uint8", length);
  if (bitmap === undefined) return out.fill(1);
  for (const [from, to] of panelsOf(backend, length, 2)) {
    callKernel(backend, "bitmapToBytes", "uint8", { n: to - from, inputs: [bitsOf(bitmap, from, to)], outputs: [out.subarray(from, to)] });
  }
  return out;
}

/** How many of the first `length` bits are set. */
export function countSet(backend: Backend, bitmap: Bits, length: number): number {
  if (bitmap === undefined) return length;
  let count = 0;
  const state = new Float64Array(1);
  for (const [from, to] of panelsOf(backend, length, 1)) {
    callKernel(backend, "bitmapCount", "uint8", { n: to - from, inputs: [bitsOf(bitmap, from, to)], outputs: [], state });
    count += state[0]!;
  }
  return count;
}

/** The same bitmap; nothing if all bits are set. */
export function someBits(backend: Backend, bitmap: Uint8Array, length: number): Bits {
  return countSet(backend, bitmap, length) === length ? undefined : bitmap;
}

/** Bitmaps one after the other, with how many bits each has; nothing if all are set. */
export function concatBitmaps(backend: Backend, parts: readonly (readonly [bits: Bits, length: number])[]): Bits {
  if (parts.every(([bits]) => bits === undefined)) return undefined;
  const out = zeros("uint8", bitmapBytes(parts.reduce((sum, [, length]) => sum + length, 0)));
  let at = 0;
  for (const [bits, length] of parts) {
    for (const [from, to] of panelsOf(backend, length, 1)) {
      const first = (at + from) >> 3;
      const outputs = [out.subarray(first, (at + to + 7) >> 3)];
      callKernel(backend, "bitmapAppend", "uint8", { n: to - from, inputs: [bitsOf(bits, from, to)], outputs, params: [(at + from) & 7] });
    }
    at += length;
  }
  return out;
}
