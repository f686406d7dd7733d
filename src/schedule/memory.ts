import { must } from "../util/must.ts";
import { createChunkTable, Where } from "./chunk-table.ts";
import type { Commands } from "./messages.ts";
import type { Plan } from "./plan.ts";
import { chooseVictims } from "./victims.ts";

export interface MemoryOptions {
  readonly plan: Plan;
  readonly limitBytes: number;
  /** Of each chunk that is there before the run: where it is, and whether it may go to disk. */
  readonly given: (chunk: number) => { readonly resident: boolean; readonly spillable: boolean };
  /** Bytes of chunks that do not belong to the graph and may go to disk to make room. They are numbered after those of the plan. */
  readonly bystanders: readonly number[];
  readonly commands: Pick<Commands, "spill" | "drop" | "restore" | "free">;
  /** Whether a task has still to begin. */
  readonly isToCome: (task: number) => boolean;
}

/** The chunks of a run: where they are, who needs them, and what they take of the limit. */
export function createMemory({ plan, limitBytes, given, bystanders, commands, isToCome }: MemoryOptions) {
  const { readerStart, readers, rank } = plan;
  const count = plan.chunks + bystanders.length;
  const table = createChunkTable(count);
  const { bytes, where, onDisk, spillable, pins, left } = table;
  /** The first reader of a chunk, as an index of `readers`, that may still have to begin. Only kept where chunks have to go. */
  let nextReader: Int32Array | undefined;
  let usedBytes = 0;
  /** Of chunks that are being written and go then. */
  let leavingBytes = 0;
  /** Chunks on their way to or from disk. */
  let transfers = 0;

  bytes.set(plan.chunkBytes);
  bytes.set(bystanders, plan.chunks);
  for (let chunk = 0; chunk < plan.chunks; chunk++) {
    left[chunk] = readerStart[chunk + 1]! - readerStart[chunk]! + (plan.isOutput[chunk]! | plan.isGiven[chunk]!);
    if (!plan.isGiven[chunk]) continue;
    const state = given(chunk);
    where[chunk] = state.resident ? Where.memory : Where.disk;
    onDisk[chunk] = state.resident ? 0 : 1;
    spillable[chunk] = state.spillable ? 1 : 0;
    if (state.resident) usedBytes += bytes[chunk]!;
  }
  for (let chunk = plan.chunks; chunk < count; chunk++) {
    left[chunk] = 1;
    where[chunk] = Where.memory;
    usedBytes += bytes[chunk]!;
  }

  /** When a chunk is read next, as a rank; Infinity if never. */
  function nextUse(chunk: number): number {
    if (chunk >= plan.chunks) return Number.POSITIVE_INFINITY;
    nextReader ??= readerStart.slice(0, plan.chunks);
    let at = nextReader[chunk]!;
    while (at < readerStart[chunk + 1]! && !isToCome(readers[at]!)) at++;
    nextReader[chunk] = at;
    return at < readerStart[chunk + 1]! ? rank[readers[at]!]! : Number.POSITIVE_INFINITY;
  }

  function drop(chunk: number): void {
    where[chunk] = Where.disk;
    usedBytes -= bytes[chunk]!;
    commands.drop(chunk);
  }

  function free(chunk: number): void {
    // What is on its way is freed when it has arrived.
    if (where[chunk] === Where.leaving || where[chunk] === Where.coming) return;
    if (where[chunk] === Where.memory) usedBytes -= bytes[chunk]!;
    where[chunk] = Where.gone;
    commands.free(chunk);
  }

  return {
    table,
    usedBytes: () => usedBytes,
    leavingBytes: () => leavingBytes,
    transfers: () => transfers,

    /** Takes memory for what is to be made and used, or gives it back. */
    reserve(more: number): void {
      usedBytes += more;
    },

    /** A task is going to read a chunk: it is kept, or brought back. Whether the task has to wait for it. */
    pin(chunk: number): boolean {
      pins[chunk]!++;
      if (where[chunk] === Where.disk) {
        where[chunk] = Where.coming;
        usedBytes += bytes[chunk]!;
        transfers++;
        commands.restore(chunk);
      }
      // Wanted again before it was gone: it stays, and has its copy on disk.
      if (where[chunk] === Where.leaving && pins[chunk] === 1) leavingBytes -= bytes[chunk]!;
      return where[chunk] === Where.coming;
    },

    unpin(chunk: number): void {
      if (--pins[chunk]! === 0 && where[chunk] === Where.leaving) leavingBytes += bytes[chunk]!;
    },

    /** A chunk has been made, in memory that was reserved for it; it may be smaller than that. */
    made(chunk: number, actual: number | undefined): void {
      if (actual !== undefined) {
        usedBytes -= bytes[chunk]! - actual;
        bytes[chunk] = actual;
      }
      where[chunk] = Where.memory;
      if (left[chunk] === 0) free(chunk);
    },

    /** One that needed a chunk does no longer; with the last one it goes. */
    release(chunk: number): void {
      if (--left[chunk]! === 0) free(chunk);
    },

    free,

    /** Sends chunks to disk so that so many bytes more are free. Whether some are free now; else they may be later. */
    makeRoom(shortBytes: number, horizon: number, anyHelps: boolean): boolean {
      let now = false;
      for (const chunk of chooseVictims(table, nextUse, { shortBytes, batchBytes: limitBytes / 32, horizon, anyHelps })) {
        if (onDisk[chunk]) {
          drop(chunk);
          now = true;
        } else {
          where[chunk] = Where.leaving;
          leavingBytes += bytes[chunk]!;
          transfers++;
          commands.spill(chunk);
        }
      }
      return now;
    },

    spilled(chunk: number): void {
      must(where[chunk] === Where.leaving, `chunk ${chunk} was spilled unasked`);
      transfers--;
      if (pins[chunk] === 0) leavingBytes -= bytes[chunk]!;
      onDisk[chunk] = 1;
      where[chunk] = Where.memory;
      if (left[chunk] === 0) free(chunk);
      else if (pins[chunk] === 0) drop(chunk);
    },

    restored(chunk: number): void {
      must(where[chunk] === Where.coming, `chunk ${chunk} was restored unasked`);
      transfers--;
      where[chunk] = Where.memory;
    },

    /** Writing or reading a chunk did not work: it is where it was. */
    lost(chunk: number): void {
      transfers--;
      if (where[chunk] === Where.coming) {
        drop(chunk);
        return;
      }
      if (pins[chunk] === 0) leavingBytes -= bytes[chunk]!;
      where[chunk] = Where.memory;
    },
  };
}
