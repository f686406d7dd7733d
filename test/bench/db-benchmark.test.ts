import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { groupbyQuestions, joinQuestions, joinTables } from "../../bench/workloads/db-benchmark.ts";
import { workload } from "../../bench/workloads/index.ts";
import { loadTable } from "../../bench/workloads/stored-tables.ts";
import type { DFrame } from "../../src/frame/dframe.ts";
import { packageRoot } from "../../src/util/package-root.ts";

// The questions of h2oai's db-benchmark as the bench asks them, about small tables of its generator, and what DuckDB answers.

const duckdb = await import("@duckdb/node-api").catch(() => undefined);
const sql = (await import(pathToFileURL(join(packageRoot, "bench/peers/duckdb-queries.mjs")).href)) as {
  readonly groupbyQueries: { readonly [query: string]: string };
  readonly groupbyNumbers: { readonly [query: string]: readonly string[] };
  readonly joinQueries: { readonly [query: string]: string };
  readonly joinNumbers: readonly string[];
};

type Row = readonly (string | number | null)[];
interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

const folder = mkdtempSync(join(tmpdir(), "chunkwise-"));
after(() => rmSync(folder, { recursive: true }));

/** What DuckDB answers about the tables, which it reads from the Parquet files that are ours. */
async function answersOf(tables: { readonly [name: string]: string }, queries: { readonly [query: string]: string }): Promise<Map<string, Answer>> {
  const connection = await (await duckdb!.DuckDBInstance.create()).connect();
  const answers = new Map<string, Answer>();
  for (const [name, file] of Object.entries(tables)) await connection.run(`CREATE TABLE ${name} AS SELECT * FROM '${file}'`);
  for (const [query, text] of Object.entries(queries)) {
    const reader = await connection.runAndReadAll(text);
    const columns = reader.columnNames();
    // Whole numbers of 64 and 128 bits are texts there.
    const rows = reader
      .getRowsJson()
      .map((row) => row.map((value) => (typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value) as Row[number]));
    answers.set(query, { columns, rows });
  }
  connection.closeSync();
  return answers;
}

const checksum = ({ columns, rows }: Answer, names: readonly string[]) =>
  names.reduce((sum, name) => sum + rows.reduce((sum, row) => sum + Number(row[columns.indexOf(name)]), 0), rows.length);

/** Rows of keys and numbers in the order of the keys. */
function ordered(rows: readonly Row[], isKey: readonly boolean[]) {
  const parts = rows.map((row) => ({ keys: row.filter((_, i) => isKey[i]).join(), numbers: row.filter((_, i) => !isKey[i]) }));
  const text = (row: (typeof parts)[number]) => `${row.keys} ${row.numbers}`;
  return parts.sort((a, b) => (text(a) < text(b) ? -1 : 1));
}

function sameRows(ours: Answer, theirs: Answer, what: string): void {
  assert.equal(ours.columns.length, theirs.columns.length, what);
  assert.equal(ours.rows.length, theirs.rows.length, what);
  const isKey = ours.columns.map((name) => name.startsWith("id"));
  const expected = ordered(theirs.rows, isKey);
  for (const [i, { keys, numbers }] of ordered(ours.rows, isKey).entries()) {
    assert.equal(keys, expected[i]!.keys, `${what}, row ${i}`);
    for (const [j, value] of numbers.entries()) {
      const other = expected[i]!.numbers[j]!;
      if (value !== other)
        assert.ok(Math.abs(Number(value) - Number(other)) <= 1e-9 * Math.abs(Number(other)), `${what}, ${keys}: ${value}, DuckDB has ${other}`);
    }
  }
}

async function rowsOf(frame: DFrame): Promise<Answer> {
  const columns = Object.values((await frame.toColumns({ int64: "number" })) as { [name: string]: Row });
  return { columns: frame.columns, rows: columns[0]!.map((_, row) => columns.map((column) => column[row]!)) };
}

const cases = [
  {
    name: "groupby",
    params: { rows: 10_000, k: 10 },
    tables: { x: "." },
    sql: sql.groupbyQueries,
    count: 10,
    numbersOf: (query: string) => sql.groupbyNumbers[query]!,
    ask: ([x]: readonly DFrame[]) => groupbyQuestions(x!),
  },
  {
    name: "join",
    params: { rows: 10_000 },
    tables: Object.fromEntries(joinTables.map((name) => [name, name])),
    sql: sql.joinQueries,
    count: 5,
    numbersOf: () => sql.joinNumbers,
    ask: ([x, small, medium, big]: readonly DFrame[]) => joinQuestions(x!, small!, medium!, big!),
  },
] as const;

for (const { name, params, tables, sql, count, numbersOf, ask } of cases)
  test(`q1 to q${count} of ${name} are answered as DuckDB answers them`, { skip: duckdb === undefined && "DuckDB is not installed" }, async () => {
    const place = join(folder, name);
    const { run } = await (await workload(`${name}Queries`))({ ...params, folder: place, workers: 2 });
    const files = Object.entries(tables).map(([table, at]) => [table, join(place, at, "table.parquet")] as const);
    const answers = await answersOf(Object.fromEntries(files), sql);
    assert.deepEqual(
      [...answers.keys()],
      Array.from({ length: count }, (_, i) => `q${i + 1}`),
    );
    const asked = ask(Object.values(tables).map((at) => loadTable(join(place, at), 5)));
    for (const [query, answer] of answers) {
      const check = await ((await run(query)) as () => Promise<number>)();
      const expected = checksum(answer, numbersOf(query));
      assert.ok(Math.abs(check - expected) <= 1e-9 * expected, `${query}: ${check}, DuckDB has ${expected}`);
      sameRows(await rowsOf(asked[query]!()), answer, `${query} of five partitions`);
    }
  });
