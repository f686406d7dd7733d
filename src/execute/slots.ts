import type { Block } from "../chunk/chunk.ts";
import { mailPool } from "../chunk/pool.ts";
import { canGrow } from "../graph/open-shapes.ts";
import type { Program } from "../graph/program.ts";
import { longer } from "../util/longer.ts";
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
export function createSlots(channel: Channel, chunks: ChunksAtHand, usesOf: (program: Program) => number, bufferNumber: NumberBuffer) {
  const { slots: words } = channel;
  const programs = createProgramStore(usesOf, bufferNumber);
  const calls: (TaskCall | undefined)[] = [];
  const programsOf: (ProgramInUse | undefined)[] = [];
  /** Blocks of commands that do not fit into their slots. */
  const overflows = new Map<number, Block>();
  /** Slots that were given up, and the first that was never taken. */
  const free: number[] = [];
  let fresh = 0;
  /** The slot of a task, by its number, while it is in one. */
  let slotOf = new Int32Array(1024);

  /** Writes a command into a slot of its own. */
  function put(call: TaskCall): number {
    const slot = free.pop() ?? fresh++;
    must(slot < capacity, "more commands than slots");
    calls[slot] = call;
    const program = programs.enter(call.task.program);
    programsOf[slot] = program;
    const first = slot * slotWords;
    openEnd(channel, slot);
    if (call.node >= slotOf.length) slotOf = longer(slotOf, call.node + 1);
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

    isTaken: (slot: number): boolean => calls[slot] !== undefined,

    /** How long tasks with the program of a slot take; Infinity as long as none is done. */
    milliseconds: (slot: number): number => programsOf[slot]!.milliseconds,

    isOpen: (slot: number): boolean => calls[slot]!.isOpen,

    /** The shapes of the results that were open. */
    shapes(slot: number): number[][] {
      const { task } = calls[slot]!;
      beginReading(slot);
      return task.results.map(() => reader.shape());
    },

    node: (slot: number): number => calls[slot]!.node,

    /** What the task of a slot asks for. */
    asked(slot: number): number[] {
      const { task } = calls[slot]!;
      beginReading(slot);
      return reader.take(task.results.filter(canGrow).length);
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

    /** Gives a slot up; what was in it. `milliseconds` is how long it took. */
    take(slot: number, milliseconds: number): TaskCall {
      const call = calls[slot]!;
      calls[slot] = undefined;
      free.push(slot);
      const overflow = overflows.size > 0 ? overflows.get(slot) : undefined;
      if (overflow !== undefined) {
        mailPool.release(overflow);
        overflows.delete(slot);
      }
      programs.leave(programsOf[slot]!, milliseconds);
      programsOf[slot] = undefined;
      return call;
    },

    /** The slots that are taken. */
    taken: (): number[] => [...calls.keys()].filter((slot) => calls[slot] !== undefined),

    clear: (): void => programs.clear(),
  };
}

function wordsOf({ buffer, byteOffset, byteLength }: Block): Float64Array {
  return new Float64Array(buffer, byteOffset, byteLength / 8);
}
