import { test } from "node:test";
import { allDTypes, type DType } from "../../../src/chunk/dtype.ts";
import { agree, backends, runOn } from "./agreement.ts";
import { createRandom, denseOperand, randomOperand } from "./operands.ts";

function sortedRun(dtype: DType, shape: readonly number[], axis: number, random: () => number) {
  const { data } = runOn(backends[0]!, { kernel: "sort", dtype, args: [randomOperand(dtype, shape, random)], params: { axis } });
  return denseOperand(dtype, shape, (i) => data[i]!);
}

test("any range of the merged order of sorted runs is made on its own", () => {
  const random = createRandom(1);
  for (const dtype of allDTypes) {
    const runs = [30, 0, 1, 17, 64].map((n) => sortedRun(dtype, [n], 0, random));
    const beside = runs.map((run) => randomOperand("float64", run.shape, random));
    for (const [from, to] of [
      [0, 112],
      [0, 0],
      [112, 112],
      [5, 6],
      [50, 51],
      [20, 90],
    ] as const) {
      agree({ kernel: "mergeSorted", dtype, args: runs, params: { axis: 0, from, to } });
      agree({ kernel: "mergeSortedBeside", dtype, args: [...runs, ...beside], params: { axis: 0, from, to }, result: "float64" });
    }
  }
});

test("rows of many axes are merged", () => {
  const random = createRandom(2);
  for (const dtype of ["int16", "float64"] as const) {
    for (const axis of [0, 1, 2]) {
      const runs = [4, 1, 6].map((n) => sortedRun(dtype, [3, 4, 5].with(axis, n), axis, random));
      const beside = runs.map((run) => randomOperand("float64", run.shape, random));
      for (const [from, to] of [
        [0, 11],
        [3, 7],
      ] as const) {
        agree({ kernel: "mergeSorted", dtype, args: runs, params: { axis, from, to } });
        agree({ kernel: "mergeSortedBeside", dtype, args: [...runs, ...beside], params: { axis, from, to }, result: "float64" });
      }
    }
  }
});
