/**
 * Shared memory between the main thread and the workers of a run. The main thread puts commands into slots and their numbers into a queue, from which
 * workers take the next one; so no worker idles while there is work, and still the main thread alone says what may run and when.
 * A slot may name another that is to be carried out right after it, by the same worker: a strand. One can be made longer while it is carried out. Each worker notes the slots it is done
 * with in a ring of its own.
 */
export interface Channel {
  /** Words of `Word`, then of each worker those of `WorkerWord`. */
  readonly control: Int32Array;
  /** Nonzero: programs stop. */
  readonly stop: Int32Array;
  /** The first slots of strands, in the order in which they are to be carried out, those of light ones with `light` added; `endOfRun` ends a worker's job. */
  readonly queue: Int32Array;
  /** What each worker is done with: `doneWords` for each of `capacity` slots. */
  readonly done: Int32Array;
  /** The same memory, for the times in it. */
  readonly doneTimes: Float32Array;
  /** For each slot, one that follows it plus one; 0 as long as there is none, `closed` when there will be none. */
  readonly next: Int32Array;
  readonly slots: Float64Array;
}

/** The words of a line of cache. What one thread writes while others read something else must not share one with it. */
const lineWords = 16;

export const Word = {
  /** Commands put into the queue, and taken from it: both count on and wrap. */
  published: 0,
  claimed: lineWords,
  /** Counts what the main thread should look at, and is what it sleeps on. */
  signal: 2 * lineWords,
  stop: 3 * lineWords,
  /**
   * Workers that sleep or are about to, and whether the main thread does: notifying costs as much as a small task. Whoever goes to sleep says so first and then
   * compares the count it sleeps on; whoever wakes changes that count first and then looks here. So one of them sees the other.
   */
  sleepingWorkers: 4 * lineWords,
  sleepingMain: 5 * lineWords,
} as const;

/** How long threads keep to themselves what need not be known at once. */
export const quietMs = 2;

const workersAt = 6 * lineWords;
const workerWords = lineWords;
const WorkerWord = { threadId: 0, running: 1, done: 2, ask: 3, save: 4 } as const;
/** How it stands with the memory that a worker asks for; what is asked and answered is in its slot. */
const Ask = { none: 0, waiting: 1, granted: 2, refused: 3 } as const;

/** Commands that are on their way at once; a power of two, so that the queue's index is the lower bits of a counter. */
export const capacity = 8192;
/** 8-byte words of a slot. */
export const slotWords = 64;
/**
 * The words of a slot: the command's length if it does not fit (0: it does), and from `body` on the command, or where it is. While it is carried out and after, the worker writes there what
 * it asks for and what else is to be told.
 */
export const SlotWord = { length: 0, body: 1 } as const;
/** The words of what a worker is done with: the slot, what became of the command, and how many milliseconds it took. */
const DoneWord = { slot: 0, status: 1, milliseconds: 2 } as const;
const doneWords = 4;
const closed = -1;
export const bodyWords = slotWords - SlotWord.body;
export const endOfRun = -1;
/** Marks strands that are known to take next to no time. */
const light = capacity;

function createChannelBuffer(workers: number): SharedArrayBuffer {
  const ints = workersAt + workers * workerWords + capacity * (2 + doneWords * workers);
  return new SharedArrayBuffer(4 * ints + 8 * capacity * slotWords);
}

export function openChannel(buffer: SharedArrayBuffer, workers: number): Channel {
  const controlWords = workersAt + workers * workerWords;
  const doneAt = controlWords + 2 * capacity;
  const doneLength = doneWords * capacity * workers;
  return {
    control: new Int32Array(buffer, 0, controlWords),
    stop: new Int32Array(buffer, 4 * Word.stop, 1),
    queue: new Int32Array(buffer, 4 * controlWords, capacity),
    next: new Int32Array(buffer, 4 * (controlWords + capacity), capacity),
    done: new Int32Array(buffer, 4 * doneAt, doneLength),
    doneTimes: new Float32Array(buffer, 4 * doneAt, doneLength),
    slots: new Float64Array(buffer, 4 * (doneAt + doneLength), capacity * slotWords),
  };
}

/** Channels that no run uses, by their number of workers. */
const atHand = new Map<number, SharedArrayBuffer[]>();

export function takeChannelBuffer(workers: number): SharedArrayBuffer {
  const buffer = atHand.get(workers)?.pop() ?? createChannelBuffer(workers);
  clearChannel(buffer, workers);
  return buffer;
}

