import { test } from "node:test";
import { allDTypes } from "../../../src/chunk/dtype.ts";
import { agree } from "./agreement.ts";
import { createRandom, randomOperand, viewsOf } from "./operands.ts";

test("a mask filters along any axis of any view", () => {
  const random = createRandom(1);
  for (const dtype of allDTypes) {
    for (const shape of [[67], [5, 7], [3, 4, 5], [0, 3]]) {
      for (const x of viewsOf(dtype, shape, random)) {
        for (let axis = 0; axis < shape.length; axis++) {
          for (const mask of viewsOf("bool", [shape[axis]!], random)) agree({ kernel: "compress", dtype, args: [x, mask], params: { axis } });
        }
      }
    }
  }
});

test("a mask of the whole array gives what it holds in C order", () => {
  const random = createRandom(2);
  for (const dtype of allDTypes) {
    for (const shape of [[], [67], [8, 9], [2, 3, 4], [0]]) {
      for (const x of viewsOf(dtype, shape, random)) {
        for (const mask of viewsOf("bool", shape, random)) agree({ kernel: "extract", dtype, args: [x, mask] });
      }
    }
  }
});

test("positions of what is not zero are found, in the chunk or in the array", () => {
  const random = createRandom(3);
  for (const dtype of allDTypes) {
    for (const shape of [[67], [8, 9], [2, 3, 4], [0, 2]]) {
      const places = [{ origin: shape.map((_, axis) => 100 * axis + 5), shape }];
      for (const x of viewsOf(dtype, shape, random)) {
        agree({ kernel: "nonzero", dtype, args: [x], params: {}, result: "float64" });
        agree({ kernel: "argwhere", dtype, args: [x], result: "float64" });
        agree({ kernel: "argwhere", dtype, args: [x], result: "float64", places });
        for (let axis = 0; axis < shape.length; axis++) {
          agree({ kernel: "nonzero", dtype, args: [x], params: { axis }, result: "float64" });
          agree({ kernel: "nonzero", dtype, args: [x], params: { axis }, result: "float64", places });
        }
      }
    }
  }
});

test("panels of a large view meet", () => {
  const random = createRandom(4);
  const [x, mask] = [randomOperand("int32", [300, 250], random), randomOperand("bool", [300, 250], random)];
  const turn = <T extends typeof x>(operand: T) => ({ ...operand, shape: [250, 300], strides: [1, 250] });
  agree({ kernel: "extract", dtype: "int32", args: [turn(x), turn(mask)] });
  agree({ kernel: "nonzero", dtype: "int32", args: [turn(x)], params: {}, result: "float64" });
});
