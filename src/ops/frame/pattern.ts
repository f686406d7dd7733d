import type { StepParams } from "../../graph/program.ts";
import { DTypeError } from "../../util/errors.ts";
import { fromPython } from "./python-pattern.ts";

// Patterns are written as Python's `re` or, where `params.flags` says so, as JavaScript's RegExp: the parameters of a RegExp are `source` and `flags`.

const special = /[\\^$.*+?()[\]{}|]/;

/** The text that a pattern stands for, if it needs no regular expression. */
export function literalPattern({ pattern, regex = true, case: sensitive = true, flags }: StepParams): string | undefined {
  const text = String(pattern);
  if (sensitive === false || (flags !== undefined && flags !== "" && flags !== "g")) return undefined;
  return regex === false || !special.test(text) ? text : undefined;
}

export interface PatternOptions {
  /** Flags of ours. */
  readonly added?: string;
  /** What to make of the pattern, as JavaScript has it. */
  readonly wrap?: (source: string) => string;
  /** The texts are ASCII: classes of characters may be those that are quick. */
  readonly ascii?: boolean;
}

/** The regular expression of the parameters `pattern`, `regex`, `case` and `flags`. Throws `DTypeError` if it is none. */
export function compilePattern(name: string, { pattern, regex = true, case: sensitive = true, flags }: StepParams, options: PatternOptions = {}): RegExp {
  const { added = "", wrap = (source: string) => source, ascii = false } = options;
  const given = String(pattern);
  const ignoring = sensitive === false ? "i" : "";
  try {
    if (regex === false) return new RegExp(wrap(given.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")), join(ignoring, added, "u"));
    if (flags !== undefined) return new RegExp(wrap(given), join(String(flags).replace(/[gy]/g, ""), ignoring, added));
    const inline = /^\(\?([imsux]+)\)/.exec(given)?.[1] ?? "";
    if (inline.includes("x")) throw new SyntaxError("the flag x, for patterns with comments, is not known");
    const source = fromPython(given.slice(inline === "" ? 0 : inline.length + 3), { flags: inline, ascii });
    return new RegExp(wrap(source), join(inline.includes("i") ? "i" : "", ignoring, added, "u"));
  } catch (error) {
    throw new DTypeError(`${name}: ${JSON.stringify(given)} is no regular expression (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Flags, each once. */
function join(...flags: readonly string[]): string {
  return [...new Set(flags.join(""))].join("");
}

/** What replaces a match, as `String.replace` takes it. Python writes `\1` and `\g<name>`. */
export function replacementOf({ replacement, flags, regex = true }: StepParams): string {
  const text = String(replacement);
  if (flags !== undefined) return text;
  const plain = text.replaceAll("$", "$$$$");
  if (regex === false) return plain;
  return plain.replace(/\\g<(\w+)>/g, (_, group: string) => (/^\d+$/.test(group) ? `$${group}` : `$<${group}>`)).replace(/\\(\d{1,2})/g, "$$$1");
}

/** How many groups a pattern has, and their names. */
export function groupsOf(name: string, params: StepParams): { readonly count: number; readonly names: readonly string[] } {
  // With an empty alternative it matches anything, and tells its groups.
  const match = compilePattern(name, params, { wrap: (source) => `(?:${source})|` }).exec("")!;
  return { count: match.length - 1, names: Object.keys(match.groups ?? {}) };
}
