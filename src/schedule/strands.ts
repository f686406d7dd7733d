import type { Plan } from "./plan.ts";

export interface StrandsOptions {
  readonly plan: Plan;
  /** How many tasks may be under way that each wait for the one before. */
  readonly followers: number;
  /** Tasks that run at once, and those that are under way. */
  readonly slots: number;
  readonly active: readonly number[];
  /** Sends a task along after another, if it may be. Whether it has been. */
  readonly send: (task: number, before: number) => boolean;
  readonly isRunning: (task: number) => boolean;
}

/** Small tasks that only wait for one that runs, and for each other, are sent along: no worker could run them sooner. */
export function createStrands({ plan, followers, slots, active, send, isRunning }: StrandsOptions) {
  const half = Math.ceil(followers / 2);
  /** The last task of a strand, by the one after which it is made longer. */
  const ends = new Map<number, number>();
  /** The last tasks of strands that are to be made longer. */
  const due: number[] = [];
  /** Tasks that wait for no more than one thing. */
  const almost: number[] = [];

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

  function begin(task: number): void {
    const middle = extend(task);
    const end = middle >= 0 ? extend(middle) : -1;
    if (end >= 0) ends.set(middle, end);
  }

  /** Sends a task after the one that makes what it waits for. */
  function join(task: number): void {
    for (const before of active) {
      if (plan.followerOf(before) !== task || !isRunning(before)) continue;
      if (send(task, before)) begin(task);
      return;
    }
  }

  return {
    /** A task runs: sends what follows it. */
    begin,

    /** A task waits for one thing only. */
    awaitsOne(task: number): void {
      // While there is much else to do, it need not hurry.
      if (active.length <= slots) almost.push(task);
    },

    finished(task: number): void {
      const end = ends.size > 0 ? ends.get(task) : undefined;
      if (end === undefined) return;
      ends.delete(task);
      due.push(end);
    },

    /** Makes strands longer of which half is done, so that no worker has to wait for more; and what ends a stage is done by whoever does the last of it. */
    goOn(): void {
      for (const task of almost) join(task);
      almost.length = 0;
      for (const end of due) {
        const next = isRunning(end) ? extend(end) : -1;
        if (next >= 0) ends.set(end, next);
      }
      due.length = 0;
    },
  };
}
