import { type Batch, type Column, sliceBatch, sliceColumn } from "../../../chunk/column.ts";
import type { ColumnExpr } from "../../../ops/frame/column-expr.ts";
import type { WindowColumn } from "../../../ops/frame/windows/window-function.ts";
import { must } from "../../../util/must.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import type { Backend } from "../../kernel.ts";
import { evaluate } from "../evaluate.ts";
import { groupRows } from "../group/group-rows.ts";
import { partitionRows } from "../hash/partition-rows.ts";
import { concatBatches, concatColumns } from "../rows/concat.ts";
import { takeColumn } from "../rows/take.ts";
import { rankCounts, rankSorted } from "../windows/rank.ts";
import { windowKernelOf } from "../windows/table.ts";

interface Params {
  readonly columns: readonly WindowColumn[];
  readonly names: readonly string[];
}

/** The arguments of a function for the rows of a batch; one of constants alone is one row, unless it is the first: what the function runs over. */
function argsOf(backend: Backend, { args }: WindowColumn, batch: Batch, names: readonly string[]): Column[] {
  return args.map((arg, i) => (isParameter(arg, i) ? evaluate(backend, arg, { length: 1, columns: [] }, []) : ofRows(backend, arg, batch, names)));
}

function ofRows(backend: Backend, arg: ColumnExpr, batch: Batch, names: readonly string[]): Column {
  const column = evaluate(backend, arg, batch, names);
  return isConstant(arg) && column.length !== batch.length ? takeColumn(backend, column, new Int32Array(batch.length)) : column;
}

const isParameter = (arg: ColumnExpr, i: number) => i > 0 && isConstant(arg);
const isConstant = (expr: ColumnExpr): boolean => "value" in expr || ("call" in expr && expr.args.length > 0 && expr.args.every(isConstant));

/** `rows` or `ticks`, `end`, columns and `names`: the arguments of functions for so many rows at the end of a partition, or at its beginning. */
export const windowEdge: BatchKernel = {
  run({ backend, step, args: [batch] }) {
    const { columns, names, rows, ticks, end } = step.params as unknown as Params & { rows?: number; ticks?: bigint; end: boolean };
    if (rows === undefined) return near({ length: batch!.length, columns: columns.flatMap((column) => rowArgs(backend, column, batch!, names)) }, ticks!, end);
    const count = Math.min(rows, batch!.length);
    const edge = end ? sliceBatch(batch!, batch!.length - count, batch!.length) : sliceBatch(batch!, 0, count);
    return { length: count, columns: columns.flatMap((column) => rowArgs(backend, column, edge, names)) };
  },
};

/** `ticks, end`: of the arguments of time windows that came, the rows within so many ticks of the last one, or of the first. */
export const windowNear: BatchKernel = {
  run({ backend, step, args }) {
    const { ticks, end } = step.params as { ticks: bigint; end: boolean };
    return near(concatBatches(backend, args), ticks, end);
  },
};

/** The second column has the times. Whether they are in order is seen where windows are. */
function near(batch: Batch, ticks: bigint, fromEnd: boolean): Batch {
  const { length } = batch;
  if (length === 0) return batch;
  const { values } = batch.columns[1]!;
  const time = (row: number) => BigInt(values[row]!);
  const far = fromEnd ? time(length - 1) - ticks : time(0) + ticks;
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const isBefore = fromEnd ? time(middle) < far : time(middle) <= far;
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return fromEnd ? sliceBatch(batch, Math.min(low, length - 1), length) : sliceBatch(batch, 0, Math.max(low, 1));
}

/** The arguments that have a value for each row. */
function rowArgs(backend: Backend, column: WindowColumn, batch: Batch, names: readonly string[]): Column[] {
  return column.args.filter((arg, i) => !isParameter(arg, i)).map((arg) => ofRows(backend, arg, batch, names));
}

/** Columns, `names, end`: the last result of functions that has a value, or the first. One row; null where there is none. */
export const windowCarry: BatchKernel = {
  run({ backend, step, args }) {
    const { columns, names, end } = step.params as unknown as Params & { end: boolean };
    const batch = concatBatches(backend, args);
    const borders = Int32Array.of(0, batch.length);
    const results = columns.map((column) => {
      const { call, params, type } = column;
      const whole = windowKernelOf(call)({ backend, args: argsOf(backend, column, batch, names), borders, params, type });
      return takeColumn(backend, whole, Int32Array.of(presentRow(whole, end)));
    });
    return { length: 1, columns: results };
  },
};

function presentRow({ length, valid }: Column, fromEnd: boolean): number {
  for (let i = 0; i < length; i++) {
    const row = fromEnd ? length - 1 - i : i;
    if (valid === undefined || (valid[row >> 3]! >> (row & 7)) & 1) return row;
  }
  return -1;
}

interface Lent {
  readonly side: "before" | "after";
  readonly kind: "rows" | "ticks" | "carry";
  readonly columns: readonly number[];
}

