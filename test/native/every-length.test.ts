import assert from "node:assert/strict";
import { test } from "node:test";
import { type DType, dtypes, type TypedArray } from "../../src/chunk/dtype.ts";
import { Status } from "../../src/kernels/kernel.ts";
import { allBackends } from "../../src/kernels/load.ts";
import { elementwiseParams, scalarOps } from "../../src/ops/array/definitions/scalar-ops.ts";
import { argTypes, resultType, type ScalarOp } from "../../src/ops/define/scalar-op.ts";

/** A block of 64 elements, one less, one more, and every rest. */
const longest = 67;
const guard = 8;

for (const backend of allBackends()) {
  test(`${backend.isa}: kernels of every length, anywhere in memory, write the same elements and no others`, (t) => {
    let kernels = 0;
    for (const op of Object.values(scalarOps) as ScalarOp[]) {
      for (const dtype of op.dtypes) {
        if (!backend.has(op.name, dtype)) continue;
        everyLength(op, dtype);
        kernels++;
      }
    }
    t.diagnostic(`${kernels} kernels`);
    assert.ok(kernels > 200);
  });

  function everyLength(op: ScalarOp, dtype: DType): void {
    const params = elementwiseParams(op.name);
    let inputs = argTypes(op, dtype).map((type, k) => filled(type, longest, k));
    const whole = new dtypes[resultType(op, dtype)].array(longest);
    const all = () => backend.run(op.name, dtype, { n: longest, inputs, outputs: [whole], params });
    let status = all();
    // An integer to the power of a negative one, for instance.
    if (status === Status.domain) {
      inputs = inputs.map((input) => input.map(positive as never) as TypedArray);
      status = all();
    }
    assert.equal(status, Status.ok, `${op.name}:${dtype}`);
    for (let n = 0; n <= longest; n++) {
      const memory = new dtypes[resultType(op, dtype)].array(longest + 2 * guard);
      const before = (memory as Uint8Array).fill(whole instanceof BigInt64Array || whole instanceof BigUint64Array ? (7n as never) : 7).slice();
      const shift = n % guard;
      const output = memory.subarray(shift, shift + n);
      // Each input ends where its memory ends: reading on is what a sanitizer finds.
      const ends = inputs.map((input, k) => atTheEnd(input, n, (n + k) % 4));
      assert.equal(backend.run(op.name, dtype, { n, inputs: ends, outputs: [output], params }), Status.ok);
      before.set(whole.subarray(0, n) as Uint8Array, shift);
      assert.deepEqual(memory, before, `${op.name}:${dtype}, ${n} elements at ${shift}`);
    }
  }
}

function positive(element: number | bigint): number | bigint {
  return element < 0 ? -element : element;
}

/** The first `n` elements in memory of their own, `skip` elements from its start. */
function atTheEnd(from: TypedArray, n: number, skip: number): TypedArray {
  const memory = new (from.constructor as typeof Uint8Array)(skip + n);
  memory.set((from as Uint8Array).subarray(0, n), skip);
  return memory.subarray(skip);
}

/** Numbers of all sizes and signs, the same each time. */
function filled(dtype: DType, length: number, seed: number): TypedArray {
  const array = new dtypes[dtype].array(length);
  let state = 12345 + seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const value = (state >>> 8) % 2 === 0 ? (state >>> 9) % 5 : (state >>> 4) - 2 ** 27;
    const { kind, itemsize } = dtypes[dtype];
    if (kind === "bool") array[i] = (state >>> 16) & 1;
    else if (kind === "float") array[i] = value / 1024;
    else if (itemsize === 8) (array as BigInt64Array)[i] = BigInt(value) << BigInt((state >>> 3) % 37);
    else array[i] = value;
  }
  return array;
}
