import { sliceBatch } from "../../../chunk/column.ts";
import type { ColumnExpr } from "../../../ops/frame/column-expr.ts";
import { ShapeError } from "../../../util/errors.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import { evaluate, evaluateAll } from "../evaluate.ts";
import { concatBatches } from "../rows/concat.ts";
import { filterBatch } from "../rows/filter.ts";
import { takeBatch } from "../rows/take.ts";

/** `names, columns [{ name, expr }]`: a column for each expression. */
export const project: BatchKernel = {
  run({ backend, step, args: [batch] }) {
    const { names, columns } = step.params as unknown as { names: string[]; columns: { expr: ColumnExpr }[] };
    const exprs = columns.map(({ expr }) => expr);
    return { length: batch!.length, columns: evaluateAll(backend, exprs, batch!, names) };
  },
};

/** `names, predicate`: the rows of which it is true. */
export const filter: BatchKernel = {
  run({ backend, step, args: [batch] }) {
    const { names, predicate } = step.params as unknown as { names: string[]; predicate: ColumnExpr };
    return filterBatch(backend, batch!, evaluate(backend, predicate, batch!, names));
  },
};

/** Batches one after the other. */
export const concat: BatchKernel = {
  run: ({ backend, args }) => concatBatches(backend, args),
};

/** `n, end`: the first rows, or the last ones, of all that came. */
export const head: BatchKernel = {
  run({ backend, step, args }) {
    const { n, end } = step.params as { n: number; end: boolean };
    const batch = concatBatches(backend, args);
    const count = Math.min(n, batch.length);
    return end ? sliceBatch(batch, batch.length - count, batch.length) : sliceBatch(batch, 0, count);
  },
};

/** `cut[partition] { piece, pieces }`: an equal share of the rows. */
export const slice: BatchKernel = {
  run({ step, args: [batch] }) {
    const { cut, partition } = step.params as unknown as { cut: { piece: number; pieces: number }[]; partition: number };
    const { piece, pieces } = cut[partition]!;
    const border = (i: number) => Math.floor((i * batch!.length) / pieces);
    return sliceBatch(batch!, border(piece), border(piece + 1));
  },
};

/** Adds a column (int64): where each row is in the frame. */
export const number: BatchKernel = {
  run({ step, args: [batch] }) {
    const { partition } = step.params as { partition: number };
    const values = new BigInt64Array(batch!.length);
    const words = new Int32Array(values.buffer);
    for (let row = 0; row < batch!.length; row++) {
      words[2 * row] = row;
      words[2 * row + 1] = partition;
    }
    return { length: batch!.length, columns: [...batch!.columns, { type: "int64", length: batch!.length, values }] };
  },
};

/** `frac, seed, partition`: each row with a probability. */
export const sampleRows: BatchKernel = {
  run({ backend, step, args: [batch] }) {
    const { frac, seed, partition } = step.params as { frac: number; seed: number; partition: number };
    const rows: number[] = [];
    const start = startOf(seed, partition);
    for (let row = 0; row < batch!.length; row++) if (mixed(start + row) / 2 ** 32 < frac) rows.push(row);
    return takeBatch(backend, batch!, Int32Array.from(rows));
  },
};

/** `n`: the rows of a sample, which are as many as asked for, or all there are. */
export const requireRows: BatchKernel = {
  run({ step, args: [batch] }) {
    const { n } = step.params as { n: number };
    if (batch!.length >= n) return batch!;
    const rows = batch!.length === 0 ? "no row" : batch!.length === 1 ? "1 row" : `${batch!.length} rows`;
    throw new ShapeError(`sample: ${n} of ${rows} cannot be taken without taking one twice; ask for fewer, or for each with a probability: { frac: 0.5 }`);
  },
};

/** `seed, partition`: adds a column (int64) of random numbers. */
export const randomNumbers: BatchKernel = {
  run({ step, args: [batch] }) {
    const { seed, partition } = step.params as { seed: number; partition: number };
    const values = new BigInt64Array(batch!.length);
    const words = new Uint32Array(values.buffer);
    const [low, high] = [startOf(seed, partition), startOf(~seed, partition)];
    for (let row = 0; row < batch!.length; row++) {
      words[2 * row] = mixed(low + row);
      words[2 * row + 1] = mixed(high + row);
    }
    return { length: batch!.length, columns: [...batch!.columns, { type: "int64", length: batch!.length, values }] };
  },
};

const startOf = (seed: number, partition: number) => mixed(seed ^ Math.imul(partition + 1, 0x9e3779b9));

/** A bijection of 32 bits whose results pass for random (the finalizer of MurmurHash3). */
function mixed(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** How many rows there are: one row, one column (int64). */
export const count: BatchKernel = {
  run: ({ args: [batch] }) => ({ length: 1, columns: [{ type: "int64", length: 1, values: BigInt64Array.of(BigInt(batch!.length)) }] }),
};

/** `columns`: numbers of rows (partition · 2^32 + row) as positions in the frame. What follows the batch tells how many rows each partition has. */
export const positions: BatchKernel = {
  run({ step, args: [batch, ...counts] }) {
    const { columns } = step.params as unknown as { columns: readonly number[] };
    const starts = [0n];
    for (const { columns: of } of counts) starts.push(starts[starts.length - 1]! + (of[0]!.values as BigInt64Array)[0]!);
    const counted = (values: BigInt64Array) => values.map((number) => (starts[Number(number >> 32n)] ?? 0n) + (number & 0xffff_ffffn));
    return {
      length: batch!.length,
      columns: batch!.columns.map((column, i) => (columns.includes(i) ? { ...column, values: counted(column.values as BigInt64Array) } : column)),
    };
  },
};
