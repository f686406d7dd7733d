// Batch kernels for test graphs: a worker has them once it has called `ready`.
import type { Batch, Column } from "../../src/chunk/column.ts";
import { addBatchKernel } from "../../src/kernels/batch-kernels.ts";
import { StoppedError } from "../../src/kernels/stopped.ts";

const batchOf = (values: Int32Array): Batch => ({ length: values.length, columns: [{ type: "int32", length: values.length, values } satisfies Column] });

export function valuesOf(batch: Batch): Int32Array {
  return batch.columns[0]!.values as Int32Array;
}

/** The numbers from `from` on. */
addBatchKernel("frame/test-range", {
  run({ step }) {
    const { from, count } = step.params as { from: number; count: number };
    return batchOf(Int32Array.from({ length: count }, (_, i) => from + i));
  },
});

/** Those that leave `part` when divided by `parts`. */
addBatchKernel("frame/test-part", {
  run({ step, args }) {
    const { part, parts } = step.params as { part: number; parts: number };
    return batchOf(valuesOf(args[0]!).filter((value) => value % parts === part));
  },
});

addBatchKernel("frame/test-concat", {
  run({ args }) {
    const all = new Int32Array(args.reduce((length, batch) => length + batch.length, 0));
    let at = 0;
    for (const batch of args) {
      all.set(valuesOf(batch), at);
      at += batch.length;
    }
    return batchOf(all);
  },
});

addBatchKernel("frame/test-fail", {
  run() {
    throw new Error("no such column");
  },
});

/** Runs until it is told to stop. */
addBatchKernel("frame/test-spin", {
  run({ stop }) {
    while (Atomics.load(stop!, 0) === 0);
    throw new StoppedError();
  },
});

export function ready(): number {
  return 0;
}
