import { test } from "node:test";
import { allDTypes } from "../../../src/chunk/dtype.ts";
import { agree } from "./agreement.ts";
import { createRandom, denseOperand, randomOperand, viewsOf } from "./operands.ts";

test("each value counts once, and one NaN", () => {
  const random = createRandom(1);
  for (const dtype of allDTypes) {
    const some = [0, 1, 2, 5, 67, 1000].map((n) => randomOperand(dtype, [n], random));
    for (const x of [...some, ...viewsOf(dtype, [7, 9], random), randomOperand(dtype, [], random)]) {
      const beside = randomOperand("float64", x.shape, () => 0.7 * random() + 0.2);
      agree({ kernel: "unique", dtype, args: [x] });
      agree({ kernel: "unique/counts", dtype, args: [x], result: "float64" });
      agree({ kernel: "unique/counts", dtype, args: [x, beside], result: "float64" });
      agree({ kernel: "unique/index", dtype, args: [x], params: { offset: 3 }, result: "float64" });
      const positions = denseOperand("float64", x.shape, () => Math.floor(random() * 100));
      agree({ kernel: "unique/index", dtype, args: [x, positions], params: {}, result: "float64" });
    }
  }
});
