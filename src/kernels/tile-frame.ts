import { must } from "../util/must.ts";
import type { TileCall, TileCode } from "./kernel.ts";

/** The words of a tile program with the indices that a backend has for its kernels. */
export function resolveKernels({ kernels, words }: TileCode, indexOf: (name: string) => number | undefined): Float64Array {
  const resolved = words.slice();
  const indices = kernels.map((name) => {
    const index = indexOf(name);
    must(index !== undefined, `no kernel ${name}`);
    return index;
  });
  const [inputs, outputs, constants, count] = [words[4]!, words[6]!, words[7]!, words[8]!];
  const first = headerWords + inputWords * inputs + outputs + constantWords * constants;
  for (let at = first; at < first + instructionWords * count; at += instructionWords) if (resolved[at]! >= 0) resolved[at] = indices[resolved[at]!]!;
  return resolved;
}

/** How many words there are: at the start, and for each input, constant and instruction. An output has one. */
export const headerWords = 10;
export const inputWords = 2;
export const constantWords = 2;
export const instructionWords = 12;

/** The part of a call that native/program.cpp reads as numbers. Kept from call to call; grows. */
export interface Frame {
  words: Float64Array;
  length: number;
}

export function newFrame(): Frame {
  return { words: new Float64Array(256), length: 0 };
}

/**
 * Writes down start, n, how many axes and parameter lists there are, the domain, each input's offset and strides over the domain, and the parameters that depend on the place (for each, where they start and
 * how many, then all of them).
 */
export function writeFrame(frame: Frame, { domain, start, n, inputs, params }: TileCall): void {
  const ndim = domain.length;
  let length = 4 + ndim + inputs.length * (1 + ndim) + 2 * params.length;
  let paramsAt = length;
  for (const one of params) length += one.length;
  if (frame.words.length < length) frame.words = new Float64Array(2 * length);
  const { words } = frame;
  frame.length = length;
  let at = 0;
  words[at++] = start;
  words[at++] = n;
  words[at++] = ndim;
  words[at++] = params.length;
  for (let axis = 0; axis < ndim; axis++) words[at++] = domain[axis]!;
  for (const { offset, shape, strides } of inputs) {
    words[at++] = offset;
    // Leading axes of one element may be left out in the domain.
    const skipped = ndim - shape.length;
    for (let axis = 0; axis < -skipped; axis++) must(shape[axis] === 1, "an operand does not broadcast to its domain");
    for (let axis = 0; axis < ndim; axis++) {
      const own = axis - skipped;
      words[at++] = own < 0 || shape[own] === 1 ? 0 : strides[own]!;
      must(own < 0 || shape[own] === 1 || shape[own] === domain[axis], "an operand does not broadcast to its domain");
    }
  }
  for (const one of params) {
    words[at++] = paramsAt;
    words[at++] = one.length;
    words.set(one, paramsAt);
    paramsAt += one.length;
  }
}
