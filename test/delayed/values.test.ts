import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, config, da, delayed, NDArray } from "../../src/index.ts";
import { schedulers, testEach } from "./schedulers.ts";

class Point {
  readonly x: number;
  constructor(x: number) {
    this.x = x;
  }
  twice(): number {
    return 2 * this.x;
  }
}

testEach("plain data of any kind is given and got as it is", async (options) => {
  const same = delayed((x: unknown) => x);
  const gaps = [undefined, 1, 3];
  delete gaps[1];
  const circle: { self?: unknown; n: number } = { n: 1 };
  circle.self = circle;
  const values = [
    undefined,
    null,
    true,
    -0,
    Number.NaN,
    2n ** 70n,
    "",
    "é\u{1f600}\ud800",
    "x".repeat(10_000),
    [1, [2, [3, [4, [5]]]]],
    gaps,
    { a: 1, b: { c: "d" } },
    new Date(0),
    /x+/gi,
    new Map<unknown, unknown>([[{ k: 1 }, [1]]]),
    new Set([1, "a"]),
    new RangeError("out"),
    Float64Array.of(1, 2),
    new Uint8ClampedArray(5000).fill(3),
    BigInt64Array.of(-1n),
    Buffer.from("abc"),
    new DataView(Uint8Array.of(1, 2, 3).buffer, 1),
    new ArrayBuffer(8),
    circle,
  ];
  const found = await compute(
    values.map((value) => same(value)),
    options,
  );
  assert.deepStrictEqual(found, values);
  assert.ok(Buffer.isBuffer(found[20]));
});

testEach("a function may change what it is given: nobody else sees it", async (options) => {
  const data = [3, 1, 2];
  const shared = delayed((n: number) => Array.from({ length: n }, (_, i) => n - i))(4);
  const spoil = delayed((xs: number[]) => {
    xs.sort();
    xs.push(0);
    return xs.length;
  });
  const wrapped = delayed(Float64Array.from({ length: 2000 }, (_, i) => i));
  const zero = delayed((xs: Float64Array) => {
    const before = xs[1]!;
    xs.fill(0);
    return before;
  });
  const calls = [spoil(shared), spoil(shared), spoil(data), ...Array.from({ length: 8 }, () => zero(wrapped))];
  assert.deepEqual(await compute([...calls, shared], options), [5, 5, 4, 1, 1, 1, 1, 1, 1, 1, 1, [4, 3, 2, 1]]);
  assert.deepEqual(data, [3, 1, 2]);
});

testEach("arguments are what they were when the call was made", async (options) => {
  const list = [1, 2];
  const data = new Float64Array(1000).fill(1);
  const length = delayed((xs: ArrayLike<number>) => xs.length + xs[0]!);
  const calls = [length(list), length(data), length(delayed(data))];
  list.push(3);
  data.fill(9);
  assert.deepEqual(await compute(calls, options), [3, 1001, 1001]);
});

test("what cannot go from thread to thread is an error that says which part it is", async () => {
  const threads = schedulers[1]!;
  await assert.rejects(delayed(() => ({ a: [0, () => 1] }))().compute(threads), (error: Error) => {
    assert.match(
      error.message,
      /what the function gave: \.a\[1\] is a function, which cannot go from thread to thread; give plain data, or set the scheduler to "synchronous"/,
    );
    return error.name === "TaskError";
  });
  const make = delayed(() => {
    class Foo {}
    return new Map([["k", new Foo()]]);
  });
  await assert.rejects(make().compute(threads), /\.value is an instance of Foo/);
  await assert.rejects(delayed(() => Symbol("s"))().compute(threads), /it is a symbol/);
  assert.throws(() => delayed((x: unknown) => x)(new Point(1)), /of the arguments, \[0\] is an instance of Point/);
  assert.throws(() => delayed({ p: new Point(1) }), { name: "DTypeError" });
});

test("with synchronous, values of any kind stay what they are", async () => {
  using _ = config.scope({ scheduler: "synchronous" });
  const point = delayed((x: number) => new Point(x))(21);
  assert.equal(await point.call("twice").compute(), 42);
  assert.equal(await delayed((p: Point) => p instanceof Point && p.x)(point).compute(), 21);
  const given = new Point(1);
  assert.equal(await delayed((p: Point) => p)(given).compute(), given);
  const [{ p }] = await compute([delayed({ p: given, n: 1 })]);
  assert.equal(p, given);
  const make = await delayed(() => (x: number) => x + 1)().compute();
  assert.equal(make(1), 2);
  using kept = await point.persist();
  assert.equal(await kept.get("x").compute(), 21);
});

testEach("arrays and their parts are given as NDArrays, and may be given back", async (options) => {
  const x = da.arange(12, { chunks: 5 }).reshape([3, 4]);
  const shape = delayed((a: NDArray) => [a.shape, a.data.length, a.dtype]);
  assert.deepEqual(await shape(x).compute(options), [[3, 4], 12, "float64"]);
  const got = await delayed((a: NDArray<"float64">) => a)(x).compute(options);
  assert.ok(got instanceof NDArray);
  assert.deepEqual((got as NDArray).toArray(), await x.compute().then((all) => all.toArray()));
});
