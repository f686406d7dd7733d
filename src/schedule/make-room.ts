import type { createAsks } from "./asks.ts";
import type { createMemory } from "./memory.ts";
import type { createNeeds } from "./needs.ts";
import type { Plan } from "./plan.ts";

export interface RoomOptions {
  readonly plan: Plan;
  readonly memory: ReturnType<typeof createMemory>;
  readonly needs: ReturnType<typeof createNeeds>;
  readonly slots: number;
  /** The tasks that are under way. */
  readonly active: readonly number[];
  readonly asks: () => Pick<ReturnType<typeof createAsks>, "count" | "isEveryone" | "has">;
}

/** Makes room for a task that is short of so many bytes, unless there will be some without. Whether there is more now. */
export function createMakeRoom({ plan, memory, needs, slots, active, asks }: RoomOptions): (task: number, shortBytes: number) => boolean {
  const { rank, readStart, reads, scratchBytes } = plan;
  const { pins } = memory.table;
  return (task, shortBytes) => {
    const waiting = asks();
    let soon = memory.leavingBytes();
    let isFirst = true;
    for (const other of waiting.isEveryone() ? [] : active) {
      if (waiting.count() > 0 && waiting.has(other)) continue;
      soon += scratchBytes[other]! + needs.freed(other);
      if (rank[other]! < rank[task]!) isFirst = false;
    }
    if (waiting.count() > 0) isFirst = true;
    if (soon >= shortBytes) return false;
    // Running ahead of the order must not cost what the order itself would not: what is needed soon stays until its turn has come.
    const horizon = isFirst ? -1 : rank[task]! + 4 * slots;
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) pins[reads[i]!]!++;
    const now = memory.makeRoom(shortBytes - soon, horizon, isFirst);
    for (let i = readStart[task]!; i < readStart[task + 1]!; i++) pins[reads[i]!]!--;
    return now;
  };
}
