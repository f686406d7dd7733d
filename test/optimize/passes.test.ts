import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { exprKey } from "../../src/engine/collection.ts";
import { planOf } from "../../src/engine/plan.ts";
import { type Expr, makeExpr, type Op } from "../../src/expr/expr.ts";
import { isData } from "../../src/graph/graph.ts";
import { type DArray, type DType, da, dd, slice } from "../../src/index.ts";
import { type PassName, passNames } from "../../src/optimize/pass.ts";

type Lazy = DArray<DType, "array"> | DArray<DType, "scalar">;
const plan = (x: Lazy, without: readonly PassName[] = []) => planOf([x[exprKey]], { without });
const token = (x: Lazy) => plan(x).roots[0]!.token;
const tasks = (x: Lazy, without: readonly PassName[] = []) => plan(x, without).lowered.graph.nodes.filter((node) => !isData(node)).length;

const x = da.random.normal(0, 1, { size: [40, 60], chunks: [10, 20], seed: 1 });
const y = da.fromArray(
  Float64Array.from({ length: 2400 }, (_, i) => i),
  { shape: [40, 60], chunks: [10, 20] },
);

test("equal expressions become one", () => {
  const same: readonly (readonly [Lazy, Lazy])[] = [
    [y.get(slice(5, 30)).get(slice(2, 10)), y.get(slice(7, 15))],
    [y.T.T, y],
    [y.rechunk(7).rechunk([10, 20]), y],
    [y.add(1).get(slice(0, 10)), y.get(slice(0, 10)).add(1)],
    [y.sqrt().T, y.T.sqrt()],
    [y.reshape(40, 60), y],
    [y.astype("float64"), y],
    [x.rechunk([40, 60]), da.random.normal(0, 1, { size: [40, 60], chunks: [10, 20], seed: 1 }).rechunk(-1)],
  ];
  for (const [a, b] of same) assert.equal(token(a), token(b), `${a[exprKey].op.name}`);
});

test("a selection of a random array makes only what is selected", () => {
  assert.equal(tasks(x.get(slice(0, 10), slice(0, 20)).mul(2)), 1);
  assert.equal(tasks(x.mul(2).add(1).get(slice(0, 10))), 3);
});

test("a chain from source to result is one task a chunk; without fusing, one an operation", () => {
  assert.equal(tasks(y.mul(2).add(1).sqrt()), 12);
  assert.equal(tasks(y.mul(2).add(1).sqrt(), ["fuse"]), 36);
});

test("several reductions share one pass", () => {
  const both = planOf([y.sum()[exprKey], y.max()[exprKey], y.mean(0)[exprKey]]);
  const passes = both.lowered.groups.filter((group) => group.members.some((member) => member.op.name === "array/partial"));
  assert.equal(passes.length, 1);
});

test("what depends on a reduction of the same source is a second pass, not a knot", async () => {
  const centered = x.sub(x.mean(0)).std(1);
  const groups = plan(centered).lowered.groups.map((group) => group.members.map((member) => member.op.name));
  assert.ok(groups.filter((members) => members.includes("array/source")).length === 2);
  assert.equal((await centered.compute()).shape[0], 40);
});

test("sources that are reduced are made in slabs of whole rows", () => {
  const wide = da.random.normal(0, 1, { size: [2000, 2000], chunks: [1000, 10], seed: 1 }).mean(1);
  assert.ok(tasks(wide) < 40);
  assert.ok(tasks(wide, ["sourceChunks"]) >= 400);
});

test("what is added up chunk by chunk keeps its chunks: running sums of sources", async () => {
  const noise = da.random.normal(0, 1, { size: [60, 70], seed: 5, chunks: [40, 30] });
  for (const source of [noise, noise.mul(2), noise.add(da.ones([60, 70], { chunks: [30, 40] })), da.ones([60, 70], { chunks: 20 })]) {
    for (const axis of [0, 1, null]) assert.deepEqual(await source.cumsum(axis).compute(), await source.cumsum(axis).compute({ without: ["sourceChunks"] }));
    assert.ok((await source.cumsum(1).get(null, -1).sub(source.sum(1)).abs().max().compute()) < 1e-9);
  }
});

test("spawned streams are never cut otherwise", () => {
  const rng = da.random.defaultRng(1, { streams: "spawned" });
  const drawn = rng.normal(0, 1, { size: [100, 100], chunks: [50, 10] });
  const sources = plan(drawn.mean(1))
    .lowered.groups.flatMap((group) => group.members)
    .filter((member) => member.op.name === "array/source");
  assert.deepEqual(sources[0]!.meta.chunks, [[50, 50], new Array(10).fill(10)]);
});

test("rechunking that would read too much at once goes in steps, and gives the same", async () => {
  const rows = y.sqrt().sort(1).rechunk([1, 60]);
  const columns = rows.rechunk([40, 1]);
  const small = { memoryLimit: 40_000 };
  const inSteps = planOf([columns[exprKey]], small).lowered.graph.nodes.length;
  assert.ok(inSteps > planOf([columns[exprKey]], { ...small, without: ["rechunkInSteps"] }).lowered.graph.nodes.length);
  assert.deepEqual(await columns.compute(small), await rows.compute());
});

