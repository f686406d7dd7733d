import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compute, type DFrame, dd, ShapeError } from "../../src/index.ts";
import { unhelpful } from "../array/any-arguments.ts";

type Loose = { [method: string]: (...args: unknown[]) => never };
type LooseColumns = { [name: string]: Loose };
const frame = dd.fromObjects(
  [
    { a: 1, b: "x", c: 2.5 },
    { a: 2, b: "y", c: null },
    { a: 3, b: "x", c: 4 },
    { a: 4, b: "x", c: 2.5 },
  ],
  { npartitions: 3 },
);
const df = frame as unknown as Loose;
const column = (name: "a" | "b" | "c") => frame.col(name) as unknown as Loose;

/** The same by position and by name. */
const pairs: { readonly [what: string]: readonly [byPosition: () => unknown, byName: () => unknown] } = {
  head: [() => df.head!(2), () => df.head!({ n: 2 })],
  drop: [() => df.drop!("a"), () => df.drop!({ columns: ["a"] })],
  "drop, axis": [() => df.drop!("a", "c"), () => df.drop!(["a", "c"], { axis: 1 })],
  replace: [() => df.replace!(1, 9), () => df.replace!(new Map([[1, 9]]))],
  rename: [() => df.rename!({ a: "z" }), () => df.rename!({ columns: { a: "z" } })],
  sortValues: [() => df.sortValues!("c", { ascending: false }), () => df.sortValues!({ by: "c", ascending: false })],
  nlargest: [() => df.nlargest!(2, "a"), () => df.nlargest!(2, { columns: "a" })],
  dropDuplicates: [() => df.dropDuplicates!("b"), () => df.dropDuplicates!({ subset: "b" })],
  "dropDuplicates, last": [() => df.dropDuplicates!(["b"], { keep: "last" }), () => df.dropDuplicates!({ subset: ["b"], keep: "last" })],
  merge: [() => df.merge!(frame, "left", "a"), () => df.merge!(frame, { how: "left", on: "a" })],
  groupby: [() => (df.groupby!("b") as Loose).sum!(), () => (df.groupby!({ by: "b" }) as Loose).sum!()],
  repartition: [() => df.repartition!(2), () => df.repartition!({ npartitions: 2 })],
  sample: [() => df.sample!({ frac: 0.5, seed: 7 }), () => df.sample!({ frac: 0.5, randomState: 7 })],
  quantile: [() => df.quantile!(0.25, { interpolation: "lower" }), () => df.quantile!({ q: 0.25, interpolation: "lower" })],
  shift: [() => column("a").shift!(1, { fillValue: 0 }), () => column("a").shift!({ periods: 1, fillValue: 0 })],
  round: [() => column("c").round!(0), () => column("c").round!({ decimals: 0 })],
  clip: [() => column("a").clip!(2, 3), () => column("a").clip!({ lower: 2, upper: 3 })],
  "clip from above": [() => column("a").clip!(null, 3), () => column("a").clip!({ upper: 3 })],
  between: [() => column("a").between!(1, 3, "left"), () => column("a").between!(1, 3, { inclusive: "left" })],
  fillna: [() => column("c").fillna!(0), () => column("c").fillna!({ value: 0 })],
  rolling: [() => (column("a").rolling!(2, 1) as Loose).sum!(), () => (column("a").rolling!({ window: 2, minPeriods: 1 }) as Loose).sum!()],
  expanding: [() => (column("a").expanding!(2) as Loose).sum!(), () => (column("a").expanding!({ minPeriods: 2 }) as Loose).sum!()],
};

describe("an argument by name is the argument by position", () => {
  for (const [what, [byPosition, byName]] of Object.entries(pairs)) {
    test(what, async () => {
      const [first, second] = [byPosition(), byName()] as unknown as DFrame[];
      const [left, right] = await compute([first, second]);
      assert.deepEqual(String(right), String(left));
    });
  }
});

