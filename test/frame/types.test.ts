import assert from "node:assert/strict";
import { test } from "node:test";
import type { Table } from "apache-arrow";
import { compute, type DFrame, dd, type Series } from "../../src/index.ts";

// What TypeScript infers and refuses is checked by compiling this file. What it refuses is refused when it runs, too.

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(..._: T[]): void => undefined;
type Of<F> = F extends DFrame<infer S> ? { -readonly [K in keyof S]: S[K] } : never;

type Flights = {
  Dest: "utf8";
  Carrier: "category";
  Delay: "float64";
  Flight: "int32";
  Distance: "int64";
  Late: "bool";
  When: "timestamp[ms]";
  Took: "duration[s]";
};
const schema = {
  Dest: "utf8",
  Carrier: "category",
  Delay: "float64",
  Flight: "int32",
  Distance: "int64",
  Late: "bool",
  When: "timestamp[ms]",
  Took: "duration[s]",
} as const;
const flights = dd.fromObjects<Flights>([{ Dest: "LAX", Carrier: "UA", Delay: 3, Flight: 1, Distance: 337n, Late: true, When: new Date(0), Took: 60n }], {
  schema,
});
const open: DFrame = dd.fromColumns({ Dest: ["LAX"], Delay: [3] });

test("an unknown column is a compile error in a closed schema, and a ColumnError in any", () => {
  const unknown = { name: "ColumnError" };
  // @ts-expect-error: no such column
  assert.throws(() => flights.col("dest"), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.filter((c) => c.delay.gt(1)), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.assign({ x: (c) => c.delay.add(1) }), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.select("Dest", "delay"), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.drop("delay"), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.rename({ delay: "x" }), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.groupby("dest"), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.groupby("Dest").col("delay"), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.groupby("Dest").agg((c) => ({ x: c.delay.mean() })), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.groupby("Dest").agg({ delay: "mean" }), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.agg({ delay: "mean" }), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.sortValues("delay"), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.sortValues(["Dest", "delay"]), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.nlargest(1, "delay"), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.dropDuplicates({ subset: "delay" }), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.dropna({ subset: ["delay"] }), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.astype({ delay: "int32" }), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.fillna({ delay: 0 }), unknown);
  // @ts-expect-error: no such column
  assert.throws(() => flights.shuffle("delay"), unknown);
  // @ts-expect-error: no such column on the left
  assert.throws(() => flights.merge(flights, { on: "delay" }), unknown);
  // @ts-expect-error: no such column on the right
  assert.throws(() => flights.merge(flights, { leftOn: "Delay", rightOn: "delay" }), unknown);
  // @ts-expect-error: dropped before
  assert.throws(() => flights.drop("Delay").col("Delay"), unknown);
  // @ts-expect-error: renamed before
  assert.throws(() => flights.rename({ Delay: "delay" }).col("Delay"), unknown);
  // @ts-expect-error: aggregated away
  assert.throws(() => flights.groupby("Dest").mean().col("Carrier"), unknown);
  assert.throws(() => open.col("nowhere"), unknown);
  assert.throws(() => open.filter((c) => c["nowhere"].gt(1)), unknown);
  assert.throws(() => open.groupby("nowhere"), unknown);
  assert.throws(() => open.merge(open, { on: "nowhere" }), unknown);
});

