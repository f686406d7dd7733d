import { pool } from "../chunk/pool.ts";
import * as channels from "./channel.ts";
import * as standbys from "./standby.ts";
import { type Workers, workersFor } from "./workers.ts";

/** What a run hears of its workers. */
export interface CrewListener {
  /** A worker is done with the run. */
  left(worker: number): void;
  /** A worker has ended in the middle of it; `isKilled` if it was to. */
  lost(worker: number, error: unknown, isKilled: boolean): void;
}

interface Job {
  readonly kill: AbortController;
}

/** With more buffers than this, or when the pool has dropped one, workers forget those they know. */
const mostBuffers = 64;

let runs = 0;
let sessions = 0;

/** The workers that take part in one run after the other, and what they share: runs take turns. */
interface Crew {
  readonly count: number;
  readonly limitBytes: number;
  readonly shared: SharedArrayBuffer;
  readonly standby: standbys.Standby;
  /** What workers are at; nothing for those that are not there. */
  readonly jobs: (Job | undefined)[];
  /** The buffers that workers know, by number, in a *session*: one run or several that all workers take part in from the first to the last. */
  readonly buffers: Map<SharedArrayBuffer, number>;
  session: number;
  /** How many buffers the pool had dropped when it began. */
  dropped: number;
  listener: CrewListener | undefined;
}

let waiting: Crew | undefined;

/** Of a run. */
export interface CrewOfRun {
  readonly run: number;
  readonly channel: channels.Channel;
  /** Makes a buffer known to all workers. */
  announce(buffer: SharedArrayBuffer): number;
  /** Lets all workers come. */
  begin(listener: CrewListener): void;
  hasLeft(worker: number): boolean;
  kill(worker: number): void;
  /** When the thread of a lost worker has ended. */
  exited(worker: number): Promise<void>;
  /** By which a worker tells errors. */
  portOf(worker: number): ReturnType<Workers["portOf"]>;
  /** The run is over, and all have left. What is broken is not used again. */
  close(isBroken: boolean): void;
}

/** Takes the workers that wait since the last run, or others. */
export function crewFor(count: number, limitBytes: number): CrewOfRun {
  const run = ++runs;
  const workers = workersFor(count);
  const crew = takeWaiting(count, limitBytes) ?? createCrew(count, limitBytes);
  const { shared, standby, jobs, buffers } = crew;
  const channel = channels.openChannel(shared, count);
  const isCalled = jobs.map((job, worker) => job !== undefined && standbys.call(standby, worker));
  let haveBegun = false;
  if (isCalled.includes(false) || crew.dropped !== pool.counters.droppedSlabs || buffers.size > mostBuffers) {
    crew.session = ++sessions;
    crew.dropped = pool.counters.droppedSlabs;
    buffers.clear();
  }

  function sendFor(worker: number): void {
    const job: Job = { kill: new AbortController() };
    jobs[worker] = job;
    standbys.send(standby, worker);
    const end = (tell: (listener: CrewListener) => void) => {
      if (jobs[worker] !== job) return;
      jobs[worker] = undefined;
      if (crew.listener !== undefined) tell(crew.listener);
      else if (crew === waiting && jobs.every((one) => one === undefined)) letGo();
    };
    workers.start({ run, session: crew.session, channel: shared, standby, workers: count, worker, limitBytes: limitBytes / (count + 1) }, job.kill.signal).then(
      () => end((listener) => listener.left(worker)),
      (error: unknown) => end((listener) => listener.lost(worker, error, job.kill.signal.aborted)),
    );
  }

  return {
    run,
    channel,
    announce(buffer) {
      const number = buffers.get(buffer);
      if (number !== undefined) return number;
      const next = buffers.size;
      buffers.set(buffer, next);
      workers.announce({ session: crew.session, number: next, buffer });
      return next;
    },
    begin(listener) {
      haveBegun = true;
      crew.listener = listener;
      standbys.begin(standby, run, crew.session);
      for (let worker = 0; worker < count; worker++) if (!isCalled[worker] || jobs[worker] === undefined) sendFor(worker);
    },
    hasLeft: (worker) => standbys.hasLeft(standby, worker),
    kill: (worker) => jobs[worker]?.kill.abort(),
    async exited(worker) {
      await workers.exited(channels.threadIdOf(channel, worker));
      standbys.forget(standby, worker);
    },
    portOf: (worker) => workers.portOf(channels.threadIdOf(channel, worker)),
    close(isBroken) {
      crew.listener = undefined;
      if (!haveBegun) for (let worker = 0; worker < count; worker++) standbys.release(standby, worker);
      if (isBroken) return;
      waiting = crew;
      setImmediate(letGoIfIdle);
    },
  };
}

function createCrew(count: number, limitBytes: number): Crew {
  return {
    count,
    limitBytes,
    shared: channels.takeChannelBuffer(count),
    standby: standbys.createStandby(count),
    jobs: new Array<undefined>(count).fill(undefined),
    buffers: new Map(),
    session: 0,
    dropped: 0,
    listener: undefined,
  };
}

/** The crew of the last run, if it fits this one; else it is let go. */
function takeWaiting(count: number, limitBytes: number): Crew | undefined {
  const crew = waiting;
  if (crew === undefined || crew.count !== count || crew.limitBytes !== limitBytes) {
    letGo();
    return undefined;
  }
  waiting = undefined;
  channels.clearChannel(crew.shared, count);
  return crew;
}

function letGo(): void {
  if (waiting === undefined) return;
  const { count, shared, standby } = waiting;
  waiting = undefined;
  for (let worker = 0; worker < count; worker++) standbys.dismiss(standby, worker);
  channels.giveBackChannelBuffer(shared, count);
  workersFor(count).forgetBuffers();
}

/** Workers that wait keep the process alive: where nothing else does, they go. */
function letGoIfIdle(): void {
  if (!isAnythingAtWork()) letGo();
}

/** Whether there is anything besides ports of workers, and streams that are written to only, for which the process goes on. */
function isAnythingAtWork(): boolean {
  let outputs = [process.stdout, process.stderr].filter((stream) => "ref" in stream).length;
  for (const resource of process.getActiveResourcesInfo()) {
    if (resource === "MessagePort" || resource === "Immediate") continue;
    if (!streams.has(resource) || outputs-- === 0) return true;
  }
  return false;
}

const streams: ReadonlySet<string> = new Set(["PipeWrap", "TTYWrap"]);
