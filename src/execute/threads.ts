import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Block } from "../chunk/chunk.ts";
import type { Program } from "../graph/program.ts";
import { must } from "../util/must.ts";
import * as channels from "./channel.ts";
import { CommandStatus } from "./command.ts";
import { type Executor, finished, type Listener, type Outcome, type TaskCall } from "./executor.ts";
import { fromRemote } from "./remote-error.ts";
import { createSlots } from "./slots.ts";
import type { ErrorMessage } from "./worker.ts";
import { workersFor } from "./workers.ts";

/** How long a task may ignore that it is to stop before its worker is ended. */
const patienceMs = 1000;
/** How long outcomes are dealt with before the event loop gets its turn. */
const turnMs = 4;
/** Tasks that are known to take less than this are sent in strands of so many: taking the next one costs a worker as much as such a task. */
const lightMs = 0.02;
const strandLength = 16;
/** Outcomes of a worker after which it is seen what they lead to, while there are more. */
const batchLength = 1024;

/** How long it is waited at most where workers may keep to themselves what they have done: a task that was thought to be light may not be. */
const lookMs = 20;

let runs = 0;

interface Seat {
  readonly kill: AbortController;
  state: "working" | "ending" | "gone";
}

/** Runs tasks on worker threads that share memory with this one. */
export function createThreadsExecutor(listener: Listener, count: number, usesOf: ReadonlyMap<Program, number>, limitBytes: number): Executor {
  const run = ++runs;
  const workers = workersFor(count);
  const shared = channels.takeChannelBuffer(count);
  const channel = channels.openChannel(shared, count);
  const slots = createSlots(channel, usesOf, bufferNumber);
  const buffers = new Map<SharedArrayBuffer, number>();
  const seen = new Int32Array(count);
  /** The tasks of the workers that wait for memory, as far as that has been heard; else -1. */
  const asking = new Int32Array(count).fill(-1);
  let lastBuffer: { buffer: SharedArrayBuffer | undefined; number: number } = { buffer: undefined, number: -1 };
  /** The strand that is being made: workers do not know of it yet. */
  const strand = { first: -1, last: -1, length: 0, isLight: true };
  /** Tasks that follow one that a worker is done with already, which has not been heard yet: by that one's slot. */
  const late = new Map<number, number>();
  let unheard = 0;
  /** Strands put into the queue that no worker has been woken for, and how many are not light. */
  let [published, heavy] = [0, 0];
  let hadLight = false;
  let closing = false;
  let isBroken = false;
  /** How the worker was lost that was lost last. */
  let loss: Outcome | undefined;
  let patience: NodeJS.Timeout | undefined;

  const seats: Seat[] = Array.from({ length: count }, (_, worker) => {
    const seat: Seat = { kill: new AbortController(), state: "working" };
    const job = { run, channel: shared, workers: count, worker, limitBytes: limitBytes / (count + 1) };
    workers.start(job, seat.kill.signal).then(
      () => leave(seat),
      (error: unknown) => lose(worker, error),
    );
    return seat;
  });
  const listening = listen().catch(giveUp);

  function bufferNumber(buffer: SharedArrayBuffer): number {
    if (buffer === lastBuffer.buffer) return lastBuffer.number;
    const number = buffers.get(buffer) ?? announce(buffer);
    lastBuffer = { buffer, number };
    return number;
  }

  function announce(buffer: SharedArrayBuffer): number {
    const number = buffers.size;
    buffers.set(buffer, number);
    workers.announce({ run, number, buffer });
    return number;
  }

  function begin(call: TaskCall): void {
    const slot = slots.put(call);
    unheard++;
    const before = call.follows < 0 ? -1 : slots.slotOf(call.follows);
    if (before >= 0 && before !== strand.last) {
      if (!channels.link(channel, before, slot)) late.set(before, slot);
      return;
    }
    const isLight = !call.grows && slots.milliseconds(slot) < lightMs;
    if (strand.length > 0 && (before >= 0 || (isLight && strand.length < strandLength))) {
      channels.link(channel, strand.last, slot);
    } else {
      endStrand();
      strand.first = slot;
    }
    strand.last = slot;
    strand.isLight &&= isLight;
    strand.length++;
    // Nothing stands behind a task that may have to wait.
    if (call.grows) endStrand();
  }

  function endStrand(): void {
    if (strand.length === 0) return;
    enqueue(strand.first, strand.isLight);
    strand.length = 0;
    strand.last = -1;
    strand.isLight = true;
  }

  function enqueue(first: number, isLight: boolean): void {
    channels.enqueue(channel, first, isLight);
    published++;
    if (isLight) hadLight = true;
    else heavy++;
  }

  /** Wakes workers for what has been put into the queue. */
  function publish(): void {
    if (published === 0) return;
    // One worker is enough for light tasks: the main thread is no faster.
    if (loss && nobodyIsLeft()) takeBack(loss);
    else channels.wake(channel, published > heavy ? heavy + 1 : heavy);
    published = heavy = 0;
  }

  function settle(slot: number, outcome: Outcome, milliseconds = 0): void {
    const { node } = slots.take(slot, milliseconds);
    unheard--;
    listener.hear(node, outcome);
    const follower = late.size > 0 ? late.get(slot) : undefined;
    if (follower === undefined) return;
    late.delete(slot);
    if (outcome.kind === "finished") enqueue(follower, false);
    else settleStrand(follower, stopped, stopped);
  }

  /** The same for a slot and all that follow it. */
  function settleStrand(first: number, outcome: Outcome, rest: Outcome): void {
    for (let slot = first, next: number, its = outcome; slot >= 0; slot = next, its = rest) {
      next = channels.following(channel, slot);
      settle(slot, its);
    }
  }

  /** Hears what has been done since the last time, for as long as a turn. Whether that was all. */
  function hearDone(): boolean {
    const until = performance.now() + turnMs;
    let isAll: boolean;
    do {
      isAll = true;
      for (let worker = 0; worker < count; worker++) {
        const isAsking = asking[worker]! < 0 && seats[worker]!.state === "working" && channels.isAsking(channel, worker);
        const count = channels.collect(channel, worker, seen, batchLength, heard);
        if (count === batchLength) isAll = false;
        // It has been asked after all that is done.
        else if (isAsking) hearAsk(worker);
        if (count > 0 || isAsking) listener.heard();
      }
    } while (!isAll && performance.now() < until);
    return isAll;
  }

  function heard(worker: number, slot: number, status: number, milliseconds: number): void {
    if (status === CommandStatus.finished) settle(slot, slots.isOpen(slot) ? { kind: "finished", shapes: slots.shapes(slot) } : finished, milliseconds);
    else if (status === CommandStatus.stopped) settle(slot, stopped);
    else hearError(slot, workers.portOf(channels.threadIdOf(channel, worker)));
  }

  function hearAsk(worker: number): void {
    const slot = channels.runningSlot(channel, worker)!;
    asking[worker] = slots.node(slot);
    let behind = 0;
    for (let next = channels.following(channel, slot); next >= 0; next = channels.following(channel, next)) behind++;
    listener.ask(slots.node(slot), slots.asked(slot), behind);
  }

  function grant(node: number, blocks: readonly Block[]): void {
    const worker = asking.indexOf(node);
    // Its worker may be gone.
    if (worker < 0) return;
    asking[worker] = -1;
    slots.answer(channels.runningSlot(channel, worker)!, blocks);
    channels.answer(channel, worker, true);
  }

  function hearError(slot: number, port: MessagePort | Promise<MessagePort | undefined>): void {
    if (port instanceof Promise) {
      void port.then((there) => {
        if (there) hearError(slot, there);
        else settle(slot, { kind: "failed", error: new Error("its worker ended before it could say why") });
        listener.heard();
        channels.nudge(channel);
      });
      return;
    }
    for (;;) {
      const received = receiveMessageOnPort(port) as { message: ErrorMessage } | undefined;
      must(received, "a failed task without its error");
      if (received.message.run !== run || received.message.slot !== slot) continue;
      settle(slot, { kind: "failed", error: fromRemote(received.message.error) });
      return;
    }
  }

  async function listen(): Promise<void> {
    while (unheard > 0 || seats.some((seat) => seat.state !== "gone")) {
      const signal = channels.signalOf(channel);
      if (!hearDone()) await pause();
      else await channels.sleep(channel, signal, hadLight ? lookMs : Number.POSITIVE_INFINITY);
    }
  }

  /** A bug of ours must be heard of, not waited for. */
  function giveUp(error: unknown): void {
    isBroken = true;
    for (const { kill } of seats) kill.abort();
    for (const slot of slots.taken()) settle(slot, { kind: "failed", error });
    listener.heard();
  }

  /** Takes back what no worker has begun. */
  function takeBack(outcome: Outcome): void {
    const firsts: number[] = [];
    for (let entry = channels.claim(channel); entry !== undefined; entry = channels.claim(channel))
      if (entry !== channels.endOfRun) firsts.push(channels.firstSlot(entry));
    for (const slot of firsts) settleStrand(slot, outcome, outcome);
    listener.heard();
  }

  function leave(seat: Seat): void {
    seat.state = "gone";
    channels.nudge(channel);
  }

  /** A worker has ended in the middle of the run; its memory is ours when the thread is gone. */
  async function lose(worker: number, error: unknown): Promise<void> {
    const seat = seats[worker]!;
    seat.state = "ending";
    await workers.exited(channels.threadIdOf(channel, worker));
    channels.collect(channel, worker, seen, channels.capacity, heard);
    asking[worker] = -1;
    listener.heard();
    const exit = error instanceof Error ? error.message : String(error);
    loss = seat.kill.signal.aborted ? { kind: "stopped" } : { kind: "lost", worker, exit };
    const slot = channels.runningSlot(channel, worker);
    if (slot !== undefined && slots.isTaken(slot)) settleStrand(slot, loss, stopped);
    listener.heard();
    leave(seat);
    if (nobodyIsLeft()) takeBack(loss);
  }

  function nobodyIsLeft(): boolean {
    return seats.every(({ state }) => state === "gone");
  }

  function cancel(): void {
    Atomics.store(channel.stop, 0, 1);
    for (let worker = 0; worker < count; worker++) {
      asking[worker] = -1;
      channels.answer(channel, worker, false);
    }
    queueMicrotask(() => {
      endStrand();
      takeBack({ kind: "stopped" });
    });
    patience ??= setTimeout(() => {
      seats.forEach(({ kill }, worker) => {
        if (channels.runningSlot(channel, worker) !== undefined) kill.abort();
      });
    }, patienceMs);
  }

  return {
    slots: count,
    // The queue has room for the ends of the jobs besides.
    ahead: channels.capacity / 2 - 2 * count,
    run: begin,
    grant,
    flush() {
      endStrand();
      publish();
    },
    cancel,
    async close() {
      if (closing) return;
      closing = true;
      for (const { state } of seats) if (state === "working") channels.enqueue(channel, channels.endOfRun, false);
      channels.wake(channel, count);
      await listening;
      clearTimeout(patience);
      slots.clear();
      if (!isBroken) channels.giveBackChannelBuffer(shared, count);
    },
  };
}

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
const stopped: Outcome = { kind: "stopped" };
