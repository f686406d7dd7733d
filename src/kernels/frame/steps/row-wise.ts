import type { ColumnExpr } from "../../../ops/frame/column-expr.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import { evaluate } from "../evaluate.ts";
import { concatBatches } from "../rows/concat.ts";
import { filterBatch } from "../rows/filter.ts";
import { sliceBatch } from "../../../chunk/column.ts";

/** `names, columns [{ name, expr }]`: a column for each expression. */
export const project: BatchKernel = {
  run({ backend, step, args: [batch] }) {
    const { names, columns } = step.params as unknown as { names: string[]; columns: { expr: ColumnExpr }[] };
    return { length: batch!.length, columns: columns.map(({ expr }) => evaluate(backend, expr, batch!, names)) };
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