/** As it is before a run. */
export function clearChannel(buffer: SharedArrayBuffer, workers: number): void {
  openChannel(buffer, workers).control.fill(0);
}

/** For the next run. */
export function giveBackChannelBuffer(buffer: SharedArrayBuffer, workers: number): void {
  atHand.set(workers, [buffer]);
}

const wordOf = (worker: number, word: number) => workersAt + worker * workerWords + word;

// What the main thread does.

/** Puts a strand into the queue; `wake` makes it known. */
export function enqueue({ control, queue }: Channel, slot: number, isLight: boolean): void {
  const at = Atomics.load(control, Word.published);
  queue[at & (capacity - 1)] = isLight ? slot + light : slot;
  Atomics.store(control, Word.published, (at + 1) | 0);
}

/** Wakes up to `count` workers that wait for commands. They count as awake at once: until a core is free for them takes a while. */
export function wake({ control }: Channel, count: number): void {
  if (Atomics.load(control, Word.sleepingWorkers) > 0) Atomics.sub(control, Word.sleepingWorkers, Atomics.notify(control, Word.published, count));
}

/** How many workers wait for commands, and have not been woken. */
export function asleep({ control }: Channel): number {
  return Atomics.load(control, Word.sleepingWorkers);
}

// What comes before `enqueue` needs no atomics: workers see all that was written before a strand was put into the queue, and look at none of it before.

/** Nothing follows a slot yet. */
export function openEnd({ next }: Channel, slot: number): void {
  next[slot] = 0;
}

/** Makes a slot follow another of a strand that is not in the queue yet. */
export function append({ next }: Channel, slot: number, follower: number): void {
  next[slot] = follower + 1;
}

/** The slot that follows another; -1 if none does. */
export function following({ next }: Channel, slot: number): number {
  return Math.max(0, Atomics.load(next, slot)) - 1;
}

/** Makes a slot follow another that a worker may be at. False if a worker has gone on: then it is done with the other one. */
export function link({ next }: Channel, slot: number, follower: number): boolean {
  return Atomics.compareExchange(next, slot, 0, follower + 1) === 0;
}

/** Hears what a worker is done with since the last time (`seen` has a counter a worker), but no more than `most`. How much that was. */
export function collect(
  { control, done, doneTimes }: Channel,
  worker: number,
  seen: Int32Array,
  most: number,
  hear: (worker: number, slot: number, status: number, milliseconds: number) => void,
): number {
  const first = seen[worker]!;
  const count = Math.min((Atomics.load(control, wordOf(worker, WorkerWord.done)) - first) | 0, most);
  for (let i = 0; i < count; i++) {
    const at = doneWords * (worker * capacity + ((first + i) & (capacity - 1)));
    seen[worker] = (first + i + 1) | 0;
    hear(worker, done[at + DoneWord.slot]!, done[at + DoneWord.status]!, doneTimes[at + DoneWord.milliseconds]!);
  }
  return count;
}

/** To be called before looking for what workers have done; `sleep` takes what it gives. */
export function signalOf({ control }: Channel): number {
  return Atomics.load(control, Word.signal);
}

/**
 * Waits until there has been a nudge since the signal had this value, or for so many milliseconds. Where strands lie in the queue although workers sleep, it does not wait for long, and wakes
 * these.
 */
export async function sleep(channel: Channel, signal: number, mostMs: number): Promise<void> {
  const { control } = channel;
  Atomics.store(control, Word.sleepingMain, 1);
  const isIdle = Atomics.load(control, Word.sleepingWorkers) > 0 && Atomics.load(control, Word.claimed) !== Atomics.load(control, Word.published);
  const nudged = Atomics.waitAsync(control, Word.signal, signal, isIdle ? quietMs : mostMs);
  if (nudged.async && (await nudged.value) === "timed-out" && isIdle) wake(channel, Number.POSITIVE_INFINITY);
  Atomics.store(control, Word.sleepingMain, 0);
}

/** The slot a worker is at, `undefined` between two. */
export function runningSlot({ control }: Channel, worker: number): number | undefined {
  const running = Atomics.load(control, wordOf(worker, WorkerWord.running));
  return running === 0 ? undefined : running - 1;
}

export function threadIdOf({ control }: Channel, worker: number): number {
  return Atomics.load(control, wordOf(worker, WorkerWord.threadId));
}

/** Whether a worker waits for memory. */
export function isAsking({ control }: Channel, worker: number): boolean {
  return Atomics.load(control, wordOf(worker, WorkerWord.ask)) === Ask.waiting;
}

