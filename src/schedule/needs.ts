import { roundToClass } from "../chunk/size-class.ts";
import { type ChunkTable, Where } from "./chunk-table.ts";
import type { Plan } from "./plan.ts";

/** What memory tasks need and leave, as things stand. */
export function createNeeds(
  { resultStart, readStart, reads, scratchBytes, workShare, workBytes, guessedBytes, isGiven }: Plan,
  { bytes, where, left }: ChunkTable,
) {
  function setWork(task: number, bytes: number): void {
    if (workShare[task]! === 0) return;
    const more = bytes - workBytes[task]!;
    scratchBytes[task]! += more;
    guessedBytes[task]! += more;
    workBytes[task] = bytes;
  }

  return {
    /** All that a task reads is there: its kernels get memory to work in, by that, or by what comes out where a file is read. They can do with less than they would like. */
    measureWork(task: number, mostBytes: number): void {
      if (workShare[task]! === 0) return;
      const most = Math.max(this.reads(task), this.own(task) - workBytes[task]!);
      setWork(task, roundToClass(Math.min(workShare[task]! * most, mostBytes)));
    },

    /** Its kernels get none: they take memory of their thread. */
    leaveWork(task: number): void {
      setWork(task, 0);
    },

    /** Memory for what a task makes and uses. */
    own(task: number): number {
      let own = scratchBytes[task]!;
      for (let chunk = resultStart[task]!; chunk < resultStart[task + 1]!; chunk++) own += bytes[chunk]!;
      return own;
    },

    reads(task: number): number {
      let total = 0;
      for (let i = readStart[task]!; i < readStart[task + 1]!; i++) total += bytes[reads[i]!]!;
      return total;
    },

    /** Memory for what a task reads and is on disk. */
    restored(task: number): number {
      let total = 0;
      for (let i = readStart[task]!; i < readStart[task + 1]!; i++) if (where[reads[i]!] === Where.disk) total += bytes[reads[i]!]!;
      return total;
    },

    /** Whether all that a task reads is in memory, or about to be made. */
    isAtHand(task: number): boolean {
      for (let i = readStart[task]!; i < readStart[task + 1]!; i++) if (where[reads[i]!] !== Where.memory && where[reads[i]!] !== Where.nowhere) return false;
      return true;
    },

    /** What goes when a task is done. */
    freed(task: number): number {
      let freed = 0;
      for (let i = readStart[task]!; i < readStart[task + 1]!; i++) if (left[reads[i]!] === 1 && !isGiven[reads[i]!]) freed += bytes[reads[i]!]!;
      return freed;
    },
  };
}
