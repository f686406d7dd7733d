import assert from "node:assert/strict";
import { test } from "node:test";
import type { Table } from "apache-arrow";
import { compute, type DArray, type Delayed, type DFrame, da, dd, delayed, type NDArray } from "../../src/index.ts";

// What TypeScript infers is checked by compiling this file.

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(..._: T[]): void => undefined;

test("arguments may be lazy, results are, and promises are seen through", async () => {
  const inc = delayed((x: number) => x + 1);
  const later = delayed(async (text: string) => text.length);
  const one = inc(1);
  holds<Same<typeof one, Delayed<number>>>();
  const length = later("abc");
  holds<Same<typeof length, Delayed<number>>>();
  inc(length);
  inc(da.arange(3).sum());
  const sum = delayed((xs: readonly number[], { by }: { by: number }) => xs.length * by);
  sum([1, one, length], { by: one });
  // @ts-expect-error: text where a number belongs
  inc("1");
  // @ts-expect-error: a lazy text where a number belongs
  inc(delayed((x: string) => x)("a"));
  // @ts-expect-error: too many arguments
  inc(1, 2);
  const found = await one.compute();
  holds<Same<typeof found, number>>();
  assert.equal(found, 2);
});

test("properties, methods and items have their types", async () => {
  const words = delayed((text: string) => text.split(" "))("a b");
  const count = words.get("length");
  holds<Same<typeof count, Delayed<number>>>();
  const first = words.get(0);
  holds<Same<typeof first, Delayed<string>>>();
  const joined = words.call("join", "-");
  holds<Same<typeof joined, Delayed<string>>>();
  // @ts-expect-error: no such method
  assert.ok(words.call("nothing"));
  // @ts-expect-error: no such property
  assert.ok(words.get("nothing"));
});

test("compute keeps the nesting", async () => {
  const inc = delayed((x: number) => x + 1);
  const found = await compute({ a: inc(1), b: [inc(2), inc(3)], c: "x", d: da.arange(2) });
  holds<Same<typeof found, { a: number; b: number[]; c: string; d: NDArray<"float64"> }>>();
  assert.deepEqual([found.a, found.b, found.c], [2, [3, 4], "x"]);
});

test("wrapped values and collections of lazy values have their types", () => {
  const x = delayed(new Float64Array(2));
  holds<Same<typeof x, Delayed<Float64Array<ArrayBuffer>>>>();
  const record = delayed({ a: x, n: 1 });
  holds<Same<typeof record, Delayed<{ a: Float64Array<ArrayBuffer>; n: number }>>>();
  const array = da.fromDelayed(x, { shape: 2, dtype: "float32" });
  holds<Same<typeof array, DArray<"float32">>>();
  const frame = dd.fromDelayed([delayed((n: number) => ({ a: [n] }))(1)], { schema: { a: "int32" } });
  holds<Same<typeof frame, DFrame<{ readonly a: "int32" }>>>();
  // @ts-expect-error: a column that the schema has is not there
  assert.ok(dd.fromDelayed([delayed(() => ({ b: [1] }))()], { schema: { a: "int32" } }));
  const parts = frame.toDelayed();
  holds<Same<typeof parts, Delayed<Table>[]>>();
});
