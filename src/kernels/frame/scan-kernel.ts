import { type Batch, emptyBatch } from "../../chunk/column.ts";
import type { ColumnType } from "../../chunk/column-type.ts";
import type { Schema } from "../../expr/meta.ts";
import type { Literal, StepParams } from "../../graph/program.ts";
import { addBatchKernel, type BatchCall } from "../batch-kernels.ts";

/** What a kernel reads a partition from, and which columns it gives. */
export interface ScanCall extends BatchCall {
  readonly part: Literal;
  readonly schema: Schema;
  readonly values: StepParams;
}

/** A kernel of scans (`ops/frame/scan.ts`). It may be loaded when it is first used: programs cannot wait, so `load` does not either. */
export function addScanKernel(name: string, load: () => (call: ScanCall) => Batch): void {
  let read: ((call: ScanCall) => Batch) | undefined;
  addBatchKernel(name, {
    run(call) {
      const { parts, columns, types, ...values } = call.step.params as { readonly [key: string]: Literal };
      const part = (parts as readonly Literal[])[call.places[call.step.place!]!.origin[0]!]!;
      if (part === null) return emptyBatch(types as readonly ColumnType[]);
      read ??= load();
      const schema = (columns as readonly string[]).map((column, at) => ({ name: column, type: (types as readonly ColumnType[])[at]! }));
      return read({ ...call, part, schema, values });
    },
  });
}
