import assert from "node:assert/strict";
import { test } from "node:test";
import { allDTypes } from "../../../src/chunk/dtype.ts";
import { agree, backends, runOn } from "./agreement.ts";
import { createRandom, denseOperand, randomOperand, viewsOf } from "./operands.ts";

const shapes = [[], [1], [67], [3, 5], [64, 64], [65, 33], [2, 3, 4], [5, 1, 7], [17, 18, 19], [0, 3], [3, 0], [2, 2, 2, 2, 2]];

test("any view is copied in C order", () => {
  const random = createRandom(1);
  for (const dtype of allDTypes) {
    for (const shape of shapes) {
      for (const x of viewsOf(dtype, shape, random)) agree({ kernel: "copy", dtype, args: [x] });
    }
  }
});

test("axes in any order are copied", () => {
  const random = createRandom(2);
  for (const dtype of ["uint8", "int16", "float32", "float64"] as const) {
    const x = randomOperand(dtype, [20, 21, 40], random);
    for (const order of [
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      agree({ kernel: "copy", dtype, args: [{ ...x, shape: order.map((axis) => x.shape[axis]!), strides: order.map((axis) => x.strides[axis]!) }] });
    }
  }
});

test("parts are assembled, and gaps are filled", () => {
  const random = createRandom(3);
  for (const dtype of allDTypes) {
    for (const part of viewsOf(dtype, [3, 4], random)) {
      const args = [part, randomOperand(dtype, [3, 2], random), randomOperand(dtype, [1, 6], random)];
      agree({
        kernel: "assemble",
        dtype,
        args,
        params: {
          shape: [4, 6],
          starts: [
            [0, 0],
            [0, 4],
            [3, 0],
          ],
        },
      });
      agree({ kernel: "assemble", dtype, args: args.slice(0, 1), params: { shape: [6, 5], starts: [[2, 1]], fill: 1 } });
      agree({
        kernel: "assemble",
        dtype,
        args,
        params: {
          shape: [4, 6],
          starts: [
            [0, 0],
            [1, 2],
            [3, 0],
          ],
          fill: 1,
        },
      });
    }
    agree({ kernel: "assemble", dtype, args: [], params: { shape: [2, 3], starts: [], fill: dtype === "uint64" ? 2n ** 64n - 1n : 1 } });
  }
});

test("later parts go over earlier ones, and what was in the result does not show through", () => {
  for (const backend of backends) {
    const one = denseOperand("int32", [2], () => 1);
    const two = denseOperand("int32", [2], () => 2);
    const { data } = runOn(backend, { kernel: "assemble", dtype: "int32", args: [one, two], params: { shape: [4], starts: [[0], [1]], fill: 0 } });
    assert.deepEqual([...data], [1, 2, 2, 0], backend.isa);
  }
});

test("an assembly takes its shape from its place", () => {
  const x = denseOperand("float64", [2, 2], (i) => i);
  agree({ kernel: "assemble", dtype: "float64", args: [x], params: { starts: [[1, 0]], fill: 9 }, places: [{ origin: [5, 5], shape: [3, 2] }] });
});

test("arrays are concatenated, reshaped and repeated", () => {
  const random = createRandom(4);
  for (const dtype of allDTypes) {
    for (const shape of [
      [3, 4],
      [0, 4],
      [5, 1],
    ]) {
      for (const x of viewsOf(dtype, shape, random)) {
        agree({ kernel: "concatenate", dtype, args: [x, randomOperand(dtype, [2, shape[1]!], random), x], params: { axis: 0 } });
        agree({ kernel: "concatenate", dtype, args: [x, randomOperand(dtype, [shape[0]!, 3], random)], params: { axis: 1 } });
        agree({ kernel: "reshape", dtype, args: [x], params: { shape: [shape[0]! * shape[1]!, 1] } });
        if (shape[0]! > 0) agree({ kernel: "reshape", dtype, args: [x], params: { shape: [shape[1]!, -1] } });
        for (const axis of [0, 1]) {
          agree({ kernel: "repeat", dtype, args: [x], params: { axis, repeats: 3 } });
          agree({ kernel: "repeat", dtype, args: [x], params: { axis, repeats: 0 } });
          const counts = denseOperand("float64", [shape[axis]!], (i) => i % 3);
          const length = (counts.data as Float64Array).reduce((sum, count) => sum + count, 0);
          agree({ kernel: "repeat", dtype, args: [x, counts], params: { axis, length } });
        }
      }
    }
  }
});
