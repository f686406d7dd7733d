import { test } from "node:test";
import { allDTypes, dtypes } from "../../../src/chunk/dtype.ts";
import { agree, refuse } from "./agreement.ts";
import { createRandom, denseOperand, randomOperand, viewsOf } from "./operands.ts";

test("nonnegative integers are counted, or their weights summed", () => {
  const random = createRandom(1);
  for (const dtype of allDTypes.filter((name) => /int/.test(name))) {
    const value = () => (dtypes[dtype].itemsize === 8 ? BigInt(Math.floor(random() * 20)) : Math.floor(random() * 20));
    for (const shape of [[], [0], [67], [9, 11]]) {
      const x = denseOperand(dtype, shape, value);
      const weights = denseOperand("float64", shape, random);
      for (const args of [[x], [x, weights]]) {
        agree({ kernel: "bincount", dtype, args, params: { length: 25 }, result: "float64" });
        agree({ kernel: "bincount", dtype, args, params: { minlength: 4, bound: 50 }, result: "float64" });
      }
    }
    const wide = denseOperand(dtype, [5, 12], value);
    agree({
      kernel: "bincount",
      dtype,
      args: [{ ...wide, shape: [12, 5], strides: [1, 12] }, denseOperand("float64", [12, 5], random)],
      params: { length: 20 },
      result: "float64",
    });
  }
});

test("what cannot be counted is refused", () => {
  const x = denseOperand("int32", [3], (i) => [1, -2, 3][i]!);
  refuse({ kernel: "bincount", dtype: "int32", args: [x], params: { length: 5 }, result: "float64" }, /bincount: -2/);
  refuse({ kernel: "bincount", dtype: "int32", args: [x], params: { minlength: 0, bound: 5 }, result: "float64" }, /bincount: -2/);
  const large = denseOperand("uint64", [2], (i) => [1n, 2n ** 64n - 1n][i]!);
  refuse(
    { kernel: "bincount", dtype: "uint64", args: [large], params: { length: 5 }, result: "float64" },
    /bincount: 18446744073709552000|18446744073709551615/,
  );
  refuse({ kernel: "bincount", dtype: "uint64", args: [large], params: { minlength: 0, bound: 5 }, result: "float64" }, /does not fit into 5 counts/);
});

test("counts of different lengths are added", () => {
  const [a, b] = [denseOperand("float64", [3], (i) => i), denseOperand("float64", [5], (i) => 10 * i)];
  agree({ kernel: "addPadded", dtype: "float64", args: [a, b, a] });
  agree({ kernel: "addPadded", dtype: "float64", args: [b] });
});

test("elements are counted in bins, the last of which holds its upper edge", () => {
  const random = createRandom(2);
  for (const dtype of allDTypes) {
    for (const x of viewsOf(dtype, [9, 13], random)) {
      const weights = randomOperand("float64", [9, 13], random);
      for (const args of [[x], [x, weights]]) {
        for (const params of [
          { bins: 10, lo: -3, hi: 7 },
          { bins: 3, lo: 0, hi: 1 },
          { bins: 1, lo: 2, hi: 2 },
          { bins: 7, lo: -0.3, hi: 0.1 },
        ]) {
          agree({ kernel: "histogram", dtype, args, params, result: "float64" });
        }
        for (const edges of [
          [0, 1],
          [-5, 0, 0.5, 3],
          [0, 1, 1, 2],
          [0, 1, 1],
        ]) {
          agree({
            kernel: "histogram",
            dtype,
            args: [x, denseOperand("float64", [edges.length], (i) => edges[i]!), ...args.slice(1)],
            params: {},
            result: "float64",
          });
        }
      }
    }
  }
});

test("equal bins are exact at every edge", () => {
  for (const { bins, lo, hi } of [
    { bins: 10, lo: 0, hi: 1 },
    { bins: 49, lo: -1.7, hi: 0.9 },
    { bins: 3, lo: 1e-3, hi: 1e3 },
  ]) {
    const near = Array.from({ length: bins + 1 }, (_, i) => lo + ((hi - lo) / bins) * i).flatMap((edge) => [
      edge,
      edge * (1 + 2 ** -52),
      edge * (1 - 2 ** -53),
    ]);
    agree({
      kernel: "histogram",
      dtype: "float64",
      args: [denseOperand("float64", [near.length], (i) => near[i]!)],
      params: { bins, lo, hi },
      result: "float64",
    });
  }
});
