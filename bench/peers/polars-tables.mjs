// The questions of db-benchmark in Polars, as its own scripts ask them.
import { join } from "node:path";
import polars from "nodejs-polars";

const { col } = polars;
const ids = ["id1", "id2", "id3", "id4", "id5", "id6"];

/** A table with its texts as categories where they are few, as in db-benchmark. */
function load(folder, categories = []) {
  const table = polars.readParquet(join(folder, "table.parquet"));
  return table.withColumns(...table.columns.map((name) => (categories.includes(name) ? col(name).cast(polars.Categorical) : col(name))));
}

/** The sum of all numbers of all columns but those, and the number of rows. */
function total(answer, keys) {
  const summed = answer.columns.filter((name) => !keys.includes(name));
  return summed.reduce((sum, name) => sum + answer.getColumn(name).cast(polars.Float64).sum(), answer.height);
}

const answering = (queries, check) => (query) => {
  const answer = queries[query]();
  return () => check(answer);
};

function groupbyQueries({ folder }) {
  const x = load(folder, ["id1", "id2", "id3"]);
  const by = (keys, ...aggs) =>
    x
      .lazy()
      .groupBy(keys)
      .agg(...aggs)
      .collectSync();
  const queries = {
    q1: () => by(["id1"], col("v1").sum()),
    q2: () => by(["id1", "id2"], col("v1").sum()),
    q3: () => by(["id3"], col("v1").sum(), col("v3").mean()),
    q4: () => by(["id4"], col("v1").mean(), col("v2").mean(), col("v3").mean()),
    q5: () => by(["id6"], col("v1").sum(), col("v2").sum(), col("v3").sum()),
    q6: () => by(["id4", "id5"], col("v3").median().alias("median"), col("v3").std().alias("std")),
    q7: () => by(["id3"], col("v1").max().minus(col("v2").min()).alias("range")),
    q8: () =>
      x
        .lazy()
        .groupBy(["id6"])
        .agg(col("v3").sort({ descending: true }).head(2))
        .explode("v3")
        .collectSync(),
    q9: () => by(["id2", "id4"], polars.pearsonCorr("v1", "v2").pow(2).alias("r2")),
    q10: () => by(ids, col("v3").sum(), col("v1").count().alias("count")),
  };
  return answering(queries, (answer) => total(answer, ids));
}

function joinQueries({ folder }) {
  const [x, small, medium, big] = ["x", "small", "medium", "big"].map((name) => load(join(folder, name)));
  const queries = {
    q1: () => x.join(small, { on: "id1", how: "inner" }),
    q2: () => x.join(medium, { on: "id2", how: "inner" }),
    q3: () => x.join(medium, { on: "id2", how: "left" }),
    q4: () => x.join(medium, { on: "id5", how: "inner" }),
    q5: () => x.join(big, { on: "id3", how: "inner" }),
  };
  return answering(queries, (answer) => total(answer.select("v1", "v2"), []));
}

function sortQueries({ folder }) {
  const x = load(folder);
  const queries = { int: () => x.select("number", "value").sort("number"), text: () => x.select("text", "value").sort("text") };
  return answering(queries, (answer) => {
    let sum = 0;
    const keys =
      answer.gatherEvery === undefined ? answer.getColumn(answer.columns[0]).gatherEvery(1000) : answer.gatherEvery(1000).getColumn(answer.columns[0]);
    [...keys].forEach((key, i) => {
      sum += ((1000 * i) % 1009) * (typeof key === "string" ? Number(key.slice(1)) : Number(key) / 1e12);
    });
    return sum;
  });
}

function windowQueries({ folder }) {
  const x = load(folder);
  const value = col("value");
  const options = { windowSize: 100 };
  const queries = Object.fromEntries(
    ["sum", "mean", "min", "max", "std"].map((name) => {
      const method = `rolling${name[0].toUpperCase()}${name.slice(1)}`;
      return [name, () => x.select(value[method](options))];
    }),
  );
  return answering(queries, (answer) => total(answer, []));
}

function parquetQueries({ folder }) {
  const file = join(folder, "texts.parquet");
  const table = polars.readParquet(file);
  const queries = {
    write: () => void table.writeParquet(join(folder, "polars.parquet"), { compression: "snappy" }),
    read() {
      const read = polars.readParquet(file);
      return () => read.getColumn("v1").cast(polars.Float64).sum() + read.height;
    },
  };
  return (query) => queries[query]();
}

export const tables = { groupbyQueries, joinQueries, sortQueries, windowQueries, parquetQueries };
