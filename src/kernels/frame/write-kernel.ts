import { statSync } from "node:fs";
import type { Batch } from "../../chunk/column.ts";
import type { ColumnType } from "../../chunk/column-type.ts";
import { columnOf } from "../../chunk/column-values.ts";
import type { Schema } from "../../expr/meta.ts";
import type { Literal, StepParams } from "../../graph/program.ts";
import { addBatchKernel } from "../batch-kernels.ts";
import type { Backend } from "../kernel.ts";

/** A partition and the new file it goes to. */
export interface WriteCall {
  readonly backend: Backend;
  readonly batch: Batch;
  readonly schema: Schema;
  readonly path: string;
  /** Whether the file stays; else it soon becomes part of another. */
  readonly lasts: boolean;
  readonly values: StepParams;
}

/** A kernel that writes partitions (`ops/frame/write-parts.ts`). It is loaded when it is first used. What it gives says what was written. */
export function addWriteKernel(name: string, load: () => (call: WriteCall) => void): void {
  let write: ((call: WriteCall) => void) | undefined;
  addBatchKernel(name, {
    run({ backend, step, args, places }) {
      const { paths, lasts, columns, types, ...values } = step.params as { readonly [key: string]: Literal };
      const path = (paths as readonly string[])[places[step.place!]!.origin[0]!]!;
      const schema = (columns as readonly string[]).map((column, at) => ({ name: column, type: (types as readonly ColumnType[])[at]! }));
      const batch = args[0]!;
      write ??= load();
      write({ backend, batch, schema, path, lasts: lasts as boolean, values });
      return { length: 1, columns: [columnOf("utf8", [path]), columnOf("int64", [batch.length]), columnOf("int64", [statSync(path).size])] };
    },
  });
}
