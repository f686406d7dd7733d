import type { Batch, Column } from "../../../chunk/column.ts";
import type { Backend } from "../../kernel.ts";
import { indexRows } from "../group/group-rows.ts";
import { hashRows } from "../hash/hash-rows.ts";
import { partsOf } from "../hash/partition-rows.ts";
import { takeColumn } from "../rows/take.ts";
import type { JoinedRows } from "./join-rows.ts";

/**
 * Joined rows of a part but for copies without a partner that belong to another part: a row whose key has too many rows on the other side (`hot`, with whether that is the right one) is in all parts,
 * and in the one that the key's hash tells there is a partner if there is any.
 */
export function withoutCopies(
  backend: Backend,
  { left, right }: JoinedRows,
  keys: readonly [left: readonly Column[], right: readonly Column[]],
  hot: Batch,
  { partition, parts }: { readonly partition: number; readonly parts: number },
): JoinedRows {
  const isDropped = new Uint8Array(left.length);
  let dropped = 0;
  for (const side of [0, 1] as const) {
    const [own, others] = side === 0 ? [left, right] : [right, left];
    const alone: number[] = [];
    others.forEach((row, i) => {
      if (row < 0) alone.push(i);
    });
    if (alone.length === 0 || hot.length === 0) continue;
    const rows = Int32Array.from(alone, (i) => own[i]!);
    const taken = keys[side].map((key) => takeColumn(backend, key, rows));
    const found = indexRows(backend, hot.columns.slice(0, -1), { dropNull: false }).find(taken);
    const homes = partsOf(backend, hashRows(backend, taken), parts);
    const dealt = hot.columns.at(-1)!.values;
    alone.forEach((at, i) => {
      const key = found[i]!;
      if (key < 0 || dealt[key] === side || homes[i] === partition) return;
      isDropped[at] = 1;
      dropped++;
    });
  }
  if (dropped === 0) return { left, right };
  const stays = (_: number, i: number) => isDropped[i] === 0;
  return { left: left.filter(stays), right: right.filter(stays) };
}