test("text where a number belongs is a compile error in a closed schema, and a DTypeError in any", () => {
  const wrong = { name: "DTypeError" };
  // @ts-expect-error: text has no sum with a number
  assert.throws(() => flights.assign({ x: (c) => c.Dest.add(1) }), wrong);
  // @ts-expect-error: a number has none with text
  assert.throws(() => flights.assign({ x: (c) => c.Delay.add(c.Dest) }), wrong);
  // @ts-expect-error: a number has none with text
  assert.throws(() => flights.assign({ x: (c) => c.Delay.mul("2") }), wrong);
  // @ts-expect-error: text is not divided
  assert.throws(() => flights.assign({ x: (c) => c.Dest.div(2) }), wrong);
  // @ts-expect-error: text has no root
  assert.throws(() => flights.assign({ x: (c) => c.Dest.sqrt() }), wrong);
  // @ts-expect-error: text has no magnitude
  assert.throws(() => flights.col("Carrier").abs(), wrong);
  // @ts-expect-error: text is not rounded
  assert.throws(() => flights.col("Dest").round(1), wrong);
  // @ts-expect-error: a number is not compared with text
  assert.throws(() => flights.filter((c) => c.Delay.gt("1")), wrong);
  // @ts-expect-error: text is not compared with a number
  assert.throws(() => flights.filter((c) => c.Dest.eq(1)), wrong);
  // @ts-expect-error: text is not compared with a column of numbers
  assert.throws(() => flights.filter((c) => c.Dest.lt(c.Delay)), wrong);
  // @ts-expect-error: a range of texts
  assert.throws(() => flights.filter((c) => c.Delay.between("a", "b")), wrong);
  // @ts-expect-error: a number is none of some texts
  assert.throws(() => flights.filter((c) => c.Delay.isin(["a"])), wrong);
  // @ts-expect-error: text in a column of numbers
  assert.throws(() => flights.assign({ x: (c) => c.Delay.fillna("none") }), wrong);
  // @ts-expect-error: text in a column of numbers
  assert.throws(() => flights.assign({ x: (c) => c.Delay.where(c.Late, "none") }), wrong);
  // @ts-expect-error: a condition is a bool
  assert.throws(() => flights.filter((c) => c.Delay), wrong);
  // @ts-expect-error: a condition is a bool
  assert.throws(() => flights.filter((c) => c.Late.and(c.Delay)), wrong);
  // @ts-expect-error: a number has no texts' methods
  assert.throws(() => flights.assign({ x: (c) => c.Delay.str.lower() }), wrong);
  // @ts-expect-error: text has no times' methods
  assert.throws(() => flights.assign({ x: (c) => c.Dest.dt.year }), wrong);
  assert.throws(() => open.assign({ x: (c) => c["Dest"].add(1) }), wrong);
  assert.throws(() => open.filter((c) => c["Delay"].gt("1")), wrong);
  assert.throws(() => open.filter((c) => c["Delay"]), wrong);
});

test("an aggregation that a type does not have is a compile error in a closed schema, and a DTypeError in any", () => {
  const wrong = { name: "DTypeError" };
  // @ts-expect-error: text has no mean
  assert.throws(() => flights.col("Dest").mean(), wrong);
  // @ts-expect-error: text has no sum
  assert.throws(() => flights.col("Carrier").sum(), wrong);
  // @ts-expect-error: text has no median
  assert.throws(() => flights.groupby("Late").agg((c) => ({ x: c.Dest.median() })), wrong);
  // @ts-expect-error: text has no variance
  assert.throws(() => flights.agg((c) => ({ x: c.Dest.var() })), wrong);
  // @ts-expect-error: text has no mean
  assert.throws(() => flights.agg({ Dest: "mean" }), wrong);
  // @ts-expect-error: text has no mean
  assert.throws(() => flights.groupby("Late").agg({ Dest: ["min", "mean"] }), wrong);
  // @ts-expect-error: text has no mean
  assert.throws(() => flights.groupby("Late").col("Dest").mean(), wrong);
  // @ts-expect-error: text does not correlate
  assert.throws(() => flights.agg((c) => ({ x: c.Delay.corr(c.Dest) })), wrong);
  // @ts-expect-error: a moment has no sum
  assert.throws(() => flights.col("When").sum(), wrong);
  assert.throws(() => open.col("Dest").mean(), wrong);
  assert.throws(() => open.agg({ Dest: "mean" }), wrong);
  assert.throws(() => open.groupby("Delay").col("Dest").sum(), wrong);
});

test("keys of a join have types that meet", () => {
  const wrong = { name: "DTypeError" };
  const other = dd.fromColumns<{ Dest: "int32"; City: "utf8" }>({ Dest: [1], City: ["x"] }, { schema: { Dest: "int32", City: "utf8" } });
  // @ts-expect-error: text does not meet a number
  assert.throws(() => flights.merge(other, { on: "Dest" }), wrong);
  // @ts-expect-error: a number does not meet text
  assert.throws(() => flights.merge(other, { leftOn: "Delay", rightOn: "City" }), wrong);
  // @ts-expect-error: the second keys do not meet
  assert.throws(() => flights.merge(other, { leftOn: ["Dest", "Flight"], rightOn: ["City", "City"] }), wrong);
  assert.throws(() => open.merge(other, { on: "Dest" }), wrong);
  assert.equal(flights.merge(other, { leftOn: "Carrier", rightOn: "City" }).columns.length, 10);
  assert.equal(flights.merge(other, { leftOn: "Delay", rightOn: "Dest", how: "left" }).columns.length, 10);
});

