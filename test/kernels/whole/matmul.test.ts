import assert from "node:assert/strict";
import { test } from "node:test";
import { allDTypes, type DType, dtypes } from "../../../src/chunk/dtype.ts";
import type { Backend, Operand } from "../../../src/kernels/kernel.ts";
import { wholeKernel } from "../../../src/kernels/whole/table.ts";
import { agree, backends, equal, type Ran, runOn } from "./agreement.ts";
import { createRandom, denseOperand, randomOperand, viewsOf } from "./operands.ts";

/** Small integers: every sum is exact in float32, whatever its order. */
function factor(dtype: DType, shape: readonly number[], random: () => number): Operand {
  if (dtypes[dtype].kind !== "float") return randomOperand(dtype, shape, random);
  return denseOperand(dtype, shape, () => Math.round((random() - 0.5) * 20));
}

test("products of every small size are exact", () => {
  const random = createRandom(1);
  for (const dtype of allDTypes) {
    for (const m of [1, 2, 7, 8, 9, 17]) {
      for (const n of [1, 3, 8, 23, 24, 25, 49, 67]) {
        for (const k of [0, 1, 5, 32]) agree({ kernel: "matmul", dtype, args: [factor(dtype, [m, k], random), factor(dtype, [k, n], random)] });
      }
    }
    agree({ kernel: "matmul", dtype, args: [factor(dtype, [0, 4], random), factor(dtype, [4, 3], random)] });
    agree({ kernel: "matmul", dtype, args: [factor(dtype, [4, 3], random), factor(dtype, [3, 0], random)] });
  }
});

test("products larger than a block are exact", () => {
  const random = createRandom(2);
  for (const dtype of ["float64", "float32", "int32", "uint8", "bool"] as const) {
    for (const [m, k, n] of [
      [100, 5, 101],
      [3, 800, 130],
      [97, 300, 2],
      [130, 400, 7],
    ] as const) {
      agree({ kernel: "matmul", dtype, args: [factor(dtype, [m, k], random), factor(dtype, [k, n], random)] });
    }
  }
  const wide = [factor("float64", [5, 20], random), factor("float64", [20, 1000], random)];
  agree({ kernel: "matmul", dtype: "float64", args: wide });
});

test("matrices may be any views", () => {
  const random = createRandom(3);
  for (const dtype of ["float64", "int16"] as const) {
    const views = (shape: readonly number[]) =>
      viewsOf("int16", shape, random).map((view) => ({ ...view, dtype, data: factor(dtype, [view.data.length], random).data }));
    for (const a of views([6, 9])) for (const b of views([9, 5])) agree({ kernel: "matmul", dtype, args: [a, b] });
    for (const a of views([100, 9])) for (const b of views([9, 101])) agree({ kernel: "matmul", dtype, args: [a, b] });
    for (const a of views([1, 9])) for (const b of views([9, 5])) agree({ kernel: "matmul", dtype, args: [a, b] });
    for (const a of views([5, 9])) for (const b of views([9, 1])) agree({ kernel: "matmul", dtype, args: [a, b] });
  }
});

test("leading axes are broadcast, products are summed, and something may be added", () => {
  const random = createRandom(4);
  for (const dtype of allDTypes) {
    const args = [factor(dtype, [2, 1, 3, 4], random), factor(dtype, [5, 4, 6], random), factor(dtype, [3, 2], random), factor(dtype, [2, 6], random)];
    agree({ kernel: "matmul", dtype, args: args.slice(0, 2) });
    agree({ kernel: "matmul", dtype, args });
    agree({ kernel: "matmul", dtype, args: [...args, factor(dtype, [5, 3, 6], random)] });
    const columns = [factor(dtype, [3, 4, 5], random), factor(dtype, [5, 1], random), factor(dtype, [4, 1], random)];
    agree({ kernel: "matmul", dtype, args: columns });
  }
});