describe("arguments that nothing takes are refused", () => {
  const cases: { readonly [what: string]: readonly [() => unknown, RegExp] } = {
    "an option with a typing error": [() => df.merge!(frame, { on: "a", hwo: "left" }), /^merge: no argument is named "hwo"; it takes \(right, how, on, /],
    "an option in snake_case": [() => df.groupby!("b", { drop_na: false }), /^groupby: no argument is named "drop_na"/],
    "a broadcast of a side": [() => df.merge!(frame, { on: "a", how: "right", broadcast: "left" }), /^merge: broadcast is "left"; it must be true or false/],
    "one suffix": [() => df.merge!(frame, { on: "a", suffixes: ["_x"] }), /^merge: suffixes is \["_x"\]; it must be a list of two texts/],
    "a suffix of mergeAsof": [() => dd.mergeAsof(frame, frame, { on: "a", suffixes: "_x" as never }), /^mergeAsof: suffixes is "_x"/],
    "a place for missing values": [() => df.sortValues!("a", { naPosition: "top" }), /^sortValues: naPosition is "top"; it must be one of "first", "last"/],
    "a direction of a sort": [() => column("a").sortValues!({ ascending: "no" }), /^sortValues: ascending is "no"/],
    "which of equal rows to keep": [() => df.dropDuplicates!("a", { keep: "any" }), /^dropDuplicates: keep is "any"; it must be one of "first", "last", false/],
    "into how many partitions groups go": [() => df.groupby!("b", { splitOut: 0 }), /^groupby: splitOut is 0; it must be an integer of at least 1/],
    "degrees of freedom": [() => column("a").std!({ ddof: "1" }), /^std: ddof is "1"/],
    "shares of counts": [() => column("a").valueCounts!({ normalize: "index" }), /^valueCounts: normalize is "index"/],
    "an option of dropna": [() => df.dropna!({ susbet: ["a"] }), /^dropna: no argument is named "susbet"/],
    "an option of a column": [() => column("a").rank!({ order: 1 }), /^rank: no argument is named "order"/],
    "rows by number and by probability": [() => df.sample!(2, 0.5), /^sample: give a number of rows \(n, 2\) or their probability \(frac, 0.5\), not both/],
    "a part of a row": [() => df.sample!(1.5), /^sample: 1.5 is not a number of rows/],
    "a seed that is none": [() => df.sample!(1, { seed: "x" }), /^sample: seed is x, not an integer/],
    "several quantiles of groups": [() => (df.groupby!("b") as Loose).quantile!([0.5]), /^quantile: q is \[0.5\], not a number/],
    "no quantiles": [() => column("a").quantile!([]), /^quantile: q is an empty list/],
    "one quantile of several that is none": [() => column("a").quantile!([0.5, 2]), /^quantile: q is 2, not between 0 and 1/],
    "quantiles of texts": [() => column("b").quantile!([0.5]), /^quantile: column "b" is utf8/],
    "an axis of rows": [() => df.drop!("a", { axis: 0 }), /^drop: axis is 0; columns are dropped/],
    "decimals that are no number": [() => column("c").round!("two"), /^round: decimals is "two"; it must be an integer/],
    "decimals that are NaN": [() => column("c").round!(Number.NaN), /^round: decimals is NaN; it must be an integer/],
    "an axis of concat": [() => dd.concat([frame], { axis: 2 as 1 }), /^concat: axis is 2/],
    "an option of describe": [() => df.describe!({ percentile: [0.1] }), /^describe: no argument is named "percentile"/],
    "an option of corr": [() => df.corr!({ methd: "spearman" }), /^corr: no argument is named "methd"/],
    "no operand": [() => column("a").eq!(), /^eq: takes 1 value or column, not 0/],
    "an operand too many": [() => column("a").add!(1, 2), /^add: takes 1 value or column, not 2/],
    "no columns to sort by": [() => df.sortValues!([]), /^sortValues: no columns/],
    "no columns to compare": [() => df.dropDuplicates!([]), /^dropDuplicates: no columns/],
    "new names that are none": [() => df.rename!("a"), /^rename: give new names by old ones/],
    "no types": [() => df.astype!(), /^astype: give a type, or types by column/],
    "nothing to aggregate": [() => df.agg!(), /: say what to compute/],
    "rows that are none": [() => dd.fromObjects(null as never), /^fromObjects: give a list of objects, not null/],
    "names that a function does not give": [
      () => df.rename!((name: string) => (name === "b" ? 1 : name)),
      /^rename: the function gives 1 for "b"; it must give a text/,
    ],
    "new names that are no texts": [() => df.rename!({ a: 1 }), /^rename: "a" would be called 1; a name is a text/],
    "a text among which to be": [() => column("b").isin!("xy"), /^isin: "xy" is no list of values; give one, like \[1, 2\], or a Set/],
    "a lazy column among which to be": [() => column("a").isin!(frame.col("a")), /^isin: Series<float64> "a" .* is not computed yet; merge with how: "semi"/],
    "values of a column that are none": [() => df.isin!({ a: 5 }), /^isin: 5 is no list of values/],
    "a pattern to replace": [() => df.replace!("x", "y", { regex: true }), /^replace: no argument is named "regex"; it takes/],
    "percentiles that are no list": [() => df.describe!({ percentiles: 0.5 }), /^describe: percentiles is 0.5; give a list of shares/],
    "a number of rows of groups": [() => (df.groupby!("b") as Loose).head!(1.5), /^head: 1.5 is not a number of rows/],
    "a place in groups": [() => (df.groupby!("b") as Loose).nth!("first"), /^nth: "first" is no place in a group/],
    "no key of a group": [() => (df.groupby!(["a", "b"]) as Loose).getGroup!("x"), /^getGroup: "x" is no key of groups by a, b; give 2 values in a list/],
    "texts described in groups": [
      () => ((df.groupby!("a") as Loose).col!("b") as Loose).describe!(),
      /^describe: column "b" is utf8; groups describe numbers and times/,
    ],
    "the rows of bins": [
      () => (dd.fromColumns({ t: [new Date(0)], x: [1] }).resample("D", { on: "t" }) as unknown as Loose).nlargest!(1, "x"),
      /^nlargest: bins of time can only be aggregated/,
    ],
    "an origin of bins": [
      () => dd.fromColumns({ t: [new Date(0)] }).resample("D", { on: "t", origin: "begin" }),
      /^resample: origin is "begin"; it is one of startDay, start, epoch, end, endDay, or a moment/,
    ],
    "an offset of bins": [() => dd.fromColumns({ t: [new Date(0)] }).resample("D", { on: "t", offset: "2ns" }), /^resample: offset is "2ns"; give a duration/],
    "an origin of months": [
      () => dd.fromColumns({ t: [new Date(0)] }).resample("MS", { on: "t", origin: "start" }),
      /^resample: periods of "MS" begin where the calendar says; origin and offset are of rules of clocks and days/,
    ],
    "a function of an aggregation": [() => dd.Aggregation("n", (x) => x, 5 as never, { type: "float64" }), /^Aggregation: agg of n is 5; give a function/],
    "an operator of JavaScript": [
      () => df.filter!((c: { a: number }) => c.a > 1),
      /^column: JavaScript has no operators of columns, like a; use methods: c.x.add\(1\)/,
    ],
    "a sum by an operator": [() => df.assign!({ z: (c: { a: number }) => c.a + 1 }), /^column: JavaScript has no operators of columns/],
    "a comparison by ===": [
      () => df.filter!((c: { b: unknown }) => c.b === "x"),
      /^filter: the condition is false, the same for all rows; compare columns with c.x.eq/,
    ],
    "a method of rank in groups": [() => (df.groupby!("b") as Loose).rank!({ method: "mean" }), /^rank: method is "mean"; it must be one of/],
    "a result under the name of none": [
      () => (df.groupby!("b") as Loose).agg!({ total: ["a", "sum"] }),
      /^agg: no column is called "total"; .* agg\(\(c\) => \(\{ total: c.a.sum\(\) \}\)\)/,
    ],
    "an aggregation of a column that is not there": [() => df.agg!({ z: "sum" }), /^agg: no column "z"/],
    "an aggregation named like a key": [() => frame.groupby("b").agg((c) => ({ b: c.a.sum() })), /^agg: there would be two columns "b"/],
    "a chosen column of groups": [() => (df.groupby!("b") as Loose).col!("z"), /^col: no column "z"/],
    "two columns of one name": [() => df.rename!({ a: "b" }), /^rename: there would be two columns "b"/],
    "no other column": [() => column("a").corr!(), /^corr: undefined is no column; give the other one, like c.x.corr\(c.y\)/],
    "half a range": [() => column("a").between!(1), /^between: give both ends of the range/],
    "numbers among texts": [() => column("b").isin!([1]), /^isin: does not take utf8 and int64/],
    "a range of texts": [() => column("b").clip!(1, 2), /^clip: does not take utf8 and int64/],
    "truth values as times": [() => frame.assign({ z: (c) => c.a.gt(1).toDatetime() }), /^toDatetime: does not take bool/],
    "a join of concat": [() => dd.concat([frame], { join: "left" as "inner" }), /^concat: join is "left"/],
  };
  for (const [what, [make, message]] of Object.entries(cases)) test(what, () => assert.throws(make, { message }));
});

test("values among which to be come in lists, sets and typed arrays", async () => {
  for (const values of [[1, 3], new Set([1, 3]), Float64Array.of(1, 3)] as const) {
    assert.deepEqual((await frame.filter((c) => c.a.isin(values)).toColumns())["a"], [1, 3]);
    assert.deepEqual(await frame.isin(values).toColumns(), { a: [true, false, true, false], b: [false, false, false, false], c: [false, null, false, false] });
    assert.deepEqual((await frame.isin({ a: values }).toColumns())["a"], [true, false, true, false]);
  }
});

test("callbacks of assign see what those before them made, as in pandas", async () => {
  const made = df.assign!({
    a: (c: LooseColumns) => c["a"]!.mul!(10),
    z: (c: LooseColumns) => c["a"]!.add!(1),
    k: 5,
    w: (c: LooseColumns) => c["z"]!.add!(c["k"]),
  }) as DFrame;
  assert.deepEqual(await made.select("a", "z", "w").toColumns(), { a: [10, 20, 30, 40], z: [11, 21, 31, 41], w: [16, 26, 36, 46] });
  const inOrder = df.assign!({ s: (c: LooseColumns) => c["a"]!.cumsum!(), t: (c: LooseColumns) => c["s"]!.shift!(1) }) as DFrame;
  assert.deepEqual(await inOrder.select("s", "t").toColumns(), { s: [1, 3, 6, 10], t: [null, 1, 3, 6] });
  assert.deepEqual(
    await frame
      .assign((c) => ({ a: c.a.add(1), z: c.a }))
      .select("a", "z")
      .toColumns(),
    { a: [2, 3, 4, 5], z: [1, 2, 3, 4] },
  );
});

test("rows without a key are a group only where they are kept", async () => {
  const [left, kept] = [frame.groupby("c"), frame.groupby("c", { dropna: false })].map((groups) => groups.getGroup(null));
  assert.deepEqual([await left!.len(), await kept!.toObjects()], [0, [{ a: 2, b: "y", c: null }]]);
});

test("what fills rows of shift goes to the columns that can hold it", async () => {
  assert.deepEqual(await frame.shift(1, { fillValue: 0 }).toColumns(), { a: [0, 1, 2, 3], b: [null, "x", "y", "x"], c: [0, 2.5, null, 4] });
  assert.deepEqual(await frame.groupby("c").shift(1, { fillValue: "-" }).toColumns(), { a: [null, null, null, 1], b: ["-", null, "-", "x"] });
});

test("columns are renamed by a function, and an aggregation is made without new", async () => {
  assert.deepEqual(frame.rename((name) => `${name}_`).columns, ["a_", "b_", "c_"]);
  assert.deepEqual((df.rename!({ columns: (name: string) => name.toUpperCase() }) as DFrame).columns, ["A", "B", "C"]);
  const sum = dd.Aggregation(
    "sum",
    (xs: (number | null)[]) => xs.reduce<number>((a, b) => a + (b ?? 0), 0),
    (states: number[]) => states.reduce((a, b) => a + b, 0),
    { type: "float64" },
  );
  assert.ok(sum instanceof dd.Aggregation);
  assert.deepEqual(
    await frame
      .groupby("b")
      .agg((c) => ({ sum: sum.of(c.a) }))
      .toColumns(),
    { b: ["x", "y"], sum: [8, 2] },
  );
});

test("what is no name, no path and no list of paths is told by the operation", () => {
  for (const reader of ["readCsv", "readParquet", "readJson", "readArrow"] as const) {
    const read = dd[reader] as (paths?: unknown) => unknown;
    assert.throws(() => read([]), { name: "StorageError", message: `[]: ${reader}: there is no file in the list; give at least one path or pattern` });
    assert.throws(() => read(), { name: "TypeError", message: `${reader}: undefined is no path; give a text, a file: URL, or a list of those` });
    assert.throws(() => read(["x", 5]), { name: "TypeError", message: `${reader}: 5 is no path; give a text, a file: URL, or a list of those` });
    assert.throws(() => read(["x", undefined]), { name: "TypeError", message: /undefined is no path/ });
    assert.throws(() => read(["x", ""]), { name: "StorageError", message: /an empty path names no file/ });
  }
  assert.throws(() => new (dd.Aggregation as unknown as new (name: unknown) => unknown)(Symbol("s")), {
    name: "TypeError",
    message: "Aggregation: the name is Symbol(s); give a text, then the functions chunk, agg and finalize",
  });
});

test("a callback that gives nothing, and a value that is none, are no missing values", () => {
  const nothing = () => undefined;
  assert.throws(() => df.assign!({ z: nothing }), { name: "TypeError", message: /assign: "z" is no column: its callback returns nothing/ });
  assert.throws(() => df.assign!({ z: undefined }), {
    name: "TypeError",
    message: /assign: "z" is no column: it is undefined; null stands for a missing value/,
  });
  const grouped = df.groupby!("b") as unknown as Loose;
  for (const [name, call] of Object.entries({ filter: df.filter, where: df.where, mask: df.mask, having: grouped.having }))
    assert.throws(() => call!.call(name === "having" ? grouped : df, nothing), {
      name: "TypeError",
      message: new RegExp(`^${name}: there is no condition: give one`),
    });
  assert.throws(() => df.fillna!(undefined), /fillna: give a value, or one a column; ffill and bfill/);
  const b = column("b");
  assert.throws(() => b.map!({ x: {} }), /map: \{\}, what "x" becomes, is no value/);
  assert.throws(() => b.map!(b), /map: a column is no dictionary; merge looks up values/);
  assert.throws(() => b.map!([1]), /map: \[ 1 \] is no dictionary: give an object or a Map of values, or a function/);
  assert.throws(() => b.map!({}), /map: the dictionary has no values; say what type they would have: \{ dtype: "float64" \}/);
  assert.throws(() => b.map!({ x: 1 }, { type: "int8" }), /map: no option "type"; there are dtype, naAction/);
  assert.throws(() => b.replace!(/x/, "y"), /replace: \/x\/ is no value to replace; str\.replace takes patterns/);
});

test("nothing that is given is passed over, and no rows are lost", () => {
  for (const npartitions of [0, -1, 1.5, Number.NaN, "2"] as unknown as number[]) {
    assert.throws(() => dd.fromColumns({ a: [1] }, { npartitions }), { name: "ShapeError", message: /fromColumns: .* is not a number of partitions/ });
    assert.throws(() => dd.fromObjects([{ a: 1 }], { npartitions }), { name: "ShapeError", message: /fromObjects: .* is not a number of partitions/ });
  }
  const odd: readonly (readonly [() => unknown, RegExp])[] = [
    [() => df.assign!({ a: 1 }, { b: 2 }), /assign: no argument is named "b"/],
    [() => df.filter!(column("a"), 5), /filter: does not take 5 as argument 2/],
    [() => df.rename!({ a: "z" }, 1), /rename: does not take 1 as argument 2/],
    [() => df.isna!(1), /isna: does not take 1/],
    [() => df.col!("a", "b"), /col: takes one name; select takes several/],
    [() => df.merge!(frame, { on: [] }), /merge: the list of keys is empty; name some, or pair all rows with \{ how: "cross" \}/],
    [() => dd.fromColumns(new Map([["a", [1]]]) as never), /fromColumns: give a record of columns/],
    [() => dd.fromColumns([[1], [2]] as never), /fromColumns: give a record of columns/],
    [() => dd.fromColumns({ a: [1e300] }, { schema: { a: "float32" } }), /row 0: 1e\+300 is no float32/],
    [() => dd.fromArray([[1]], { names: ["a"] } as never), /fromArray: no option "names"; there are columns, chunksize/],
    [() => dd.fromMap(() => ({ a: [1] }), [1], { schema: { a: "int8" }, meta: 1 } as never), /fromMap: no option "meta"/],
    [() => frame.mapPartitions((c) => c, { schema: { a: "int8" }, meta: 1 } as never), /mapPartitions: no option "meta"/],
    [
      () => frame.mapPartitions((c) => c, { schema: { a: "int8" }, times: "iso" } as never),
      /mapPartitions: times is "iso"; it must be one of "date", "text", "bigint"/,
    ],
    [() => frame.groupby("b").apply(() => ({ n: 1 }), { schema: { n: "int8" }, meta: 1 } as never), /apply: no option "meta"/],
    [() => column("a").map!((x: unknown) => x, { dtype: "int8", meta: 1 }), /map: no option "meta"/],
    [() => (dd.lit as () => unknown)(), /lit: there is no value; null stands for a missing one/],
    [() => (dd.when as () => unknown)(), /when: there is no condition/],
    [() => df.assign!({ z: dd.when(frame.col("a").gt(1)).then(0) }), /assign: when\(…\): 1 choice so far; end it with \.otherwise\(value\) is neither/],
    [() => df.filter!(column("a").gt!(frame.col("a").mean())), /gt: Scalar<float64> a is not computed yet, and no column; await compute\(\) first/],
  ];
  for (const [call, message] of odd) assert.throws(call, message);
});

test("what a value becomes is one of the choices", async () => {
  await assert.rejects(frame.toColumns({ times: "iso" } as never), {
    code: "OPTION",
    message: 'toColumns: times is "iso"; it must be one of "date", "text", "bigint"',
  });
  await assert.rejects(frame.toObjects({ int64: "text" } as never), {
    code: "OPTION",
    message: 'toObjects: int64 is "text"; it must be one of "number", "bigint"',
  });
  await assert.rejects(frame.col("a").toArray({ int64: 1 } as never), { code: "OPTION", message: /toArray: int64 is 1/ });
});

test("a dictionary gives values of the type that is asked for", async () => {
  const made = frame.select((c) => ({
    n: c.b.map({ x: 1 }, { dtype: "int32" }),
    none: c.b.map({}, { dtype: "date" }),
    day: c.b.map({ y: "2024-02-29" }, { dtype: "date" }),
  }));
  assert.deepEqual(made.dtypes, { n: "int32", none: "date", day: "date" });
  assert.deepEqual(await made.toColumns({ times: "text" }), { n: [1, null, 1, 1], none: [null, null, null, null], day: [null, "2024-02-29", null, null] });
});

test("what changes nothing about a frame in memory is the frame", async () => {
  const rows = await frame.toObjects();
  for (const made of [
    frame.assign({}),
    frame.select("a", "b", "c"),
    df.fillna!({}),
    df.clip!(),
    df.drop!([]),
    df.rename!({}),
    df.astype!({}),
  ] as unknown as DFrame[])
    assert.deepEqual(await made.toObjects(), rows);
});

test("a sample has each row with its probability, the same one for the same seed", async () => {
  const n = 20_000;
  const long = dd.fromColumns({ x: Float64Array.from({ length: n }, (_, i) => i) }, { npartitions: 5 });
  const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => long.sample({ frac: 0.25, seed }).col("x").toArray()));
  assert.deepEqual(same, one);
  assert.notDeepEqual(other, one);
  // Four standard deviations of a binomial distribution.
  assert.ok(Math.abs(one!.length - n / 4) < 4 * Math.sqrt((n * 3) / 16), String(one!.length));
  assert.deepEqual(
    one,
    [...one!].sort((a, b) => Number(a) - Number(b)),
  );
  assert.deepEqual(await long.sample({ frac: 0 }).len(), 0);
  assert.deepEqual(await long.sample({ frac: 1 }).len(), n);
  assert.equal(
    await frame
      .sample({ frac: 1, seed: 3 })
      .filter((c) => c.a.gt(1))
      .len(),
    3,
  );
});