test("what no result needs is not done", async () => {
  const sorted = y.sort(1);
  let started = 0;
  await sorted.blocks(0).compute({ progress: (event) => void (event.kind === "started" && started++) });
  assert.ok(started < tasks(sorted));
});

test("a pass that changes what comes out is found when it runs, and named", () => {
  const wrong = (change: (node: Expr) => Expr): Op => ({ name: "array/wrong", infer: () => y[exprKey].meta, simplify: change });
  const of = (change: (node: Expr) => Expr) => planOf([makeExpr(wrong(change), [], {})]);
  assert.throws(() => of(() => y.astype("float32")[exprKey]), /bug: simplify changed array\/wrong from float64 to float32/);
  assert.throws(() => of(() => y.rechunk(7)[exprKey]), /bug: simplify changed the chunks of array\/wrong from \[\[10,10,10,10\],\[20,20,20\]\] to/);
  assert.throws(() => of(() => y.T[exprKey]), /bug: simplify changed the chunks/);
});

test("what a plan calls a pass is one, and any can be switched off", () => {
  const frame = dd.fromColumns<{ k: "int32"; v: "float64" }>({ k: [1, 2, 1], v: [1, 2, 3] }, { npartitions: 3 });
  const made = frame
    .merge(frame.groupby("k").sum(), { on: "k" })
    .filter((c) => c["v_x"].gt(1))
    .sortValues("k")
    .select("k");
  const passesOf = (without: readonly PassName[]) => /^passes: (.*)$/m.exec(made.explain({ without }))![1]!.replaceAll(" (changed the plan)", "");
  // Those that are decided on the way have no line of their own.
  const own = passNames.filter((name) => !["stay", "spread", "fuse"].includes(name));
  assert.equal(passesOf([]), own.join(", "));
  for (const name of passNames) assert.equal(passesOf([name]), own.filter((other) => other !== name).join(", "));
  assert.equal(passesOf(passNames), "none");
});

test("a plan explains itself", () => {
  const text = x.mean(1).explain();
  assert.match(text, /random\/standard_normal → mean-partial/);
  assert.match(text, /tasks?, each at most/);
});

test("a chain is one task a chunk from any source: random numbers, files and memory, with broadcasting, mixed dtypes, comparisons and where", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chunkwise-fuse-"));
  try {
    const path = join(folder, "y.npy");
    await y.toNpy(path);
    const sources = { random: x, file: da.fromNpy(path, { chunks: [10, 20] }) as typeof x, memory: y };
    const column = da.fromArray(
      Float32Array.from({ length: 40 }, (_, i) => i % 7),
      { shape: [40, 1], chunks: [10, 1] },
    );
    const row = da.arange(60, { dtype: "int32", chunks: 20 });
    for (const [name, from] of Object.entries(sources)) {
      const chain = da.where(from.mul(column).gt(row), from.add(1).sqrt(), column.astype("float64"));
      const { lowered } = plan(chain);
      // The row and the column are made once, by tasks of their own.
      assert.deepEqual(lowered.groups.map((group) => group.count).sort(), [12, 3, 4], name);
      // Its reductions share one pass, and nothing but their states is kept.
      const both = planOf(
        [chain.sum(1), chain.max(1), chain.mean(0)].map((one) => one[exprKey]),
        { without: ["sourceChunks"] },
      );
      const [first] = both.lowered.groups.filter((group) => group.members.some((member) => member.op.name === "array/partial"));
      assert.ok(first!.outputs.every((output) => output.op.name === "array/partial") && first!.outputs.length === 3, name);
      assert.deepEqual(await chain.sum(1).compute(), await chain.sum(1).compute({ without: ["fuse"] }), name);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("invariant numbers are the same whatever pass is left out", async () => {
  const narrow = da.random
    .normal(0, 1, { size: [300, 40], chunks: [300, 1], seed: 4 })
    .mul(2)
    .sum(1);
  const expected = await narrow.compute();
  for (const pass of passNames) {
    const without = await narrow.compute({ without: [pass] });
    assert.ok(
      without.data.every((value, i) => Math.abs(value - expected.data[i]!) < 1e-12),
      pass,
    );
  }
});

test("how deep an expression is and how often its parts are used does not matter to what it costs to plan it", async () => {
  const x = da.arange(10, { chunks: 3 });
  let often = x as DArray<"float64">;
  for (let i = 0; i < 60; i++) often = often.add(often);
  assert.equal(await often.sum().compute(), 45 * 2 ** 60);
  assert.deepEqual((await often.rechunk(4).compute()).get(9), 9 * 2 ** 60);
  let deep = x as DArray<"float64">;
  for (let i = 0; i < 4000; i++) deep = deep.add(1);
  assert.deepEqual(deep.rechunk(4).chunks, [[4, 4, 2]]);
  assert.equal(plan(deep.sum(), ["fuse"]).roots.length, 1);
});
