import { da } from "../../src/index.ts";
import { makeAndFree, numbersOf, type Prepare, table, workersOf } from "./setup.ts";

/** From row chunks to row chunks of the transpose: every chunk goes into every other. The result stays chunked. */
export const transposeRechunk: Prepare = async (params) => {
  const size = numbersOf(params, "size") as [number, number];
  const rows = params["rows"] as number;
  const x = await table(size, [rows, size[1]]);
  return { run: () => makeAndFree(x.transpose().rechunk([rows, -1]), workersOf(params)) };
};

const unordered: (params: Parameters<Prepare>[0]) => Promise<ReturnType<typeof da.random.random>> = (params) =>
  da.random.random({ size: numbersOf(params, "size"), chunks: numbersOf(params, "chunks"), seed: 1 }).persist() as never;

export const quantile: Prepare = async (params) => {
  const x = await unordered(params);
  return { run: async () => void (await x.quantile([0.1, 0.5, 0.99]).compute(workersOf(params))) };
};

export const sort: Prepare = async (params) => {
  const x = await unordered(params);
  return { run: () => makeAndFree(x.sort(), workersOf(params)) };
};
