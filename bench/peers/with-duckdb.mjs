// The workloads in DuckDB, in a process of its own. See contestant.py. What a query gives becomes a table, as in db-benchmark.
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DuckDBInstance } from "@duckdb/node-api";

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

async function groupbyQueries() {
  await load({ x: file(".") });
  const results = {
    q1: ["v1"],
    q2: ["v1"],
    q3: ["v1", "v3"],
    q4: ["v1", "v2", "v3"],
    q5: ["v1", "v2", "v3"],
    q6: ["median", "std"],
    q7: ["range"],
    q8: ["v3"],
    q9: ["r2"],
    q10: ["v3", "count"],
  };
  const queries = {
    q1: "SELECT id1, sum(v1) AS v1 FROM x GROUP BY id1",
    q2: "SELECT id1, id2, sum(v1) AS v1 FROM x GROUP BY id1, id2",
    q3: "SELECT id3, sum(v1) AS v1, mean(v3) AS v3 FROM x GROUP BY id3",
    q4: "SELECT id4, mean(v1) AS v1, mean(v2) AS v2, mean(v3) AS v3 FROM x GROUP BY id4",
    q5: "SELECT id6, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3 FROM x GROUP BY id6",
    q6: "SELECT id4, id5, quantile_cont(v3, 0.5) AS median, stddev(v3) AS std FROM x GROUP BY id4, id5",
    q7: "SELECT id3, max(v1) - min(v2) AS range FROM x GROUP BY id3",
    q8: "SELECT id6, unnest(max(v3, 2)) AS v3 FROM x WHERE v3 IS NOT NULL GROUP BY id6",
    q9: "SELECT id2, id4, pow(corr(v1, v2), 2) AS r2 FROM x GROUP BY id2, id4",
    q10: "SELECT id1, id2, id3, id4, id5, id6, sum(v3) AS v3, count(*) AS count FROM x GROUP BY id1, id2, id3, id4, id5, id6",
  };
  return answering(queries, (query) => total(results[query]));
}

async function joinQueries() {
  await load({ x: file("x"), small: file("small"), medium: file("medium"), big: file("big") });
  const queries = {
    q1: "SELECT x.*, small.id4 AS small_id4, v2 FROM x JOIN small USING (id1)",
    q2: "SELECT x.*, medium.id1 AS medium_id1, medium.id4 AS medium_id4, medium.id5 AS medium_id5, v2 FROM x JOIN medium USING (id2)",
    q3: "SELECT x.*, medium.id1 AS medium_id1, medium.id4 AS medium_id4, medium.id5 AS medium_id5, v2 FROM x LEFT JOIN medium USING (id2)",
    q4: "SELECT x.*, medium.id1 AS medium_id1, medium.id2 AS medium_id2, medium.id4 AS medium_id4, v2 FROM x JOIN medium USING (id5)",
    q5: "SELECT x.*, big.id1 AS big_id1, big.id2 AS big_id2, big.id4 AS big_id4, big.id5 AS big_id5, big.id6 AS big_id6, v2 FROM x JOIN big USING (id3)",
  };
  return answering(queries, () => total(["v1", "v2"]));
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
const tables = { groupbyQueries, joinQueries, sortQueries, parquetQueries };
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