test("columns in memory have the types of their values, or of the schema", () => {
  const lists = dd.fromColumns({
    number: [1, null],
    big: [1n, undefined],
    text: ["x", "y"],
    flag: [true, null],
    time: [new Date(0), null],
    narrow: new Float32Array(2),
    list: [[1, 2], null],
    lists: [[["a"]], []],
    typed: [new Int8Array(2), null],
    none: [null, null],
  });
  const types = {
    number: "float64",
    big: "int64",
    text: "utf8",
    flag: "bool",
    time: "timestamp[ms]",
    narrow: "float32",
    list: "list<float64>",
    lists: "list<list<utf8>>",
    typed: "list<int8>",
    none: "float64",
  } as const;
  holds<Same<Of<typeof lists>, { -readonly [K in keyof typeof types]: (typeof types)[K] }>>();
  assert.deepEqual(lists.dtypes, types);

  interface Row {
    readonly a: number;
    readonly b?: string;
  }
  const rows = dd.fromObjects<Row, object>([{ a: 1, b: "x" }]);
  holds<Same<Of<typeof rows>, { a: "float64"; b: "utf8" }>>();
  const some = dd.fromObjects([{ a: 1 }, { b: "x" }]);
  holds<Same<Of<typeof some>, { a: "float64"; b: "utf8" }>>();
  const told = dd.fromObjects([{ a: 1, b: "x" }], { schema: { b: "category", a: "int32" } });
  holds<Same<Of<typeof told>, { b: "category"; a: "int32" }>>();
  assert.deepEqual([rows.dtypes, some.dtypes, told.dtypes], [{ a: "float64", b: "utf8" }, some.dtypes, { b: "category", a: "int32" }]);
  // @ts-expect-error: no such column
  assert.throws(() => some.col("c"), { name: "ColumnError" });

  // What only looking tells may be anything.
  const unsure = dd.fromColumns({ mixed: [1] as (number | string)[], unknown: ["x"] as unknown[], narrow: new Int8Array(1) as Int8Array | number[] });
  assert.throws(() => unsure.col("mixed").str.lower(), { name: "DTypeError" });
  assert.equal(unsure.assign({ x: (c) => c.unknown.str.lower() }).dtypes.x, "utf8");
  holds<Same<Of<typeof unsure>["narrow"], "int8" | "float64">>();
  const columns: Record<string, number[]> = { a: [1] };
  holds<Same<Of<ReturnType<typeof dd.fromColumns<typeof columns, object>>>, Of<DFrame>>>();
  assert.equal(dd.fromColumns(columns).filter((c) => c["a"].gt(1)).npartitions, 1);
});

