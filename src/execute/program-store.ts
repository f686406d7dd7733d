import type { Block } from "../chunk/chunk.ts";
import { mailPool } from "../chunk/pool.ts";
import type { Program } from "../graph/program.ts";
import { programBytes } from "../lower/known-programs.ts";
import type { NumberBuffer, StoredProgram } from "./command.ts";

/** A program that tasks on their way have. */
export interface ProgramInUse extends StoredProgram {
  readonly program: Program;
  readonly block: Block;
  /** Tasks that are still to be done with it. */
  uses: number;
  /** How long its tasks take, the last ones before all; Infinity as long as none is done. */
  milliseconds: number;
  /** The same, but a few that take far longer than others hardly count: they may have lost their core in the middle. */
  usualMs: number;
}

/** No task takes less. */
const leastMs = 0.0002;

function follow(known: number, next: number): number {
  return known === Number.POSITIVE_INFINITY ? next : 0.75 * known + 0.25 * next;
}

/**
 * Programs as bytes in shared memory, from where the workers that need them take them: a message to every worker for each would cost more than
 * most of the tasks in a graph where no two tasks are alike. A program goes with its last user.
 */
export function createProgramStore(usesOf: (program: Program) => number, bufferNumber: NumberBuffer) {
  const stored = new Map<Program, ProgramInUse>();
  let count = 0;
  // Mostly the next task has the same program as the last one.
  let last: ProgramInUse | undefined;

  function store(program: Program): ProgramInUse {
    const bytes = programBytes(program);
    const block = mailPool.allocate(bytes.length);
    new Uint8Array(block.buffer, block.byteOffset, bytes.length).set(bytes);
    const uses = usesOf(program);
    return {
      program,
      number: count++,
      block,
      buffer: bufferNumber(block.buffer),
      byteOffset: block.byteOffset,
      byteLength: bytes.length,
      shared: uses > 1,
      uses,
      milliseconds: Number.POSITIVE_INFINITY,
      usualMs: Number.POSITIVE_INFINITY,
    };
  }

  return {
    enter(program: Program): ProgramInUse {
      if (last?.program === program) return last;
      last = stored.get(program);
      if (last === undefined) stored.set(program, (last = store(program)));
      return last;
    },
    /** A task is done with it. */
    leave(it: ProgramInUse, milliseconds: number): void {
      it.milliseconds = follow(it.milliseconds, milliseconds);
      it.usualMs = follow(it.usualMs, Math.min(milliseconds, 4 * Math.max(it.usualMs, leastMs)));
      if (--it.uses > 0) return;
      mailPool.release(it.block);
      stored.delete(it.program);
      if (last === it) last = undefined;
    },
    clear(): void {
      for (const { block } of stored.values()) mailPool.release(block);
      stored.clear();
    },
  };
}
