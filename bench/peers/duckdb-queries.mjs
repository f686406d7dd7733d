// The questions of db-benchmark in DuckDB's SQL, and which of the columns that they give are numbers to add up.

export const groupbyQueries = {
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

export const groupbyNumbers = {
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

export const joinQueries = {
  q1: "SELECT x.*, small.id4 AS small_id4, v2 FROM x JOIN small USING (id1)",
  q2: "SELECT x.*, medium.id1 AS medium_id1, medium.id4 AS medium_id4, medium.id5 AS medium_id5, v2 FROM x JOIN medium USING (id2)",
  q3: "SELECT x.*, medium.id1 AS medium_id1, medium.id4 AS medium_id4, medium.id5 AS medium_id5, v2 FROM x LEFT JOIN medium USING (id2)",
  q4: "SELECT x.*, medium.id1 AS medium_id1, medium.id2 AS medium_id2, medium.id4 AS medium_id4, v2 FROM x JOIN medium USING (id5)",
  q5: "SELECT x.*, big.id1 AS big_id1, big.id2 AS big_id2, big.id4 AS big_id4, big.id5 AS big_id5, big.id6 AS big_id6, v2 FROM x JOIN big USING (id3)",
};

export const joinNumbers = ["v1", "v2"];
