import { sizeOf } from "../../chunk/chunk.ts";
import type { KernelStep } from "../../graph/program.ts";
import type { Place } from "../../graph/task.ts";
import { dense } from "../dense.ts";
import type { Whole, WholeCall } from "../kernel.ts";
import { encodeRandom } from "../sources/random.ts";
import { runKernel } from "./define.ts";

// Random draws that are not one number after another. Their params are those of a source (`StreamParams` and `arguments`, see
// kernels/sources/random.ts); they have a place.

/** At least sizeof(DrawState) of native/kernels/random.hpp. */
const drawStateBytes = 4096;
/** Kernels see scratch memory from a multiple of this on. */
const line = 64;
/** Numbers drawn at a time where memory is limited. */
const pieceLength = 1 << 20;

/** A kernel whose draws are vectors: the place, and the shape in the params, are those of the grid of vectors, without their own axis. */
function vectors({ length, words }: { length(values: readonly number[]): number; words(values: readonly number[]): number }): Whole {
  const valuesOf = (step: KernelStep) => (step.params as { readonly arguments: readonly number[] }).arguments;
  return {
    shape: (step, _, places) => [...placeOf(step, places).shape, length(valuesOf(step))],
    scratchBytes: (step) => drawStateBytes + line + 8 * words(valuesOf(step)),
    run(call) {
      const { step, args, out, places, backend } = call;
      const place = placeOf(step, places);
      const [total, size] = [sizeOf(place.shape), length(valuesOf(step))];
      const inputs = args.map((arg) => dense(arg));
      const params = encodeRandom(step.params!, place);
      const state = call.scratch.subarray(0, drawStateBytes).fill(0);
      const count = backend.maxBytes === undefined ? total : Math.max(1, Math.floor(pieceLength / size));
      for (let at = 0; at < total; at += count) {
        const n = Math.min(count, total - at);
        check(call, {
          n,
          inputs: inputs.map((input) => (input.length === total ? input.subarray(at, at + n) : input)),
          outputs: [out.subarray(at * size, (at + n) * size)],
          params,
          state,
          scratch: call.scratch.subarray(drawStateBytes),
        });
      }
    },
  };
}

/** A kernel that gives indices by one serial draw; the place is the whole result. */
function indices(scratchBytes: Whole["scratchBytes"] & {}): Whole {
  return {
    shape: (step, _, places) => placeOf(step, places).shape,
    scratchBytes: (step, args) => line + scratchBytes(step, args),
    run(call) {
      const { step, args, out, places, scratch } = call;
      const place = placeOf(step, places);
      const n = sizeOf(place.shape);
      check(call, { n, inputs: args.map((arg) => dense(arg)), outputs: [out.subarray(0, n)], params: encodeRandom(step.params!, place), scratch });
    },
  };
}

function placeOf(step: KernelStep, places: readonly Place[]): Place {
  return places[step.place!]!;
}

function check(call: WholeCall, run: Parameters<typeof runKernel>[4]): void {
  const { step, backend } = call;
  if (!runKernel(call, backend, step.kernel, step.dtype, run))
    throw new RangeError(`${step.kernel.slice("random/".length)}: a parameter is outside of what it may be`);
}

/** `→ [...place, d]`; argument: d. */
const normals = vectors({ length: (values) => values[0]!, words: (values) => values[0]! });

/** `→ [...place, d]`; arguments: n, d, then d probabilities. n may be an array (`arrays: 1`), one a vector. */
const multinomial = vectors({ length: (values) => values[1]!, words: (values) => values[1]! });

/** `→ [...place, d]`; arguments: d, then d alphas. */
const dirichlet = vectors({ length: (values) => values[0]!, words: (values) => 2 * values[0]! });

/** `→ [...place, d]`; arguments: 1 for the method `count` or 0 for `marginals`, nsample, d, then d colors. */
const multivariateHypergeometric = vectors({
  length: (values) => values[2]!,
  words: ([count, , length, ...colors]) => length! + (count ? colors.reduce((sum, color) => sum + color, 0) : 0),
});

/** `→ [n]`: a permutation of 0 … n - 1, as `permutation` and `shuffle` make it. The place is `[n]`, the stream `sequential`. */
const permutation = indices(() => 0);

/** `→ [n]`: n of 0 … population - 1 without replacement; arguments: population, 1 to shuffle them. */
const choice = indices((step) => {
  const { shape, arguments: values } = step.params as { readonly shape: readonly number[]; readonly arguments: readonly number[] };
  const [n, population] = [sizeOf(shape), values[0]!];
  if (population > 10_000 && n > Math.floor(population / (values[1] ? 50 : 20))) return 8 * population;
  const enough = Math.floor(1.2 * n);
  return 8 * (enough === 0 ? 1 : 2 ** (Math.floor(Math.log2(enough)) + 1));
});

/** `p (float64) → [n]`: n of 0 … p.length - 1 without replacement, with these probabilities. */
const weightedChoice = indices((step, [p]) => 24 * sizeOf(p!) + 8 * sizeOf((step.params as { readonly shape: readonly number[] }).shape));

/** By the name of the kernel. */
export const draws: { readonly [kernel: string]: Whole } = {
  "random/standard_normal_vectors": normals,
  "random/multinomial": multinomial,
  "random/dirichlet": dirichlet,
  "random/multivariate_hypergeometric": multivariateHypergeometric,
  "random/permutation": permutation,
  "random/choice": choice,
  "random/weighted_choice": weightedChoice,
};
