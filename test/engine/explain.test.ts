import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { type DArray, type DType, da, dd, delayed, slice, visualize } from "../../src/index.ts";

type Lazy = DArray<DType, "array"> | DArray<DType, "scalar">;
const options = { memoryLimit: "4GB", numWorkers: 2 } as const;
/** The plan with bytes left out: how much scratch memory kernels take is not the point. */
const textOf = (x: Lazy, own: object = options) => x.explain(own).replace(/\d+(\.\d+)? (bytes|KiB|MiB|GiB)/g, "…");
const lines = (...all: readonly string[]) => all.join("\n");

const x = da.random.normal(0, 1, { size: [400, 600], chunks: [100, 200], seed: 1 });
const y = da.fromArray(
  Float64Array.from({ length: 2400 }, (_, i) => i),
  { shape: [40, 60], chunks: [10, 20] },
);

test("a chain from source to reduction is one line, with what was fused below", () => {
  assert.equal(
    textOf(x.mul(2).mean(1), { ...options, without: ["sourceChunks"] }),
    lines(
      "passes: sortInSteps, simplify, pushdown, columns, rechunkInSteps",
      "16 tasks on 2 workers, about … at once",
      "mean-final, float64[400] in 4 chunks: 4 tasks, each at most …",
      "│ fused: mean-merge → mean-final",
      "└─ mean-partial, float64[3, 400, 3] in 12 chunks: 12 tasks, each at most …",
      "     fused: random/standard_normal → multiply → mean-partial",
      "     not fused with what reads it: mean-merge takes 3 of its chunks at once",
    ),
  );
});

test("what is needed twice is told once, and why it is not part of what reads it", () => {
  assert.equal(
    textOf(y.sort(1).add(y.sort(1).mean())),
    lines(
      "passes: sortInSteps, simplify, pushdown, columns, sourceChunks, rechunkInSteps",
      "49 tasks on 2 workers, about … at once",
      "add, float64[40, 60] in 12 chunks: 12 tasks, each at most …",
      "├─ mergeSorted, float64[40, 60] in 12 chunks: 12 tasks, each at most …",
      "│  │ not fused with what reads it: something else needs it too, and one of them waits for the other",
      "│  └─ sort, float64[40, 60] in 12 chunks: 12 tasks, each at most …",
      "│     │ not fused with what reads it: mergeSorted takes 3 of its chunks at once",
      "│     └─ in memory, float64[40, 60] in 12 chunks",
      "└─ mean-final, float64[] in 1 chunk: 1 task, each at most …",
      "   │ fused: mean-merge → mean-final",
      "   │ not fused with what reads it: it is one chunk for 12 of add",
      "   └─ mean-partial, float64[3, 4, 3] in 12 chunks: 12 tasks, each at most …",
      "      │ not fused with what reads it: mean-merge takes 12 of its chunks at once",
      "      └─ mergeSorted, float64[40, 60] in 12 chunks, as above",
      "           not fused with what reads it: something else needs it too, and one of them waits for the other",
    ),
  );
});

test("several reductions of one source are in the same tasks", () => {
  const text = textOf(da.stack([y.sqrt().min(), y.sqrt().max()]));
  assert.match(text, /min-partial, .*: 12 tasks/);
  assert.match(text, /fused: sqrt → min-partial → max-partial/);
  assert.match(text, /in the same tasks: max-partial/);
  assert.match(text, /max-partial, float64\[2, 4, 3\] in 12 chunks, as above/);
});

test("passes that changed the plan say so, and without fusing every operation has tasks of its own", () => {
  assert.match(textOf(y.mul(2).get(slice(3, 20))), /pushdown \(changed the plan\)/);
  assert.doesNotMatch(textOf(y.mul(2).add(1), { ...options, without: ["fuse"] }), /fused: multiply/);
});

test("what is in memory is copied out, and a plan of it says so", () => {
  assert.equal(
    textOf(y),
    lines(
      "passes: sortInSteps, simplify, pushdown, columns, sourceChunks, rechunkInSteps",
      "12 tasks on 2 workers, about … at once",
      "keep, float64[40, 60] in 12 chunks: 12 tasks, each at most …",
      "└─ in memory, float64[40, 60] in 12 chunks",
    ),
  );
});

test("what waits for lengths is told in two halves", () => {
  assert.equal(
    textOf(y.get(y.gt(3)).get(slice(0, 4)).mul(2)),
    lines(
      "first, since get takes lengths that only running tells:",
      "",
      "passes: sortInSteps, simplify, pushdown, columns, sourceChunks, rechunkInSteps",
      "4 tasks on 2 workers, about … at once",
      "extract, float64[?] in 4 chunks: 4 tasks, each at most …",
      "│ fused: greater → extract",
      "└─ in memory, float64[40, 60] in 4 chunks",
      "",
      "then, planned when they are there:",
      "",
      "multiply, float64[?] in 1 chunk",
      "├─ get, float64[?] in 1 chunk",
      "└─ constant, float64[] in 1 chunk",
    ),
  );
});

