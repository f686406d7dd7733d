import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import { createContext, runInContext } from "node:vm";
import {
  ChunkwiseError,
  compute,
  config,
  DTypeError,
  da,
  dd,
  get,
  MemoryLimitError,
  NDArray,
  type RunEvent,
  ShapeError,
  slice,
  TaskError,
} from "../../src/index.ts";

const x = da.fromArray(
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
  { chunks: [1, 2] },
);

test("one collection gives its value, several a list, a nesting the same nesting", async () => {
  assert.equal(await compute(x.sum()), 21);
  const [sum, mean] = await compute(x.sum(), x.mean());
  assert.deepEqual([sum, mean], [21, 3.5]);
  const nested = await compute({ a: [x.min(), { b: x.max() }], c: "kept", d: null });
  assert.deepEqual(nested, { a: [1, { b: 6 }], c: "kept", d: null });
});

test("a last argument is options only if all its keys are option names and it is not alone", async () => {
  assert.equal(await compute(x.sum(), { scheduler: "synchronous" }), 21);
  assert.deepEqual(await compute({ scheduler: x.sum() }), { scheduler: 21 });
  const [sum, other] = await compute(x.sum(), { other: 1 });
  assert.deepEqual([sum, other], [21, { other: 1 }]);
});

test("what holds itself is refused, what stands twice is not", async () => {
  const cyclic: unknown[] = [x.sum()];
  cyclic.push({ cyclic });
  await assert.rejects(compute({ cyclic }), /^GraphError: compute: a list or record holds itself/);
  const twice = [x.sum()];
  assert.deepEqual(await compute({ a: twice, b: [twice] }), { a: [21], b: [[21]] });
});

test("a key may be __proto__", async () => {
  const value = await compute(JSON.parse('{"__proto__": 1}') as object);
  assert.deepEqual(Object.keys(value), ["__proto__"]);
});

test("0-d results are plain numbers, bigints and booleans; counts are numbers", async () => {
  const whole = da.fromArray([1n, 2n], { chunks: 1 });
  const found = await compute({ sum: whole.sum(), any: whole.any(), where: whole.argmax(), truths: whole.gt(1).sum() });
  assert.deepEqual(found, { sum: 3n, any: true, where: 1, truths: 1 });
  assert.equal(await whole.sum().compute({ int64: "number" }), 3);
  await assert.rejects(
    da
      .fromArray([2n ** 60n + 1n])
      .sum()
      .compute({ int64: "number" }),
    RangeError,
  );
});

test("several reductions of one source are one pass over it", () => {
  const plan = compute === undefined ? "" : da.stack([x.min(), x.max(), x.mean()]).explain();
  const file = da.random.normal(0, 1, { size: [100, 100], chunks: [50, 50], seed: 1 });
  const text = da.stack([file.min(), file.max(), file.std()]).explain();
  assert.equal(text.match(/random\/standard_normal →/g)?.length, 1, text);
  assert.match(plan, /min-partial/);
});

test("x.sub(x) is zero also for random numbers without a seed", async () => {
  const noise = da.random.normal(0, 1, { size: 100, chunks: 30 });
  assert.equal(await noise.sub(noise).abs().max().compute(), 0);
  const again = da.random.normal(0, 1, { size: 100, chunks: 30 });
  assert.notEqual(await noise.sub(again).abs().max().compute(), 0);
});

test("settings hold for computes that do not say otherwise", async () => {
  let started = 0;
  const progress = (event: RunEvent) => void (event.kind === "started" && started++);
  using _ = config.scope({ scheduler: "sync", memoryLimit: "1GB" });
  assert.equal(await x.sum().compute({ progress }), 21);
  assert.ok(started > 0);
  assert.throws(() => config.set({ scheduler: "nowhere" as never }), ChunkwiseError);
});

