import { type ChunkTable, Where } from "./chunk-table.ts";

export interface Shortage {
  /** Bytes to make free. */
  readonly shortBytes: number;
  /** With many small chunks, this much is made free at once: looking for them takes longer than one of them is worth. */
  readonly batchBytes: number;
  /** Only chunks that are read after this rank may go. */
  readonly horizon: number;
  /** Whether less than `shortBytes` helps. */
  readonly anyHelps: boolean;
}

const many = 1024;

/** The chunks to send to disk: those needed last, which no task is using (Belady's rule, since the order is known). */
export function chooseVictims(chunks: ChunkTable, nextUse: (chunk: number) => number, shortage: Shortage): number[] {
  const { where, spillable, pins, left, bytes, onDisk } = chunks;
  const candidates: { chunk: number; next: number }[] = [];
  for (let chunk = 0; chunk < where.length; chunk++) {
    if (where[chunk] !== Where.memory || pins[chunk] !== 0 || spillable[chunk] === 0 || left[chunk] === 0) continue;
    const next = nextUse(chunk);
    if (next > shortage.horizon) candidates.push({ chunk, next });
  }
  candidates.sort((a, b) => (a.next === b.next ? onDisk[b.chunk]! - onDisk[a.chunk]! : b.next - a.next));
  const goal = candidates.length > many ? Math.max(shortage.shortBytes, shortage.batchBytes) : shortage.shortBytes;
  let total = 0;
  let count = 0;
  while (count < candidates.length && total < goal) total += bytes[candidates[count++]!.chunk]!;
  return total >= shortage.shortBytes || shortage.anyHelps ? candidates.slice(0, count).map(({ chunk }) => chunk) : [];
}
