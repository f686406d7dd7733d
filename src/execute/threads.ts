import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Block } from "../chunk/chunk.ts";
import type { Links } from "../graph/links.ts";
import { must } from "../util/must.ts";
import * as channels from "./channel.ts";
import { CommandStatus } from "./command.ts";
import { crewFor } from "./crew.ts";
import { type ChunksAtHand, type Executor, finished, type Listener, type Outcome, type TaskCall } from "./executor.ts";
import { createOutbox } from "./outbox.ts";
import { fromRemote } from "./remote-error.ts";
import { createSlots } from "./slots.ts";
import type { ErrorMessage } from "./worker.ts";

/** How long a task may ignore that it is to stop before its worker is ended. */
const patienceMs = 1000;
/** How long outcomes are dealt with before the event loop gets its turn. */
const turnMs = 4;
/** Outcomes of a worker after which it is seen what they lead to, while there are more. */
const batchLength = 1024;

/** How long it is waited at most where workers may keep to themselves what they have done: the next task may take far longer than the last ones. */
const lookMs = 20;

interface Seat {
  state: "working" | "ending" | "gone";
}

export interface ThreadsOptions {
  /** Worker threads. */
  readonly count: number;
  readonly links: Pick<Links, "nodes" | "usesOf">;
  /** Of the run; computes within tasks get a share of it. */
  readonly limitBytes: number;
}

/** Runs tasks on worker threads that share memory with this one. */
export function createThreadsExecutor(listener: Listener, chunks: ChunksAtHand, { count, links, limitBytes }: ThreadsOptions): Executor {
  const crew = crewFor(count, limitBytes);
  const { run, channel } = crew;
  const slots = createSlots(channel, chunks, links, bufferNumber);
  let present = count;
  const outbox = createOutbox(channel, slots, () => present);
  const seen = new Int32Array(count);
  /** The tasks of the workers that wait for memory, as far as that has been heard; else -1. */
  const asking = new Int32Array(count).fill(-1);
  /** Mostly the next block is in the same buffer. */
  let lastBuffer: SharedArrayBuffer | undefined;
  let lastNumber = -1;
  let unheard = 0;
  let isHearing = false;
  let closing = false;
  let isBroken = false;
  /** How the worker was lost that was lost last. */
  let loss: Outcome | undefined;
  let patience: NodeJS.Timeout | undefined;

  const seats: readonly Seat[] = Array.from({ length: count }, () => ({ state: "working" }));
  let haveBegun = false;
  const listening = listen().catch(giveUp);

  /** When there is something to do: a worker that comes before would only go to sleep again. */
  function beginJobs(): void {
    if (haveBegun) return;
    haveBegun = true;
    crew.begin({ left: (worker) => leave(seats[worker]!), lost: lose });
  }

  function bufferNumber(buffer: SharedArrayBuffer): number {
    if (buffer === lastBuffer) return lastNumber;
    lastBuffer = buffer;
    lastNumber = crew.announce(buffer);
    return lastNumber;
  }

  function begin(call: TaskCall): void {
    unheard++;
    outbox.put(slots.put(call), call);
  }

  /** Wakes workers for what has been put into the queue; while more is heard, only for what is worth it. */
  function publish(): void {
    if (loss === undefined || !nobodyIsLeft()) outbox.wake(isHearing);
    else if (outbox.forget()) takeBack(loss);
  }

  function settle(slot: number, outcome: Outcome, milliseconds = 0): void {
    const node = slots.take(slot, milliseconds);
    unheard--;
    listener.hear(node, outcome);
    const follower = outbox.takeLate(slot);
    if (follower === undefined) return;
    if (outcome.kind === "finished") outbox.enqueue(follower, false);
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
    isHearing = true;
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
    isHearing = false;
    publish();
    return isAll;
  }

  function heard(worker: number, slot: number, status: number, milliseconds: number): void {
    if (status === CommandStatus.finished) settle(slot, slots.isOpen(slot) ? { kind: "finished", shapes: slots.shapes(slot) } : finished, milliseconds);
    else if (status === CommandStatus.stopped) settle(slot, stopped);
    else hearError(slot, crew.portOf(worker));
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
    for (;;) {
      const signal = channels.signalOf(channel);
      if (closing) for (const [worker, seat] of seats.entries()) if (seat.state === "working" && crew.hasLeft(worker)) seat.state = "gone";
      if (unheard === 0 && seats.every(({ state }) => state === "gone")) return;
      if (!hearDone()) await pause();
      else await channels.sleep(channel, signal, outbox.hadLight() || unheard > count ? lookMs : Number.POSITIVE_INFINITY);
    }
  }

  /** A bug of ours must be heard of, not waited for. */
  function giveUp(error: unknown): void {
    isBroken = true;
    for (let worker = 0; worker < count; worker++) crew.kill(worker);
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
    present--;
    channels.nudge(channel);
  }

  /** A worker has ended in the middle of the run; its memory is ours when the thread is gone. */
  async function lose(worker: number, error: unknown, isKilled: boolean): Promise<void> {
    const seat = seats[worker]!;
    seat.state = "ending";
    await crew.exited(worker);
    channels.collect(channel, worker, seen, channels.capacity, heard);
    asking[worker] = -1;
    listener.heard();
    const exit = error instanceof Error ? error.message : String(error);
    loss = isKilled ? { kind: "stopped" } : { kind: "lost", worker, exit };
    const slot = channels.runningSlot(channel, worker);
    if (slot !== undefined && slots.isTaken(slot)) settleStrand(slot, loss, stopped);
    else {
      listener.gone();
      if (!isKilled) process.emitWarning(`chunkwise: a worker ended between two tasks, others go on: ${exit}`);
    }
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
      outbox.end();
      takeBack({ kind: "stopped" });
    });
    patience ??= setTimeout(() => {
      for (let worker = 0; worker < count; worker++) if (channels.runningSlot(channel, worker) !== undefined) crew.kill(worker);
    }, patienceMs);
  }

  return {
    slots: count,
    // The queue has room for the ends of the jobs besides.
    ahead: channels.capacity / 2 - 2 * count,
    run: begin,
    grant,
    flush() {
      outbox.end();
      beginJobs();
      publish();
    },
    saveMemory() {
      for (let worker = 0; worker < count; worker++) channels.askToSave(channel, worker);
    },
    cancel,
    async close() {
      if (closing) return;
      closing = true;
      for (const seat of seats) {
        if (seat.state !== "working") continue;
        if (haveBegun) channels.enqueue(channel, channels.endOfRun, false);
        else leave(seat);
      }
      channels.wake(channel, count);
      // Nobody reads what nobody is at any more.
      if (unheard === 0) slots.clear();
      await listening;
      clearTimeout(patience);
      slots.clear();
      crew.close(isBroken);
    },
  };
}

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
const stopped: Outcome = { kind: "stopped" };
