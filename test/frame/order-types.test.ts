import assert from "node:assert/strict";
import { test } from "node:test";
import { type DFrame, dd, type Series } from "../../src/index.ts";

type Columns = { k: "utf8"; x: "float64"; n: "int32"; t: "timestamp[ms]" };
const df = dd.fromColumns<Columns>({ k: ["a"], x: [1], n: [1], t: [new Date(0)] }, { schema: { k: "utf8", x: "float64", n: "int32", t: "timestamp[ms]" } });

test("functions of rows in order tell their types, and when expressions are built", () => {
  const made: DFrame<{ sum: "int64"; rank: "float64"; before: "utf8"; step: "int64"; mean: "float64"; count: "int64"; last: "utf8" }> = df.select((c) => ({
    sum: c.n.cumsum(),
    rank: c.k.rank(),
    before: c.k.shift(),
    step: c.n.diff(),
    mean: c.n.rolling(2).mean(),
    count: c.k.rolling("2h", { on: c.t }).count(),
    last: c.k.expanding().last(),
  }));
  assert.deepEqual(Object.values(made.dtypes), ["int64", "float64", "utf8", "int64", "float64", "int64", "utf8"]);
  const change: Series<"float64"> = df.col("n").pctChange();
  assert.equal(change.type, "float64");
  assert.equal(df.col("t").diff().type, "duration[ms]");
});

test("groups tell the types of what becomes of them", () => {
  const groups = df.groupby("k");
  const beside: DFrame<{ share: "float64"; most: "int32"; text: "int64" }> = groups.transform((c) => ({
    share: c.x.div(c.x.sum()),
    most: c.n.max(),
    text: c.k.count(),
  }));
  assert.deepEqual(Object.values(beside.dtypes), ["float64", "int32", "int64"]);
  const some: DFrame<{ k: "utf8"; n: "int32" }> = groups.having((c) => c.x.mean().gt(1)).agg((c) => ({ n: c.n.max() }));
  const rows: DFrame<Columns> = groups.filter((c) => c.x.count().gt(1));
  const first: DFrame<Columns> = groups.head(2);
  const chosen: DFrame<{ k: "utf8"; n: "int32" }> = groups.col("n").nth([0, -1]);
  assert.deepEqual(
    [first, chosen, groups.rolling(2).sum(), groups.valueCounts(), groups.describe()].map(({ columns }) => columns.length),
    [4, 2, 2, 5, 17],
  );
  const applied: DFrame<{ k: "utf8"; y: "float64" }> = groups.apply(({ x }) => ({ y: x[0] ?? 0 }), { schema: { y: "float64" } });
  const custom = new dd.Aggregation(
    "first",
    (xs: unknown[]) => xs[0],
    (states: unknown[]) => states[0],
    undefined,
    { type: "utf8" },
  );
  const own: DFrame<{ k: "utf8"; first: "utf8" }> = groups.agg((c) => ({ first: custom.of(c.k) }));
  assert.deepEqual(
    [some, rows, applied, own].map(({ columns }) => columns.length),
    [2, 4, 2, 2],
  );
});

test("what a type does not have is no method of it", () => {
  // @ts-expect-error: texts have no sum
  assert.throws(() => df.col("k").cumsum(), /cumsum: does not take utf8/);
  // @ts-expect-error: a window of text is not added up
  assert.throws(() => df.select((c) => ({ y: c.k.pctChange() })), /pctChange: does not take utf8/);
  // @ts-expect-error: a column that is not there
  assert.throws(() => df.rolling("2h", { on: "when" }), /no column "when"/);
  // @ts-expect-error: bins have no first rows
  assert.throws(() => df.resample("D", { on: "t" }).head(1), /bins of time can only be aggregated/);
  // @ts-expect-error: bins can only be aggregated
  assert.throws(() => df.resample("D", { on: "t" }).cumsum(), /bins of time can only be aggregated/);
});
