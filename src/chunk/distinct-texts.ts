import type { Column } from "./column.ts";

/** Whether no text of a column stands twice and none is missing. Compares bytes: strings of all of them would cost several times as much. */
export function areDistinct({ values, offsets, length, valid }: Column): boolean {
  if (valid !== undefined) return false;
  const bytes = values as Uint8Array;
  const ends = offsets!;
  // Rows by the hash of their text (FNV-1a), in the next free place; half of the places stay free.
  const mask = 2 ** Math.ceil(Math.log2(2 * length + 2)) - 1;
  const rows = new Int32Array(mask + 1).fill(-1);
  for (let row = 0; row < length; row++) {
    const [from, to] = [ends[row]!, ends[row + 1]!];
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    let place = (hash ^ (hash >>> 15)) & mask;
    for (; rows[place]! >= 0; place = (place + 1) & mask) if (sameBytes(bytes, from, to, ends[rows[place]!]!, ends[rows[place]! + 1]!)) return false;
    rows[place] = row;
  }
  return true;
}

function sameBytes(bytes: Uint8Array, from: number, to: number, otherFrom: number, otherTo: number): boolean {
  if (to - from !== otherTo - otherFrom) return false;
  for (let at = from; at < to; at++) if (bytes[at] !== bytes[otherFrom + at - from]) return false;
  return true;
}
