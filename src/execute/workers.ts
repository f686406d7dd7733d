import type { MessagePort, Worker } from "node:worker_threads";
import { Piscina } from "piscina";
import { ChunkwiseError } from "../util/errors.ts";
import type { BufferMessage, Hello, Job } from "./worker.ts";

/** Worker threads, kept between runs; they end with the process and do not keep it alive. */
export interface Workers {
  readonly count: number;
  /** Starts a job on a worker that has none. `kill` ends the worker. */
  start(job: Job, kill: AbortSignal): Promise<void>;
  /** Makes a buffer known to all workers, also to those that come later in this session. */
  announce(message: BufferMessage): void;
  /** Holds on to no buffer any more. */
  forgetBuffers(): void;
  /** The port by which a thread sends errors. A thread that has begun a job has one, or its greeting is on the way, or it has ended. */
  portOf(threadId: number): MessagePort | Promise<MessagePort | undefined>;
  /** When the thread with this id has ended. */
  exited(threadId: number): Promise<void>;
  /** Ends the threads, when their jobs have ended. */
  close(): void;
}

/** Tasks make few objects, and drop them soon: what is larger would fill with them before anything looks, at up to 32 MB a worker. */
const maxYoungGenerationSizeMb = 3;

let kept: Workers | undefined;

/** At least so many workers; the runs of a process take turns, so they can be shared. */
export function workersFor(count: number): Workers {
  if (kept !== undefined && kept.count >= count) return kept;
  kept?.close();
  kept = undefined;
  kept = createWorkers(count);
  return kept;
}

function startThreads(options: ConstructorParameters<typeof Piscina>[0]): Piscina {
  try {
    return new Piscina(options);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_ACCESS_DENIED") throw cause;
    const wayOut = 'start Node.js with --allow-worker, or compute with { scheduler: "synchronous" }';
    throw new ChunkwiseError("PERMISSION", `compute: this process may start no threads; ${wayOut}`, { cause });
  }
}

function createWorkers(count: number): Workers {
  const piscina = startThreads({
    filename: new URL("./worker.js", import.meta.url).href,
    minThreads: count,
    maxThreads: count,
    idleTimeout: Number.POSITIVE_INFINITY,
    recordTiming: false,
    resourceLimits: { maxYoungGenerationSizeMb },
  });
  // A port for each run would be closed by a worker's event loop, which does not turn while the worker waits: so each thread has one for good.
  const ports = new Map<number, MessagePort>();
  const expected = new Map<number, (port: MessagePort | undefined) => void>();
  let announced: BufferMessage[] = [];
  const jobs = new Set<Promise<void>>();
  // Piscina lets go of a worker that fails before the thread has ended, and only then is its memory ours again.
  const ends = new Map<number, Promise<void>>();

  piscina.on("message", ({ threadId, port }: Hello) => {
    port.unref();
    ports.set(threadId, port);
    for (const message of announced) port.postMessage(message);
    expected.get(threadId)?.(port);
    expected.delete(threadId);
  });
  function watch(thread: Worker): void {
    const { threadId } = thread;
    if (threadId < 0 || ends.has(threadId)) return;
    const end = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
    ends.set(threadId, end);
    void end.then(() => {
      ends.delete(threadId);
      ports.delete(threadId);
      expected.get(threadId)?.(undefined);
      expected.delete(threadId);
    });
  }
  const watchAll = () => {
    for (const thread of piscina.threads) watch(thread);
  };
  piscina.on("workerCreate", watchAll);
  // What a worker that is between jobs throws late is nobody's task.
  piscina.on("error", (error) => process.emitWarning(error as Error));

  return {
    count,
    start(job, kill) {
      watchAll();
      announced = announced.filter(({ session }) => session === job.session);
      const result = piscina.run(job, { signal: kill }) as Promise<void>;
      jobs.add(result);
      const forget = () => jobs.delete(result);
      result.then(forget, forget);
      return result;
    },
    announce(message) {
      if (announced[0]?.session !== message.session) announced = [];
      announced.push(message);
      for (const port of ports.values()) port.postMessage(message);
    },
    forgetBuffers() {
      announced = [];
    },
    portOf: (threadId) => ports.get(threadId) ?? new Promise((resolve) => expected.set(threadId, resolve)),
    exited: (threadId) => ends.get(threadId) ?? Promise.resolve(),
    close: () => void Promise.allSettled(jobs).then(() => piscina.destroy()),
  };
}
