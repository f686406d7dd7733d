import { MessageChannel, type MessagePort, parentPort, receiveMessageOnPort, threadId } from "node:worker_threads";
import type { Program } from "../graph/program.ts";
import { keepBatchMemory } from "../kernels/batch-memory.ts";
import type { Allocate, Shapes } from "../kernels/run.ts";
import { StoppedError } from "../kernels/stopped.ts";
import {
  awaitAnswer,
  awaitCommand,
  bodyWords,
  type Channel,
  capacity,
  claim,
  endOfRun,
  firstSlot,
  follow,
  introduce,
  isLight,
  isShort,
  noteDone,
  noteRunning,
  nudge,
  openChannel,
  quietMs,
  SlotWord,
  slotWords,
  wasAskedToSave,
} from "./channel.ts";
import { type CommandContext, CommandStatus, readCommand } from "./command.ts";
import { enterWorker } from "./nesting.ts";
import { perform } from "./perform.ts";
import { programOf } from "./program-cache.ts";
import { type RemoteError, toRemote } from "./remote-error.ts";
import { giveBackThreadMemory, isTight, prepareMemory } from "./resident.ts";
import { awaitCall, type Call, leave, type Standby } from "./standby.ts";
import { createReader, createWriter } from "./words.ts";
import type { Work } from "./work.ts";

/** What a worker is given for a run, and those after it to which it is called (`standby.ts`). */
export interface Job {
  /** Tells runs apart. */
  readonly run: number;
  /** In a session, numbers of buffers mean the same. */
  readonly session: number;
  readonly channel: SharedArrayBuffer;
  readonly standby: Standby;
  readonly workers: number;
  readonly worker: number;
  /** The share of the memory limit that a compute within a task may use. */
  readonly limitBytes: number;
}

/** What a worker says when it is there: buffers come to it by the port, before the first command that names them; errors go by it. */
export interface Hello {
  readonly threadId: number;
  readonly port: MessagePort;
}
export interface BufferMessage {
  readonly session: number;
  readonly number: number;
  readonly buffer: SharedArrayBuffer;
}
/** Sent before the slot is noted as done. */
export interface ErrorMessage {
  readonly run: number;
  readonly slot: number;
  readonly error: RemoteError;
}

const { port1: port, port2 } = new MessageChannel();
parentPort!.postMessage({ threadId, port: port2 } satisfies Hello, [port2]);

/** How long a worker waits for the next run. */
const standbyMs = 100;
/** How many tasks workers keep to themselves at most that they are done with, while there are more to take: a quarter of all that are on their way. */
const quietTasks = capacity / 4;
/** For how long, while there are more than all workers can take next: to wake the main thread costs time of a core that a worker is at. */
const patientMs = 10;
/** What batch kernels leave resident from task to task, at least and at most. */
const leastKeptBytes = 2 ** 21;
const mostKeptBytes = 2 ** 26;
const clock = new Int32Array(new SharedArrayBuffer(4));
// The same in all runs: a run's own would have to be compiled anew.
const reader = createReader();
const writer = createWriter();

/** The numbers of buffers. */
const known: { session: number; readonly buffers: Map<number, SharedArrayBuffer> } = { session: -1, buffers: new Map() };

/** Takes part in a run, and then in others, as long as they come soon. */
export default async function work(job: Job): Promise<void> {
  const { channel: shared, standby, workers, worker, limitBytes } = job;
  enterWorker(limitBytes);
  keepBatchMemory(Math.max(leastKeptBytes, Math.min(mostKeptBytes, limitBytes / 8)));
  const channel = openChannel(shared, workers);
  let call: Call | undefined = job;
  while (call !== undefined) {
    if (call.session !== known.session) known.buffers.clear();
    known.session = call.session;
    // To start took code and left garbage that are not needed any more.
    if (isTight(limitBytes * (workers + 1))) prepareMemory(limitBytes * (workers + 1), workers);
    introduce(channel, worker, threadId);
    await takePart(channel, call, job);
    const say = () => nudge(channel);
    call = hasOutput() ? leave(standby, worker, say) : awaitCall(standby, worker, call.run, standbyMs, say);
  }
  known.session = -1;
  known.buffers.clear();
}

/** Whether functions have printed what is not written yet: that takes the event loop, for which piscina waits after a job. */
function hasOutput(): boolean {
  return process.stdout.writableLength > 0 || process.stderr.writableLength > 0;
}