test("a sample of so many rows has them once each, in their order, the same ones for the same seed, whatever else is asked for", async () => {
  const long = dd.fromColumns(
    { x: Float64Array.from({ length: 1000 }, (_, i) => i), drawn: new Float64Array(1000), place: new Float64Array(1000) },
    { npartitions: 7 },
  );
  const [one, same, other] = await Promise.all([1, 1, 2].map((seed) => long.sample(100, { seed }).col("x").toArray() as Promise<number[]>));
  assert.deepEqual(same, one);
  assert.notDeepEqual(other, one);
  assert.deepEqual([one!.length, new Set(one).size], [100, 100]);
  assert.deepEqual(
    one,
    [...one!].sort((a, b) => a - b),
  );
  // Each partition gives its share: four standard deviations.
  assert.ok(Math.abs(one!.filter((x) => x < 500).length - 50) < 20, String(one));
  assert.deepEqual(
    await long
      .sample({ n: 100, randomState: 1 })
      .filter((c) => c["x"].lt(500))
      .col("x")
      .toArray(),
    one!.filter((x) => x < 500),
  );
  assert.deepEqual(
    await long
      .col("x")
      .sample(100, { seed: 1 })
      .toArray({ without: ["columns", "pushdown"] }),
    one,
  );
  assert.deepEqual(
    await Promise.all([
      long.sample().len(),
      long.sample(0).len(),
      long.sample(1000).len(),
      long
        .filter((c) => c["x"].lt(0))
        .sample(0)
        .len(),
    ]),
    [1, 0, 1000, 0],
  );
  const none = long.filter((c) => c["x"].lt(0));
  for (const [made, message] of [
    [long.sample(1001), /sample: 1001 of 1000 rows cannot be taken without taking one twice; ask for fewer/],
    [long.sample(2 ** 40).select(), /sample: 1099511627776 of 1000 rows/],
    [long.sample(5000).head(2), /sample: 5000 of 1000 rows/],
    [none.sample(), /sample: 1 of no row cannot be taken/],
    [none.col("x").sample(3), /sample: 3 of no row/],
  ] as const) {
    await assert.rejects((made as DFrame).compute(), message);
    await assert.rejects((made as DFrame).compute({ scheduler: "synchronous" }), (error: Error) => error.cause instanceof ShapeError);
  }
});

