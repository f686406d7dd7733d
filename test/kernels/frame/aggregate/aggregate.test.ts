import assert from "node:assert/strict";
import { test } from "node:test";
import { type Column, sliceColumn } from "../../../../src/chunk/column.ts";
import { type ColumnType, columnTypeOf } from "../../../../src/chunk/column-type.ts";
import { dtypes } from "../../../../src/chunk/dtype.ts";
import type { AggregateParams, PartialCall } from "../../../../src/kernels/frame/aggregate/aggregator.ts";
import { type AggregatorName, aggregatorOf, aggregators } from "../../../../src/kernels/frame/aggregate/aggregators.ts";
import { concatColumns } from "../../../../src/kernels/frame/rows/concat.ts";
import type { Backend } from "../../../../src/kernels/kernel.ts";
import { backendsWith, columnOf, columnTypes, dice, keyOf, randomColumn, type Value, valuesOf } from "../frames.ts";
import { plainly } from "./plainly.ts";

const backends = backendsWith("countGroups", "sumGroups", "leastGroups", "deviationGroups", "quantileGroups", "partitionRows");

test("there are backends with these kernels", () => assert.ok(backends.length > 0));

/** The type of a result, as ops infer it. */
function resultType(name: AggregatorName, type: ColumnType): ColumnType {
  const { storage, kind } = columnTypeOf(type);
  if (["count", "size", "nunique", "idxmin", "idxmax"].includes(name)) return "int64";
  if (["any", "all"].includes(name)) return "bool";
  if (["min", "max", "first", "last", "mode"].includes(name)) return type;
  if (kind === "timestamp" || kind === "duration")
    return ["mean", "median", "quantile"].includes(name) ? type : ["sum", "prod"].includes(name) ? "int64" : "float64";
  if (["sum", "prod"].includes(name) && dtypes[storage].kind !== "float") return dtypes[storage].kind === "uint" ? "uint64" : "int64";
  return "float64";
}

/** Names of aggregations that a type has, and whose results are no lists. */
function namesFor(type: ColumnType): AggregatorName[] {
  const ordered: AggregatorName[] = ["count", "size", "min", "max", "first", "last", "idxmin", "idxmax", "nunique", "mode"];
  return type === "utf8" || type === "category"
    ? ordered
    : (Object.keys(aggregators) as AggregatorName[]).filter((name) => name !== "list" && name !== "unique");
}

interface Rows {
  readonly columns: readonly Column[];
  readonly codes: Int32Array | undefined;
  readonly count: number;
  readonly rows: number;
}

/** In one go, or from partitions that end where `cuts` say. */
function aggregate(backend: Backend, name: AggregatorName, { columns, codes, count, rows }: Rows, params: AggregateParams, cuts: readonly number[]): Value[] {
  const aggregator = aggregatorOf(name);
  const type = resultType(name, columns[0]!.type);
  const positions: Column = { type: "int64", length: rows, values: BigInt64Array.from({ length: rows }, (_, row) => BigInt(row)) };
  const own = name === "idxmin" || name === "idxmax" ? [columns[0]!, positions] : columns.slice(0, aggregator.columns);
  const call: PartialCall = { backend, rows, codes, count, params, columns: own };
  if (aggregator.whole) return valuesOf(aggregator.complete({ ...call, type }));
  if (cuts.length === 0) return valuesOf(aggregator.finish({ ...call, states: aggregator.partial(call), type }));
  const ends = [...cuts, rows];
  const partials = ends.map((end, i) => {
    const from = i === 0 ? 0 : ends[i - 1]!;
    return aggregator.partial({ ...call, rows: end - from, codes: codes?.subarray(from, end), columns: own.map((column) => sliceColumn(column, from, end)) });
  });
  const states = partials[0]!.map((_, i) =>
    concatColumns(
      backend,
      partials.map((partial) => partial[i]!),
    ),
  );
  // Rows of a partial are groups.
  const merged = Int32Array.from({ length: partials.length * count }, (_, row) => row % count);
  const call2 = { backend, rows: merged.length, codes: codes && merged, count, params, states };
  return valuesOf(aggregator.finish({ backend, count, params, type, states: aggregator.merge(call2) }));
}

/** Sums of integers are exact; others to rounding. */
function assertSame(actual: readonly Value[], expected: readonly Value[], tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, what);
  actual.forEach((value, group) => {
    const wanted = expected[group]!;
    if (typeof value === "number" && typeof wanted === "number" && Number.isFinite(wanted)) {
      const near = Math.abs(value - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
      assert.ok(near, `${what}, group ${group}: ${value} is not ${wanted}`);
    } else assert.equal(keyOf(value), keyOf(wanted), `${what}, group ${group}`);
  });
}

const tolerances: { readonly [name: string]: number } = { skew: 1e-6, kurt: 1e-6, corr: 1e-6, cov: 1e-8 };

for (const backend of backends) {
  test(`${backend.isa}: aggregations of groups are what they say, from any partitions`, () => {
    const roll = dice(1);
    for (const type of columnTypes) {
      for (const [rows, count] of [
        [0, 3],
        [1, 1],
        [40, 5],
        [300, 7],
        [600, 600],
      ] as const) {
        const column = randomColumn(roll, type, rows, { nulls: roll(2) === 0, wide: roll(2) === 0 });
        const other = randomColumn(roll, "float64", rows, { nulls: true });
        const codes = roll(3) === 0 ? undefined : Int32Array.from({ length: rows }, () => roll(count + 1) - 1);
        const input = { columns: [column, other], codes, count: codes === undefined ? 1 : count, rows };
        for (const name of namesFor(type)) {
          const params = { ddof: roll(2), q: roll(5) / 4 };
          const expected = plainly(name, input, params);
          for (const cuts of [[], [roll(rows + 1)], [0, roll(rows + 1), rows].sort((a, b) => a - b)]) {
            const what = `${name} of ${type}, ${rows} rows, ${codes === undefined ? "one group" : `${count} groups`}, cut at [${cuts}], ${JSON.stringify(params)}`;
            assertSame(aggregate(backend, name, input, params, cuts), expected, tolerances[name] ?? 1e-9, what);
          }
        }
      }
    }
  });

  test(`${backend.isa}: sums of floats lose next to nothing, and infinities stay`, () => {
    const values = [1e16, 1, 1, 1, -1e16, 0.1];
    const sum = (rows: readonly number[]) => {
      const column = columnOf("float64", rows);
      return aggregate(backend, "sum", { columns: [column], codes: undefined, count: 1, rows: rows.length }, {}, [2])[0];
    };
    assert.equal(sum(values), 3.1);
    assert.equal(sum([1, Infinity, 2, 3]), Infinity);
    assert.equal(sum([1e308, 1e308, 1]), Infinity);
  });

  test(`${backend.isa}: a timestamp is chosen or halved to the tick`, () => {
    const ticks = [1_700_000_000_000_000_001n, 1_700_000_000_000_000_003n];
    const input = { columns: [columnOf("timestamp[ns]", ticks)], codes: undefined, count: 1, rows: 2 };
    assert.deepEqual(aggregate(backend, "median", input, {}, []), [1_700_000_000_000_000_002n]);
    assert.deepEqual(aggregate(backend, "max", input, {}, [1]), [1_700_000_000_000_000_003n]);
  });
}