/** Takes commands and carries them out until the run is over. */
async function takePart(channel: Channel, { run }: Call, { worker, workers }: Job): Promise<void> {
  const { slots } = channel;
  const mostUntold = quietTasks / workers;
  const context = createContext(channel, allocate);
  /** Where the command is that is being carried out. */
  const current = { words: slots, offset: 0, room: 0 };
  /** What has been done that the main thread has not been told to look at, and when it was told last. */
  let untold = 0;
  let told = 0;
  /** How long the last strand took. */
  let lastMs = 0;
  const tell = (now: number) => {
    if (untold > 0) nudge(channel);
    untold = 0;
    told = now;
  };
  for (;;) {
    const entry = claim(channel);
    if (entry === undefined) {
      // Others may have kept something to themselves.
      untold++;
      tell(0);
      awaitCommand(channel);
      continue;
    }
    if (entry === endOfRun) break;
    if (wasAskedToSave(channel, worker)) giveBackThreadMemory();
    let begun = performance.now();
    if (untold === 0) told = begun;
    else if (!isLight(entry) && (lastMs > patientMs / 2 || isShort(channel, workers))) tell(begun);
    const first = begun;
    let isCutOff = false;
    noteRunning(channel, worker, firstSlot(entry));
    for (let at = firstSlot(entry), next: number; at >= 0; at = next) {
      let status: number | Promise<number> = CommandStatus.stopped;
      if (!isCutOff && Atomics.load(channel.stop, 0) === 0) status = carryOut(at);
      if (status instanceof Promise) status = await status;
      // What follows may read what this was to make.
      isCutOff ||= status !== CommandStatus.finished;
      const ended = performance.now();
      next = follow(channel, at);
      noteDone(channel, worker, at, status, ended - begun, next);
      begun = ended;
      untold++;
      if (untold >= mostUntold || ended - told >= patientMs || (ended - told >= quietMs && isShort(channel, workers))) tell(ended);
    }
    lastMs = begun - first;
  }

  function carryOut(slot: number): number | Promise<number> {
    try {
      turnTo(slot);
      reader.begin(current.words, current.offset);
      const task = readCommand(reader, context);
      const shapes = perform(task);
      if (shapes instanceof Promise)
        return shapes.then(
          (settled) => finish(task, settled),
          (error: unknown) => failed(slot, error),
        );
      return finish(task, shapes);
    } catch (error) {
      return failed(slot, error);
    }
  }

  function finish({ tellsShapes }: Work, shapes: Shapes): number {
    if (!tellsShapes) return CommandStatus.finished;
    const { words, offset, room } = current;
    writer.begin(words, offset, room);
    for (let i = 0; i < shapes.length; i++) writer.putShape(shapes[i]!);
    return CommandStatus.finished;
  }

  function allocate(bytes: readonly number[]): Uint8Array[] {
    const { words, offset, room } = current;
    writer.begin(words, offset, room);
    writer.putAll(bytes);
    if (!awaitAnswer(channel, worker)) throw new StoppedError();
    reader.begin(words, offset);
    return bytes.map((length) => new Uint8Array(context.buffer(reader.next()), reader.next(), length));
  }

  function turnTo(slot: number): void {
    const first = slot * slotWords;
    const body = first + SlotWord.body;
    const length = slots[first + SlotWord.length]!;
    const isHere = length === 0;
    current.words = isHere ? slots : new Float64Array(context.buffer(slots[body]!), slots[body + 1]!, length);
    current.offset = isHere ? body : 0;
    current.room = isHere ? bodyWords : length;
  }

  function failed(slot: number, error: unknown): number {
    if (error instanceof StoppedError) return CommandStatus.stopped;
    port.postMessage({ run, slot, error: toRemote(error) } satisfies ErrorMessage);
    return CommandStatus.failed;
  }
}

function createContext({ stop }: Channel, allocate: Allocate): CommandContext {
  const { session, buffers } = known;
  const programs = new Map<number, Program>();
  let last: { readonly number: number; readonly program: Program | undefined } = { number: -1, program: undefined };
  return {
    stop,
    allocate,
    buffer(number) {
      let buffer = buffers.get(number);
      while (buffer === undefined) {
        const received = receiveMessageOnPort(port) as { message: BufferMessage } | undefined;
        // There may be messages of former sessions. There may be none yet: a new worker may be faster than its greeting.
        if (received === undefined) Atomics.wait(clock, 0, 0, 1);
        else if (received.message.session === session) buffers.set(received.message.number, received.message.buffer);
        buffer = buffers.get(number);
      }
      return buffer;
    },
    known(number) {
      // Mostly the next task has the same program as the last one.
      if (number === last.number) return last.program;
      const program = programs.get(number);
      if (program !== undefined) last = { number, program };
      return program;
    },
    program(number, keep, bytes) {
      const program = programOf(bytes);
      if (keep) programs.set(number, program);
      return program;
    },
  };
}
