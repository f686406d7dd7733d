import assert from "node:assert/strict";
import { test } from "node:test";
import { type DFrame, dd, type Series } from "../../src/index.ts";

// What TypeScript infers and refuses is checked by compiling this file. What it refuses is refused when it runs, too.

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(..._: T[]): void => undefined;
type Of<F> = F extends DFrame<infer S> ? { -readonly [K in keyof S]: S[K] } : never;
type TypeOf<S> = S extends Series<infer T> ? T : never;

type Columns = { k: "utf8"; c: "category"; n: "list<int64>"; s: "list<list<utf8>>"; x: "float64" };
const schema = { k: "utf8", c: "category", n: "list<int64>", s: "list<list<utf8>>", x: "float64" } as const;
const frame = dd.fromObjects<Columns>([{ k: "a b", c: "u", n: [1n], s: [["x"]], x: 1 }], { schema });
const open = dd.fromColumns({ n: [[1, 2]] });

test("schemas know what lists hold, before and after", async () => {
  const exploded = frame.explode("n", "s");
  holds<Same<Of<typeof exploded>, { k: "utf8"; c: "category"; n: "int64"; s: "list<utf8>"; x: "float64" }>>();
  const twice = exploded.explode("s");
  holds<Same<Of<typeof twice>["s"], "utf8">>();
  const made = frame.select((c) => ({
    first: c.n.list.get(0),
    size: c.s.list.len(),
    has: c.n.list.contains(1n),
    words: c.k.str.split(),
    word: c.k.str.split(" ", { item: 0 }),
    sum: c.n.list.sum(),
    inner: c.s.list.get(0).list.join("-"),
  }));
  holds<Same<Of<typeof made>, { first: "int64"; size: "int64"; has: "bool"; words: "list<utf8>"; word: "utf8"; sum: "int64"; inner: "utf8" }>>();
  const grouped = frame.groupby("k").agg((c) => ({ all: c.x.toList(), kinds: c.c.unique(), lists: c.n.toList() }));
  holds<Same<Of<typeof grouped>["all"], "list<float64>">>();
  holds<Same<Of<typeof grouped>["kinds"], "list<utf8>">>();
  holds<Same<Of<typeof grouped>["lists"], "list<list<int64>>">>();
  const byName = frame.groupby("k").agg({ x: ["list", "mean"], c: "unique" });
  holds<Same<Of<typeof byName>["x_list"], "list<float64>">>();
  holds<Same<Of<typeof byName>["c"], "list<utf8>">>();
  const column = frame.col("n").explode();
  holds<Same<TypeOf<typeof column>, "int64">>();
  const mapped = frame.assign({ y: (c) => c.n.map((list) => list!.length, { dtype: "int32" }) });
  holds<Same<Of<typeof mapped>["y"], "int32">>();
  assert.deepEqual(await made.toObjects(), [{ first: 1, size: 1, has: true, words: ["a", "b"], word: "a", sum: 1, inner: "x" }]);
  assert.deepEqual(await mapped.select("y").toObjects(), [{ y: 1 }]);
  const values = await frame.col("x").toList().compute();
  holds<Same<typeof values, readonly (number | null)[]>>();
  const each = frame.groupby("k").col("x").toList();
  holds<Same<Of<typeof each>["x"], "list<float64>">>();
  assert.deepEqual(each.dtypes, { k: "utf8", x: "list<float64>" });
});

test("what holds no lists is not exploded, and lists have no order", () => {
  const refused = { name: "DTypeError" };
  // @ts-expect-error: no lists
  assert.throws(() => frame.explode("k"), refused);
  // @ts-expect-error: no such column
  assert.throws(() => frame.explode("z"), { name: "ColumnError" });
  // @ts-expect-error: no lists
  assert.throws(() => frame.col("x").explode(), refused);
  // @ts-expect-error: no lists
  assert.throws(() => frame.select((c) => ({ y: c.x.list.len() })), refused);
  // @ts-expect-error: lists of no text
  assert.throws(() => frame.select((c) => ({ y: c.n.list.join(",") })), refused);
  // @ts-expect-error: lists of no numbers
  assert.throws(() => frame.select((c) => ({ y: c.s.list.sum() })), refused);
  // @ts-expect-error: no text among numbers
  assert.throws(() => frame.select((c) => ({ y: c.n.list.contains("a") })), refused);
  // @ts-expect-error: lists have no greatest
  assert.throws(() => frame.agg({ n: "max" }), refused);
  // @ts-expect-error: lists are not compared
  assert.throws(() => frame.filter((c) => c.n.eq([1n])));
  // @ts-expect-error: lists are no numbers
  assert.throws(() => frame.select((c) => ({ y: c.n.add(1) })), refused);
});

test("of open schemas nothing is known, and everything may be asked", async () => {
  assert.deepEqual(await open.explode("n").toObjects(), [{ n: 1 }, { n: 2 }]);
  assert.deepEqual(await open.select((c) => ({ y: c["n"].list.get(-1) })).toObjects(), [{ y: 2 }]);
});
