import { serialize } from "node:v8";
import { mailPool } from "../chunk/pool.ts";
import type { Program } from "../graph/program.ts";
import type { StoredProgram } from "./command.ts";

/**
 * Programs as bytes in shared memory, from where the workers that need them take them: a message to every worker for each would cost more than
 * most of the tasks in a graph where no two tasks are alike. A program goes with its last user.
 */
export function createProgramStore(usesOf: ReadonlyMap<Program, number>) {
  const stored = new Map<Program, StoredProgram & { uses: number; milliseconds: number | undefined }>();
  let count = 0;

  return {
    enter(program: Program): StoredProgram {
      const known = stored.get(program);
      if (known !== undefined) return known;
      const bytes = serialize(program);
      const block = mailPool.allocate(bytes.length);
      new Uint8Array(block.buffer, block.byteOffset, bytes.length).set(bytes);
      const uses = usesOf.get(program) ?? 1;
      const it = { number: count++, block, byteLength: bytes.length, shared: uses > 1, uses, milliseconds: undefined };
      stored.set(program, it);
      return it;
    },
    /** How long its tasks take, the last ones before all. */
    milliseconds(program: Program): number | undefined {
      return stored.get(program)?.milliseconds;
    },
    noteMilliseconds(program: Program, milliseconds: number): void {
      const it = stored.get(program);
      if (it !== undefined) it.milliseconds = it.milliseconds === undefined ? milliseconds : 0.75 * it.milliseconds + 0.25 * milliseconds;
    },
    /** One user less. */
    leave(program: Program): void {
      const it = stored.get(program);
      if (it === undefined || --it.uses > 0) return;
      mailPool.release(it.block);
      stored.delete(program);
    },
    clear(): void {
      for (const { block } of stored.values()) mailPool.release(block);
      stored.clear();
    },
  };
}