test("what comes out is known: columns, their types, and values", async () => {
  holds<Same<Of<typeof open>, Of<DFrame>>>();
  holds<Same<keyof Of<ReturnType<typeof flights.isna>>, keyof Flights>>();

  const assigned = flights.assign({ half: (c) => c.Flight.div(2), name: "x", Delay: (c) => c.Distance }).drop("Carrier", ["When", "Took"]);
  holds<Same<Of<typeof assigned>, { Dest: "utf8"; Flight: "int32"; Distance: "int64"; Late: "bool"; half: "float64"; name: "utf8"; Delay: "int64" }>>();
  const renamed = flights.rename({ Delay: "delay" }).select("delay", "Dest");
  holds<Same<Of<typeof renamed>, { delay: "float64"; Dest: "utf8" }>>();
  const computed = flights.select((c) => ({
    day: c.When.dt.day,
    low: c.Dest.str.lower(),
    wait: c.When.sub(c.When),
    landed: c.When.add(c.Took),
    long: c.Flight.add(c.Distance),
  }));
  holds<Same<Of<typeof computed>, { day: "int32"; low: "utf8"; wait: "duration[ms]"; landed: "timestamp[ms]"; long: "int64" }>>();
  assert.deepEqual(computed.dtypes, { day: "int32", low: "utf8", wait: "duration[ms]", landed: "timestamp[ms]", long: "int64" });
  const cast = flights.select("Delay", "Flight").astype({ Delay: "int8" });
  holds<Same<Of<typeof cast>, { Flight: "int32"; Delay: "int8" }>>();
  const named = flights.groupby("Carrier").agg((c) => ({ n: c.Dest.count(), most: c.Flight.max(), total: c.Flight.sum(), mean: c.Took.mean() }));
  holds<Same<Of<typeof named>, { Carrier: "category"; n: "int64"; most: "int32"; total: "int64"; mean: "duration[s]" }>>();
  const byColumn = flights.groupby("Dest").agg({ Delay: ["min", "mean"], Flight: "sum" });
  holds<Same<Of<typeof byColumn>, { Dest: "utf8"; Flight: "int64"; Delay_min: "float64"; Delay_mean: "float64" }>>();
  const means = flights.groupby("Dest").mean();
  holds<
    Same<
      Of<typeof means>,
      { Dest: "utf8"; Delay: "float64"; Flight: "float64"; Distance: "float64"; Late: "float64"; When: "timestamp[ms]"; Took: "duration[s]" }
    >
  >();
  const one = flights.groupby("Dest").col("Delay", "Flight").max();
  holds<Same<Of<typeof one>, { Dest: "utf8"; Delay: "float64"; Flight: "int32" }>>();
  const all = flights.select("Dest", "Flight").sum();
  holds<Same<Of<typeof all>, { Flight: "int64" }>>();
  const counted = flights.agg({ Dest: "count", Flight: ["max", "nunique"] });
  holds<Same<Of<typeof counted>, { Dest: "int64"; Flight_max: "int32"; Flight_nunique: "int64" }>>();
  assert.deepEqual(await counted.toObjects(), [{ Dest: 1, Flight_max: 1, Flight_nunique: 1 }]);

  const total = await flights.col("Distance").sum().compute();
  holds<Same<typeof total, bigint>>();
  const most = await flights.col("Dest").max().compute();
  holds<Same<typeof most, string | null>>();
  const both = await compute({ n: flights.col("Dest").count(), mean: flights.col("Delay").mean(), table: flights });
  holds<Same<typeof both, { n: number; mean: number | null; table: Table }>>();
});

test("a number among the values of integers may make them float64, and several quantiles are a column", async () => {
  const [half, other] = [
    flights.col("Flight").fillna(0.5),
    flights.select((c) => ({ x: c.Flight.where(c.Late, 0.5), y: c.Flight.clip(0.5, null), z: c.Delay.mask(c.Late, 1) })),
  ];
  holds<Same<typeof half, Series<"int32" | "float64">>>();
  holds<Same<Of<typeof other>, { x: "int32" | "float64"; y: "int32" | "float64"; z: "float64" }>>();
  assert.deepEqual([half.type, other.dtypes], ["float64", { x: "float64", y: "float64", z: "float64" }]);
  const kept = flights.select((c) => ({ x: c.Flight.where(c.Late), y: c.Distance.fillna(1n), z: c.Flight.maximum(null), k: c.Dest.fillna("x") }));
  holds<Same<Of<typeof kept>, { x: "int32"; y: "int64"; z: "int32"; k: "utf8" }>>();
  assert.deepEqual(kept.dtypes, { x: "int32", y: "int64", z: "int32", k: "utf8" });
  const filled = flights.select("Dest", "Flight").fillna(0.5);
  holds<Same<Of<typeof filled>, { Dest: "utf8"; Flight: "int32" | "float64" }>>();
  assert.deepEqual(filled.dtypes, { Dest: "utf8", Flight: "float64" });
  const series: Series<"float64"> = flights.col("Flight").quantile([0.5, 1]);
  const frame = flights.select("Dest", "Flight").quantile([0.5, 1]);
  holds<Same<Of<typeof frame>, { quantile: "float64"; Flight: "float64" }>>();
  assert.deepEqual([await series.toArray(), await frame.toColumns()], [[1, 1], { quantile: [0.5, 1], Flight: [1, 1] }]);
  // @ts-expect-error: of groups there is one at a time
  assert.throws(() => flights.groupby("Dest").quantile([0.5]), TypeError);
  // @ts-expect-error: an aggregation is one value
  assert.throws(() => flights.agg((c) => ({ q: c.Flight.quantile([0.5]) })), TypeError);
  // @ts-expect-error: texts have no quantiles
  assert.throws(() => flights.col("Dest").quantile([0.5]), { name: "DTypeError" });
});