/** Columns, `names, edges, counts`: functions of the rows of the first batch, with what neighbors lend in the others. */
export const window: BatchKernel = {
  run({ backend, step, args: [batch, ...lent] }) {
    const { columns, names, edges, counts } = step.params as unknown as Params & { edges: readonly Lent[]; counts: readonly number[] };
    const pieces = columns.map(() => ({ before: [] as Column[], after: [] as Column[] }));
    let next = 0;
    edges.forEach(({ side, kind, columns: of }, i) => {
      const edge = counts[i + 1] === 1 ? lent[next++]! : undefined;
      let at = 0;
      for (const index of of) {
        const width = kind === "carry" ? 1 : columns[index]!.args.filter((arg, i) => !isParameter(arg, i)).length;
        if (edge !== undefined) pieces[index]![side] = edge.columns.slice(at, at + width);
        at += width;
      }
    });
    const results = columns.map((column, i) => inContext(backend, column, batch!, names, pieces[i]!));
    return { length: batch!.length, columns: [...batch!.columns, ...results] };
  },
};

/** The results for the rows of a batch that stands between others. */
function inContext(
  backend: Backend,
  column: WindowColumn,
  batch: Batch,
  names: readonly string[],
  { before, after }: { readonly before: readonly Column[]; readonly after: readonly Column[] },
): Column {
  const { call, params, type } = column;
  let next = 0;
  const args = argsOf(backend, column, batch, names).map((own, i) => {
    if (isParameter(column.args[i]!, i)) return own;
    const at = next++;
    const parts = [before[at], own, after[at]].filter((part): part is Column => part !== undefined && part.length > 0);
    return parts.length === 0 ? own : concatColumns(backend, parts);
  });
  const first = before[0]?.length ?? 0;
  const length = first + batch.length + (after[0]?.length ?? 0);
  const result = windowKernelOf(call)({ backend, args, borders: Int32Array.of(0, length), params, type });
  return sliceColumn(result, first, first + batch.length);
}

/** Columns, `keys, dropNull, names` and which of the batch's own columns are `kept`: functions of rows in their groups, in the order of the rows. */
export const groupWindow: BatchKernel = {
  run({ backend, step, args }) {
    const { columns, names, keys, dropNull, kept } = step.params as unknown as Params & {
      keys: readonly ColumnExpr[];
      dropNull: boolean;
      kept: readonly number[];
    };
    const batch = concatBatches(backend, args);
    const { codes, count } = groupRows(
      backend,
      keys.map((key) => evaluate(backend, key, batch, names)),
      { dropNull },
    );
    const { rows, starts } = partitionRows(backend, codes, count);
    const home = new Int32Array(batch.length).fill(-1);
    rows.forEach((row, place) => {
      home[row] = place;
    });
    const results = columns.map((column) => {
      const { call, params, type, args: exprs } = column;
      const own = argsOf(backend, column, batch, names).map((arg, i) => (isParameter(exprs[i]!, i) ? arg : takeColumn(backend, arg, rows, { present: true })));
      return takeColumn(backend, windowKernelOf(call)({ backend, args: own, borders: starts, params, type }), home);
    });
    return { length: batch.length, columns: [...kept.map((i) => batch.columns[i]!), ...results] };
  },
};

/** Columns of batches with as many rows, side by side. */
export const beside: BatchKernel = {
  run({ args }) {
    must(
      args.every(({ length }) => length === args[0]!.length),
      `rows of ${args.map(({ length }) => length).join(" and ")} side by side`,
    );
    return { length: args[0]!.length, columns: args.flatMap(({ columns }) => columns) };
  },
};

/** `params`: how many rows of a sorted column are ranked, and how many different values they have (one row, int64). */
export const rankCount: BatchKernel = {
  run({ backend, step, args: [batch] }) {
    const { rows, values } = rankCounts(backend, batch!.columns[0]!, step.params!["params"] as never);
    const counts = [rows, values].map((count): Column => ({ type: "int64", length: 1, values: BigInt64Array.of(BigInt(count)) }));
    return { length: 1, columns: counts };
  },
};

/** `params, partition`: ranks of a column in order, in place of it; the second batch counts the rows of all partitions. */
export const rank: BatchKernel = {
  run({ backend, step, args: [batch, counts] }) {
    const { params, partition } = step.params as unknown as { params: WindowColumn["params"]; partition: number };
    const [rows, values] = counts!.columns.map((column) => Array.from(column.values as BigInt64Array, Number)) as [number[], number[]];
    const sum = (of: readonly number[], until: number) => of.slice(0, until).reduce((total, count) => total + count, 0);
    const before = { rows: sum(rows, partition), values: sum(values, partition), allRows: sum(rows, rows.length), allValues: sum(values, values.length) };
    return { length: batch!.length, columns: [rankSorted(backend, batch!.columns[0]!, params, before), ...batch!.columns.slice(1)] };
  },
};
