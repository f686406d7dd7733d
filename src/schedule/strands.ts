import type { Plan } from "./plan.ts";

export interface StrandsOptions {
  readonly plan: Plan;
  /** How many tasks may be under way that each wait for the one before. */
  readonly followers: number;
  /** Sends a task along after another, if it may be. Whether it has been. */
  readonly send: (task: number, before: number) => boolean;
  readonly isRunning: (task: number) => boolean;
}

/** Small tasks that only wait for one that runs, and for each other, are sent along: no worker could run them sooner. */
export function createStrands({ plan, followers, send, isRunning }: StrandsOptions) {
  const half = Math.ceil(followers / 2);
  /** The last task of a strand, by the one after which it is made longer. */
  const ends = new Map<number, number>();
  /** The last tasks of strands that are to be made longer. */
  const due: number[] = [];

  /** The last one sent, if there were half as many as may be; else -1. */
  function extend(first: number): number {
    let last = first;
    for (let i = 0; i < half; i++) {
      const task = plan.followerOf(last);
      if (task < 0 || !send(task, last)) return -1;
      last = task;
    }
    return last;
  }

  return {
    /** A task runs: sends what follows it. */
    begin(task: number): void {
      const middle = extend(task);
      const end = middle >= 0 ? extend(middle) : -1;
      if (end >= 0) ends.set(middle, end);
    },

    finished(task: number): void {
      const end = ends.size > 0 ? ends.get(task) : undefined;
      if (end === undefined) return;
      ends.delete(task);
      due.push(end);
    },

    /** Makes strands longer of which half is done, so that no worker has to wait for more. */
    goOn(): void {
      for (const end of due) {
        const next = isRunning(end) ? extend(end) : -1;
        if (next >= 0) ends.set(end, next);
      }
      due.length = 0;
    },
  };
}
