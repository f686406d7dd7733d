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
