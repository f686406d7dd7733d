import { serialize } from "node:v8";
import type { Program } from "../graph/program.ts";

/** Programs that were built lately, by their content. Old ones go. */
const known = new Map<string, Program>();
const bytesOf = new WeakMap<Program, Uint8Array>();
const most = 256;
/** Longer ones are seldom seen twice. */
const longestBytes = 2 ** 13;

/** The same program as the one that was built before, if there was one: what is worked out for it, its plans above all, serves again. */
export function knownProgram(program: Program): Program {
  // Not JSON: -0, NaN and bigints must not be taken for others.
  const bytes = serialize(program);
  if (bytes.length > longestBytes) return program;
  const content = bytes.toString("latin1");
  const before = known.get(content);
  if (before !== undefined) return before;
  if (known.size === most) known.delete(known.keys().next().value!);
  known.set(content, program);
  bytesOf.set(program, bytes);
  return program;
}

/** A program as bytes, which are at hand if it is a known one. */
export const programBytes = (program: Program): Uint8Array => bytesOf.get(program) ?? serialize(program);
