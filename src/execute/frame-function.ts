import type { Batch } from "../chunk/column.ts";
import type { Schema } from "../expr/meta.ts";
import type { Literal, StepParams } from "../graph/program.ts";
import { fromColumns, type SchemaOption } from "../io/objects/from-columns.ts";
import { fromObjects } from "../io/objects/from-objects.ts";
import { readValues, type ValueOptions } from "../io/objects/read-values.ts";
import { addBatchKernel } from "../kernels/batch-kernels.ts";
import type { Callee } from "../ops/define/callee.ts";
import { framesCall, valuesCall } from "../ops/define/frames-call.ts";
import { DTypeError } from "../util/errors.ts";
import { loadBeside } from "../util/load-module.ts";
import { isPlainRecord } from "../util/plain.ts";
import type { Callable } from "./compile.ts";
import { functionOf, isThenable } from "./function.ts";
import { inOperation } from "./function-failure.ts";

/** What a function on partitions is given after its columns. */
export interface PartitionInfo {
  /** The number of the partition, and how many there are. */
  readonly partition: number;
  readonly npartitions: number;
  /** Rows that it is given: also told where there are no columns. */
  readonly length: number;
  readonly params: { readonly [name: string]: Literal };
}

interface CallParams {
  readonly operation: string;
  readonly callee: Callee;
  readonly values: StepParams;
  /** The columns of the batch that it is given. */
  readonly schema: Schema;
  /** Those that it gives. */
  readonly result: Schema;
  readonly options: ValueOptions;
  readonly npartitions: number;
  /** Instead of columns: a value a partition. */
  readonly items?: readonly Literal[];
}

/**
 * Calls a function of the user's on a partition: `fn(columns, info)`, columns by name as lists of values in memory of their own; or on a value (`fromMap`). It gives columns
 * by name, or a list of rows, or a promise of one.
 */
addBatchKernel(framesCall, {
  run({ step, args: [batch], places }) {
    const params = step.params as unknown as CallParams;
    const partition = places[step.place!]!.origin[0]!;
    return inOperation(params.operation, () => {
      const fn = functionOf({ ...params.callee, params: params.values });
      return fn instanceof Promise ? fn.then((loaded) => call(loaded, params, batch, partition)) : call(fn, params, batch, partition);
    });
  },
});

/** One value after the other. */
addBatchKernel(valuesCall, {
  run: (call) => inOperation("map", () => loadBeside<typeof import("./value-function.ts")>(import.meta.url, "./value-function").callOnValues(call)),
});

function call(fn: Callable, params: CallParams, batch: Batch | undefined, partition: number): Batch | Promise<Batch> {
  const { captured: _, ...values } = params.values;
  const info: PartitionInfo = { partition, npartitions: params.npartitions, length: batch?.length ?? 0, params: values };
  const given = batch === undefined ? params.items![partition] : columnsOf(batch, params);
  const made = fn(given, info);
  return isThenable(made) ? Promise.resolve(made).then((settled) => batchOf(settled, params)) : batchOf(made, params);
}

function columnsOf(batch: Batch, { schema, options, operation }: CallParams): { [name: string]: unknown[] } {
  // Not an assignment: a name may be `__proto__`.
  return Object.fromEntries(schema.map(({ name }, i) => [name, readValues(batch.columns[i]!, name, options, operation)]));
}

/** What a function gave, as it was declared. */
export function batchOf(made: unknown, { result, operation }: Pick<CallParams, "result" | "operation">): Batch {
  const schema = Object.fromEntries(result.map(({ name, type }) => [name, type])) as SchemaOption;
  if (Array.isArray(made)) return fromObjects(made, { schema }, operation).batch;
  if (isPlainRecord(made)) return fromColumns(made, { schema }, operation).batch;
  const what = made === null ? "null" : typeof made === "object" ? `an object of class ${made.constructor?.name}` : typeof made;
  throw new DTypeError(`${operation}: the function gave ${what}; it must give columns, { name: values }, or rows, a list of objects`);
}
