import type { Batch, Column } from "../../../chunk/column.ts";
import type { ColumnExpr } from "../../../ops/frame/column-expr.ts";
import type { SplitParams } from "../../../ops/frame/split.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import { room, zeros } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { evaluate } from "../evaluate.ts";
import { groupRows, indexRows } from "../group/group-rows.ts";
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

/** Of all parts, which of two steps a split is, how many it sends rows to, and how many of those there are in any case (`ops/frame/split.ts`). */
type Parts = Pick<SplitParams, "parts"> & { readonly step?: SplitParams["step"]; readonly width: number; readonly least: number };

/** Parts as what this step sends to: their groups, or their places in them. */
function inStep(target: Int32Array, { step }: Parts): Int32Array {
  if (step === undefined) return target;
  const { send, groupSize } = step;
  if (send === "to groups") for (let i = 0; i < target.length; i++) target[i] = Math.trunc(target[i]! / groupSize);
  else for (let i = 0; i < target.length; i++) target[i]! %= groupSize;
  return target;
}

/** `by`, parts and keys: where each row goes, as one int32 column: one border more than there are parts, then the rows of each part one after the other. */
export const route: BatchKernel = {
  run({ backend, step, args: [batch, told] }) {
    const params = step.params as unknown as Keys & Parts & { by: "hash" | "range" | "number"; after: boolean; side?: 0 | 1 };
    const { by, parts, width, side } = params;
    const keys = keysOf(backend, params, batch!);
    const { rows, starts } =
      by === "range"
        ? ranges(backend, keys, told!, params)
        : side !== undefined && told!.length > 0
          ? dealt(backend, keys, told!, params, side)
          : partitionRows(backend, inStep(by === "hash" ? partsOf(backend, hashRows(backend, keys), parts) : partOfNumber(keys[0]!, parts), params), width);
    const values = room("int32", width + 1 + rows.length);
    values.set(starts);
    values.set(rows, width + 1);
    return { length: values.length, columns: [{ type: "int32", length: values.length, values }] };
  },
};

/** Rows by the hash of their keys, but those of hot keys: dealt out in turn (all but the first), or, where the other side is the one with too many, copied to all parts. */
function dealt(backend: Backend, keys: readonly Column[], hot: Batch, params: Parts, side: 0 | 1): Partition {
  const { width: parts, least } = params;
  const target = inStep(partsOf(backend, hashRows(backend, keys), params.parts), params);
  const found = indexRows(backend, hot.columns.slice(0, -1), { dropNull: false }).find(keys);
  const sides = hot.columns.at(-1)!.values;
  const copied: number[] = [];
  const isThere = new Uint8Array(hot.length);
  let turn = 0;
  found.forEach((key, row) => {
    if (key < 0) return;
    if (sides[key] !== side) copied.push(row);
    else if (isThere[key] === 1) target[row] = turn++ % least;
    isThere[key] = 1;
  });
  const once = partitionRows(backend, target, parts);
  if (copied.length === 0) return once;
  const isCopied = new Uint8Array(target.length);
  for (const row of copied) isCopied[row] = 1;
  const lists = Array.from({ length: parts }, (_, part) => {
    const own = once.rows.subarray(once.starts[part]!, once.starts[part + 1]!).filter((row) => isCopied[row] === 0);
    return Int32Array.from([...own, ...copied]).sort();
  });
  const starts = new Int32Array(parts + 1);
  lists.forEach((list, part) => {
    starts[part + 1] = starts[part]! + list.length;
  });
  const rows = new Int32Array(starts[parts]!);
  for (const [part, list] of lists.entries()) rows.set(list, starts[part]);
  return { rows, starts };
}

/** Rows in order, cut where the keys of the next part begin. There may be fewer of those than parts: the last parts are then empty. */
function ranges(backend: Backend, keys: readonly Column[], splitters: Batch, params: Keys & Parts & { after: boolean }): Partition {
  const rows = sortRows(backend, keys, params);
  const sorted = keys.map((key) => takeColumn(backend, key, rows));
  const starts = new Int32Array(params.parts + 1).fill(rows.length);
  starts[0] = 0;
  starts.set(searchRows(sorted, splitters.columns, params, params), 1);
  return { rows, starts: startsInStep(starts, params) };
}

/** Where what this step sends to begins. Rows within a group are all of one. */
function startsInStep(starts: Int32Array, params: Parts): Int32Array {
  const { parts, step, width } = params;
  if (step === undefined) return starts;
  if (step.send === "to groups") return Int32Array.from({ length: width + 1 }, (_, group) => starts[Math.min(parts, group * step.groupSize)]!);
  const own = new Int32Array(width + 1);
  for (let part = 0; part < parts; part++) own[(part % width) + 1]! += starts[part + 1]! - starts[part]!;
  for (let place = 0; place < width; place++) own[place + 1]! += own[place]!;
  return own;
}

/** The partition that a row's number tells; the last one for rows without a number. */
function partOfNumber({ values, valid }: Column, parts: number): Int32Array {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const out = room("int32", values.length);
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

/** `parts, sides, scales, counts`: of samples of both sides of a join the keys that have more rows on one side than a part should, so few on the other that copying those is less work; and whether it is the right side. */
export const hotKeys: BatchKernel = {
  run({ backend, step, args }) {
    const { parts, sides, scales, counts } = step.params as unknown as { parts: number; sides: (0 | 1)[]; scales: number[]; counts: number[] };
    const all = concatBatches(backend, args);
    const keys = all.columns.slice(0, -1);
    const weights = all.columns.at(-1)!.values as Float64Array;
    const { codes, count, firsts } = groupRows(backend, keys, { dropNull: false });
    const leftRows = args.slice(0, counts[0]).reduce((sum, { length }) => sum + length, 0);
    const rows = [new Float64Array(count), new Float64Array(count)] as const;
    const total = [0, 0];
    codes.forEach((code, row) => {
      const side = row < leftRows ? 0 : 1;
      const weight = weights[row]! * scales[side]!;
      total[side]! += weight;
      if (code >= 0) rows[side][code]! += weight;
    });
    const isHot = (side: 0 | 1, key: number) => rows[side][key]! * parts > total[side]! && rows[side][key]! >= rows[1 - side]![key]! * (parts - 1);
    const hot = Array.from({ length: count }, (_, key) => ({ key, side: sides.find((side) => isHot(side, key)) })).filter(({ side }) => side !== undefined);
    const taken = takeBatch(
      backend,
      { length: all.length, columns: keys },
      Int32Array.from(hot, ({ key }) => firsts[key]!),
    );
    const side: Column = { type: "bool", length: hot.length, values: Uint8Array.from(hot, (one) => one.side!) };
    return { length: hot.length, columns: [...taken.columns, side] };
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
    const last = zeros("int32", count);
    const rows = zeros("int32", count);
    codes.forEach((code, row) => {
      last[code] = row;
      rows[code]!++;
    });
    const kept = params.keep === "last" ? last : last.filter((_, code) => rows[code] === 1);
    return takeBatch(backend, batch, kept.sort());
  },
};
