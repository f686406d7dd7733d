import { deserialize } from "node:v8";
import type { Program } from "../graph/program.ts";

/** Programs that this thread has had, by their bytes: what is worked out for one, its plans above all, serves later runs too. Old ones go. */
const cached = new Map<string, Program>();
const most = 256;
/** Longer ones are seldom seen twice. */
const longestBytes = 2 ** 14;

export function programOf(shared: Uint8Array): Program {
  // V8 reads unshared memory only.
  const bytes = Buffer.from(shared);
  if (bytes.length > longestBytes) return deserialize(bytes) as Program;
  const content = bytes.toString("latin1");
  let program = cached.get(content);
  if (program === undefined) {
    program = deserialize(bytes) as Program;
    if (cached.size === most) cached.delete(cached.keys().next().value!);
    cached.set(content, program);
  }
  return program;
}
