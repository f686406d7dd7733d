import { test } from "node:test";
import { allDTypes } from "../../../src/chunk/dtype.ts";
import { agree, backends, equal, runOn } from "./agreement.ts";
import { createRandom, denseOperand, randomOperand, viewsOf } from "./operands.ts";

test("values are searched in sorted ones, NaN last, from either side", () => {
  const random = createRandom(1);
  for (const dtype of allDTypes) {
    for (const n of [0, 1, 2, 3, 7, 31, 64, 67]) {
      const sorted = runOn(backends[0]!, { kernel: "sort", dtype, args: [randomOperand(dtype, [n], random)], params: { axis: 0 } });
      const haystack = denseOperand(dtype, [n], (i) => sorted.data[i]!);
      for (const side of ["left", "right"] as const) {
        for (const v of [...viewsOf(dtype, [5, 7], random), randomOperand(dtype, [], random)]) {
          agree({ kernel: "searchsorted", dtype, args: [haystack, v], params: { side }, result: "float64" });
        }
      }
    }
  }
});

test("sorted values may be a view, and panels meet", () => {
  const random = createRandom(2);
  const backward = { ...denseOperand("int32", [100], (i) => 100 - i), offset: 99, strides: [-1] };
  const many = randomOperand("int32", [300, 301], random);
  agree(
    {
      kernel: "searchsorted",
      dtype: "int32",
      args: [backward, { ...many, shape: [301, 300], strides: [1, 301] }],
      params: { side: "left" },
      result: "float64",
    },
    equal,
  );
});

test("values are put into bins whose edges rise or fall", () => {
  const random = createRandom(3);
  for (const dtype of ["float64", "float32", "int32", "uint8"] as const) {
    for (const bins of [[1, 2, 4], [4, 2, 1], [3], [2, 2, 2], []]) {
      for (const right of [false, true]) {
        for (const x of viewsOf(dtype, [6, 7], random)) {
          agree({ kernel: "digitize", dtype, args: [x, denseOperand(dtype, [bins.length], (i) => bins[i]!)], params: { right }, result: "float64" });
        }
      }
    }
  }
});
