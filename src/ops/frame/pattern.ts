import type { StepParams } from "../../graph/program.ts";
import { DTypeError } from "../../util/errors.ts";

// Patterns are written as Python's `re` or, where `params.flags` says so, as JavaScript's RegExp: the parameters of a RegExp are `source` and `flags`.

const special = /[\\^$.*+?()[\]{}|]/;

/** The text that a pattern stands for, if it needs no regular expression. */
export function literalPattern({ pattern, regex = true, case: sensitive = true, flags }: StepParams): string | undefined {
  const text = String(pattern);
  if (sensitive === false || (flags !== undefined && flags !== "" && flags !== "g")) return undefined;
  return regex === false || !special.test(text) ? text : undefined;
}

/** The regular expression of the parameters `pattern`, `regex`, `case` and `flags`, with flags of ours added. Throws `DTypeError` if it is none. */
export function compilePattern(
  name: string,
  { pattern, regex = true, case: sensitive = true, flags }: StepParams,
  added = "",
  wrap = (source: string) => source,
): RegExp {
  const isPython = flags === undefined;
  const given = String(pattern);
  const inline = isPython && regex !== false ? /^\(\?([imsxu]+)\)/.exec(given) : null;
  const source = regex === false ? given.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&") : isPython ? fromPython(given.slice(inline?.[0].length ?? 0)) : given;
  const all = new Set([
    ...(isPython ? "" : String(flags).replace(/[gy]/g, "")),
    ...(inline?.[1] ?? "").replace(/[ux]/g, ""),
    ...(sensitive === false ? "i" : ""),
    ...added,
  ]);
  const options = [...all].join("");
  try {
    // Code points, as in Python, where the pattern allows: with `u` a needless backslash is an error.
    if (isPython) {
      try {
        return new RegExp(wrap(source), `${options}u`);
      } catch {
        return new RegExp(wrap(source), options);
      }
    }
    return new RegExp(wrap(source), options);
  } catch (error) {
    throw new DTypeError(`${name}: ${JSON.stringify(given)} is no regular expression (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Python's classes know all of Unicode; between brackets they stand without their own. */
const classes: { readonly [escape: string]: string } = {
  d: "\\p{Nd}",
  w: "\\p{L}\\p{N}_",
  s: "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000",
};
const word = `[${classes["w"]}]`;
const border = `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;

/** Named groups, their references, classes of characters and the ends of the text, which Python writes differently. */
function fromPython(source: string): string {
  let [out, isClass] = ["", false];
  for (let i = 0; i < source.length; i++) {
    const letter = source[i]!;
    if (letter === "\\") {
      out += fromEscape(source[++i] ?? "", isClass);
      continue;
    }
    if (letter === "[" && !isClass) {
      isClass = true;
      // A bracket that comes first closes nothing.
      const first = /^\[\^?\]/.exec(source.slice(i))?.[0];
      if (first !== undefined) {
        out += `${first.slice(0, -1)}\\]`;
        i += first.length - 1;
        continue;
      }
    } else if (letter === "[") {
      out += "\\[";
      continue;
    } else if (letter === "]") isClass = false;
    const group = isClass ? null : /^\(\?P([<=])(\w+)[>)]/.exec(source.slice(i));
    if (group !== null) {
      out += group[1] === "<" ? `(?<${group[2]}>` : `\\k<${group[2]}>`;
      i += group[0].length - 1;
    } else out += letter;
  }
  return out;
}

function fromEscape(letter: string, isClass: boolean): string {
  const known = classes[letter];
  if (known !== undefined) return isClass ? known : `[${known}]`;
  if (isClass) return /[-\]\\^dDwWsSbnrtfvxu0-9/[(){}.*+?|$]/.test(letter) ? `\\${letter}` : letter;
  const negated = classes[letter.toLowerCase()];
  if (negated !== undefined) return `[^${negated}]`;
  if (letter === "b") return border;
  if (letter === "A") return "^";
  if (letter === "Z") return "$";
  // With `u` only what means something may be escaped.
  return /[a-zA-Z0-9^$\\.*+?()[\]{}|/]/.test(letter) ? `\\${letter}` : letter;
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
  const match = compilePattern(name, params, "", (source) => `(?:${source})|`).exec("")!;
  return { count: match.length - 1, names: Object.keys(match.groups ?? {}) };
}
