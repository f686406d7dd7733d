import type { Batch, Column } from "../../../chunk/column.ts";
import type { ColumnExpr } from "../../../ops/frame/column-expr.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import type { Backend } from "../../kernel.ts";
import { evaluate } from "../evaluate.ts";
import { groupRows } from "../group/group-rows.ts";
import { hashRows } from "../hash/hash-rows.ts";
import { type Partition, partitionRows, partsOf } from "../hash/partition-rows.ts";
import { concatBatches } from "../rows/concat.ts";
import { takeBatch, takeColumn } from "../rows/take.ts";
import { searchRows } from "../sort/search-rows.ts";
import { sortRows } from "../sort/sort-rows.ts";

interface Keys {
  readonly keys: readonly ColumnExpr[];
  readonly names: readonly string[];
  readonly descending: readonly boolean[];
  readonly nullsFirst: readonly boolean[];
}

const keysOf = (backend: Backend, { keys, names }: Keys, batch: Batch): Column[] => keys.map((key) => evaluate(backend, key, batch, names));

/** `by, parts` and keys: where each row goes, as one int32 column: `parts + 1` borders, then the rows of each part one after the other. */
export const route: BatchKernel = {
  run({ backend, step, args: [batch, splitters] }) {
    const params = step.params as unknown as Keys & { by: "hash" | "range" | "number"; parts: number; after: boolean };
    const { by, parts } = params;
    const keys = keysOf(backend, params, batch!);
    const { rows, starts } =
      by === "range"
        ? ranges(backend, keys, splitters!, params)
        : partitionRows(backend, by === "hash" ? partsOf(backend, hashRows(backend, keys), parts) : partOfNumber(keys[0]!, parts), parts);
    const values = new Int32Array(parts + 1 + rows.length);
    values.set(starts);
    values.set(rows, parts + 1);
    return { length: values.length, columns: [{ type: "int32", length: values.length, values }] };
  },
};

/** Rows in order, cut where the keys of the next part begin. There may be fewer of those than parts: the last parts are then empty. */
function ranges(backend: Backend, keys: readonly Column[], splitters: Batch, params: Keys & { parts: number; after: boolean }): Partition {
  const rows = sortRows(backend, keys, params);
  const sorted = keys.map((key) => takeColumn(backend, key, rows));
  const starts = new Int32Array(params.parts + 1).fill(rows.length);
  starts[0] = 0;
  starts.set(searchRows(sorted, splitters.columns, params, params), 1);
  return { rows, starts };
}

/** The partition that a row's number tells; the last one for rows without a number. */
function partOfNumber({ values, valid }: Column, parts: number): Int32Array {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const out = new Int32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = valid === undefined || (valid[i >> 3]! >> (i & 7)) & 1 ? words[2 * i + 1]! : parts - 1;
  return out;
}

/** `part, parts`: the rows of a batch that a routing sends there. */
export const part: BatchKernel = {
  run({ backend, step, args: [batch, routing] }) {
    const { part: index, parts } = step.params as { part: number; parts: number };
    const values = routing!.columns[0]!.values as Int32Array;
    return takeBatch(backend, batch!, values.subarray(parts + 1 + values[index]!, parts + 1 + values[index + 1]!));
  },
};

/** How many rows stand for a partition. */
const sampleSize = 256;

/** Keys and `names`: some rows of the keys, evenly spaced in their order, and how many rows each stands for (float64). */
export const sample: BatchKernel = {
  run({ backend, step, args: [batch] }) {
    const params = step.params as unknown as Keys;
    const { length } = batch!;
    const count = Math.min(sampleSize, length);
    // A few thousand rows spread over the partition tell its quantiles well enough.
    const seen = Math.min(length, 16 * sampleSize);
    const spread = Int32Array.from({ length: seen }, (_, i) => Math.floor((i * length) / seen));
    const few = takeBatch(backend, { length, columns: keysOf(backend, params, batch!) }, spread);
    const order = sortRows(backend, few.columns, params);
    const rows = Int32Array.from({ length: count }, (_, i) => order[Math.floor(((i + 0.5) * seen) / count)]!);
    const weights = new Float64Array(count).fill(count === 0 ? 0 : length / count);
    return { length: count, columns: [...takeBatch(backend, few, rows).columns, { type: "float64", length: count, values: weights }] };
  },
};

/** `parts` and order: the keys at which the next part begins, at most `parts - 1` of them, from samples with weights. */
export const splitters: BatchKernel = {
  run({ backend, step, args }) {
    const params = step.params as unknown as Keys & { parts: number };
    const all = concatBatches(backend, args);
    const keys = all.columns.slice(0, -1);
    const weights = all.columns[all.columns.length - 1]!.values as Float64Array;
    const order = sortRows(backend, keys, params);
    let total = 0;
    for (const weight of weights) total += weight;
    const chosen: number[] = [];
    let before = 0;
    for (const row of order) {
      before += weights[row]!;
      if (chosen.length < params.parts - 1 && before >= ((chosen.length + 1) * total) / params.parts) chosen.push(row);
    }
    return takeBatch(backend, { length: all.length, columns: keys }, Int32Array.from(chosen));
  },
};

/** Keys and `names`: all that came, in order. */
export const sort: BatchKernel = {
  run({ backend, step, args }) {
    const params = step.params as unknown as Keys;
    const batch = concatBatches(backend, args);
    return takeBatch(backend, batch, sortRows(backend, keysOf(backend, params, batch), params));
  },
};

/** `n`, keys and `names`: the first rows in order of all that came. */
export const top: BatchKernel = {
  run({ backend, step, args }) {
    const params = step.params as unknown as Keys & { n: number };
    const batch = concatBatches(backend, args);
    return takeBatch(backend, batch, sortRows(backend, keysOf(backend, params, batch), params).subarray(0, params.n));
  },
};

/** Keys, `names, keep`: of rows with equal keys the first, the last, or none if there are several; in the order they stand. */
export const distinct: BatchKernel = {
  run({ backend, step, args }) {
    const params = step.params as unknown as Keys & { keep: "first" | "last" | "none" };
    const batch = concatBatches(backend, args);
    const { codes, count, firsts } = groupRows(backend, keysOf(backend, params, batch), { dropNull: false });
    if (params.keep === "first") return takeBatch(backend, batch, firsts);
    const last = new Int32Array(count);
    const rows = new Int32Array(count);
    codes.forEach((code, row) => {
      last[code] = row;
      rows[code]!++;
    });
    const kept = params.keep === "last" ? last : last.filter((_, code) => rows[code] === 1);
    return takeBatch(backend, batch, kept.sort());
  },
};
