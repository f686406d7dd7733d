import assert from "node:assert/strict";
import { test } from "node:test";
import type { QuantileMethod } from "../../../src/kernels/whole/names.ts";
import { agree } from "./agreement.ts";
import { denseOperand } from "./operands.ts";

const methods: readonly QuantileMethod[] = [
  "linear",
  "lower",
  "higher",
  "nearest",
  "midpoint",
  "median",
  "inverted_cdf",
  "averaged_inverted_cdf",
  "closest_observation",
  "interpolated_inverted_cdf",
  "hazen",
  "weibull",
  "median_unbiased",
  "normal_unbiased",
];
const q = [0, 0.01, 0.25, 0.5, 0.625, 0.99, 1];

test("quantiles of sorted elements are what the kernel quantile gives, by every method and however they are cut", () => {
  for (const dtype of ["float32", "float64"] as const) {
    for (const method of methods) {
      for (const [size, numbers] of [
        [0, 0],
        [1, 1],
        [8, 8],
        [9, 9],
        [9, 5],
        [9, 0],
      ] as const) {
        const at = (i: number) => (i < numbers ? i ** 3 - 20.1 : Number.NaN);
        const count = denseOperand("float64", [], () => numbers);
        const ranks = agree({ kernel: "quantileRanks", dtype: "float64", args: [count], params: { q, method } });
        const cuts = [0, Math.floor(size / 3), size];
        const pairs = cuts.slice(1).map((end, i) => {
          const part = denseOperand(dtype, [end - cuts[i]!], (j) => at(cuts[i]! + j));
          return agree({
            kernel: "elementsAt",
            dtype,
            args: [part, denseOperand("float64", ranks.shape, (j) => ranks.data[j]!)],
            params: { offset: cuts[i]! },
          });
        });
        const joined = denseOperand(dtype, ranks.shape, (i) => Math.max(...pairs.map(({ data }) => Number(data[i]!))));
        for (const omitNaN of [true, false]) {
          const made = agree({ kernel: "quantilesBetween", dtype, args: [joined, count], params: { q, method, size, omitNaN } });
          const expected = agree({ kernel: "quantile", dtype, args: [denseOperand(dtype, [size], at)], params: { axis: 0, q, method, omitNaN } });
          assert.deepEqual(made.data, expected.data, `${method} of ${numbers} of ${size} ${dtype}`);
        }
      }
    }
  }
});