test("concat: columns that all have, and frames side by side whatever their partitions", async () => {
  const other = dd.fromObjects(
    [
      { c: 9, d: 1 },
      { c: 8, d: 2 },
    ],
    { npartitions: 2 },
  );
  assert.deepEqual(await dd.concat([frame.select("a", "c"), other] as never, { join: "inner" }).toColumns(), { c: [2.5, null, 4, 2.5, 9, 8] });
  assert.deepEqual(await dd.concat([frame.select("a"), other] as never, { axis: 1 }).toColumns(), {
    a: [1, 2, 3, 4],
    c: [9, 8, null, null],
    d: [1, 2, null, null],
  });
  assert.deepEqual(await dd.concat([frame.select("a"), other] as never, { axis: 1, join: "inner" }).toColumns(), { a: [1, 2], c: [9, 8], d: [1, 2] });
  const longer = dd.concat([other, frame.select("a")] as never, { axis: 1 });
  assert.deepEqual(await longer.toColumns(), { c: [9, 8, null, null], d: [1, 2, null, null], a: [1, 2, 3, 4] });
  assert.throws(() => dd.concat([frame, other] as never, { axis: 1 }), /concat: two frames have a column "c"; rename one of them/);
});

test("arguments of any kind work, or give an error that says of which operation", () => {
  const odd = dd.fromColumns({ n: [1, 2], s: ["x", null], t: [new Date(0), null], l: [[1], null], o: [true, false] });
  const columns = (["n", "s", "t", "l", "o"] as const).map((name) => odd.col(name));
  const more = [
    odd.col("s").str,
    odd.col("t").dt,
    odd.col("l").list,
    odd.groupby("s"),
    odd.rolling(2),
    odd.col("n").rolling(2),
    odd.resample("1d", { on: "t" }),
    dd,
  ];
  assert.deepEqual(
    [odd, ...columns, ...more].flatMap((target) => unhelpful(target)),
    [],
  );
});
