// The workloads in DuckDB, in a process of its own. See contestant.py. What a query gives becomes a table, as in db-benchmark.
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DuckDBInstance } from "@duckdb/node-api";
import { groupbyNumbers, groupbyQueries, joinNumbers, joinQueries } from "./duckdb-queries.mjs";

const [name, params] = process.argv.slice(2);
const { folder, path, workers } = JSON.parse(params);
const instance = await DuckDBInstance.create(":memory:", { threads: String(workers) });
const connection = await instance.connect();
const run = (sql) => connection.run(sql);
/** The only value of an answer. */
const value = async (sql) => Number((await connection.runAndReadAll(sql)).getRows()[0][0]);

/** Tables with their texts as enums where they are few, as in db-benchmark; columns of one name have one type in all tables. */
async function load(tables, { mostTexts = 200_000 } = {}) {
  const enums = new Set();
  for (const [table, file] of Object.entries(tables)) {
    const columns = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${file}'`)).getRows();
    const typed = [];
    for (const [column, type] of columns) {
      const few = type === "VARCHAR" && (await value(`SELECT count(DISTINCT "${column}") < ${mostTexts} FROM '${file}'`)) === 1;
      if (few && !enums.has(column)) {
        const all = Object.values(tables).map(async (other) => {
          const has = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${other}'`)).getRows().some(([own]) => own === column);
          return has ? `SELECT "${column}" FROM '${other}'` : undefined;
        });
        await run(`CREATE TYPE ${column}_enum AS ENUM (SELECT DISTINCT "${column}" FROM (${(await Promise.all(all)).filter(Boolean).join(" UNION ALL ")}))`);
        enums.add(column);
      }
      typed.push(enums.has(column) ? `"${column}"::${column}_enum AS "${column}"` : `"${column}"`);
    }
    await run(`CREATE TABLE ${table} AS SELECT ${typed.join(", ")} FROM '${file}'`);
  }
}

/** Runs a query into a table, which is checked when the clock has stopped. */
const answering = (queries, check) => async (query) => {
  await run(`CREATE TABLE answer AS ${queries[query]}`);
  return async () => {
    const found = await check(query);
    await run("DROP TABLE answer");
    return found;
  };
};

const file = (table) => join(folder, table, "table.parquet");
const total = (columns) => value(`SELECT ${columns.map((column) => `coalesce(sum("${column}")::DOUBLE, 0)`).join(" + ")} + count(*) FROM answer`);

async function groups() {
  await load({ x: file(".") });
  return answering(groupbyQueries, (query) => total(groupbyNumbers[query]));
}

async function joins() {
  await load({ x: file("x"), small: file("small"), medium: file("medium"), big: file("big") });
  return answering(joinQueries, () => total(joinNumbers));
}

async function sortQueries() {
  await load({ x: file(".") }, { mostTexts: 0 });
  const queries = { int: "SELECT number, value FROM x ORDER BY number", text: "SELECT text, value FROM x ORDER BY text" };
  const keys = { int: "number::DOUBLE / 1e12", text: "substr(text, 2)::DOUBLE" };
  return answering(queries, (query) => value(`SELECT sum((${keys[query]}) * (rowid % 1009)) FROM answer WHERE rowid % 1000 = 0`));
}

async function parquetQueries() {
  const texts = join(folder, "texts.parquet");
  await run(`CREATE TABLE x AS SELECT * FROM '${texts}'`);
  const queries = {
    write: () => run(`COPY x TO '${join(folder, "duckdb.parquet")}' (FORMAT parquet, COMPRESSION snappy)`),
    async read() {
      await run(`CREATE OR REPLACE TABLE answer AS SELECT * FROM '${texts}'`);
      return () => value("SELECT sum(v1) + count(*) FROM answer");
    },
  };
  return (query) => queries[query]();
}

const csv = `read_csv('${path}', encoding = 'latin-1', nullstr = 'NA', types = {'TailNum': 'VARCHAR', 'CancellationCode': 'VARCHAR', 'Distance': 'DOUBLE', 'CRSElapsedTime': 'DOUBLE'})`;
const flights = {
  flightDelays: () => value(`SELECT min(DepDelay) + max(DepDelay) + count(DepDelay) FROM ${csv}`),
  flightsByDest: () => value(`SELECT sum(mean) FROM (SELECT mean(DepDelay) AS mean FROM ${csv} WHERE UniqueCarrier = 'UA' AND Origin = 'SFO' GROUP BY Dest)`),
  async flightsRead() {
    await run(`CREATE OR REPLACE TABLE flights AS SELECT * FROM ${csv}`);
  },
};
const tables = { groupbyQueries: groups, joinQueries: joins, sortQueries, parquetQueries };
const work = flights[name] ?? (await tables[name]());

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const [go, query] = line.split(" ");
  if (go !== "go") break;
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const result = await work(query);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  const check = typeof result === "function" ? await result() : result;
  say({ seconds, cpuSeconds: (user + system) / 1e6, ...(typeof check === "number" && { check }) });
}
process.exit();
