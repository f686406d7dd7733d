import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Block } from "../chunk/chunk.ts";
import { pool } from "../chunk/pool.ts";
import type { Program } from "../graph/program.ts";
import { must } from "../util/must.ts";
import * as channels from "./channel.ts";
import { CommandStatus, writeCommand } from "./command.ts";
import type { Executor, Hear, Outcome, TaskCall } from "./executor.ts";
import { createProgramStore } from "./program-store.ts";
import { fromRemote } from "./remote-error.ts";
import { createReader, createWriter } from "./words.ts";
import { hasOpenShapes } from "./work.ts";
import type { ErrorMessage } from "./worker.ts";
import { workersFor } from "./workers.ts";

/** How long a task may ignore that it is to stop before its worker is ended. */
const patienceMs = 1000;
/** How long outcomes are dealt with before the event loop gets its turn. */
const turnMs = 4;
/** Commands after which sleeping workers are woken while there are still outcomes to hear. */
const wakeEvery = 64;

let runs = 0;

interface Seat {
  readonly kill: AbortController;
  state: "working" | "ending" | "gone";
}

/** Runs tasks on worker threads that share memory with this one. */
export function createThreadsExecutor(hear: Hear, count: number, usesOf: ReadonlyMap<Program, number>, limitBytes: number): Executor {
  const run = ++runs;
  const workers = workersFor(count);
  const shared = channels.takeChannelBuffer(count);
  const channel = channels.openChannel(shared, count);
  const programs = createProgramStore(usesOf);
  const writer = createWriter();
  const reader = createReader();
  const commands = new Array<{ call: TaskCall; overflow: Block | undefined } | undefined>(channels.capacity);
  const freeSlots = Array.from({ length: channels.capacity }, (_, i) => channels.capacity - 1 - i);
  const buffers = new Map<SharedArrayBuffer, number>();
  const seen = new Int32Array(count);
  let unheard = 0;
  let published = 0;
  let isHearing = false;
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
    const known = buffers.get(buffer);
    if (known !== undefined) return known;
    const number = buffers.size;
    buffers.set(buffer, number);
    workers.announce({ run, number, buffer });
    return number;
  }

  function begin(call: TaskCall): void {
    const slot = freeSlots.pop();
    must(slot !== undefined, "more commands than slots");
    unheard++;
    commands[slot] = { call, overflow: write(slot, call) };
    channels.enqueue(channel, slot);
    published++;
  }

  /** Writes a command into its slot, or into a block if the slot is too small. */
  function write(slot: number, call: TaskCall): Block | undefined {
    const program = programs.enter(call.task.program);
    const first = slot * channels.slotWords;
    channel.slots[first + 1] = 0;
    writer.begin(channel.slots, first + 2, channels.slotWords - 2);
    writeCommand(writer, call, program, bufferNumber);
    const answer = call.task.results.reduce((words, { shape }) => words + 1 + shape.length, 0);
    const length = Math.max(writer.written(), answer);
    if (length <= channels.slotWords - 2) return undefined;
    const overflow = pool.allocate(8 * length);
    writer.begin(wordsOf(overflow), 0, length);
    writeCommand(writer, call, program, bufferNumber);
    channel.slots[first + 1] = length;
    channel.slots[first + 2] = bufferNumber(overflow.buffer);
    channel.slots[first + 3] = overflow.byteOffset;
    return overflow;
  }

  /** Wakes workers for what has been put into the queue. */
  function publish(): void {
    if (published === 0) return;
    published = 0;
    if (loss && nobodyIsLeft()) takeBack(loss);
    else channels.wake(channel, count);
  }

  function settle(slot: number, outcome: Outcome): void {
    const { call, overflow } = commands[slot]!;
    commands[slot] = undefined;
    freeSlots.push(slot);
    if (overflow) pool.release(overflow);
    programs.leave(call.task.program);
    unheard--;
    hear(call.node, outcome);
  }

  /** Hears what has been done since the last time, for as long as a turn. Whether that was all. */
  function hearDone(): boolean {
    const until = performance.now() + turnMs;
    const inTurn = () => performance.now() < until;
    let isAll = true;
    isHearing = true;
    for (let worker = 0; worker < count && isAll; worker++) isAll = channels.collect(channel, worker, seen, (slot) => heard(worker, slot), inTurn);
    isHearing = false;
    publish();
    return isAll;
  }

  function heard(worker: number, slot: number): void {
    const status = channel.slots[slot * channels.slotWords];
    if (status === CommandStatus.finished) settle(slot, { kind: "finished", shapes: shapesAt(slot) });
    else if (status === CommandStatus.stopped) settle(slot, { kind: "stopped" });
    else hearError(slot, workers.portOf(channels.threadIdOf(channel, worker)));
  }

  function shapesAt(slot: number): number[][] | undefined {
    const { call, overflow } = commands[slot]!;
    if (!hasOpenShapes(call.task)) return undefined;
    if (overflow) reader.begin(wordsOf(overflow), 0);
    else reader.begin(channel.slots, slot * channels.slotWords + 2);
    return call.task.results.map(() => reader.shape());
  }

  function hearError(slot: number, port: MessagePort | Promise<MessagePort | undefined>): void {
    if (port instanceof Promise) {
      void port.then((there) => {
        if (there) hearError(slot, there);
        else settle(slot, { kind: "failed", error: new Error("its worker ended before it could say why") });
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
      else await channels.sleep(channel, signal);
    }
  }

  /** A bug of ours must be heard of, not waited for. */
  function giveUp(error: unknown): void {
    isBroken = true;
    for (const { kill } of seats) kill.abort();
    commands.forEach((command, slot) => {
      if (command) settle(slot, { kind: "failed", error });
    });
  }

  /** Takes back what no worker has begun. */
  function takeBack(outcome: Outcome): void {
    const slots: number[] = [];
    for (let slot = channels.claim(channel); slot !== undefined; slot = channels.claim(channel)) slots.push(slot);
    for (const slot of slots) if (slot !== channels.endOfRun) settle(slot, outcome);
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
    channels.collect(channel, worker, seen, (slot) => heard(worker, slot), always);
    const exit = error instanceof Error ? error.message : String(error);
    loss = seat.kill.signal.aborted ? { kind: "stopped" } : { kind: "lost", worker, exit };
    const slot = channels.runningSlot(channel, worker);
    if (slot !== undefined && commands[slot] !== undefined) settle(slot, loss);
    leave(seat);
    if (nobodyIsLeft()) takeBack(loss);
  }

  const nobodyIsLeft = () => seats.every(({ state }) => state === "gone");

  function cancel(): void {
    Atomics.store(channel.stop, 0, 1);
    queueMicrotask(() => takeBack({ kind: "stopped" }));
    patience ??= setTimeout(() => {
      seats.forEach(({ kill }, worker) => {
        if (channels.runningSlot(channel, worker) !== undefined) kill.abort();
      });
    }, patienceMs);
  }

  return {
    slots: count,
    // A slot each; the queue has room for the ends of the jobs besides.
    ahead: channels.capacity / 2 - 2 * count,
    run: begin,
    flush() {
      // Waking takes longer than all else about a small task; workers that are awake see it anyway.
      if (!isHearing || published >= wakeEvery) publish();
    },
    cancel,
    async close() {
      if (closing) return;
      closing = true;
      for (const { state } of seats) if (state === "working") channels.enqueue(channel, channels.endOfRun);
      channels.wake(channel, count);
      await listening;
      clearTimeout(patience);
      programs.clear();
      if (!isBroken) channels.giveBackChannelBuffer(shared, count);
    },
  };
}

function wordsOf({ buffer, byteOffset, byteLength }: Block): Float64Array {
  return new Float64Array(buffer, byteOffset, byteLength / 8);
}

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
const always = () => true;
