import { sizeOf } from "../chunk/chunk.ts";
import type { TypedArray } from "../chunk/dtype.ts";
import { must } from "../util/must.ts";
import { dense } from "./dense.ts";
import { type Backend, Status, type Whole } from "./kernel.ts";
import { finalType, mergedReducer } from "./reducers.ts";

/** States of equal shape → one state, the first with each of the others in turn. */
const merge: Whole = {
  shape: (_, args) => args[0]!,
  run({ backend, step, args, out, shape }) {
    const states = args.map(dense);
    const slots = sizeOf((shape as readonly number[]).slice(1));
    if (slots === 0) return;
    if (states.length === 1) out.set(states[0] as never);
    let first = states[0]!;
    for (const state of states.slice(1)) {
      const status = backend.run(step.kernel, step.dtype, { n: slots, inputs: [first, state], outputs: [out] });
      must(status === Status.ok, `${step.kernel} gave status ${status}`);
      first = out;
    }
  },
};

/** A state → the result. Axes in `squeeze` have one element and go. */
const final: Whole = {
  shape: ({ params }, [state]) => {
    const squeeze = (params?.["squeeze"] ?? []) as readonly number[];
    return state!.slice(1).filter((_, axis) => !squeeze.includes(axis));
  },
  run({ backend, step, args, out, shape }) {
    must(step.result === finalType(mergedReducer(step.kernel)!, step.dtype), `${step.kernel} of ${step.dtype} does not give ${step.result}`);
    const n = sizeOf(shape as readonly number[]);
    if (/^final\/(nan)?(min|max)$/.test(step.kernel)) refuseNothing(step.kernel, dense(args[0]!), n);
    if (n > 0) finish(backend, step.kernel, step.dtype, n, dense(args[0]!), out, step.params?.["ddof"] as number | undefined);
  },
};

/** The second field says whether there was an element: after a mask, only running tells. The least of nothing is an error, as it is where the shape is known. */
function refuseNothing(kernel: string, state: TypedArray, n: number): void {
  for (let slot = 0; slot < n; slot++) {
    if (Number(state[n + slot]) === 0) throw new RangeError(`${kernel.slice("final/".length)}: a slice has no elements, and nothing has no least or greatest`);
  }
}

function finish(backend: Backend, kernel: string, dtype: Parameters<Backend["run"]>[1], n: number, state: TypedArray, out: TypedArray, ddof = 0): void {
  const status = backend.run(kernel, dtype, { n, inputs: [state], outputs: [out], params: [ddof] });
  // Only the positions of nothing are not in the domain.
  if (status === Status.domain) throw new RangeError(`${kernel.slice("final/".length)}: a slice has nothing but NaN`);
  must(status === Status.ok, `${kernel} gave status ${status}`);
}

/** `merge/…` and `final/…` of every reducer. */
export function mergeKernel(kernel: string): Whole | undefined {
  if (mergedReducer(kernel) === undefined) return undefined;
  return kernel.startsWith("merge/") ? merge : final;
}
