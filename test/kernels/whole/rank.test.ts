import assert from "node:assert/strict";
import { test } from "node:test";
import { allDTypes } from "../../../src/chunk/dtype.ts";
import type { Operand } from "../../../src/kernels/kernel.ts";
import { agree, backends, runOn } from "./agreement.ts";
import { createRandom, denseOperand, randomOperand, viewsOf } from "./operands.ts";

const methods = [
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
] as const;

test("elements of given ranks are found along any axis", () => {
  const random = createRandom(1);
  for (const dtype of allDTypes) {
    for (const n of [...Array.from({ length: 67 }, (_, i) => i + 1), 200, 1000, 5000]) {
      const ranks = [0, n - 1, Math.floor(n / 2), Math.floor(random() * n), Math.floor(n / 2)];
      agree({ kernel: "select", dtype, args: [randomOperand(dtype, [n], random)], params: { axis: 0, ranks } });
    }
    for (const x of viewsOf(dtype, [5, 9, 20], random)) {
      for (const axis of [0, 1, 2]) agree({ kernel: "select", dtype, args: [x], params: { axis, ranks: [3, 0] } });
    }
  }
});

test("quantiles are those between two ranks, and NaN counts or is left out", () => {
  const random = createRandom(2);
  for (const dtype of ["float32", "float64"] as const) {
    for (const method of methods) {
      for (const omitNaN of [false, true]) {
        for (const n of [0, 1, 2, 3, 4, 10, 67, 300]) {
          const params = { axis: 0, q: [0, 0.1, 0.25, 0.5, 0.75, 1], method, omitNaN };
          agree({ kernel: "quantile", dtype, args: [randomOperand(dtype, [n], random)], params });
          agree({ kernel: "quantile", dtype, args: [denseOperand(dtype, [n], () => Math.round(random() * 20))], params });
        }
        for (const x of viewsOf(dtype, [4, 6, 5], random)) {
          for (const axis of [0, 1, 2]) agree({ kernel: "quantile", dtype, args: [x], params: { axis, q: [0.3, 0.5], method, omitNaN } });
        }
      }
    }
  }
});

test("the greatest and the least are found, the first of equal ones first", () => {
  const random = createRandom(3);
  for (const dtype of allDTypes) {
    for (const k of [1, 3, -1, -3, 100, -100, 0]) {
      for (const n of [1, 2, 5, 64, 67, 130, 1000]) {
        const x = randomOperand(dtype, [n], random);
        agree({ kernel: "topk", dtype, args: [x], params: { axis: 0, k } });
        agree({ kernel: "argtopk", dtype, args: [x], params: { axis: 0, k, offset: 11 }, result: "float64" });
        agree({ kernel: "argtopk", dtype, args: [x, randomOperand("float64", [n], random)], params: { axis: 0, k }, result: "float64" });
      }
      for (const x of viewsOf(dtype, [4, 9, 3], random)) {
        for (const axis of [0, 1, 2]) {
          agree({ kernel: "topk", dtype, args: [x], params: { axis, k } });
          agree({ kernel: "argtopk", dtype, args: [x, randomOperand("float64", [4, 9, 3], random)], params: { axis, k }, result: "float64" });
        }
      }
    }
  }
});

test("chunks find elements of the whole array's ranks by digits", () => {
  const random = createRandom(4);
  for (const dtype of allDTypes) {
    const parts = [0, 1, 50, 333].map((n) => randomOperand(dtype, [n], random));
    const all = parts.flatMap((part) => [...(part.data as Iterable<number | bigint>)]);
    const ranks = [0, 5, 100, all.length - 1];
    const expected = runOn(backends[0]!, { kernel: "select", dtype, args: [denseOperand(dtype, [all.length], (i) => all[i]!)], params: { axis: 0, ranks } });
    for (const backend of backends) {
      const counts = parts.map((part) => agree({ kernel: "digitCounts", dtype, args: [part], result: "float64" }).data as Float64Array);
      const sums: Operand = denseOperand("float64", [65_536], (i) => counts.reduce((sum, one) => sum + one[i]!, 0));
      const held = parts.map((part) => {
        const { shape, data } = runOn(backend, { kernel: "digitSelect", dtype, args: [part, sums], params: { ranks } });
        return denseOperand(dtype, shape, (i) => data[i]!);
      });
      agree({ kernel: "digitSelect", dtype, args: [parts[3]!, sums], params: { ranks } });
      const found = agree({ kernel: "digitFinish", dtype, args: [...held, sums], params: { ranks } });
      assert.deepEqual(found.data, expected.data, `${dtype} on ${backend.isa}`);
    }
  }
});
