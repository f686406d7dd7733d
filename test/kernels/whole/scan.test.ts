import { test } from "node:test";
import { allDTypes, dtypes } from "../../../src/chunk/dtype.ts";
import { agree } from "./agreement.ts";
import { createRandom, randomOperand, viewsOf } from "./operands.ts";

test("running sums, products and extremes go along any axis and on from a carry", () => {
  const random = createRandom(1);
  for (const dtype of allDTypes) {
    const { kind } = dtypes[dtype];
    const kernels = ["cummax", "cummin", ...(kind === "bool" ? [] : ["cumsum", "cumprod"]), ...(kind === "float" ? ["nancumsum", "nancumprod"] : [])] as (
      | "cumsum"
      | "cummax"
    )[];
    for (const kernel of kernels) {
      for (const shape of [[67], [1], [0], [5, 7], [3, 4, 5], [3, 0, 2]]) {
        for (const x of viewsOf(dtype, shape, random)) {
          for (let axis = 0; axis < shape.length; axis++) {
            agree({ kernel, dtype, args: [x], params: { axis } });
            agree({ kernel, dtype, args: [x, randomOperand(dtype, shape.with(axis, 1), random)], params: { axis } });
          }
        }
      }
    }
  }
});
