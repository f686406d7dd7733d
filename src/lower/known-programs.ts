import { serialize } from "node:v8";
import { contentOf } from "../expr/token.ts";
import type { Program } from "../graph/program.ts";

/** Programs that were built lately, by their content. Old ones go. */
const known = new Map<string, Program>();
const most = 256;
/** Longer ones are seldom seen twice. */
const longest = 2 ** 13;
/** Of known programs, what `programBytes` gives, once it has been asked for. */
const written = new WeakMap<Program, { bytes: Uint8Array | undefined }>();

/** The same program as the one that was built before, if there was one: what is worked out for it, its plans above all, serves again. */
export function knownProgram(program: Program): Program {
  const content = contentOf(program);
  if (content.length > longest) return program;
  const before = known.get(content);
  if (before !== undefined) return before;
  if (known.size === most) known.delete(known.keys().next().value!);
  known.set(content, program);
  written.set(program, { bytes: undefined });
  return program;
}

/** A program as V8 writes it; known ones are written once. */
export function programBytes(program: Program): Uint8Array {
  const once = written.get(program);
  if (once === undefined) return serialize(program);
  once.bytes ??= serialize(program);
  return once.bytes;
}
