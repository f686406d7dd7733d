import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import { dd } from "../../../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "parquet-lists-test-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const duck = await (await DuckDBInstance.create()).connect();

const length = 3000;
const index = Array.from({ length }, (_, i) => i);
const columns = {
  i: index.map((i) => BigInt(i)),
  kind: index.map((i) => (i % 9 === 0 ? null : `kind ${i % 5}`)),
  n: index.map((i) => (i % 7 === 0 ? null : Array.from({ length: i % 4 }, (_, j) => (j === 2 ? null : BigInt(i * j))))),
  s: index.map((i) => (i % 5 === 0 ? null : Array.from({ length: i % 3 }, (_, j) => `é${i % 50}-${j}`))),
  d: index.map((i) => (i % 11 === 0 ? null : [[i / 4], [], null].slice(0, i % 4))),
};
const schema = { i: "int64", kind: "category", n: "list<int64>", s: "list<utf8>", d: "list<list<float64>>" } as const;
const frame = dd.fromColumns(columns, { schema, npartitions: 3 });

for (const compression of ["snappy", "zstd", "none"] as const)
  test(`lists come back from Parquet (${compression}), beside categories, in several row groups, and DuckDB reads them`, async () => {
    const path = at(`${compression}.parquet`);
    await frame.toParquet(path, { compression, rowGroupSize: 700 });
    const back = dd.readParquet(path);
    assert.deepEqual(back.dtypes, schema);
    assert.deepEqual(await back.toColumns({ int64: "bigint" }), columns);
    assert.deepEqual(
      await back
        .select("n", "i")
        .filter((c) => c["i"].ge(2990))
        .toColumns({ int64: "bigint" }),
      { n: columns.n.slice(2990), i: columns.i.slice(2990) },
    );
    const found = (await duck.runAndReadAll(`SELECT count(*) c, sum(len(n)) l, sum(list_sum(n)) s, max(s[1]) m FROM '${path}'`)).getRowsJson();
    const all = columns.n.flatMap((list) => list ?? []);
    const firsts = columns.s.flatMap((list) => list?.slice(0, 1) ?? []).sort((a, b) => (a < b ? -1 : 1));
    assert.deepEqual(
      found.map((row) => row.map(String)),
      [[String(length), String(all.length), String(all.reduce<bigint>((sum, x) => sum + (x ?? 0n), 0n)), firsts.at(-1)]],
    );
  });

test("lists that DuckDB writes are read, of each row group and with others left out", async () => {
  const path = at("duck.parquet");
  await duck.run(`COPY (SELECT i, CASE WHEN i % 3 > 0 THEN range(i % 4) END AS n, [NULL, i::VARCHAR] AS s, [[i::DOUBLE], []] AS d, {'a': 1} AS other
    FROM range(5000) t(i)) TO '${path}' (ROW_GROUP_SIZE 2048)`);
  const back = dd.readParquet(path, { columns: ["n", "s", "d", "i"] });
  assert.deepEqual(back.dtypes, { n: "list<int64>", s: "list<utf8>", d: "list<list<float64>>", i: "int64" });
  const { n, s, d } = await back.toColumns();
  const expected = Array.from({ length: 5000 }, (_, i) => i);
  assert.deepEqual(
    n,
    expected.map((i) => (i % 3 > 0 ? Array.from({ length: i % 4 }, (_, j) => j) : null)),
  );
  assert.deepEqual(
    s,
    expected.map((i) => [null, String(i)]),
  );
  assert.deepEqual(
    d,
    expected.map((i) => [[i], []]),
  );
});

test("a frame of lists without rows is written and read", async () => {
  const path = at("none.parquet");
  const none = dd.fromColumns({ n: [], s: [] }, { schema: { n: "list<int64>", s: "list<list<utf8>>" } });
  await none.toParquet(path);
  assert.deepEqual(dd.readParquet(path).dtypes, { n: "list<int64>", s: "list<list<utf8>>" });
  assert.deepEqual(await dd.readParquet(path).toObjects(), []);
});
