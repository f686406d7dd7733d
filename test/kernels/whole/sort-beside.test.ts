import { test } from "node:test";
import { allDTypes } from "../../../src/chunk/dtype.ts";
import { agree } from "./agreement.ts";
import { createRandom, denseOperand, randomOperand } from "./operands.ts";

test("what stands beside values comes in their order, and in its own where they are equal", () => {
  const random = createRandom(3);
  for (const dtype of allDTypes) {
    for (const n of [0, 1, 2, 67, 500]) {
      const beside = denseOperand("float64", [n], (i) => (i * 7919) % 503);
      agree({ kernel: "sortBeside", dtype, args: [randomOperand(dtype, [n], random), beside], result: "float64" });
      agree({
        kernel: "sortBeside",
        dtype,
        args: [denseOperand(dtype, [n], (i) => (dtype.includes("64") && dtype !== "float64" ? BigInt(i % 2) : i % 2)), beside],
        result: "float64",
      });
    }
  }
});
