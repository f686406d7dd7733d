import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { unpack } from "../../../src/chunk/batch.ts";
import { elements } from "../../../src/chunk/chunk.ts";
import { planOf } from "../../../src/engine/plan.ts";
import { runGraph } from "../../../src/execute/run-graph.ts";
import type { Expr } from "../../../src/expr/expr.ts";
import { dd } from "../../../src/index.ts";
import { readCsvExpr } from "../../../src/io/csv/ops.ts";
import type { CsvScan } from "../../../src/ops/frame/csv-scan.ts";
import { narrowCsv } from "../../../src/ops/frame/read-csv.ts";
import { ParseError } from "../../../src/util/errors.ts";
import { rowsOf, type Value } from "../../io/csv/csv-file.ts";

const folder = mkdtempSync(join(tmpdir(), "read-csv-"));
after(() => rmSync(folder, { recursive: true }));

const texts = Array.from({ length: 3 }, (_, file) => `id,name\n${Array.from({ length: 5000 }, (_, i) => `${file * 5000 + i},"n\n${i % 17}"\n`).join("")}`);
texts.forEach((text, i) => {
  writeFileSync(join(folder, `${i}.csv`), text);
});
const all: Value[][] = texts.flatMap((_, file) => Array.from({ length: 5000 }, (_, i): Value[] => [BigInt(file * 5000 + i), `n\n${i % 17}`]));

async function compute(root: Expr, scheduler: "synchronous" | "threads"): Promise<Value[][]> {
  const taken: Value[][][] = [];
  await runGraph(planOf([root]).lowered.graph, {
    scheduler,
    numWorkers: 2,
    take(output, chunk) {
      taken[output] = rowsOf(unpack(elements(chunk) as Uint8Array));
    },
  });
  return taken.flat();
}

for (const scheduler of ["synchronous", "threads"] as const) {
  test(`${scheduler}: partitions are the parts of files in their order`, async () => {
    const expr = readCsvExpr(join(folder, "*.csv"), { blocksize: 7000 });
    assert.ok(expr.meta.chunks[0]!.length > 20);
    assert.deepEqual(await compute(expr, scheduler), all);
  });

  test(`${scheduler}: only the columns that are asked for are read`, async () => {
    const expr = readCsvExpr(join(folder, "*.csv"), { blocksize: 30_000 }) as Expr<CsvScan>;
    assert.deepEqual(
      await compute(narrowCsv(expr, new Set(["name"])), scheduler),
      all.map(([, name]) => [name]),
    );
  });

  test(`${scheduler}: what cannot be read is an error with its place`, async () => {
    const path = join(folder, "wrong.txt");
    writeFileSync(path, `a\n${"1\n".repeat(150_000)}x\n${"1\n".repeat(300_000)}`);
    await assert.rejects(compute(readCsvExpr(path, { blocksize: 50_000 }), scheduler), (error: Error) => {
      const found = error instanceof ParseError ? error : error.cause;
      assert.ok(found instanceof ParseError, String(error));
      assert.deepEqual([found.file, found.line, found.column, found.text], [path, 150_002, "a", "x"]);
      return true;
    });
  });
}

test("equal reads have equal tokens, and a file that changed is another one", () => {
  const path = join(folder, "token.txt");
  writeFileSync(path, "a\n1\n");
  const token = () => readCsvExpr(path).token;
  const before = token();
  assert.equal(token(), before);
  writeFileSync(path, "a\n12\n");
  assert.notEqual(token(), before);
});

test("blocks of one file are read by several workers at once", async () => {
  const path = join(folder, "blocks.txt");
  writeFileSync(path, texts[0]!);
  const gate = mkdtempSync(join(folder, "gate-"));
  const frame = dd.readCsv(path, { schema: { id: "int64", name: "utf8" }, blocksize: texts[0]!.length / 2 });
  assert.equal(frame.npartitions, 2);
  // Each block waits until another worker has read one too: were they read one after the other, that would never be.
  const met = frame.mapPartitions(
    () => {
      const { readdirSync, writeFileSync } = process.getBuiltinModule("node:fs");
      const { threadId } = process.getBuiltinModule("node:worker_threads");
      writeFileSync(`${gate}/${threadId}`, "");
      const clock = new Int32Array(new SharedArrayBuffer(4));
      for (let waits = 0; waits < 20_000 && readdirSync(gate).length < 2; waits++) Atomics.wait(clock, 0, 0, 1);
      return { worker: [threadId] };
    },
    { schema: { worker: "float64" }, with: { gate } },
  );
  const programs: string[][] = [];
  const rows = await met.toObjects({
    scheduler: "threads",
    numWorkers: 2,
    progress: (event) => {
      if (event.kind === "started") programs.push(event.task.program.steps.map((step) => ("kernel" in step ? step.kernel : "a function")));
    },
  });
  assert.equal(new Set(rows.map(({ worker }) => worker)).size, 2);
  // What waits is the very task that reads.
  assert.equal(programs.length, 2);
  for (const steps of programs) assert.equal(steps[0], "frame/csv");
});
