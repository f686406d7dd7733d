import type { DFrame } from "../../src/frame/dframe.ts";

// The questions of h2oai's db-benchmark; in SQL they are in peers/duckdb-queries.mjs, with their columns in the same order.

export type Queries = { readonly [query: string]: () => DFrame };

/** The keys of G1; all else are numbers to add up. */
export const ids = ["id1", "id2", "id3", "id4", "id5", "id6"];
export const joinTables = ["x", "small", "medium", "big"] as const;

export function groupbyQuestions(x: DFrame): Queries {
  const by = (...keys: string[]) => x.groupby(keys, { sort: false });
  return {
    q1: () => by("id1").agg({ v1: "sum" }),
    q2: () => by("id1", "id2").agg({ v1: "sum" }),
    q3: () => by("id3").agg({ v1: "sum", v3: "mean" }),
    q4: () => by("id4").agg({ v1: "mean", v2: "mean", v3: "mean" }),
    q5: () => by("id6").agg({ v1: "sum", v2: "sum", v3: "sum" }),
    q6: () => by("id4", "id5").agg({ v3: ["median", "std"] }),
    q7: () =>
      by("id3")
        .agg((c) => ({ most: c["v1"].max(), least: c["v2"].min() }))
        .select((c) => ({ id3: c["id3"], range: c["most"].sub(c["least"]) })),
    q8: () => by("id6").col("v3").nlargest(2, "v3"),
    q9: () =>
      by("id2", "id4")
        .agg((c) => ({ r: c["v1"].corr(c["v2"]) }))
        .select((c) => ({ id2: c["id2"], id4: c["id4"], r2: c["r"].mul(c["r"]) })),
    q10: () => by(...ids).agg((c) => ({ v3: c["v3"].sum(), count: c["v1"].size() })),
  };
}

export function joinQuestions(x: DFrame, small: DFrame, medium: DFrame, big: DFrame): Queries {
  const free = { maintainOrder: false } as const;
  return {
    q1: () => x.merge(small, { on: "id1", ...free }),
    q2: () => x.merge(medium, { on: "id2", ...free }),
    q3: () => x.merge(medium, { on: "id2", how: "left", ...free }),
    q4: () => x.merge(medium, { on: "id5", ...free }),
    q5: () => x.merge(big, { on: "id3", ...free }),
  };
}