test("settings are those of the moment when something is called, whatever ends before it is done", async () => {
  const folder = mkdtempSync(join(tmpdir(), "settings-"));
  try {
    const big = da.fromArray(new BigInt64Array([2n, 3n]));
    const frame = dd.fromColumns({ n: [1n, 2n], x: [1, 2] }, { npartitions: 2 });
    const masked = x.get(x.gt(1)).sort();
    const refused = (run: () => Promise<unknown>) => {
      using _ = config.scope({ scheduler: "sync", memoryLimit: 1 });
      return assert.rejects(run(), MemoryLimitError);
    };
    // The limit of a scope that has ended when anything is computed.
    await refused(() => x.sum().compute());
    await refused(() => masked.compute());
    await refused(() => compute([x.add(1)]));
    await refused(() => x.add(1).persist());
    await refused(() => x.toNpy(join(folder, "x.npy")));
    await refused(() => x.toNpyStack(join(folder, "stack"), 0));
    await refused(() => frame.toCsv(join(folder, "x.csv")));
    await refused(() => frame.sortValues("x").toObjects());
    await refused(() => frame.setIndex("x").persist());
    await refused(() => frame.select(["x"]).toDaskArray());
    await refused(() => get({ a: [(n: number) => n + 1, 1] }, "a"));
    const inScope = () => {
      using _ = config.scope({ int64: "number" });
      return [big.sum().compute(), compute({ n: big.sum() }), frame.col("n").sum().compute()];
    };
    assert.deepEqual(await Promise.all(inScope()), [5, { n: 5 }, 3]);
    assert.equal(await big.sum().compute(), 5n);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("lists may be nested without end, and stand in several places", async () => {
  let deep: unknown = x.sum();
  for (let i = 0; i < 20_000; i++) deep = i % 2 ? [deep] : { deep };
  let found: unknown = await compute(deep);
  for (let i = 0; i < 20_000; i++) found = i % 2 ? (found as { deep: unknown }).deep : (found as unknown[])[0];
  assert.equal(found, 21);
  let shared: unknown[] = [x.sum()];
  for (let i = 0; i < 50; i++) shared = [shared, shared];
  const result = (await compute(shared)) as unknown[][];
  assert.equal(result[0], result[1]);
  assert.equal(await compute(x.sum(), undefined), 21);
});

test("options that mean nothing are errors that name them", async () => {
  await assert.rejects(x.compute({ scheduler: "cloud" as never }), /unknown scheduler "cloud"/);
  await assert.rejects(x.compute({ numWorkers: 0 }), /numWorkers 0/);
  await assert.rejects(x.compute({ numWorkers: 1e9 }), /numWorkers 1000000000 is not a whole number above 0, up to 1024/);
  await assert.rejects(x.compute({ memoryLimit: "much" }), /"much" is not a number of bytes/);
  await assert.rejects(x.compute({ progress: "yes" as never }), /progress is "yes", not true, false or a function/);
  await assert.rejects(x.compute({ signal: {} as never }), /signal is an object, not an AbortSignal/);
  await assert.rejects(x.compute({ int64: "text" as never }), /int64 is "text", not "bigint" or "number"/);
  for (const memoryLimit of [true, [5], {}, Number.NaN, "0 GB", "1..5GB", null])
    await assert.rejects(x.compute({ memoryLimit: memoryLimit as never }), /^ChunkwiseError: compute: memoryLimit .* is not a number of bytes above 0/);
  for (const options of [null, 5, "sync", [], new AbortController().signal, new Map(), () => {}]) {
    await assert.rejects(async () => x.compute(options as never), { code: "OPTION" });
    await assert.rejects(async () => x.persist(options as never), { code: "OPTION" });
    await assert.rejects(dd.fromColumns({ n: [1] }).toObjects(options as never), { code: "OPTION" });
    await assert.rejects(dd.fromColumns({ n: [1] }).toCsv("x.csv", options as never), { code: "OPTION" });
  }
  await assert.rejects(x.compute({ without: ["fusing" as never] }), /without is \["fusing"\], not a list of passes: sortInSteps, simplify/);
});

test("progress: true draws a bar on a terminal, and nothing where standard error is none", async () => {
  const { stderr } = process;
  const before = { isTTY: stderr.isTTY, write: stderr.write };
  const drawn = async (isTTY: boolean): Promise<string> => {
    let text = "";
    stderr.isTTY = isTTY;
    stderr.write = ((part: string) => {
      text += part;
      return true;
    }) as never;
    try {
      assert.equal(await x.sum().compute({ progress: true }), 21);
    } finally {
      Object.assign(stderr, before);
    }
    return text;
  };
  assert.match(await drawn(true), /\d+% \| \d+\/\d+ tasks/);
  assert.equal(await drawn(false), "");
});

test("what is wrong with an expression is thrown where it is written", () => {
  assert.throws(
    () => x.add([1, 2]),
    (error) => error instanceof ShapeError && /add: shapes \[2, 3\] and \[2\]/.test(error.message),
  );
  assert.throws(() => x.sum(2), /sum: axis 2 is out of range/);
  assert.throws(() => x.get(2), /get: index 2 is out of bounds for axis 0 of length 2/);
  assert.throws(() => x.rechunk([[1, 2], 3]), /rechunk: chunks \[1,2\] along axis 0 sum to 3/);
  assert.throws(() => x.astype("float16" as never), DTypeError);
  assert.throws(() => x.matmul(x), /matmul: shapes \[2, 3\] and \[2, 3\] do not fit/);
  assert.throws(() => da.concatenate([x, x.T]), /concatenate: shapes/);
  assert.throws(() => da.zeros([0, 3]).max(0), /max: axis 0/);
  assert.throws(() => x.reshape(4, 2), /reshape: 6 elements/);
});

test("an error of a task names what its user called", async () => {
  const fails = () => {
    throw new RangeError("no");
  };
  const schema = { n: "float64" } as const;
  const frame = dd.fromColumns({ n: [1, 2], s: ["a", "b"] }, { npartitions: 2 });
  const calls: { readonly [operation: string]: () => { compute(): Promise<unknown> } } = {
    // In one task with what comes after.
    mapBlocks: () => x.mapBlocks(fails).mapBlocks((block) => block),
    mapOverlap: () => x.mapOverlap(fails, { depth: 1, boundary: "none" }).add(1),
    reduction: () => da.reduction(x, fails, fails, 0).add(1),
    fromFunction: () => da.fromFunction(fails, [3]),
    mapPartitions: () => frame.mapPartitions(fails, { schema }).filter((c) => c.n.gt(1)),
    fromMap: () => dd.fromMap(fails, [1], { schema }),
    map: () => frame.col("n").map(fails, { dtype: "float64" }).add(1),
    apply: () => frame.groupby("s").apply(fails, { schema }),
    toDatetime: () => dd.toDatetime(frame.col("s")),
  };
  for (const [operation, call] of Object.entries(calls)) {
    await assert.rejects(
      call().compute(),
      (error: TaskError) => error instanceof TaskError && error.operation === operation && error.message.startsWith(`${operation}: task `),
      operation,
    );
  }
  const limited = frame.toCsv(join(tmpdir(), "never.csv"), { memoryLimit: 10 });
  await assert.rejects(limited, (error: Error) => error instanceof MemoryLimitError && /^toCsv: .* data in memory takes .* of it; /.test(error.message));
});

test("programs of other realms are understood", async () => {
  const context = createContext({ compute, da, dd });
  const script = `compute({ a: [da.fromArray(new Float32Array([1, 2])).sum(), dd.fromColumns({ n: [3] }).col("n").sum()] }, { scheduler: "sync" })`;
  assert.deepEqual(await runInContext(script, context), { a: [3, 3] });
});

test("an array prints what it is, and is not a number", () => {
  assert.equal(inspect(x), "DArray<float64> shape [2, 3] chunks [1, 2] (4 chunks)");
  assert.throws(() => +x, /not a number/);
});

test("extents are unknown after a mask until they are computed", async () => {
  const masked = x.get(x.gt(2));
  assert.deepEqual(masked.shape, [undefined]);
  assert.deepEqual([...(await masked.compute()).data], [3, 4, 5, 6]);
  assert.equal(await masked.sum().compute(), 18);
  const known = await masked.computeChunkSizes();
  assert.deepEqual(known.shape, [4]);
  assert.deepEqual([...(await known.get(slice(1, 3)).compute()).data], [4, 5]);
});

test("the least of nothing is an error also where only running tells", async () => {
  const nothing = x.get(x.gt(9));
  await assert.rejects(nothing.max().compute(), /max: a slice has no elements/);
  await assert.rejects(
    da
      .fromArray([1n])
      .get(da.fromArray([false]))
      .min()
      .compute(),
    /min: a slice has no elements/,
  );
  await assert.rejects(nothing.nanmin().compute(), /nanmin: a slice has no elements/);
  await assert.rejects(nothing.nanmax().compute(), /nanmax: a slice has no elements/);
  assert.equal(await nothing.sum().compute(), 0);
  // Chunks without elements are no slices without: numbers elsewhere count, and NaN is an element.
  const some = da.fromArray([NaN, 1, 2, NaN, NaN, 5], { chunks: 2 });
  assert.equal(await some.get(some.lt(3)).nanmax().compute(), 2);
  assert.equal(await some.get(da.isnan(some)).nanmin().compute(), NaN);
});

test("of slices of nothing but NaN, the least number is NaN", async () => {
  const data = da.fromArray([NaN, NaN, 3, NaN], { chunks: 1 }).reshape(2, 2);
  assert.deepEqual([...(await data.nanmin(1).compute()).data], [NaN, 3]);
  assert.deepEqual([...(await data.nanmax(0).compute()).data], [3, NaN]);
});

test("what was passed in can change without changing the array", async () => {
  const data = Float64Array.of(1, 2, 3);
  const lazy = da.fromArray(data, { chunks: 2 });
  data.fill(9);
  assert.deepEqual([...(await lazy.compute()).data], [1, 2, 3]);
  assert.ok((await lazy.compute()) instanceof NDArray);
});
