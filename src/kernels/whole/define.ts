import { sizeOf } from "../../chunk/chunk.ts";
import { dtypes } from "../../chunk/dtype.ts";
import { must } from "../../util/must.ts";
import { dense } from "../dense.ts";
import { type Backend, type KernelCall, Status, type Whole, type WholeCall } from "../kernel.ts";
import { StoppedError } from "../stopped.ts";
import { type Memory, memoryOf } from "./memory.ts";
import type { Reference } from "./reference/reference.ts";

/** A whole kernel twice: by native kernels, and plainly in JavaScript. */
export interface WholeDefinition extends Omit<Whole, "run"> {
  /** The native kernels it is made of, for the step's dtype. */
  readonly kernels: readonly string[];
  native(call: WholeCall, memory: Memory): readonly number[] | void;
  /** The same by parts that fit into a backend's memory of `maxBytes`. Its scratch memory is passed on, not taken apart. */
  bounded?(call: WholeCall, memory: Memory, maxBytes: number): void;
  /** What it means. Runs where the backend lacks a kernel, or where its memory is too small and nothing else is `bounded`. */
  readonly reference: Reference;
}

export function defineWhole(definition: WholeDefinition): Whole {
  const { kernels, native, bounded, reference, scratchBytes, ...shapes } = definition;
  // Memory that does not begin on a cache line loses what is before the first.
  const bytes: NonNullable<Whole["scratchBytes"]> = (step, args) => (scratchBytes === undefined ? 0 : Math.ceil(scratchBytes(step, args)) + 64);
  return {
    ...shapes,
    scratchBytes: bytes,
    run(call) {
      const { backend, step, args, scratch } = call;
      const shapes = args.map((arg) => arg.shape);
      if (!kernels.every((kernel) => backend.has(kernel, step.dtype))) return runReference(call, reference);
      if (fits(call, bytes(step, shapes))) return native(call, memoryOf(scratch));
      return bounded === undefined ? runReference(call, reference) : bounded(call, memoryOf(scratch), backend.maxBytes!);
    },
  };
}

/** Whether what the kernel reads, makes and works in fits into the backend's own memory at once. Scratch counts twice: it is taken apart and passed on. */
function fits({ backend, args, out }: WholeCall, scratchBytes: number): boolean {
  if (backend.maxBytes === undefined) return true;
  return args.reduce((bytes, arg) => bytes + arg.data.byteLength, out.byteLength + 2 * scratchBytes) <= backend.maxBytes;
}

/** Runs a reference: what it makes is copied to where the result belongs. */
export function runReference({ step, args, out, places }: Pick<WholeCall, "step" | "args" | "out" | "places">, reference: Reference): readonly number[] {
  const result = reference(
    step,
    args.map((arg) => ({ dtype: arg.dtype, shape: arg.shape, data: dense(arg) })),
    places,
  );
  must(result.data.length === sizeOf(result.shape), `${step.kernel} made ${result.data.length} elements of shape [${result.shape}]`);
  out.set(result.data as never);
  return result.shape;
}

/** Runs a native kernel. Whether the data were in its domain. */
export function runKernel(
  { stop }: { readonly stop: Int32Array | undefined },
  backend: Backend,
  kernel: string,
  dtype: Parameters<Backend["run"]>[1],
  call: KernelCall,
): boolean {
  const status = backend.run(kernel, dtype, { ...call, stop });
  if (status === Status.stopped) throw new StoppedError();
  must(status === Status.ok || status === Status.domain, `${kernel} of ${dtype} ended with status ${status}`);
  return status === Status.ok;
}

/** `[outer, n, inner]` of a shape: what is before an axis, along it, and after it. */
export function aroundAxis(shape: readonly number[], axis: number): [number, number, number] {
  return [sizeOf(shape.slice(0, axis)), shape[axis]!, sizeOf(shape.slice(axis + 1))];
}

export function itemsizeOf(step: { readonly dtype: Parameters<Backend["run"]>[1] }): number {
  return dtypes[step.dtype].itemsize;
}
