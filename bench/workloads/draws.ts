import { da } from "../../src/index.ts";
import { makeAndFree, numbersOf, type Prepare, workersOf } from "./setup.ts";

/** The main job: normals that nobody ever sees as a whole, and the mean of each row. */
export const normalRowMeans: Prepare = async (params) => {
  const streams = params["streams"] as "invariant" | "spawned";
  return {
    async run() {
      const x = da.random.defaultRng(1, { streams }).normal(0, 1, { size: numbersOf(params, "size"), chunks: numbersOf(params, "chunks") });
      const means = await x.mean(1).compute(workersOf(params));
      const most = 7 / Math.sqrt(x.shape[1]!);
      if (!means.data.every((mean) => Math.abs(mean) < most)) throw new Error(`a mean of ${x.shape[1]} normals is farther from 0 than ${most}`);
      // Only spawned streams are the bits that the peer draws.
      return streams === "spawned" ? means.data.reduce((sum: number, mean: number) => sum + Math.abs(mean), 0) : undefined;
    },
  };
};

/** Fills memory with draws. */
export const fill: Prepare = async (params) => {
  const name = params["distribution"] === "random" ? "random" : "standardExponential";
  return { run: () => makeAndFree(da.random.defaultRng(1)[name]({ size: numbersOf(params, "size"), chunks: numbersOf(params, "chunks") }), workersOf(params)) };
};
