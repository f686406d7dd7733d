import assert from "node:assert/strict";
import { test } from "node:test";
import { allDTypes } from "../../../src/chunk/dtype.ts";
import { agree, backends, runOn } from "./agreement.ts";
import { createRandom, denseOperand, randomOperand, specialsOf, viewsOf } from "./operands.ts";

test("sorting gives the same on every backend, for every dtype and length", () => {
  const random = createRandom(1);
  for (const dtype of allDTypes) {
    for (const n of [...Array(68).keys(), 127, 128, 129, 255, 256, 257, 599, 600, 601, 1000, 5000]) {
      const x = randomOperand(dtype, [n], random);
      agree({ kernel: "sort", dtype, args: [x], params: { axis: 0 } });
      agree({ kernel: "argsort", dtype, args: [x], params: { axis: 0, offset: 7 }, result: "float64" });
    }
  }
});

test("rows are sorted along any axis of any view", () => {
  const random = createRandom(2);
  for (const dtype of allDTypes) {
    for (const shape of [
      [3, 5, 7],
      [40, 3],
      [2, 33],
      [1, 70, 1],
      [0, 4],
      [4, 0],
      [130, 19],
    ]) {
      for (const x of viewsOf(dtype, shape, random)) {
        for (let axis = 0; axis < shape.length; axis++) {
          agree({ kernel: "sort", dtype, args: [x], params: { axis } });
          agree({ kernel: "argsort", dtype, args: [x], params: { axis }, result: "float64" });
        }
      }
    }
  }
});

test("special values in every order are sorted, -0 and 0 keep theirs", () => {
  for (const dtype of allDTypes) {
    const specials = specialsOf(dtype);
    for (const a of specials) {
      for (const b of specials) {
        const values = [a, b, ...specials, b, a];
        agree({ kernel: "sort", dtype, args: [denseOperand(dtype, [values.length], (i) => values[i]!)], params: { axis: 0 } });
      }
    }
  }
  const zeros = denseOperand("float64", [2000], (i) => (i % 3 === 0 ? 1 : i % 7 < 3 ? -0 : 0));
  agree({ kernel: "sort", dtype: "float64", args: [zeros], params: { axis: 0 } });
});

test("patterns that make quicksort slow are sorted", () => {
  const n = 3000;
  const patterns: { [name: string]: (i: number) => number } = {
    ascending: (i) => i,
    descending: (i) => -i,
    equal: () => 5,
    "two values": (i) => i % 2,
    saw: (i) => i % 100,
    organ: (i) => Math.min(i, n - i),
    "least and greatest": (i) => (i % 3 === 0 ? 2147483647 : -2147483648),
  };
  for (const [name, value] of Object.entries(patterns)) {
    for (const dtype of ["float64", "int32", "float32"] as const) {
      const x = denseOperand(dtype, [n], value);
      for (const backend of backends) {
        const { data } = runOn(backend, { kernel: "sort", dtype, args: [x], params: { axis: 0 } });
        assert.deepEqual(data, x.data.slice().sort(), `${name} on ${backend.isa}`);
      }
    }
  }
});
