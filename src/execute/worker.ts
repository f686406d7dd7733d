import { deserialize } from "node:v8";
import { type MessagePort, receiveMessageOnPort, threadId } from "node:worker_threads";
import type { Program } from "../graph/program.ts";
import { StoppedError } from "../kernels/stopped.ts";
import { must } from "../util/must.ts";
import { awaitCommand, type Channel, claim, endOfRun, introduce, noteDone, noteRunning, openChannel, slotWords } from "./channel.ts";
import { type CommandContext, CommandStatus, readCommand } from "./command.ts";
import { enterWorker, nested } from "./nesting.ts";
import { perform } from "./perform.ts";
import { toRemote } from "./remote-error.ts";
import { createReader, createWriter } from "./words.ts";

/** What a worker is given for the length of a run. */
export interface Job {
  readonly channel: SharedArrayBuffer;
  readonly workers: number;
  readonly worker: number;
  /** Buffers come by it before the first command that names them; errors go by it. */
  readonly port: MessagePort;
  /** The share of the memory limit that a compute within a task may use. */
  readonly limitBytes: number;
}

/** By `port`, from the main thread. */
export interface BufferMessage {
  readonly number: number;
  readonly buffer: SharedArrayBuffer;
}
/** By `port`, to the main thread, before the slot is noted as done. */
export interface ErrorMessage {
  readonly slot: number;
  readonly error: unknown;
}

/** Takes commands and carries them out until the run is over. */
export default async function work({ channel: shared, workers, worker, port, limitBytes }: Job): Promise<void> {
  enterWorker(limitBytes);
  const channel = openChannel(shared, workers);
  introduce(channel, worker, threadId);
  const context = createContext(channel, port);
  const reader = createReader();
  const writer = createWriter();
  for (;;) {
    const slot = claim(channel);
    if (slot === undefined) {
      awaitCommand(channel);
      continue;
    }
    if (slot === endOfRun) break;
    noteRunning(channel, worker, slot);
    const status = Atomics.load(channel.stop, 0) === 0 ? carryOut(slot) : CommandStatus.stopped;
    channel.slots[slot * slotWords] = status instanceof Promise ? await status : status;
    noteDone(channel, worker, slot);
  }
  port.close();

  function carryOut(slot: number): number | Promise<number> {
    try {
      const { words, offset, room } = commandAt(slot);
      reader.begin(words, offset);
      const { work: task, tellsShapes } = readCommand(reader, context);
      const tell = (shapes: readonly (readonly number[])[]) => {
        if (!tellsShapes) return;
        writer.begin(words, offset, room);
        for (const shape of shapes) writer.putShape(shape);
      };
      const shapes = nested(() => perform(task));
      if (shapes instanceof Promise)
        return shapes.then(tell).then(
          () => CommandStatus.finished,
          (error: unknown) => failed(slot, error),
        );
      tell(shapes);
      return CommandStatus.finished;
    } catch (error) {
      return failed(slot, error);
    }
  }

  /** Words 1 and 2 of a slot say where a command is that did not fit into it. */
  function commandAt(slot: number): { words: Float64Array; offset: number; room: number } {
    const { slots } = channel;
    const first = slot * slotWords;
    const length = slots[first + 1]!;
    if (length === 0) return { words: slots, offset: first + 2, room: slotWords - 2 };
    return { words: new Float64Array(context.buffer(slots[first + 2]!), slots[first + 3]!, length), offset: 0, room: length };
  }

  function failed(slot: number, error: unknown): number {
    if (error instanceof StoppedError) return CommandStatus.stopped;
    port.postMessage({ slot, error: toRemote(error) } satisfies ErrorMessage);
    return CommandStatus.failed;
  }
}

function createContext({ stop }: Channel, port: MessagePort): CommandContext {
  const buffers = new Map<number, SharedArrayBuffer>();
  const programs = new Map<number, Program>();
  return {
    stop,
    buffer(number) {
      let buffer = buffers.get(number);
      while (buffer === undefined) {
        const received = receiveMessageOnPort(port) as { message: BufferMessage } | undefined;
        must(received, `worker ${threadId} was not told of buffer ${number}`);
        buffers.set(received.message.number, received.message.buffer);
        buffer = buffers.get(number);
      }
      return buffer;
    },
    program(number, isShared, bytes) {
      const known = programs.get(number);
      if (known !== undefined) return known;
      // V8 reads unshared memory only.
      const program = deserialize(Uint8Array.from(bytes())) as Program;
      if (isShared) programs.set(number, program);
      return program;
    },
  };
}
