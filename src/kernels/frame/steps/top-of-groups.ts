import type { Batch, Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import type { ColumnExpr } from "../../../ops/frame/column-expr.ts";
import type { BatchKernel } from "../../batch-kernels.ts";
import { room, zeros } from "../../batch-memory.ts";
import type { Backend } from "../../kernel.ts";
import { evaluate } from "../evaluate.ts";
import { groupRows } from "../group/group-rows.ts";
import type { Groups } from "../group/key-index.ts";
import { placesOf } from "../group/places.ts";
import { concatBatches } from "../rows/concat.ts";
import { callKernel, noBits } from "../rows/kernel-call.ts";
import { takeBatch, takeColumn } from "../rows/take.ts";
import { dictionaryRanks, sortRows } from "../sort/sort-rows.ts";

interface Params {
  readonly n: number;
  readonly keys: readonly ColumnExpr[];
  readonly order: readonly ColumnExpr[];
  readonly descending: readonly boolean[];
  readonly dropNull: boolean;
  readonly sort: boolean;
  /** What the columns that come are called, and which of them go on. */
  readonly names: readonly string[];
  readonly columns: readonly string[];
}

/** `n, keys, order, descending, dropNull, sort, names, columns`: the first rows of each group in an order, of all that came. Rows of a group are in that order. */
export const topOfGroups: BatchKernel = {
  run({ backend, step, args }) {
    const { n, keys, order, descending, dropNull, sort, names, columns } = step.params as unknown as Params;
    const chosen = args.map((batch): Batch => ({ length: batch.length, columns: columns.map((name) => batch.columns[names.indexOf(name)]!) }));
    const batch = concatBatches(backend, chosen);
    const [keyColumns, by] = [keys, order].map((exprs) => exprs.map((expr) => evaluate(backend, expr, batch, columns))) as [Column[], Column[]];
    const groups = groupsOf(backend, keyColumns, dropNull);
    const kept = topByOne(backend, n, groups, by, descending) ?? topByAll(backend, n, groups, by, descending);
    const rows = takeBatch(backend, batch, kept, { present: true });
    if (!sort || kept.length < 2) return rows;
    const keptKeys = keyColumns.map((column) => takeColumn(backend, column, kept, { present: true }));
    const byKeys = sortRows(backend, keptKeys, { descending: keys.map(() => false), nullsFirst: keys.map(() => false) });
    return takeBatch(backend, rows, byKeys, { present: true });
  },
};

type Coded = Pick<Groups, "codes" | "count">;

/** Groups, of which some may have no rows. */
function groupsOf(backend: Backend, keys: readonly Column[], dropNull: boolean): Coded {
  const places = placesOf(backend, [keys], dropNull);
  if (places === undefined) return groupRows(backend, keys, { dropNull });
  const codes = room("int32", keys[0]!.length);
  places.of(0, 0, codes.length, codes);
  return { codes, count: places.count };
}

/** By one column, where it is little that is kept: the best of each group so far stand side by side (native/kernels/group-top.cpp). */
function topByOne(backend: Backend, n: number, { codes, count }: Coded, by: readonly Column[], descending: readonly boolean[]): Int32Array | undefined {
  if (by.length > 1 || by[0]!.offsets !== undefined || n === 0 || count * n > Math.max(4096, codes.length)) return undefined;
  const { type, values, valid } = by[0]!.dictionary === undefined ? by[0]! : dictionaryRanks(backend, by[0]!);
  const entries = room("int64", 2 * n * count);
  callKernel(backend, "fillRecords", "int32", { n: n * count, inputs: [noEntry], outputs: [entries] });
  const call = { n: codes.length, inputs: [codes, values, valid ?? noBits], outputs: [entries], params: [count, n, 0, Number(descending[0])] };
  callKernel(backend, "topOfGroups", columnTypeOf(type).storage, call);
  const rows = room("int32", n * count + 1);
  const kept = new Float64Array(1);
  callKernel(backend, "rowsOfTop", "int32", { n: n * count, inputs: [entries], outputs: [rows], state: kept });
  return rows.subarray(0, kept[0]);
}

const noEntry = BigInt64Array.of(0n, -1n);

/** By any columns: all rows that have a value of the first are put in order. */
function topByAll(backend: Backend, n: number, { codes, count }: Coded, by: readonly Column[], descending: readonly boolean[]): Int32Array {
  const candidates = rowsWithValues(codes, by[0]!);
  const few = by.map((column) => takeColumn(backend, column, candidates, { present: true }));
  const ordered = sortRows(backend, few, { descending, nullsFirst: by.map(() => false) });
  const seen = zeros("int32", count);
  const kept = room("int32", candidates.length);
  let length = 0;
  for (let i = 0; i < ordered.length; i++) {
    const row = candidates[ordered[i]!]!;
    if (seen[codes[row]!]!++ < n) kept[length++] = row;
  }
  return kept.subarray(0, length);
}

function rowsWithValues(codes: Int32Array, { valid }: Column): Int32Array {
  const out = room("int32", codes.length);
  let length = 0;
  for (let row = 0; row < codes.length; row++) {
    if (codes[row]! >= 0 && (valid === undefined || (valid[row >> 3]! >> (row & 7)) & 1)) out[length++] = row;
  }
  return out.subarray(0, length);
}
