import type { Column } from "../../../chunk/column.ts";
import type { TypedArray } from "../../../chunk/dtype.ts";
import type { StepParams } from "../../../graph/program.ts";
import { compilePattern, literalPattern, replacementOf } from "../../../ops/frame/pattern.ts";
import { whole } from "../../../ops/frame/python-pattern.ts";
import { loadBeside } from "../../../util/load-module.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { encode, isAsciiColumn, runOver, runText, textOperand } from "./run.ts";
import { mapStrings, measureStrings } from "./strings.ts";

/** Runs a search for a text that is not empty. */
function search(call: ColumnCall, kernel: string, text: string, values: TypedArray, params: readonly number[] = []): Column {
  const [x] = call.args as [Column];
  runOver(call.backend, kernel, x, [values], { params, inputs: [encode(text)] });
  return { type: call.type, length: x.length, values };
}

function affix(atEnd: 0 | 1): ColumnKernel {
  return (call) => {
    const { text } = call.params;
    const texts = typeof text === "string" ? [text] : (text as readonly string[]);
    const found = texts.map((one) => search(call, "textStartsWith", one, new Uint8Array(call.length), [atEnd]).values as Uint8Array);
    const [first = new Uint8Array(call.length), ...rest] = found;
    for (const flags of rest) for (let row = 0; row < first.length; row++) first[row]! |= flags[row]!;
    return { type: "bool", length: call.length, values: first };
  };
}

function matches(name: string, wrap: (source: string, flags: string) => string): ColumnKernel {
  return (call) => {
    const [x] = call.args as [Column];
    const options = { wrap: (source: string) => wrap(source, String(call.params["flags"] ?? "")), ascii: isAsciiColumn(x) };
    const pattern = compilePattern(name, call.params, options);
    return measureStrings(call, x, (text) => pattern.test(text));
  };
}

function finder(isLast: 0 | 1): ColumnKernel {
  return (call) => {
    const [x] = call.args as [Column];
    const { text, start, stop } = call.params;
    const isWhole = typeof start !== "number" && typeof stop !== "number";
    if (isWhole && text !== "") return search(call, "textFind", String(text), new BigInt64Array(call.length), [isLast]);
    return measureStrings(call, x, (whole) => findIn([...whole], [...String(text)], start, stop, isLast === 1));
  };
}

/** Python's `find` within code points `start … stop - 1`. */
function findIn(letters: readonly string[], wanted: readonly string[], start: unknown, stop: unknown, isLast: boolean): number {
  const { length } = letters;
  if (typeof start === "number" && start > length) return -1;
  const place = (index: unknown, usual: number) => (typeof index === "number" ? Math.min(Math.max(index < 0 ? index + length : index, 0), length) : usual);
  const [from, to] = [place(start, 0), place(stop, length)];
  const isAt = (at: number) => wanted.every((letter, i) => letters[at + i] === letter);
  const places = Array.from({ length: Math.max(0, to - wanted.length - from + 1) }, (_, i) => from + i);
  return (isLast ? places.findLast(isAt) : places.find(isAt)) ?? -1;
}

function replaceLiteral(call: ColumnCall, x: Column, text: string, replacement: string): Column {
  const { bytes, offsets, base } = textOperand(x);
  const inputs = [bytes, offsets, encode(text), encode(replacement)];
  const ends = new Int32Array(x.length + 1);
  runText(call.backend, "textReplaceOffsets", { n: x.length, inputs, outputs: [ends], params: [base] });
  const values = new Uint8Array(ends[x.length]!);
  runText(call.backend, "textReplace", { n: x.length, inputs, outputs: [values], params: [base] });
  return { type: "utf8", length: x.length, values, offsets: ends };
}

/** Replaces the first `most` matches. */
function replaceFirst(text: string, pattern: RegExp, replacement: string, most: number): string {
  const single = new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, "")}y`);
  let [out, at, left] = ["", 0, most];
  for (const match of text.matchAll(pattern)) {
    if (left-- === 0) break;
    single.lastIndex = match.index;
    // The rest of the text takes part, so that looking ahead sees it.
    const changed = text.replace(single, replacement);
    const tail = text.length - match.index - match[0].length;
    out += text.slice(at, match.index) + changed.slice(match.index, changed.length - tail);
    at = match.index + match[0].length;
  }
  return out + text.slice(at);
}

export const textSearch = {
  "str/startswith": affix(0),
  "str/endswith": affix(1),
  "str/contains"(call) {
    const plain = literalPattern(call.params);
    if (plain === "") return { type: "bool", length: call.length, values: new Uint8Array(call.length).fill(1) };
    if (plain !== undefined) return search(call, "textContains", plain, new Uint8Array(call.length));
    return matches("str.contains", (source) => source)(call);
  },
  "str/match": matches("str.match", (source, flags) => whole(source, false, flags)),
  "str/fullmatch": matches("str.fullmatch", (source, flags) => whole(source, true, flags)),
  "str/count"(call) {
    const plain = literalPattern(call.params);
    if (plain !== undefined && plain !== "") return search(call, "textCount", plain, new BigInt64Array(call.length));
    const pattern = compilePattern("str.count", call.params, { added: "g", ascii: isAsciiColumn(call.args[0]!) });
    return measureStrings(call, call.args[0]!, (text) => [...text.matchAll(pattern)].length);
  },
  "str/find": finder(0),
  "str/rfind": finder(1),
  "str/replace"(call) {
    const [x] = call.args as [Column];
    const { n = -1, flags, regex = flags !== undefined } = call.params;
    const params: StepParams = { ...call.params, regex };
    const plain = literalPattern(params);
    const most = typeof n === "number" && n >= 0 ? n : Infinity;
    const isEvery = flags === undefined || String(flags).includes("g");
    if (plain !== undefined && plain !== "" && most === Infinity && isEvery && (regex === false || !/[$\\]/.test(String(params["replacement"])))) {
      return replaceLiteral(call, x, plain, String(params["replacement"]));
    }
    const pattern = compilePattern("str.replace", params, { added: "g", ascii: isAsciiColumn(x) });
    const replacement = replacementOf(params);
    const limit = isEvery ? most : Math.min(most, 1);
    return mapStrings(call, x, (text) => (limit === Infinity ? text.replace(pattern, replacement) : replaceFirst(text, pattern, replacement, limit)));
  },
  "str/extract"(call) {
    const pattern = compilePattern("str.extract", call.params, { ascii: isAsciiColumn(call.args[0]!) });
    const { group = 1 } = call.params;
    return mapStrings(call, call.args[0]!, (text) => {
      const match = pattern.exec(text);
      return typeof group === "number" ? match?.[group] : match?.groups?.[String(group)];
    });
  },
  "str/split": (call) => splits()["str/split"](call),
  "str/rsplit": (call) => splits()["str/rsplit"](call),
  "str/findall": (call) => splits()["str/findall"](call),
} satisfies { readonly [name: string]: ColumnKernel };

const splits = () => loadBeside<typeof import("./split.ts")>(import.meta.url, "./split").textSplits;