test("the estimated peak is near the measured one, and more than the limit goes to disk", async () => {
  const big = da.random.normal(0, 1, { size: [1000, 2000], chunks: [100, 2000], seed: 1 });
  const work = big
    .sub(big.T.rechunk([1000, 200]).T.mean(0))
    .sort(0)
    .sum(1);
  const told = /about ([\d.]+) (KiB|MiB)/.exec(work.explain({ numWorkers: 2, memoryLimit: "1GB" }))!;
  const estimated = Number(told[1]) * (told[2] === "MiB" ? 2 ** 20 : 2 ** 10);
  let measured = 0;
  await work.compute({ numWorkers: 2, memoryLimit: "1GB", progress: ({ counters }) => void (measured = Math.max(measured, counters.peakBytes)) });
  assert.ok(measured < 1.3 * estimated && measured > estimated / 3, `estimated ${estimated}, measured ${measured}`);
  assert.match(work.explain({ numWorkers: 2, memoryLimit: "10MB" }), /what is over the limit of 9\.5 MiB goes to disk/);
});

test("pictures have a node a task: of arrays, frames, columns and aggregates, of several as one graph, and of what is known before lengths are", async () => {
  const nodes = (dot: string) => dot.match(/shape=ellipse/g)?.length ?? 0;
  const dot = { format: "dot" } as const;
  const few = da.fromArray(
    [
      [1, 2],
      [3, 4],
    ],
    { chunks: [1, 2] },
  );
  const df = dd.fromColumns({ a: [1, 2, 3, 4] }, { npartitions: 2 });
  assert.equal(nodes(await few.add(1).visualize(dot)), 2);
  assert.equal(nodes(await df.visualize(dot)), 2);
  const added = [few.add(1), few.add(1).sum(1)] as const;
  assert.equal(nodes(await visualize([...added], dot)), 2);
  assert.equal(nodes(await visualize([...added], { ...dot, without: ["fuse"] })), 6);
  assert.match(
    await df
      .col("a")
      .sum()
      .visualize({ ...dot, rankdir: "LR" }),
    /^digraph \{\n {2}rankdir=LR;/,
  );
  assert.match(await df.col("a").add(1).visualize(dot), /tooltip="project-/);
  assert.ok(nodes(await few.get(few.gt(1)).sort().visualize(dot)) > 0);
  const odd = few as unknown as { visualize(...args: unknown[]): Promise<string> };
  await assert.rejects(odd.visualize("tasks.png"), { code: "OPTION", message: 'visualize: "png" is not drawn; svg and dot are' });
  await assert.rejects(odd.visualize({ ...dot, rankdir: "up" }), { code: "OPTION", message: 'visualize: rankdir is "up"; one of BT, TB, LR, RL' });
  await assert.rejects(odd.visualize({ file: "x" }), /no option "file"; there are filename, format/);
  await assert.rejects(da.ones([6000], { chunks: 1 }).visualize(), /visualize: 6000 tasks; 5000 at most/);
  await assert.rejects(visualize("x", dot), { name: "GraphError" });
});

test("everything says in few words what it is, in consoles, in texts and in JSON, and computes nothing for it", async () => {
  const few = da.fromArray([
    [1, 2],
    [3, 4],
  ]);
  const df = dd.fromColumns({ a: [1, 2], s: ["x", null], t: [new Date(0), null] });
  const said = new Map<unknown, string>([
    [few, "DArray<float64> shape [2, 2] chunks [2, 2] (1 chunk)"],
    [df.col("a"), 'Series<float64> "a" (1 partition)'],
    [df.groupby("s"), "GroupBy of s"],
    [df.col("a").sum(), "Scalar<float64> a"],
    [df.col("s").str, "str of s"],
    [df.col("t").dt, "dt of t"],
    [df.col("a").rolling(2), "windows of a"],
    [df.rolling(2), "windows of the columns of a frame"],
    [few.blocks, "blocks: chunks by their numbers, as an array: x.blocks(0, null)"],
    [few.vindex, "vindex: elements whose positions are taken together: x.vindex([0, 1], [2, 3])"],
    [df.loc, 'loc: rows by keys of the index: frame.loc("2024-03-31"), frame.loc({ from: 1, to: 9 })'],
    [df.partitions, "partitions: 1 of them, as frames: frame.partitions[0], frame.partitions([0, 2])"],
    [dd.when(df.col("a").gt(1)), "when(gt(a, 1)), which waits for .then(value)"],
    [dd.when(df.col("a").gt(1)).then(0), "when(…): 1 choice so far; end it with .otherwise(value)"],
    [
      delayed(function increased(x: number) {
        return x + 1;
      }),
      "delayed(increased)",
    ],
    [new da.random.PCG64(1), "BitGenerator(PCG64)"],
    [da.random.defaultRng(1), "Generator(PCG64, invariant streams)"],
  ]);
  df.agg((c) => {
    said.set(c, "columns a, s, t").set(c.a.mean(), "mean(a)").set(c.a.add(1), "add(a, 1)");
    for (const [it, text] of said) assert.deepEqual([`${it}`, JSON.parse(JSON.stringify(it))], [text, text]);
    return { n: c.a.count() };
  });
  for (const called of [few.blocks, df.loc, df.partitions]) assert.equal(inspect(called), String(called));
  assert.equal(few.sum.name, "sum");
  assert.equal(inspect([few, df.groupby("s")], { breakLength: 200 }), "[ DArray<float64> shape [2, 2] chunks [2, 2] (1 chunk), GroupBy of s ]");
  const big = await da.fromArray([1n, 2n ** 62n]).compute();
  assert.equal(JSON.stringify({ few: await few.compute(), big }), '{"few":[[1,2],[3,4]],"big":[1,"4611686018427387904"]}');
});
