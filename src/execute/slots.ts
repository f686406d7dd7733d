import type { Block } from "../chunk/chunk.ts";
import { mailPool } from "../chunk/pool.ts";
import type { Links } from "../graph/links.ts";
import { canGrow } from "../graph/open-shapes.ts";
import type { Task } from "../graph/task.ts";
import { must } from "../util/must.ts";
import { bodyWords, type Channel, capacity, openEnd, SlotWord, slotWords } from "./channel.ts";
import { type NumberBuffer, writeCommand } from "./command.ts";
import type { ChunksAtHand, TaskCall } from "./executor.ts";
import { createProgramStore, type ProgramInUse } from "./program-store.ts";
import { createReader, createWriter } from "./words.ts";

// The same in all runs: a run's own would have to be compiled anew.
const writer = createWriter();
const reader = createReader();

/** The commands that are on their way, as the main thread sees them. */
export function createSlots(channel: Channel, chunks: ChunksAtHand, { nodes, usesOf }: Pick<Links, "nodes" | "usesOf">, bufferNumber: NumberBuffer) {
  const { slots: words } = channel;
  const programs = createProgramStore(usesOf, bufferNumber);
  const tasks: (Task | undefined)[] = [];
  /** The number of the task in a slot, and whether its shapes are to be told. (Calls that are kept, a million of them, would keep the garbage collector busy.) */
  const nodeOf = new Int32Array(capacity);
  const isOpen = new Uint8Array(capacity);
  const programsOf: (ProgramInUse | undefined)[] = [];
  /** Blocks of commands that do not fit into their slots. */
  const overflows = new Map<number, Block>();
  /** Slots that were given up, and the first that was never taken. */
  const free: number[] = [];
  let fresh = 0;
  /** The slot of a task, by its number, while it is in one. */
  const slotOf = new Int32Array(nodes);

  /** Writes a command into a slot of its own. */
  function put(call: TaskCall): number {
    const slot = free.pop() ?? fresh++;
    must(slot < capacity, "more commands than slots");
    tasks[slot] = call.task;
    nodeOf[slot] = call.node;
    isOpen[slot] = call.isOpen ? 1 : 0;
    const program = programs.enter(call.task.program);
    programsOf[slot] = program;
    const first = slot * slotWords;
    openEnd(channel, slot);
    slotOf[call.node] = slot;
    words[first + SlotWord.length] = 0;
    writer.begin(words, first + SlotWord.body, bodyWords);
    writeCommand(writer, call, program, chunks, bufferNumber);
    let answer = 0;
    if (call.isOpen) for (const { shape } of call.task.results) answer += 1 + shape.length;
    const length = Math.max(writer.written(), answer);
    if (length <= bodyWords) return slot;
    const overflow = mailPool.allocate(8 * length);
    overflows.set(slot, overflow);
    writer.begin(wordsOf(overflow), 0, length);
    writeCommand(writer, call, program, chunks, bufferNumber);
    words[first + SlotWord.length] = length;
    words[first + SlotWord.body] = bufferNumber(overflow.buffer);
    words[first + SlotWord.body + 1] = overflow.byteOffset;
    return slot;
  }

  function beginReading(slot: number): void {
    const overflow = overflows.get(slot);
    if (overflow) reader.begin(wordsOf(overflow), 0);
    else reader.begin(words, slot * slotWords + SlotWord.body);
  }

  return {
    put,

    /** The slot that a task is in. */
    slotOf: (node: number): number => slotOf[node]!,

    isTaken: (slot: number): boolean => tasks[slot] !== undefined,

    /** How long tasks with the program of a slot take; Infinity as long as none is done. */
    milliseconds: (slot: number): number => programsOf[slot]!.milliseconds,

    /** The same, but a few that take far longer hardly count. */
    usualMs: (slot: number): number => programsOf[slot]!.usualMs,

    isOpen: (slot: number): boolean => isOpen[slot] === 1,

    /** The shapes of the results that were open. */
    shapes(slot: number): number[][] {
      beginReading(slot);
      return tasks[slot]!.results.map(() => reader.shape());
    },

    node: (slot: number): number => nodeOf[slot]!,

    /** What the task of a slot asks for. */
    asked(slot: number): number[] {
      beginReading(slot);
      return reader.take(tasks[slot]!.results.filter(canGrow).length);
    },

    /** Writes down what the task of a slot is given. */
    answer(slot: number, blocks: readonly Block[]): void {
      const overflow = overflows.get(slot);
      if (overflow) writer.begin(wordsOf(overflow), 0, overflow.byteLength / 8);
      else writer.begin(words, slot * slotWords + SlotWord.body, bodyWords);
      for (const block of blocks) {
        writer.put(bufferNumber(block.buffer));
        writer.put(block.byteOffset);
      }
    },

    /** Gives a slot up; the number of the task that was in it. `milliseconds` is how long it took. */
    take(slot: number, milliseconds: number): number {
      tasks[slot] = undefined;
      free.push(slot);
      const overflow = overflows.size > 0 ? overflows.get(slot) : undefined;
      if (overflow !== undefined) {
        mailPool.release(overflow);
        overflows.delete(slot);
      }
      programs.leave(programsOf[slot]!, milliseconds);
      programsOf[slot] = undefined;
      return nodeOf[slot]!;
    },

    /** The slots that are taken. */
    taken: (): number[] => [...tasks.keys()].filter((slot) => tasks[slot] !== undefined),

    clear: (): void => programs.clear(),
  };
}

function wordsOf({ buffer, byteOffset, byteLength }: Block): Float64Array {
  return new Float64Array(buffer, byteOffset, byteLength / 8);
}
