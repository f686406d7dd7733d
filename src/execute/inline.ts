import { type Block, elements } from "../chunk/chunk.ts";
import type { Allocate } from "../kernels/run.ts";
import { StoppedError } from "../kernels/stopped.ts";
import { ChunkwiseError } from "../util/errors.ts";
import type { ChunksAtHand, Executor, Listener, Outcome, TaskCall } from "./executor.ts";
import { nested } from "./nesting.ts";
import { perform } from "./perform.ts";
import { callsFunctions } from "./scratch.ts";
import { dtypeOfRegister, mustTellShapes, operandOf, roomFor, type Work } from "./work.ts";

/** How long tasks run one after the other before timers, signals and I/O get their turn. */
const turnMs = 5;

/** Runs tasks on the calling thread, one at a time. */
export function createInlineExecutor(listener: Listener, chunks: ChunksAtHand, keep?: (value: object) => void): Executor {
  const stop = new Int32Array(1);
  const queue: TaskCall[] = [];
  const locals: object[] = [];
  const keepLocal = keep ?? ((value: object) => void locals.push(value));
  let next = 0;
  let pumping: Promise<void> | undefined;
  /** Does not wait for the task that is waited for. */
  let leave = () => {};
  /** Tells computes within tasks to stop. */
  let ending: AbortController | undefined;
  /** The task that waits for memory. */
  let asking: { grant(blocks: readonly Block[]): void; giveUp(error: unknown): void } | undefined;

  async function pump(): Promise<void> {
    await pause();
    let turn = performance.now();
    while (next < queue.length) {
      const call = queue[next++]!;
      if (next === queue.length) queue.length = next = 0;
      const outcome = stop[0] === 0 ? settle(call) : ({ kind: "stopped" } as const);
      listener.hear(call.node, outcome instanceof Promise ? await orStopped(outcome) : outcome);
      listener.heard();
      if (performance.now() - turn < turnMs) continue;
      await pause();
      turn = performance.now();
    }
    pumping = undefined;
  }

  /** What comes of a task, or that it was told to stop: a function that never ends must not hold up who gave up. */
  function orStopped(outcome: Promise<Outcome>): Promise<Outcome> {
    return new Promise((resolve) => {
      leave = () => resolve({ kind: "stopped" });
      void outcome.then(resolve);
      if (stop[0] !== 0) leave();
    });
  }

  /** A user's function may give a promise; nothing else is waited for. */
  function settle(call: TaskCall): Outcome | Promise<Outcome> {
    try {
      const work = workOf(call, chunks, stop, (bytes) => allocate(call.node, bytes), keepLocal);
      const shapes = callsFunctions(work.program) ? nested((ending ??= new AbortController()).signal, () => perform(work)) : perform(work);
      return shapes instanceof Promise ? shapes.then((settled) => ({ kind: "finished", shapes: settled }), failed) : { kind: "finished", shapes };
    } catch (error) {
      return failed(error);
    }
  }

  /** Waits only while chunks have to be moved out of the way. */
  function allocate(node: number, bytes: readonly number[]): readonly Uint8Array[] | Promise<readonly Uint8Array[]> {
    if (stop[0] !== 0) throw new StoppedError();
    let blocks: readonly Block[] | undefined;
    const later = new Promise<readonly Block[]>((resolve, reject) => {
      const grant = (granted: readonly Block[]) => {
        blocks = granted;
        resolve(granted);
      };
      asking = { grant, giveUp: reject };
    });
    const rooms = (granted: readonly Block[]) => granted.map((block, i) => new Uint8Array(block.buffer, block.byteOffset, bytes[i]!));
    listener.ask(node, bytes, 0);
    listener.heard();
    return blocks === undefined ? later.then(rooms) : rooms(blocks);
  }

  return {
    slots: 1,
    ahead: 0,
    run(call) {
      queue.push(call);
    },
    grant(_, blocks) {
      asking!.grant(blocks);
      asking = undefined;
    },
    flush() {
      if (queue.length > 0) pumping ??= pump();
    },
    saveMemory() {},
    cancel() {
      stop[0] = 1;
      asking?.giveUp(new StoppedError());
      asking = undefined;
      leave();
      ending?.abort(new ChunkwiseError("STOPPED", "compute: the task that it belongs to was stopped"));
    },
    async close() {
      await pumping;
    },
  };
}

function failed(error: unknown): Outcome {
  return error instanceof StoppedError ? { kind: "stopped" } : { kind: "failed", error };
}

function workOf(call: TaskCall, chunks: ChunksAtHand, stop: Int32Array, allocate: Allocate, keepLocal: (value: object) => void): Work {
  const { node, task, scratch } = call;
  const { program } = task;
  return {
    program,
    literal: task.literal,
    keepLocal,
    places: task.places,
    inputs: task.reads.map((read, i) => {
      const dtype = program.inputs[i]!;
      const block = chunks.blockOf(read);
      const shape = chunks.shapeOf(read);
      return operandOf(dtype, elements({ block, dtype, shape }), shape, read.view);
    }),
    outputs: task.results.map((_, i) => {
      const block = chunks.roomFor(node, i);
      return block && roomFor(dtypeOfRegister(program, program.outputs[i]!), block.buffer, block.byteOffset, block.byteLength);
    }),
    allocate,
    tellsShapes: true,
    shapes: mustTellShapes(call) ? task.results.map((result) => result.shape) : [],
    scratch: scratch && new Uint8Array(scratch.buffer, scratch.byteOffset, scratch.byteLength),
    stop,
  };
}

const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