test("a merge has the columns of both", () => {
  type Right = { Dest: "category"; City: "utf8"; Flight: "int64" };
  const right = dd.fromObjects<Right>([{ Dest: "LAX", City: "Los Angeles", Flight: 2n }], { schema: { Dest: "category", City: "utf8", Flight: "int64" } });
  const left = flights.select("Dest", "Flight");
  const onDest = left.merge(right, { on: "Dest", suffixes: ["", "_right"], indicator: true });
  holds<Same<Of<typeof onDest>, { Dest: "utf8"; Flight: "int32"; City: "utf8"; Flight_right: "int64"; _merge: "category" }>>();
  const onBoth = left.merge(right);
  holds<Same<Of<typeof onBoth>, { Dest: "utf8"; Flight: "int64"; City: "utf8" }>>();
  const others = left.merge(right, { leftOn: "Dest", rightOn: "City", how: "left" });
  holds<Same<Of<typeof others>, { Dest_x: "utf8"; Dest_y: "category"; Flight_x: "int32"; Flight_y: "int64"; City: "utf8" }>>();
  const pairs = left.merge(right, { leftOn: ["Flight", "Dest"], rightOn: ["Flight", "City"] });
  holds<Same<Of<typeof pairs>, { Dest_x: "utf8"; Dest_y: "category"; Flight: "int64"; City: "utf8" }>>();
  const semi = left.merge(right, { on: "Dest", how: "semi" });
  holds<Same<Of<typeof semi>, { Dest: "utf8"; Flight: "int32" }>>();
  const cross = left.merge(right, { how: "cross" });
  holds<Same<Of<typeof cross>, { Dest_x: "utf8"; Dest_y: "category"; Flight_x: "int32"; Flight_y: "int64"; City: "utf8" }>>();
  for (const [made, names] of [
    [onDest, ["Dest", "Flight", "City", "Flight_right", "_merge"]],
    [onBoth, ["Dest", "Flight", "City"]],
    [others, ["Dest_x", "Flight_x", "Dest_y", "City", "Flight_y"]],
    [pairs, ["Dest_x", "Flight", "Dest_y", "City"]],
    [semi, ["Dest", "Flight"]],
    [cross, ["Dest_x", "Flight_x", "Dest_y", "City", "Flight_y"]],
  ] as const)
    assert.deepEqual(made.columns, names);
  const openMerge = open.merge(right, { on: "Dest", how: "outer" });
  assert.deepEqual(openMerge.filter((c) => c["City"].isna()).columns, ["Dest", "Delay", "City", "Flight"]);
});

test("texts and numbers become times and numbers, as methods and as functions", async () => {
  const texts = dd.fromColumns<{ when: "utf8"; n: "utf8"; took: "utf8" }>({ when: ["2024-02-29", "never"], n: ["1.5", "x"], took: ["90min", "1 days"] });
  const read = texts.select((c) => ({
    when: c.when.toDatetime({ errors: "coerce", resultUnit: "ms" }),
    n: dd.toNumeric(c.n, { errors: "coerce" }),
    took: dd.toTimedelta(c.took, { unit: "s" }),
    kind: c.n.map({ x: 1 }),
    other: c.n.replace("x", "y"),
  }));
  holds<Same<Of<typeof read>, { when: "timestamp[ms]"; n: "float64"; took: "duration[s]"; kind: "float64"; other: "utf8" }>>();
  assert.deepEqual(await read.toObjects(), [
    { when: new Date("2024-02-29"), n: 1.5, took: 5400, kind: null, other: "1.5" },
    { when: null, n: null, took: 86400, kind: 1, other: "y" },
  ]);
  const series: Series<"timestamp[us, Europe/Paris]"> = dd.toDatetime(texts.col("when"), { zone: "Europe/Paris", errors: "coerce" });
  assert.equal(series.type, "timestamp[us, Europe/Paris]");
  const utc = dd.toDatetime(texts.col("when"), { format: "%Y-%m-%d", errors: "coerce" });
  holds<Same<typeof utc, Series<"timestamp[us]">>>();
  assert.throws(() => dd.toNumeric(texts as never), /toNumeric: give a column/);
  // @ts-expect-error: a truth value is no duration
  assert.throws(() => flights.col("Late").toTimedelta(), { name: "DTypeError" });
  // @ts-expect-error: no such unit
  assert.throws(() => flights.col("Flight").toDatetime({ unit: "years" }), { name: "DTypeError" });
});
