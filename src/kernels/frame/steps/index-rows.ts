import { type Column, isValid, nullCount, sliceBatch } from "../../../chunk/column.ts";
import type { ColumnType } from "../../../chunk/column-type.ts";
import { type ColumnValue, columnOf, valueReader } from "../../../chunk/column-values.ts";
import type { Division } from "../../../expr/meta.ts";
import type { ColumnRef } from "../../../ops/frame/column-expr.ts";
import { ShapeError } from "../../../util/errors.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import { evaluate } from "../evaluate.ts";
import { concatBatches } from "../rows/concat.ts";
import { takeColumn } from "../rows/take.ts";
import { compareRows, searchRows } from "../sort/search-rows.ts";

const rising = { descending: [false], nullsFirst: [false] } as const;

/** `types, columns`: these values. */
export const rows: BatchKernel = {
  run({ step }) {
    const { types, columns } = step.params as unknown as { types: ColumnType[]; columns: ColumnValue[][] };
    return { length: columns[0]?.length ?? 0, columns: columns.map((values, i) => columnOf(types[i]!, values)) };
  },
};

/** The first batch, when the others are there. */
export const first: BatchKernel = { run: ({ args }) => args[0]! };

/** `key, divisions, order, partition`: the batch, if its keys are within their divisions and, with `order`, in order; missing ones and NaN are in the last partition. */
export const checkIndex: BatchKernel = {
  run({ backend, step, args: [batch] }) {
    const { key, divisions, order, partition, names } = step.params as unknown as CheckParams;
    const keys = evaluate(backend, key, batch!, names);
    if (order) requireOrder(keys, key.column, partition);
    const isLast = partition === divisions.length - 2;
    const missing = nullCount(keys);
    const borders = columnOf(key.type, [divisions[partition]!, divisions[partition + 1]!]);
    const compare = compareRows([keys], [borders], rising);
    const count = keys.length - missing;
    const isNumber = (row: number) => !Number.isNaN(keys.values[row]);
    const isWithin = (row: number) => compare(row, 0) >= 0 && (isLast && !(isNumber(row) && compare(row, 1) > 0) ? true : compare(row, 1) < 0);
    const wrong = count === 0 ? undefined : !isWithin(0) ? 0 : !isWithin(count - 1) ? count - 1 : undefined;
    if (wrong === undefined && (missing === 0 || isLast)) return batch!;
    const [what, from, to] = [wrong === undefined ? null : valueReader(keys)(wrong), ...divisions.slice(partition, partition + 2)];
    throw new ShapeError(
      `setIndex: partition ${partition} has ${shown(what)} in ${JSON.stringify(key.column)}, outside its divisions ${shown(from!)} … ${shown(to!)}; give divisions that hold all keys, or leave them out${order ? " along with sorted" : ""}`,
    );
  },
};

interface CheckParams {
  readonly key: ColumnRef;
  readonly divisions: readonly Division[];
  readonly order: boolean;
  readonly partition: number;
  readonly names: readonly string[];
}

const shown = (value: ColumnValue) =>
  typeof value === "bigint" ? String(value) : value === null ? "a missing value" : (JSON.stringify(value) ?? String(value));

/** Throws where keys are not in order, missing ones last. */
export function requireOrder(keys: Column, name: string, partition: number, operation = "setIndex", wayOut = "leave out sorted: true"): void {
  const compare = compareRows([keys], [keys], rising);
  for (let row = 1; row < keys.length; row++) {
    if (compare(row - 1, row) <= 0) continue;
    const read = valueReader(keys);
    throw new ShapeError(
      `${operation}: ${JSON.stringify(name)} is not in order: ${shown(read(row - 1))} is followed by ${shown(read(row))} (partition ${partition}, row ${row}); ${wayOut}`,
    );
  }
}

/** `key, order, partition`: the first key and the last one, if there are any, and whether keys are missing; with `order`, keys must be in order. */
export const ends: BatchKernel = {
  run({ backend, step, args: [batch] }) {
    const { key, order, partition, names } = step.params as unknown as Omit<CheckParams, "divisions">;
    const keys = evaluate(backend, key, batch!, names);
    if (order) requireOrder(keys, key.column, partition);
    const missing = nullCount(keys);
    const found = Int32Array.from(keys.length === 0 ? [] : [0, Math.max(0, keys.length - missing - 1)]);
    const of = (row: number) => takeColumn(backend, keys, found.subarray(row, row + 1));
    const isMissing: Column = { type: "bool", length: found.length / 2, values: new Uint8Array(found.length / 2).fill(Number(missing > 0)) };
    return { length: found.length / 2, columns: [of(0), of(1), isMissing] };
  },
};

/** `column`: throws unless what `ends` tells of partitions is in order. */
export const checkEnds: BatchKernel = {
  run({ step, args }) {
    const { column } = step.params as { column: string };
    let before: Column | undefined;
    let missing = false;
    args.forEach(({ length, columns: [start, end, isMissing] }, partition) => {
      if (length === 0) return;
      const follows = before === undefined || compareRows([before], [start!], rising)(0, 0) <= 0;
      if (!follows || (missing && isValid(start!, 0))) {
        const last = missing ? null : valueReader(before!)(0);
        throw new ShapeError(
          `setIndex: ${JSON.stringify(column)} is not in order: ${shown(last)} is followed by ${shown(valueReader(start!)(0))} at the start of partition ${partition}; leave out sorted: true`,
        );
      }
      before = end;
      missing = isMissing!.values[0] !== 0;
    });
    return { length: 0, columns: [] };
  },
};

/** `key, divisions, partition`: of batches in order the rows whose keys are in the divisions of the partition: before the first and after the last there are none to leave out. */
export const between: BatchKernel = {
  run({ backend, step, args }) {
    const { key, divisions, partition, names } = step.params as unknown as Omit<CheckParams, "order">;
    const batch = concatBatches(backend, args);
    const keys = evaluate(backend, key, batch, names);
    const borders = columnOf(key.type, [divisions[partition]!, divisions[partition + 1]!]);
    const [from, to] = searchRows([keys], [borders], rising) as unknown as [number, number];
    return sliceBatch(batch, partition === 0 ? 0 : from, partition === divisions.length - 2 ? batch.length : to);
  },
};
