import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { compute, config, cull, da, dd, delayed, fromModule, get, type RunEvent, visualize } from "../../src/index.ts";

// The tutorial's delayed functions: sections 3.1 and 3.3, 6.1, 6.4 and 6.5, the loop of the cluster job, and the graphs that others write by hand. Sizes scaled.

const calcMean = delayed<[number, number]>(fromModule(new URL("./calc-mean.js", import.meta.url).href, "calcMean"));
const p = 10;
const n = 20_000;

function near([mean, std]: readonly [number, number], [expected, spread]: readonly [number, number]): void {
  assert.ok(Math.abs(mean - expected) < (6 * spread) / Math.sqrt(n), `mean ${mean}`);
  assert.ok(Math.abs(std - spread) < (6 * spread) / Math.sqrt(n), `std ${std}`);
}

test("a loop of delayed means, and a list of them, computed at once: results in order", async () => {
  const futures = [];
  for (let i = 0; i < p; i++) futures.push(calcMean(i, n));
  const results = await compute(futures, { numWorkers: 2 });
  assert.equal(results.length, p);
  for (const result of results) near(result, [0, 1]);
  const again = await compute(
    Array.from({ length: p }, (_, i) => calcMean(i, n)),
    { scheduler: "synchronous" },
  );
  assert.deepEqual(again, results);
});

test("what is parallelized is apart from where it runs: settings, scopes and options agree", async () => {
  using _ = config.scope({ scheduler: "threads", numWorkers: 2 });
  const all = () => compute([0, 1, 2].map((i) => calcMean(i, 1000)));
  const found = await all();
  {
    using _ = config.scope({ scheduler: "synchronous" });
    assert.deepEqual(await all(), found);
  }
});

test("inc and add: a graph of three calls", async () => {
  const inc = delayed((x: number) => x + 1);
  const add = delayed((x: number, y: number) => x + y);
  const z = add(inc(1), inc(2));
  assert.equal(await z.compute(), 5);
  assert.match(z.explain(), /3 tasks/);
  const file = join(mkdtempSync(join(tmpdir(), "chunkwise-")), "task_graph.svg");
  try {
    const svg = await z.visualize(file);
    assert.equal(readFileSync(file, "utf8"), svg);
    assert.match(svg, /^<\?xml[\s\S]*<svg /);
    assert.deepEqual([svg.match(/class="node"/g)!.length, svg.match(/class="edge"/g)!.length], [3, 2]);
  } finally {
    rmSync(dirname(file), { recursive: true });
  }
});

test("inc, double and add over five numbers, and the sum of all: 16 tasks", async () => {
  const inc = delayed((x: number) => x + 1);
  const double = delayed((x: number) => x * 2);
  const add = delayed((x: number, y: number) => x + y);
  const output = [1, 2, 3, 4, 5].map((x) => add(inc(x), double(x)));
  const total = delayed((xs: readonly number[]) => xs.reduce((a, b) => a + b))(output);
  let tasks = 0;
  const progress = (event: RunEvent) => {
    if (event.kind === "finished") tasks++;
  };
  assert.equal(await total.compute({ progress }), 50);
  assert.equal(tasks, 16);
  assert.equal((await total.visualize({ format: "dot" })).match(/shape=ellipse/g)!.length, 16);
});

test("nested lists: four parameters, twenty replicates of each, one compute", async () => {
  const params = [
    [0, 1],
    [0, 2],
    [1, 1],
    [1, 2],
  ] as const;
  const m = 20;
  const calcMeanVargs2 = delayed<[number, number]>(fromModule(new URL("./calc-mean.js", import.meta.url).href, "calcMeanVargs2"));
  const out = params.map((param, k) => Array.from({ length: m }, (_, i) => calcMeanVargs2(param, n, 100 * k + i)));
  const output = await compute(out);
  assert.deepEqual(
    output.map((row) => row.length),
    [m, m, m, m],
  );
  output.forEach((row, k) => {
    for (const result of row) near(result, params[k]!);
  });
});

test("data that is delayed once serves twenty tasks", async () => {
  const values = (await da.random.normal(0, 1, { size: 400_000, seed: 1 }).compute()).data;
  const x = delayed(values);
  const calc = delayed((x: Float64Array, _i: number) => x.reduce((a, b) => a + b, 0) / x.length);
  const output = await compute(Array.from({ length: 20 }, (_, i) => calc(x, i)));
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  assert.deepEqual(output, new Array(20).fill(mean));
});