test("floating products lie within rounding, and NaN and infinities spread", () => {
  const random = createRandom(5);
  for (const [dtype, epsilon] of [
    ["float64", 2 ** -52],
    ["float32", 2 ** -23],
  ] as const) {
    const [m, k, n] = [33, 500, 29];
    const args = [denseOperand(dtype, [m, k], () => random() - 0.5), denseOperand(dtype, [k, n], () => random() - 0.5)];
    const close = (actual: Ran, expected: Ran, message: string) => {
      expected.data.forEach((value: number | bigint, i: number) => {
        assert.ok(Math.abs(Number(actual.data[i]) - Number(value)) <= k * epsilon, `${message}: element ${i}`);
      });
    };
    agree({ kernel: "matmul", dtype, args }, close);
    const special = denseOperand(dtype, [3, 3], (i) => [Number.NaN, 1, 2, Infinity, 0, 1, 0, -Infinity, 1][i]!);
    agree({ kernel: "matmul", dtype, args: [special, special] });
  }
});

/** The same kernels in less memory. How many calls there were. */
function bounded(backend: Backend, maxBytes: number): { readonly backend: Backend; calls: number } {
  const counted = {
    calls: 0,
    backend: {
      ...backend,
      maxBytes,
      run(...[kernel, dtype, call]: Parameters<Backend["run"]>) {
        counted.calls++;
        const bytes = [...call.inputs, ...call.outputs].reduce((sum, { byteLength }) => sum + byteLength, call.scratch!.byteLength);
        assert.ok(bytes <= maxBytes, `${kernel} takes ${bytes} bytes of ${maxBytes}`);
        return backend.run(kernel, dtype, call);
      },
    },
  };
  return counted;
}

/** With room for so many elements beside what the kernel works in, the product is the same. */
function fitsInParts(elements: number, args: readonly Operand[], leastCalls: number): void {
  const { dtype } = args[0]!;
  const step = { kernel: "matmul", dtype, args: args.map((_, i) => i), result: dtype };
  const shapes = args.map(({ shape }) => shape);
  const maxBytes = wholeKernel("matmul")!.scratchBytes!(step, shapes) + 4096 + elements * dtypes[dtype].itemsize;
  for (const backend of backends) {
    const small = bounded(backend, maxBytes);
    const what = `${dtype} on ${backend.isa} in ${elements} elements, [${shapes.join("] [")}]`;
    equal(runOn(small.backend, { kernel: "matmul", dtype, args }), runOn(backend, { kernel: "matmul", dtype, args }), what);
    assert.ok(small.calls >= leastCalls, `${what}: ${small.calls} calls`);
  }
}

test("a product that does not fit into memory is made in panels", () => {
  const random = createRandom(6);
  for (const dtype of ["float64", "float32", "int64", "int8", "bool"] as const) {
    const [a, b, c] = [factor(dtype, [100, 130], random), factor(dtype, [130, 90], random), factor(dtype, [90, 130], random)];
    const turned = { ...c, shape: c.shape.toReversed(), strides: c.strides.toReversed() };
    fitsInParts(12_000, [a, b], 8);
    fitsInParts(12_000, [a, turned, a, b, factor(dtype, [100, 1], random)], 16);
    // Of many small ones, the leading axes are cut.
    fitsInParts(700, [factor(dtype, [12, 1, 5, 7], random), factor(dtype, [12, 7, 30], random)], 12);
    // Vectors.
    fitsInParts(1500, [factor(dtype, [1, 60], random), factor(dtype, [60, 300], random)], 12);
    fitsInParts(1500, [factor(dtype, [300, 60], random), factor(dtype, [60, 1], random)], 12);
    fitsInParts(100, [factor(dtype, [30, 200], random), factor(dtype, [200, 1], random)], 60);
    fitsInParts(100, [factor(dtype, [0, 60], random), factor(dtype, [60, 2], random)], 0);
  }
});

test("a product in panels has the same bits", () => {
  const random = createRandom(7);
  const uniform = (shape: readonly number[]) => denseOperand("float64", shape, () => random() - 0.5);
  fitsInParts(2 ** 21, [uniform([40, 30_000]), uniform([30_000, 40])], 40);
  fitsInParts(3 * 2 ** 17, [uniform([3000, 301]), uniform([301, 1])], 3);
});
