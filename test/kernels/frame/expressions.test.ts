import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Batch, sliceBatch } from "../../../src/chunk/column.ts";
import { type ColumnValue, columnOf, valuesOf } from "../../../src/chunk/column-values.ts";
import { evaluate } from "../../../src/kernels/frame/evaluate.ts";
import { allBackends } from "../../../src/kernels/load.ts";
import type { ColumnExpr } from "../../../src/ops/frame/column-expr.ts";
import { call } from "./sample-frame.ts";

/** A row by the names of its columns, and an expression twice: for the engine, and as what it gives for one row. */
type Row = readonly ColumnValue[];
interface Twin<T extends ColumnValue> {
  readonly expr: ColumnExpr;
  of(row: Row): T | null;
}

const types = { x: "float64", y: "float64", p: "bool", q: "bool", t: "utf8", u: "utf8" } as const;
const names = Object.keys(types) as (keyof typeof types)[];
const column = <T extends ColumnValue>(name: keyof typeof types): Twin<T> => ({
  expr: { column: name, type: types[name] },
  of: (row) => row[names.indexOf(name)] as T | null,
});
const both =
  <A extends ColumnValue, B extends ColumnValue, T>(a: Twin<A>, b: Twin<B>, of: (x: NonNullable<A>, y: NonNullable<B>) => T) =>
  (row: Row) => {
    const [x, y] = [a.of(row), b.of(row)];
    return x === null || y === null ? null : of(x as NonNullable<A>, y as NonNullable<B>);
  };

const numbers: fc.Arbitrary<Twin<number>> = fc.letrec<{ number: Twin<number> }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(column<number>("x"), column<number>("y")),
    fc.integer({ min: -3, max: 3 }).map((value) => ({ expr: { value, type: "float64" } as ColumnExpr, of: () => value })),
    fc.tuple(tie("number"), tie("number")).map(([a, b]) => ({ expr: call("add", [a.expr, b.expr]), of: both(a, b, (x, y) => x + y) })),
    fc.tuple(tie("number"), tie("number")).map(([a, b]) => ({ expr: call("fillna", [a.expr, b.expr]), of: (row: Row) => a.of(row) ?? b.of(row) })),
  ),
})).number;

const texts: fc.Arbitrary<Twin<string>> = fc.oneof(
  fc.constantFrom(column<string>("t"), column<string>("u")),
  fc.constantFrom("", "a", "é").map((value) => ({ expr: { value, type: "utf8" } as ColumnExpr, of: () => value })),
);

const truths: fc.Arbitrary<Twin<boolean>> = fc.letrec<{ truth: Twin<boolean> }>((tie) => ({
  truth: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(column<boolean>("p"), column<boolean>("q")),
    fc.tuple(numbers, numbers).map(([a, b]) => ({ expr: call("lt", [a.expr, b.expr]), of: both(a, b, (x, y) => x < y) })),
    fc.tuple(texts, texts).map(([a, b]) => ({ expr: call("eq", [a.expr, b.expr]), of: both(a, b, (x, y) => x === y) })),
    tie("truth").map((a) => ({ expr: call("not", [a.expr]), of: (row: Row) => (a.of(row) === null ? null : !a.of(row)) })),
    tie("truth").map((a) => ({ expr: call("isna", [a.expr]), of: (row: Row) => a.of(row) === null })),
    fc.tuple(tie("truth"), tie("truth")).map(([a, b]) => ({
      expr: call("and", [a.expr, b.expr]),
      of: (row: Row) => (a.of(row) === false || b.of(row) === false ? false : both(a, b, () => true)(row)),
    })),
    fc.tuple(tie("truth"), tie("truth")).map(([a, b]) => ({
      expr: call("or", [a.expr, b.expr]),
      of: (row: Row) => (a.of(row) === true || b.of(row) === true ? true : both(a, b, () => false)(row)),
    })),
    fc.tuple(tie("truth"), tie("truth"), tie("truth")).map(([a, b, c]) => ({
      expr: call("when", [a.expr, b.expr, c.expr]),
      of: (row: Row) => (a.of(row) === true ? b.of(row) : c.of(row)),
    })),
  ),
})).truth;

const choices: fc.Arbitrary<Twin<string>> = fc.tuple(truths, texts, texts).map(([condition, a, b]) => ({
  expr: call("when", [condition.expr, a.expr, b.expr]),
  of: (row: Row) => (condition.of(row) === true ? a.of(row) : b.of(row)),
}));

const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 3 });
const rows: fc.Arbitrary<readonly Row[]> = fc.array(
  fc.tuple(
    nullable(fc.constantFrom(-1, 0, 0.5, 2, Number.NaN)),
    nullable(fc.constantFrom(-2, 0, 1)),
    nullable(fc.boolean()),
    nullable(fc.boolean()),
    nullable(fc.constantFrom("", "a", "é", "ab")),
    nullable(fc.constantFrom("a", "é")),
  ),
  { maxLength: 100 },
);

for (const backend of allBackends()) {
  test(`${backend.isa}: expressions give for a batch, and for any part of it, what they give row by row`, () => {
    fc.assert(
      fc.property(
        rows,
        fc.oneof<[fc.Arbitrary<Twin<ColumnValue>>, ...fc.Arbitrary<Twin<ColumnValue>>[]]>(truths, choices, numbers),
        fc.nat(100),
        (data, twin, cut) => {
          const batch: Batch = {
            length: data.length,
            columns: names.map((name, i) =>
              columnOf(
                types[name],
                data.map((row) => row[i]!),
              ),
            ),
          };
          const expected = data.map((row) => twin.of(row));
          assert.deepEqual(valuesOf(evaluate(backend, twin.expr, batch, names)), expected);
          const from = Math.min(cut, data.length);
          assert.deepEqual(valuesOf(evaluate(backend, twin.expr, sliceBatch(batch, from, data.length), names)), expected.slice(from));
        },
      ),
      { numRuns: 300 },
    );
  });
}
