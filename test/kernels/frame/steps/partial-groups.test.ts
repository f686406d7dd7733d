import assert from "node:assert/strict";
import { test } from "node:test";
import { type Batch, type Column, sliceBatch } from "../../../../src/chunk/column.ts";
import type { ColumnType } from "../../../../src/chunk/column-type.ts";
import { complete, finish } from "../../../../src/kernels/frame/steps/group.ts";
import { partial } from "../../../../src/kernels/frame/steps/partial-groups.ts";
import { type Aggregate, aggregate } from "../../../../src/ops/frame/aggregations.ts";
import type { ColumnExpr } from "../../../../src/ops/frame/column-expr.ts";
import { backendsWith, columnOf, dice, keyOf, randomColumn, type Value, valuesOf } from "../frames.ts";

const backends = backendsWith("placeKeys", "recordField");

test("there are backends with these kernels", () => assert.ok(backends.length > 0));

const ref = (column: string, type: ColumnType): ColumnExpr => ({ column, type });

interface Question {
  readonly names: readonly string[];
  readonly keys: readonly ColumnExpr[];
  readonly aggs: readonly Aggregate[];
  readonly dropNull: boolean;
}

type Kernel = typeof partial;
const run = (kernel: Kernel, backend: (typeof backends)[number], params: object, args: readonly Batch[]) =>
  kernel.run({ backend, step: { params } as never, args, places: [], stop: undefined } as never) as Batch;

/** From what is left of each part; parts come in twos. */
function inParts(backend: (typeof backends)[number], question: Question, batches: readonly Batch[]): Value[][] {
  const tasks = [batches.slice(0, 2), batches.slice(2)].filter((list) => list.length > 0);
  const parts = tasks.map((list) => run(partial, backend, { ...question, meets: true }, list));
  const made = run(finish, backend, { keys: question.keys.length, aggs: question.aggs, sort: true, meets: true }, parts);
  return made.columns.map(valuesOf);
}

const atOnce = (backend: (typeof backends)[number], question: Question, batches: readonly Batch[]) =>
  run(complete, backend, { ...question, sort: true }, batches).columns.map(valuesOf);

function assertSame(actual: readonly Value[][], expected: readonly Value[][], what: string): void {
  assert.equal(actual[0]!.length, expected[0]!.length, what);
  expected.forEach((column, i) => {
    column.forEach((wanted, row) => {
      const value = actual[i]![row]!;
      const isNear = typeof value === "number" && typeof wanted === "number" && Math.abs(value - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted));
      if (!isNear) assert.equal(keyOf(value), keyOf(wanted), `${what}: column ${i}, row ${row}`);
    });
  });
}

const keyTypes: readonly (readonly ColumnType[])[] = [
  ["bool"],
  ["int8"],
  ["uint16", "category"],
  ["int64"],
  ["date", "bool", "int8"],
  ["category"],
  ["float64"],
  ["utf8"],
];
const valueTypes: readonly ColumnType[] = ["bool", "int8", "int32", "int64", "uint64", "float32", "float64", "duration[ms]"];

function aggsFor(type: ColumnType): Aggregate[] {
  const x = ref("x", type);
  const isNumber = !type.startsWith("duration");
  const names = ["size", "count", "sum", "mean", "min", "max", ...(isNumber ? (["var", "std"] as const) : [])] as const;
  const aggs = names.map((name) => aggregate(name, name, name === "size" ? [] : [x]));
  // What rounding leaves of products of integers beyond 2^53 is large.
  return isNumber && !type.includes("int64") ? [...aggs, aggregate("cov", "cov", [x, ref("y", "int32")])] : aggs;
}

for (const backend of backends) {
  test(`${backend.isa}: groups of batches together are those of all rows, whatever the keys and values`, () => {
    const roll = dice(7);
    for (const types of keyTypes) {
      for (const type of valueTypes) {
        for (const length of [0, 1, 700]) {
          const spread = { nulls: roll(2) === 0, wide: roll(4) === 0 };
          const columns = [
            ...types.map((key) => randomColumn(roll, key, length, spread)),
            randomColumn(roll, type, length, { nulls: roll(2) === 0 }),
            columnOf(
              "int32",
              Array.from({ length }, () => roll(2000) - 1000),
            ),
          ];
          const keys = types.map((key, i) => ref(`k${i}`, key));
          const question = { names: [...keys.map((_, i) => `k${i}`), "x", "y"], keys, aggs: aggsFor(type), dropNull: roll(2) === 0 };
          const cuts = [0, roll(length + 1), roll(length + 1), roll(length + 1), length].sort((a, b) => a - b);
          const batches = cuts.slice(1).map((to, i) => sliceBatch({ length, columns: columns as Column[] }, cuts[i]!, to));
          const what = `${type} by ${types}, cut at ${cuts}, ${question.dropNull ? "no null keys" : "null keys"}`;
          assertSame(inParts(backend, question, batches), atOnce(backend, question, batches), what);
        }
      }
    }
  });

  test(`${backend.isa}: sums of few and many groups are exact, and groups that have no rows are left out`, () => {
    const roll = dice(3);
    for (const groups of [3, 1000, 20_000]) {
      const length = 100_000;
      const k = columnOf(
        "int32",
        Array.from({ length }, () => 2 * roll(groups) - 7),
      );
      const x = columnOf(
        "int64",
        Array.from({ length }, (_, i) => BigInt(i) * 3n),
      );
      const question = { names: ["k", "x"], keys: [ref("k", "int32")], aggs: [aggregate("s", "sum", [ref("x", "int64")])], dropNull: true };
      const batches = [0, 1, 2, 3].map((i) => sliceBatch({ length, columns: [k, x] }, (i * length) / 4, ((i + 1) * length) / 4));
      assertSame(inParts(backend, question, batches), atOnce(backend, question, batches), `${groups} groups`);
    }
  });

  test(`${backend.isa}: deviations of small integers are exact`, () => {
    const rows = [1, 2, 4, 4, 5, 5, 7, 9];
    const columns = [columnOf("bool", new Array<number>(8).fill(1)), columnOf("int8", rows)];
    const x = ref("x", "int8");
    const aggs = [aggregate("v", "var", [x], { ddof: 0 }), aggregate("c", "corr", [x, x])];
    const question = { names: ["k", "x"], keys: [ref("k", "bool")], aggs, dropNull: true };
    const mean = 37 / 8;
    const [, [variance], [correlation]] = inParts(backend, question, [{ length: 8, columns }]) as [Value[], number[], number[]];
    assert.ok(Math.abs(variance! - rows.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 8) < 1e-14);
    assert.equal(correlation, 1);
  });
}
