// A pattern of Python's `re` as one of JavaScript's with the flag `u`. What differs: named groups and references to them; classes of characters, which know all of
// Unicode; the ends of text and line; what `.` leaves out; and what may stand without a backslash.

interface Dialect {
  /** Sets of characters, to be put between brackets. */
  readonly sets: { readonly [escape: string]: string };
  /** Escapes that stand for more than one character. */
  readonly escapes: { readonly [escape: string]: string };
}

function dialectOf(sets: Dialect["sets"]): Dialect {
  const word = `[${sets["w"]}]`;
  const escapes = {
    b: `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`,
    B: `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`,
    A: "^",
    Z: "$",
    a: "\\x07",
  };
  return { sets, escapes };
}

const unicode = dialectOf({
  d: "\\p{Nd}",
  w: "\\p{L}\\p{N}_",
  s: "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000",
});
/** The same of ASCII characters, several times as fast. */
const onlyAscii: Dialect = { sets: { d: "0-9", w: "0-9A-Za-z_", s: "\\t-\\r\\x1c-\\x20" }, escapes: { ...unicode.escapes, b: "\\b", B: "\\B" } };

/** What a translation depends on. */
export interface PythonPattern {
  /** Python's inline flags, of which JavaScript needs only `i`. */
  readonly flags: string;
  readonly ascii: boolean;
}

/** A pattern that begins, and may end, with the text; `flags` are JavaScript's. */
export function whole(source: string, atEnd: boolean, flags = ""): string {
  // With the flag `m`, `^` and `$` are ends of lines.
  const [start, end] = flags.includes("m") ? ["(?<![\\s\\S])", "(?![\\s\\S])"] : ["^", "$"];
  return `${start}(?:${source})${atEnd ? end : ""}`;
}

/** Translates a pattern. */
export function fromPython(source: string, { flags, ascii }: PythonPattern): string {
  const dialect = ascii ? onlyAscii : unicode;
  let out = "";
  for (let i = 0; i < source.length; ) {
    const [text, next] = piece(source, i, flags, dialect);
    out += text;
    i = next;
  }
  return out;
}

/** What stands at a place, translated, and the place after it. */
function piece(source: string, i: number, flags: string, dialect: Dialect): readonly [text: string, next: number] {
  const letter = source[i]!;
  const rest = source.slice(i);
  if (letter === "\\") return [escaped(source[i + 1] ?? "", dialect), i + 2];
  if (letter === "[") return characterClass(source, i, dialect);
  if (letter === ".") return [flags.includes("s") ? "[\\s\\S]" : "[^\\n]", i + 1];
  if (letter === "^") return [flags.includes("m") ? "(?:^|(?<=\\n))" : "^", i + 1];
  // At the end, or before a line feed that is the last character.
  if (letter === "$") return [flags.includes("m") ? "(?=\\n|$)" : "(?=\\n?$)", i + 1];
  const group = /^\(\?P([<=])(\w+)[>)]/.exec(rest);
  if (group !== null) return [group[1] === "<" ? `(?<${group[2]}>` : `\\k<${group[2]}>`, i + group[0].length];
  const repeated = /^\{(\d*)(,?)(\d*)\}/.exec(rest);
  if (letter === "{" && repeated !== null && repeated[0] !== "{}" && repeated[0] !== "{,}") {
    return [`{${repeated[1] || 0}${repeated[2]}${repeated[3]}}`, i + repeated[0].length];
  }
  if (letter === "{" || letter === "}" || letter === "]") return [`\\${letter}`, i + 1];
  return [letter, i + 1];
}

function escaped(letter: string, { sets, escapes }: Dialect): string {
  const set = sets[letter];
  if (set !== undefined) return `[${set}]`;
  const negated = sets[letter.toLowerCase()];
  if (negated !== undefined) return `[^${negated}]`;
  return escapes[letter] ?? (/[a-zA-Z0-9^$\\.*+?()[\]{}|/]/.test(letter) ? `\\${letter}` : letter);
}

/** `[…]`. What it has of `\W` and its like stands beside the brackets, which cannot hold them. */
function characterClass(source: string, from: number, { sets }: Dialect): readonly [text: string, next: number] {
  let i = from + 1;
  const isNegated = source[i] === "^";
  if (isNegated) i++;
  let body = "";
  const others: string[] = [];
  // A bracket that comes first closes nothing.
  for (let isFirst = true; i < source.length && (source[i] !== "]" || isFirst); isFirst = false) {
    const letter = source[i]!;
    if (letter !== "\\") {
      body += "[]{}()|/&~".includes(letter) ? `\\${letter}` : letter;
      i++;
      continue;
    }
    const next = source[i + 1] ?? "";
    const negated = next === next.toLowerCase() ? undefined : sets[next.toLowerCase()];
    if (negated !== undefined) others.push(`[^${negated}]`);
    else body += sets[next] ?? (next === "a" ? "\\x07" : /[-\]\\^bnrtfvxu0-9/[(){}.*+?|$]/.test(next) ? `\\${next}` : next);
    i += 2;
  }
  if (i >= source.length) return [source.slice(from), source.length];
  if (others.length === 0) return [`[${isNegated ? "^" : ""}${body}]`, i + 1];
  const all = [...(body === "" ? [] : [`[${body}]`]), ...others].join("|");
  return [isNegated ? `(?:(?!${all})[\\s\\S])` : `(?:${all})`, i + 1];
}
