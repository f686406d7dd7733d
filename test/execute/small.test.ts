import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Collection, exprKey } from "../../src/engine/collection.ts";
import { planOf } from "../../src/engine/plan.ts";
import { isSmall } from "../../src/execute/small.ts";
import { linksOf } from "../../src/graph/links.ts";
import { da, dd } from "../../src/index.ts";

function small(collection: Collection): boolean {
  const { graph } = planOf([collection[exprKey]]).lowered;
  return isSmall(graph, linksOf(graph));
}

const few = da.arange(100);
const frame = dd.fromColumns({ a: [1, 2, 3], s: ["x", "y", "z"] });

test("what makes few elements in few tasks is small, be it of arrays or of frames", () => {
  for (const x of [
    few.sum(),
    few.add(1).mul(few),
    few.reshape([10, 10]).matmul(few.reshape([10, 10])),
    da.random.default_rng(1).normal(0, 1, { size: 100 }).sort(),
    few.rechunk(20).mean(),
  ])
    assert.ok(small(x));
  for (const x of [
    frame
      .filter((c) => c["a"]!.gt(1))
      .col("a")
      .sum(),
    frame.groupby("s").mean(),
    frame.sortValues("a").head(2),
  ])
    assert.ok(small(x));
});

test("what makes many elements on its way is not, whatever it reads and gives", () => {
  assert.ok(!small(da.ones([1000, 1000]).sum()));
  assert.ok(!small(da.broadcastTo(few, [1000, 100]).sum()));
  assert.ok(
    !small(
      few
        .reshape([100, 1, 1])
        .add(few.reshape([100, 1]))
        .add(few)
        .sum(),
    ),
  );
  assert.ok(!small(few.rechunk(2).add(1)));
  assert.ok(
    !small(
      dd
        .fromColumns({ a: new Float64Array(10_000) })
        .col("a")
        .sum(),
    ),
  );
});

test("what may take long is not: functions of users, files, patterns, joins", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chunkwise-small-"));
  try {
    await few.toNpy(join(folder, "x.npy"));
    assert.ok(!small((await da.fromNpy(join(folder, "x.npy"))).sum()));
  } finally {
    rmSync(folder, { recursive: true });
  }
  assert.ok(!small(few.mapBlocks((x) => x)));
  assert.ok(
    !small(
      frame
        .filter((c) => c["s"]!.str.contains("(x+x+)+y"))
        .col("a")
        .sum(),
    ),
  );
  assert.ok(!small(frame.merge(frame, { on: "s" })));
});

test("small computes start no thread, unless it is said where they run", () => {
  const index = new URL("../../src/index.js", import.meta.url).href;
  const script = `
    import { da } from ${JSON.stringify(index)};
    let workers = 0;
    process.on("worker", () => workers++);
    const tell = async (options) => console.log(Number(await da.arange(100).sum().compute(options)), workers);
    await tell();
    await tell({ numWorkers: 1 });`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  assert.equal(stdout, "4950 0\n4950 1\n", stderr);
});
