import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, type DArray, da, type NDArray } from "../../src/index.ts";

// What TypeScript infers is checked by compiling this file.

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(..._: T[]): void => undefined;

test("types follow dtypes through operations", async () => {
  const f8 = da.ones([2, 3]);
  const f4 = da.ones([2, 3], { dtype: "float32" });
  const i4 = da.arange(3, { dtype: "int32" });
  const i8 = da.fromArray([1n, 2n]);
  const mask = f8.gt(0);

  holds<Same<typeof f8, DArray<"float64">>>();
  holds<Same<(typeof f4)["dtype"], "float32">>();
  holds<Same<(typeof i8)["dtype"], "int64">>();
  holds<Same<(typeof mask)["dtype"], "bool">>();

  const promoted = f4.add(i4);
  holds<Same<(typeof promoted)["dtype"], "float64">>();
  const weak = f4.mul(2);
  holds<Same<(typeof weak)["dtype"], "float32">>();
  const root = i4.sqrt();
  holds<Same<(typeof root)["dtype"], "float64">>();
  const cast = f8.astype("int16");
  holds<Same<(typeof cast)["dtype"], "int16">>();
  const sums = i4.sum(0);
  holds<Same<(typeof sums)["dtype"], "int64">>();
  const counts = mask.sum(0);
  holds<Same<(typeof counts)["dtype"], "float64">>();

  const draws = da.random.normal(0, 1, { size: [2, 3] });
  holds<Same<(typeof draws)["dtype"], "float64">>();
  const narrow = da.random.standardNormal({ size: 3, dtype: "float32" });
  holds<Same<(typeof narrow)["dtype"], "float32">>();
  const around = da.random.normal(f4);
  holds<Same<(typeof around)["dtype"], "float64">>();
  const events = da.random.defaultRng(1).poisson(3, { size: 4 });
  holds<Same<(typeof events)["dtype"], "int64">>();
  assert.deepEqual([draws.dtype, narrow.dtype, around.dtype, events.dtype], ["float64", "float32", "float64", "int64"]);

  const total = await f8.sum().compute();
  holds<Same<typeof total, number>>();
  const wide = await i8.sum().compute();
  holds<Same<typeof wide, bigint>>();
  const any = await mask.any().compute();
  holds<Same<typeof any, boolean>>();
  const rows = await f8.mean(1).compute();
  holds<Same<typeof rows, NDArray<"float64">>>();
  const kept = await f8.mean(null, { keepdims: true }).compute();
  holds<Same<typeof kept, NDArray<"float64">>>();
  const both = await compute({ total: f8.sum(), rows: f8.mean(1) });
  holds<Same<typeof both.total, number>>();
  holds<Same<typeof both.rows, NDArray<"float64">>>();
  const [low, list] = await compute(f8.min(), [f4]);
  holds<Same<typeof low, number>>();

  assert.deepEqual([total, wide, any, low, list.length], [6, 3n, true, 1, 1]);
  // @ts-expect-error: no such dtype
  assert.throws(() => f8.astype("float16"));
  // @ts-expect-error: a text is no array
  assert.throws(() => f8.add("1"));
});
