import { da } from "../../src/index.ts";
import { line, numbersOf, type Prepare, table, workersOf } from "./setup.ts";

/** sum(2x + sin(y) exp(-x)), x and y in memory. */
export const expression: Prepare = async (params) => {
  const [[size], [chunk]] = [numbersOf(params, "size"), numbersOf(params, "chunks")] as [[number], [number]];
  const x = await line(size, chunk, 1000, 1000).persist();
  const y = await line(size, chunk, 777, 100).persist();
  return {
    run: async () =>
      Number(
        await x
          .mul(2)
          .add(da.sin(y).mul(da.exp(x.neg())))
          .sum()
          .compute(workersOf(params)),
      ),
  };
};

/** So often the same is done on few numbers first: compilers of JavaScript are done with what a program has done for a second, and 100 GB would else be read until they are. */
const warmUps = 400;

/** One reduction over one axis, or all, of an array in memory. */
export const reduction: Prepare = async (params) => {
  const x = await table(numbersOf(params, "size"), numbersOf(params, "chunks"));
  const few = await table([32, 100], [1, 100]);
  const axis = params["axis"] as number | null;
  const name = params["reduction"] as "sum" | "mean" | "var" | "max" | "argmax" | "nanmean";
  const reduced = (of: typeof x) => of[name](axis as number).compute(workersOf(params));
  for (let i = 0; i < warmUps; i++) await reduced(few);
  return {
    async run() {
      const value: unknown = await reduced(x);
      return typeof value === "number" ? value : (value as { readonly data: Float64Array }).data.reduce((sum, one) => sum + one, 0);
    },
  };
};

/** The product of two square matrices in memory. */
export const matmul: Prepare = async (params) => {
  const [n, chunk, dtype] = [params["n"], params["chunks"], params["dtype"]] as [number, number, "float64" | "float32"];
  const whole = await table([n, n], [chunk, chunk]);
  const a = await whole.sub(0.5).astype(dtype).persist();
  const b = await whole.transpose().sub(0.25).astype(dtype).persist();
  return {
    async run() {
      using product = await da.matmul(a, b).persist(workersOf(params));
      return dtype === "float64" ? Number(await product.get(0, 0).compute({ scheduler: "synchronous" })) : undefined;
    },
  };
};
