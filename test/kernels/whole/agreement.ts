import assert from "node:assert/strict";
import { sizeOf } from "../../../src/chunk/chunk.ts";
import { type DType, dtypes, type TypedArray, viewOf } from "../../../src/chunk/dtype.ts";
import type { KernelStep, StepParams } from "../../../src/graph/program.ts";
import type { Place } from "../../../src/graph/task.ts";
import type { Backend, Operand } from "../../../src/kernels/kernel.ts";
import { allBackends } from "../../../src/kernels/load.ts";
import type { WholeName, WholeParams } from "../../../src/kernels/whole/names.ts";
import { wholeKernel } from "../../../src/kernels/whole/table.ts";

export const backends: readonly Backend[] = allBackends();

/** A backend without kernels: everything runs in JavaScript. */
const none: Backend = {
  isa: "none",
  has: () => false,
  run: () => assert.fail("there are no kernels"),
  compile: () => assert.fail("there are no kernels"),
};

export interface Ran {
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

export interface Case<K extends WholeName> {
  readonly kernel: K;
  readonly dtype: DType;
  readonly args: readonly Operand[];
  readonly params?: WholeParams[K];
  readonly result?: DType;
  readonly places?: readonly Place[];
}

/** Runs a whole kernel with no more memory than it asked for, and sees to it that it wrote nowhere else. */
export function runOn<K extends WholeName>(backend: Backend, { kernel, dtype, args, params, result = dtype, places = [] }: Case<K>): Ran {
  const whole = wholeKernel(kernel)!;
  const step: KernelStep = {
    kernel,
    dtype,
    args: args.map((_, i) => i),
    result,
    ...(params === undefined ? {} : { params: params as unknown as StepParams }),
    ...(places.length > 0 ? { place: 0 } : {}),
  };
  const shapes = args.map((arg) => arg.shape);
  const shape = whole.shape(step, shapes, places);
  const known = shape.every((extent) => extent !== undefined);
  const length = known ? sizeOf(shape as number[]) : whole.bound!(step, shapes, places);
  const out = fenced(length * dtypes[result].itemsize);
  const scratch = fenced(Math.ceil(whole.scratchBytes?.(step, shapes) ?? 0));
  const data = viewOf(result, out.bytes.buffer, out.bytes.byteOffset, length);
  const ran = whole.run({ backend, step, args, out: data, shape, places, scratch: scratch.bytes, stop: undefined });
  out.check(`${kernel} on ${backend.isa}: the result`);
  scratch.check(`${kernel} on ${backend.isa}: scratch memory`);
  const made = known ? (shape as number[]) : (ran as readonly number[]);
  return { shape: made, data: data.subarray(0, sizeOf(made)) };
}

/** Every backend gives what the reference gives, bit for bit (all NaN alike), unless `same` compares otherwise. */
export function agree<K extends WholeName>(test: Case<K>, same: (actual: Ran, expected: Ran, message: string) => void = equal): Ran {
  const expected = runOn(none, test);
  for (const backend of backends) {
    same(
      runOn(backend, test),
      expected,
      `${test.kernel} of ${test.dtype} on ${backend.isa}, ${test.args.map(({ shape, strides }) => `[${shape}]/[${strides}]`).join(" ")}`,
    );
  }
  return expected;
}

/** Every backend refuses as the reference does. */
export function refuse<K extends WholeName>(test: Case<K>, message: RegExp): void {
  for (const backend of [none, ...backends]) assert.throws(() => runOn(backend, test), message, backend.isa);
}

export function equal(actual: Ran, expected: Ran, message: string): void {
  assert.deepEqual(actual.shape, expected.shape, message);
  assert.equal(actual.data.length, expected.data.length, message);
  // -0 and 0 differ; NaN equals NaN whatever its bits.
  const at = expected.data.findIndex((value: number | bigint, i: number) => !Object.is(value, actual.data[i]));
  if (at >= 0) assert.fail(`${message}: element ${at} is ${actual.data[at]} rather than ${expected.data[at]}`);
}

const fence = 0xa5;

/** Memory with a fence on both sides. */
function fenced(byteLength: number) {
  const all = new Uint8Array(new ArrayBuffer(byteLength + 256)).fill(fence);
  // On a cache line, as the pool's blocks are; the address is not seen here, but large buffers begin 16 bytes after one and small ones are as good.
  const bytes = all.subarray(64, 64 + byteLength);
  return {
    bytes,
    check(message: string) {
      assert.ok(all.subarray(0, 64).every((byte) => byte === fence) && all.subarray(64 + byteLength).every((byte) => byte === fence), `${message} was left`);
    },
  };
}
