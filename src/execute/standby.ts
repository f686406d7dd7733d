/**
 * Where workers that are done with a run wait for the next one for a while, in shared memory: to call them costs little more than to wake them, to give them a new job more than a small run takes.
 * The main thread calls those it finds waiting before it plans what they read, and then begins the run.
 */
export type Standby = Int32Array<SharedArrayBuffer>;

/** What different threads write must not share a line of cache. */
const lineWords = 16;
/** `signal` counts what waiting workers should look at, and is what they sleep on. */
const Word = { signal: 0, run: 1, session: 2 } as const;
const State = { away: 0, working: 1, waiting: 2, called: 3 } as const;
const stateOf = (worker: number) => lineWords * (1 + worker);

export function createStandby(workers: number): Standby {
  return new Int32Array(new SharedArrayBuffer(4 * stateOf(workers)));
}

// What the main thread does.

/** A worker is given a job, which begins with a run. */
export function send(standby: Standby, worker: number): void {
  Atomics.store(standby, stateOf(worker), State.working);
}

/** Calls a worker, if it waits: now it does so until a run begins. */
export function call(standby: Standby, worker: number): boolean {
  return Atomics.compareExchange(standby, stateOf(worker), State.waiting, State.called) === State.waiting;
}

/** There is nothing to do for a worker that was called. */
export function release(standby: Standby, worker: number): void {
  Atomics.compareExchange(standby, stateOf(worker), State.called, State.waiting);
}

/** Begins a run, to which those come that were called; those that are sent know of it. */
export function begin(standby: Standby, run: number, session: number): void {
  standby[Word.session] = session;
  Atomics.store(standby, Word.run, run);
  wake(standby);
}

/** Whether a worker is done with its run. */
export function hasLeft(standby: Standby, worker: number): boolean {
  const state = Atomics.load(standby, stateOf(worker));
  return state === State.away || state === State.waiting;
}

/** Lets a worker go, if it waits. */
export function dismiss(standby: Standby, worker: number): void {
  if (Atomics.compareExchange(standby, stateOf(worker), State.waiting, State.away) === State.waiting) wake(standby);
}

/** A worker is gone. */
export function forget(standby: Standby, worker: number): void {
  Atomics.store(standby, stateOf(worker), State.away);
}

function wake(standby: Standby): void {
  Atomics.add(standby, Word.signal, 1);
  Atomics.notify(standby, Word.signal);
}

// What workers do.

export interface Call {
  readonly run: number;
  readonly session: number;
}

/** Does not wait for another run. */
export function leave(standby: Standby, worker: number, say: () => void): undefined {
  Atomics.store(standby, stateOf(worker), State.away);
  say();
}

/** Waits until the worker is called to a run after `last`; nothing if that is not so within so many milliseconds, or it is let go. `say` makes the main thread look. */
export function awaitCall(standby: Standby, worker: number, last: number, mostMs: number, say: () => void): Call | undefined {
  const at = stateOf(worker);
  let signal = Atomics.load(standby, Word.signal);
  Atomics.store(standby, at, State.waiting);
  say();
  for (;;) {
    const isTimedOut = Atomics.wait(standby, Word.signal, signal, mostMs) === "timed-out";
    signal = Atomics.load(standby, Word.signal);
    const run = Atomics.load(standby, Word.run);
    if (Atomics.load(standby, at) === State.called && run !== last) {
      Atomics.store(standby, at, State.working);
      return { run, session: standby[Word.session]! };
    }
    if (Atomics.load(standby, at) === State.away) return undefined;
    if (isTimedOut && Atomics.compareExchange(standby, at, State.waiting, State.away) === State.waiting) return undefined;
  }
}
