import type { Worker } from "node:worker_threads";
import { Piscina } from "piscina";
import type { Job } from "./worker.ts";

/** Worker threads, kept between runs; they end with the process and do not keep it alive. */
export interface Workers {
  readonly count: number;
  /** Starts a job on a worker that has none. `kill` ends the worker. */
  start(job: Job, kill: AbortSignal): Promise<void>;
  /** When the thread with this id has ended. */
  exited(threadId: number): Promise<void>;
}

let kept: Workers | undefined;

/** At least so many workers; the runs of a process take turns, so they can be shared. */
export function workersFor(count: number): Workers {
  if (kept === undefined || kept.count < count) kept = createWorkers(count);
  return kept;
}

function createWorkers(count: number): Workers {
  const piscina = new Piscina({
    filename: new URL("./worker.js", import.meta.url).href,
    minThreads: count,
    maxThreads: count,
    idleTimeout: Number.POSITIVE_INFINITY,
    recordTiming: false,
  });
  // Piscina lets go of a worker that fails before the thread has ended, and only then is its memory ours again.
  const ends = new Map<number, Promise<void>>();
  const watch = () => {
    for (const thread of piscina.threads) watchOne(thread);
  };
  function watchOne(thread: Worker): void {
    const { threadId } = thread;
    if (threadId < 0 || ends.has(threadId)) return;
    const end = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
    ends.set(threadId, end);
    void end.then(() => ends.delete(threadId));
  }
  piscina.on("workerCreate", watch);
  // What a worker that is between jobs throws late is nobody's task.
  piscina.on("error", (error) => process.emitWarning(error as Error));
  return {
    count,
    start(job, kill) {
      watch();
      return piscina.run(job, { transferList: [job.port], signal: kill });
    },
    exited: (threadId) => ends.get(threadId) ?? Promise.resolve(),
  };
}