/** Lets a worker go on that waits for memory: with it, or without. */
export function answer({ control }: Channel, worker: number, isGranted: boolean): void {
  const at = wordOf(worker, WorkerWord.ask);
  if (Atomics.compareExchange(control, at, Ask.waiting, isGranted ? Ask.granted : Ask.refused) === Ask.waiting) Atomics.notify(control, at);
}

/** Asks a worker to give back between two tasks what memory it can. */
export function askToSave({ control }: Channel, worker: number): void {
  Atomics.store(control, wordOf(worker, WorkerWord.save), 1);
}

// What workers do.

/** Whether it has been asked to give back memory since the last time. */
export function wasAskedToSave({ control }: Channel, worker: number): boolean {
  const at = wordOf(worker, WorkerWord.save);
  return Atomics.load(control, at) !== 0 && Atomics.exchange(control, at, 0) !== 0;
}

export function introduce({ control }: Channel, worker: number, threadId: number): void {
  Atomics.store(control, wordOf(worker, WorkerWord.threadId), threadId);
}

/** Takes the next strand, if there is one. The main thread does so too, to take back what nobody has begun. */
export function claim({ control, queue }: Channel): number | undefined {
  for (;;) {
    const at = Atomics.load(control, Word.claimed);
    if (at === Atomics.load(control, Word.published)) return undefined;
    const slot = Atomics.load(queue, at & (capacity - 1));
    if (Atomics.compareExchange(control, Word.claimed, at, (at + 1) | 0) === at) return slot;
  }
}

/** The first slot of a strand taken from the queue. */
export const firstSlot = (entry: number): number => entry & (capacity - 1);
export const isLight = (entry: number): boolean => entry >= light;

/** Whether there are fewer strands to take than workers. */
export function isShort({ control }: Channel, workers: number): boolean {
  return ((Atomics.load(control, Word.published) - Atomics.load(control, Word.claimed)) | 0) < workers;
}

/** Sleeps until there may be a command. */
export function awaitCommand({ control }: Channel): void {
  const published = Atomics.load(control, Word.published);
  if (Atomics.load(control, Word.claimed) !== published) return;
  Atomics.add(control, Word.sleepingWorkers, 1);
  if (Atomics.wait(control, Word.published, published) !== "ok") Atomics.sub(control, Word.sleepingWorkers, 1);
}

export function noteRunning({ control }: Channel, worker: number, slot: number): void {
  Atomics.store(control, wordOf(worker, WorkerWord.running), slot + 1);
}

/** The slot that follows in a strand; -1 if none does, and then none will. */
export function follow({ next }: Channel, slot: number): number {
  return Atomics.compareExchange(next, slot, 0, closed) - 1;
}

/** The main thread hears of it when it looks. Then the slot is its own again, and the worker is at the next one, if there is one. */
export function noteDone({ control, done, doneTimes }: Channel, worker: number, slot: number, status: number, milliseconds: number, next: number): void {
  const count = Atomics.load(control, wordOf(worker, WorkerWord.done));
  const at = doneWords * (worker * capacity + (count & (capacity - 1)));
  done[at + DoneWord.slot] = slot;
  done[at + DoneWord.status] = status;
  doneTimes[at + DoneWord.milliseconds] = milliseconds;
  Atomics.store(control, wordOf(worker, WorkerWord.running), next + 1);
  Atomics.store(control, wordOf(worker, WorkerWord.done), (count + 1) | 0);
}

/** Waits for the memory that the slot it is at asks for. Whether it is granted; not while programs stop. */
export function awaitAnswer(channel: Channel, worker: number): boolean {
  const { control, stop } = channel;
  const at = wordOf(worker, WorkerWord.ask);
  Atomics.store(control, at, Ask.waiting);
  // Who stops a run sets the flag first and refuses then.
  if (Atomics.load(stop, 0) !== 0) Atomics.store(control, at, Ask.refused);
  else nudge(channel);
  while (Atomics.load(control, at) === Ask.waiting) Atomics.wait(control, at, Ask.waiting);
  const isGranted = Atomics.load(control, at) === Ask.granted;
  Atomics.store(control, at, Ask.none);
  return isGranted;
}

/** Makes the main thread look. */
export function nudge({ control }: Channel): void {
  Atomics.add(control, Word.signal, 1);
  if (Atomics.load(control, Word.sleepingMain) === 1) Atomics.notify(control, Word.signal);
}
