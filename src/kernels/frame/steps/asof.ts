import { type Batch, type Column, emptyBatch, isValid } from "../../../chunk/column.ts";
import type { ColumnType } from "../../../chunk/column-type.ts";
import type { ColumnExpr } from "../../../ops/frame/column-expr.ts";
import type { JoinColumn } from "../../../ops/frame/join-params.ts";
import { ShapeError } from "../../../util/errors.ts";
import { must } from "../../../util/must.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import type { Backend } from "../../kernel.ts";
import { evaluate } from "../evaluate.ts";
import { groupRows, indexRows } from "../group/group-rows.ts";
import { type AsofSide, asofRows } from "../join/asof-rows.ts";
import { concatBatches } from "../rows/concat.ts";
import { takeBatch, takeColumn } from "../rows/take.ts";
import { compareRows } from "../sort/search-rows.ts";
import { requireOrder } from "./index-rows.ts";

/** `key, side`: the batch, if its keys are in order. */
export const asofOrder: BatchKernel = {
  run({ backend, step, args: [batch] }) {
    const { key, side, names, partition } = step.params as unknown as { key: ColumnExpr; side: string; names: string[]; partition: number };
    requireOrder(evaluate(backend, key, batch!, names), nameOf(key), partition, "mergeAsof", `sort the ${side} frame by it first`);
    return batch!;
  },
};

function nameOf(key: ColumnExpr): string {
  if ("column" in key) return key.column;
  return "call" in key ? nameOf(key.args[0]!) : "on";
}

/** `after`: from what `ends` tells of the left partitions the keys between which right rows are cut: where partitions begin, or with `after`, where those before them end. */
export const asofSplitters: BatchKernel = {
  run({ backend, step, args }) {
    const { after } = step.params as { after: boolean };
    const found: Batch[] = [];
    requireRising(args);
    const isThere = ({ length, columns }: Batch) => length > 0 && isValid(columns[0]!, 0);
    const key = (batch: Batch, end: 0 | 1): Batch => ({ length: 1, columns: [batch.columns[end]!] });
    for (let partition = 1; partition < args.length; partition++) {
      const own = after ? args.slice(0, partition).findLast(isThere) : args.slice(partition).find(isThere);
      // Before the first rows there are, all the same: what is before them is carried along. After the last ones nothing is looked for.
      const first = after && own === undefined ? args.find(isThere) : undefined;
      if (own !== undefined) found.push(key(own, after ? 1 : 0));
      else if (first !== undefined) found.push(key(first, 0));
    }
    const types = [args[0]!.columns[0]!.type];
    return found.length === 0 ? emptyBatch(types) : concatBatches(backend, found);
  },
};

function requireRising(ends: readonly Batch[]): void {
  let before: Column | undefined;
  ends.forEach(({ length, columns: [first, last] }, partition) => {
    if (length === 0) return;
    if (before !== undefined && compareRows([before], [first!], { descending: [false], nullsFirst: [false] })(0, 0) > 0)
      throw new ShapeError(`mergeAsof: the left frame is not in order where partition ${partition} begins; sort it by the key first`);
    before = last;
  });
}

/** `by, names, types, way`: of each group the last row (forward: the first). */
export const asofLast: BatchKernel = {
  run({ backend, step, args }) {
    const { by, names, types, way } = step.params as unknown as { by: ColumnExpr[]; names: string[]; types: ColumnType[]; way: "backward" | "forward" };
    if (args.length === 0) return emptyBatch(types);
    const batch = concatBatches(backend, args);
    if (batch.length === 0) return batch;
    if (by.length === 0) return takeBatch(backend, batch, Int32Array.of(way === "backward" ? batch.length - 1 : 0));
    const keys = by.map((key) => evaluate(backend, key, batch, names));
    const { codes, count, firsts } = groupRows(backend, keys, { dropNull: true });
    if (way === "forward") return takeBatch(backend, batch, firsts.slice().sort());
    const last = new Int32Array(count);
    codes.forEach((code, row) => {
      if (code >= 0) last[code] = row;
    });
    return takeBatch(backend, batch, last.sort());
  },
};

interface Params {
  readonly leftOn: ColumnExpr;
  readonly rightOn: ColumnExpr;
  readonly leftBy: readonly ColumnExpr[];
  readonly rightBy: readonly ColumnExpr[];
  readonly columns: readonly JoinColumn[];
  readonly direction: "backward" | "forward" | "nearest";
  readonly tolerance?: number | bigint;
  readonly exact: boolean;
  readonly leftNames: readonly string[];
  readonly rightNames: readonly string[];
  /** For each direction how many inputs it has: right rows, and those carried to them. */
  readonly sides: readonly number[];
  readonly partition: number;
  /** How many batches each input is. */
  readonly counts: readonly number[];
}

/** Left rows with the right row that is nearest. */
export const asof: BatchKernel = {
  run({ backend, step, args }) {
    const params = step.params as unknown as Params;
    const left = args[0]!;
    const [batches, lengths] = rightBatches(params, args);
    const right = concatBatches(backend, batches);
    const rightOn = evaluate(backend, params.rightOn, right, params.rightNames);
    const codes = codesOf(backend, params, left, right);
    let from = 0;
    const sides = lengths.map((length): AsofSide => ({ from, to: (from += length) }));
    for (const { from, to } of sides) {
      const rows = Int32Array.from({ length: to - from }, (_, i) => from + i);
      requireOrder(takeColumn(backend, rightOn, rows), nameOf(params.rightOn), params.partition, "mergeAsof", "sort the right frame by it first");
    }
    const leftOn = evaluate(backend, params.leftOn, left, params.leftNames);
    const found = asofRows(leftOn, rightOn, sides, { ...params, ...codes });
    return {
      length: left.length,
      columns: params.columns.map((column): Column => {
        must(column.side === "left" || column.side === "right", "a column of one side");
        if (column.side === "left") return left.columns[params.leftNames.indexOf(column.column)]!;
        return takeColumn(backend, right.columns[params.rightNames.indexOf(column.column)]!, found);
      }),
    };
  },
};

/** The right rows for each direction, one direction after the other, in order; and how many each has. */
function rightBatches({ sides, counts, direction }: Params, args: readonly Batch[]): [batches: Batch[], lengths: number[]] {
  let input = 1;
  let at = 1;
  const take = () => args.slice(at, (at += counts[input++]!));
  const lists = sides.map((inputs, side) => {
    const parts = take();
    const carried = inputs === 2 ? take() : [];
    const isForward = direction === "forward" || side === 1;
    return isForward ? [...parts, ...carried] : [...carried, ...parts];
  });
  return [lists.flat(), lists.map((list) => list.reduce((sum, { length }) => sum + length, 0))];
}

/** The groups of rows: equal numbers, equal `by`; -1 for none. */
function codesOf(backend: Backend, { leftBy, rightBy, leftNames, rightNames }: Params, left: Batch, right: Batch) {
  if (leftBy.length === 0) return { leftCodes: undefined, rightCodes: undefined, groups: 1 };
  const keys = rightBy.map((key) => evaluate(backend, key, right, rightNames));
  const index = indexRows(backend, keys, { dropNull: true });
  return { leftCodes: index.find(leftBy.map((key) => evaluate(backend, key, left, leftNames))), rightCodes: index.codes, groups: index.count };
}
