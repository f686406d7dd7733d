import { must } from "../util/must.ts";
import type { createMemory } from "./memory.ts";
import type { Plan } from "./plan.ts";

export interface AsksOptions {
  readonly plan: Plan;
  readonly memory: ReturnType<typeof createMemory>;
  /** What may be used at the moment. */
  readonly allowedBytes: () => number;
  /** Moves chunks out of the way of a task. Whether there is more room now. */
  readonly makeRoom: (task: number, shortBytes: number) => boolean;
  /** How many tasks are under way, and how many of them are carried out at once. */
  readonly active: readonly number[];
  readonly workers: () => number;
  readonly grant: (task: number, moreBytes: number) => void;
}

interface Ask {
  readonly task: number;
  /** Of each result that grows. */
  readonly bytes: readonly number[];
  /** Beyond what was reserved; less than zero where that was too much. */
  readonly moreBytes: number;
  /** Tasks that wait for this one. */
  readonly behind: number;
}

/** The tasks that wait for memory for results that have grown. Those first in the order come first. */
export function createAsks({ plan, memory, allowedBytes, makeRoom, active, workers, grant }: AsksOptions) {
  const { rank, resultStart, grows } = plan;
  const reserved = memory.table.bytes;
  const waiting: Ask[] = [];

  function forEachResult(task: number, each: (chunk: number, i: number) => void): void {
    for (let chunk = resultStart[task]!, i = 0; chunk < resultStart[task + 1]!; chunk++) if (grows[chunk] === 1) each(chunk, i++);
  }

  function remove(task: number): Ask | undefined {
    const at = waiting.findIndex((ask) => ask.task === task);
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  }

  function give({ task, bytes, moreBytes }: Ask): void {
    remove(task);
    forEachResult(task, (chunk, i) => {
      reserved[chunk] = bytes[i]!;
    });
    memory.reserve(moreBytes);
    grant(task, moreBytes);
  }

  const shortOf = (ask: Ask) => memory.usedBytes() + ask.moreBytes - allowedBytes();

  /** Whether every worker that has a task waits for memory: then no task ends before one is granted what it asks for. */
  function isEveryone(): boolean {
    const behind = waiting.reduce((sum, ask) => sum + ask.behind, 0);
    return waiting.length > 0 && waiting.length >= Math.min(workers(), active.length - behind);
  }

  return {
    count: (): number => waiting.length,
    isEveryone,
    has: (task: number): boolean => waiting.some((ask) => ask.task === task),
    remove,
    clear(): void {
      waiting.length = 0;
    },

    add(task: number, bytes: readonly number[], behind: number): void {
      let moreBytes = 0;
      let results = 0;
      forEachResult(task, (chunk, i) => {
        results++;
        moreBytes += bytes[i]! - reserved[chunk]!;
      });
      must(results === bytes.length, `task ${task} asks for ${bytes.length} results, ${results} grow`);
      const at = waiting.findIndex((ask) => rank[ask.task]! > rank[task]!);
      waiting.splice(at < 0 ? waiting.length : at, 0, { task, bytes, moreBytes, behind });
    },

    /**
     * Grants what there is room for. Where nothing else can go on, the first one gets its memory although the limit does not allow it: whether a run succeeds must
     * not depend on which tasks happen to run at once.
     */
    serve(): void {
      while (waiting.length > 0) {
        for (const ask of [...waiting]) if (shortOf(ask) <= 0) give(ask);
        const first = waiting[0];
        if (first === undefined) return;
        if (makeRoom(first.task, shortOf(first))) continue;
        if (!isEveryone() || memory.transfers() > 0) return;
        give(first);
      }
    },
  };
}