test("files are read in parallel, each by a task that gives its length alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chunkwise-"));
  try {
    const years = [1988, 1989, 1990, 1991];
    for (const year of years) writeFileSync(join(folder, `${year}.csv`), `DepDelay\n${"1\n".repeat(year - 1980)}`);
    const readFun = delayed(async (path: string) => {
      const { readFile } = await import("node:fs/promises");
      return (await readFile(path, "latin1")).trimEnd().split("\n").length - 1;
    });
    const results = years.map((year) => readFun(join(folder, `${year}.csv`)));
    assert.deepEqual(await compute(results), [8, 9, 10, 11]);
    const lengths = years.map((year) => delayed<number>(fromModule(new URL("./calc-mean.js", import.meta.url).href, "rowsOf"))(join(folder, `${year}.csv`)));
    assert.deepEqual(await compute(lengths), [8, 9, 10, 11]);
    const air = dd.readCsv(join(folder, "*.csv"));
    assert.equal(await delayed((rows: number) => rows + 0)(air.col("DepDelay").count()).compute(), 38);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a graph written by hand: x, inc of it, and the sum with ten, or with x", async () => {
  const inc = (i: number) => i + 1;
  const add = (a: number, b: number) => a + b;
  const d = { x: 1, y: [inc, "x"], z: [add, "y", 10] };
  assert.deepEqual(await get(d, ["x", "y", "z"]), [1, 2, 12]);
  assert.equal(await get({ ...d, z: [add, "x", "y"] }, "z"), 3);
  assert.equal(
    await visualize(d, { format: "dot" }),
    'digraph {\n  rankdir=BT;\n  n0 [label="x", shape=box];\n  n1 [label="y: inc", shape=ellipse];\n  n0 -> n1;\n  n2 [label="z: add", shape=ellipse];\n  n1 -> n2;\n}\n',
  );
});

test("cross-validation as a graph: a model is fitted, predicts and is judged in each fold, by keys", async () => {
  type Model = { readonly kind: string; readonly threshold: number };
  const X = Array.from({ length: 30 }, (_, i) => (i * 7) % 30);
  const y = X.map((value) => value >= 15);
  const fit = (model: Model, X: number[], y: boolean[]): Model => {
    const mean = (of: boolean) => X.filter((_, i) => y[i] === of).reduce((sum, value, _, all) => sum + value / all.length, 0);
    return { ...model, threshold: (mean(true) + mean(false)) / 2 };
  };
  const predict = (model: Model, X: number[]) => X.map((value) => value >= model.threshold);
  const evaluate = (truth: boolean[], found: boolean[]) => truth.filter((value, i) => value === found[i]).length / truth.length;
  const dsk: Record<string, unknown> = { X, y, SVM: { kind: "hinge", threshold: 0 }, "svm/prod": [fit, "SVM", "X", "y"] };
  for (const fold of [0, 1, 2]) {
    const of = <T>(all: T[], isTest: boolean) => all.filter((_, i) => (i % 3 === fold) === isTest);
    for (const [part, isTest] of [
      ["trn", false],
      ["tst", true],
    ] as const) {
      dsk[`X/cv/${part}-${fold}`] = of(X, isTest);
      dsk[`y/cv/${part}-${fold}`] = of(y, isTest);
      dsk[`svm/cv/transform-${part}-${fold}`] = [predict, `svm/cv/fit-${fold}`, `X/cv/${part}-${fold}`];
      dsk[`svm/cv/report-${part}-${fold}`] = [evaluate, `y/cv/${part}-${fold}`, `svm/cv/transform-${part}-${fold}`];
    }
    dsk[`svm/cv/fit-${fold}`] = [fit, "SVM", `X/cv/trn-${fold}`, `y/cv/trn-${fold}`];
  }
  const first = (await get(dsk, "svm/cv/fit-0")) as Model;
  assert.ok(first.kind === "hinge" && Math.abs(first.threshold - 14.5) < 1.5);
  const svms = (await get(dsk, ["svm/cv/fit-0", "svm/cv/fit-1", "svm/cv/fit-2"])) as Model[];
  assert.deepEqual(svms[0], first);
  const reports = (await get(
    dsk,
    [0, 1, 2].map((fold) => `svm/cv/report-tst-${fold}`),
  )) as number[];
  assert.ok(reports.every((share) => share >= 0.8));
  assert.deepEqual(Object.keys(cull(dsk, "svm/cv/fit-0")).sort(), ["SVM", "X/cv/trn-0", "svm/cv/fit-0", "y/cv/trn-0"]);
});
