import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import type { TypedArray } from "../../../chunk/dtype.ts";
import { zeros } from "../../batch-memory.ts";
import { groupRows } from "../group/group-rows.ts";
import { partitionRows } from "../hash/partition-rows.ts";
import { codesOf } from "../rows/dictionary.ts";
import { callKernel } from "../rows/kernel-call.ts";
import { takeColumn } from "../rows/take.ts";
import { bitmapWhere, columnOfNumbers, countRows, onlyColumn } from "./accumulate.ts";
import type { CompleteCall, Interpolation, WholeAggregator } from "./aggregator.ts";
import { bestRows } from "./best-rows.ts";

/** How many different values there are. */
export const nunique: WholeAggregator = {
  whole: true,
  columns: 1,
  distinct: true,
  complete(call) {
    const { backend, type } = call;
    const column = onlyColumn(call);
    const codes = codesOfRows(call);
    const pairs = groupRows(backend, [asColumn(codes), column], { dropNull: true });
    const groups = takeColumn(backend, asColumn(codes), pairs.firsts).values as Int32Array;
    const counts = countRows({ ...call, rows: groups.length, codes: groups }, undefined, "float64");
    return columnOfNumbers(type, counts.subarray(0, -1), undefined);
  },
};

/** The most frequent value; of several the least. */
export const mode: WholeAggregator = {
  whole: true,
  columns: 1,
  distinct: false,
  complete(call) {
    const { backend, count, type } = call;
    const column = onlyColumn(call);
    const codes = codesOfRows(call);
    const pairs = groupRows(backend, [asColumn(codes), column], { dropNull: true });
    const groups = takeColumn(backend, asColumn(codes), pairs.firsts).values as Int32Array;
    const often = countRows({ ...call, codes: pairs.codes, count: pairs.count }, undefined, "float64");
    const most = new Float64Array(count);
    groups.forEach((group, pair) => {
      if (group >= 0 && often[pair]! > most[group]!) most[group] = often[pair]!;
    });
    // Of the values that come as often, the least.
    const candidates = groups.map((group, pair) => (group >= 0 && often[pair] === most[group] ? group : -1));
    const values = takeColumn(backend, column, pairs.firsts);
    leaveOutNaN(candidates, values, count);
    return { ...takeColumn(backend, values, bestRows({ ...call, rows: values.length, codes: candidates }, "least", values)), type };
  },
};

/** NaN is behind all numbers, as in sorts: it is the least of several only where there are no others. */
function leaveOutNaN(candidates: Int32Array, { type, values }: Column, count: number): void {
  if (type !== "float64" && type !== "float32") return;
  const hasNumber = new Uint8Array(count);
  candidates.forEach((group, at) => {
    if (group >= 0 && !Number.isNaN(values[at])) hasNumber[group] = 1;
  });
  candidates.forEach((group, at) => {
    if (group >= 0 && hasNumber[group] === 1 && Number.isNaN(values[at])) candidates[at] = -1;
  });
}

/** The value below which a share `q` of the others is; what it is between two, `interpolation` says. */
export const quantile: WholeAggregator = { whole: true, columns: 1, distinct: false, complete: (call) => quantiles(call, call.params.q ?? 0.5) };
export const median: WholeAggregator = { ...quantile, complete: (call) => quantiles(call, 0.5) };

function quantiles(call: CompleteCall, q: number): Column {
  const { backend, count, type } = call;
  const column = onlyColumn(call);
  const { storage } = columnTypeOf(column.type);
  const codes = codesOf(backend, { type: "int32", length: call.rows, values: codesOfRows(call), valid: column.valid });
  const { rows, starts } = partitionRows(backend, codes, count);
  const { values } = takeColumn(backend, { ...column, valid: undefined }, rows, { present: true });
  const [lower, upper]: [TypedArray, TypedArray] = [zeros(storage, count), zeros(storage, count)];
  const weights = zeros("float64", count);
  const largest = starts.reduce((most, start, group) => Math.max(most, group === 0 ? 0 : start - starts[group - 1]!), 0);
  callKernel(backend, "quantileGroups", storage, {
    n: count,
    inputs: [values, starts],
    outputs: [lower, upper, weights],
    params: [q, largest],
    scratchBytes: 8 * largest + 128,
  });
  const valid = bitmapWhere(count, (group) => starts[group + 1]! > starts[group]!);
  const weigh = weighings[call.params.interpolation ?? "linear"];
  for (let group = 0; group < count; group++) weights[group] = weigh(weights[group]!, Math.floor(q * (starts[group + 1]! - starts[group]! - 1)));
  const resultStorage = columnTypeOf(type).storage;
  // Times keep all their ticks.
  if (lower instanceof BigInt64Array && resultStorage === "int64") {
    const ticks = lower.map((low, group) => low + BigInt(Math.round(Number((upper[group] as bigint) - low) * weights[group]!)));
    return { type, length: count, values: ticks, valid };
  }
  const numbers = weights.map((weight, group) => between(Number(lower[group]), Number(upper[group]), weight));
  return columnOfNumbers(type, numbers, valid);
}

/** How much of the upper value there is, by how far the quantile is from the lower one (0 to 1), whose rank is given. */
const weighings: { readonly [I in Interpolation]: (weight: number, rank: number) => number } = {
  linear: (weight) => weight,
  lower: () => 0,
  higher: (weight) => (weight > 0 ? 1 : 0),
  midpoint: (weight) => (weight > 0 ? 0.5 : 0),
  // As NumPy rounds: halfway, to the even rank.
  nearest: (weight, rank) => (weight > 0.5 || (weight === 0.5 && rank % 2 === 1) ? 1 : 0),
};

/** Between infinities of one sign there is nothing else. */
function between(low: number, high: number, weight: number): number {
  if (low === high || weight === 0) return low;
  return weight === 1 ? high : low + (high - low) * weight;
}

function codesOfRows({ codes, rows }: CompleteCall): Int32Array {
  return codes ?? zeros("int32", rows);
}

/** Group numbers as keys: -1 is a group like others. */
function asColumn(codes: Int32Array): Column {
  return { type: "int32", length: codes.length, values: codes };
}
