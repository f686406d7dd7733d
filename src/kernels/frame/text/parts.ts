import type { Column } from "../../../chunk/column.ts";
import { validFrom } from "../bitmap.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { encode, isAsciiColumn, runOver, textOperand } from "./run.ts";
import { fromSpans, newSpans, type Spans } from "./spans.ts";
import { mapStrings } from "./strings.ts";

/** What Python takes for white space. */
export const whiteSpace =
  "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

function spansOf(call: ColumnCall, x: Column, kernel: string, params: readonly number[], inputs: readonly Uint8Array[] = []): Spans {
  const spans = newSpans(x.length);
  runOver(call.backend, kernel, x, [spans.starts, spans.ends], { params, inputs });
  return spans;
}

function strip(atStart: boolean, atEnd: boolean): ColumnKernel {
  return (call) => {
    const [x] = call.args as [Column];
    const { characters } = call.params;
    const set = typeof characters === "string" ? characters : whiteSpace;
    const isPlain = isAsciiColumn(x) || (characters !== undefined && encode(set).length === set.length);
    if (!isPlain) return mapStrings(call, x, (text) => stripString(text, new Set(set), atStart, atEnd));
    const table = new Uint8Array(256);
    for (const character of set) if (character.charCodeAt(0) < 128) table[character.charCodeAt(0)] = 1;
    return fromSpans(call.backend, textOperand(x).bytes, spansOf(call, x, "textStrip", [atStart ? 1 : 0, atEnd ? 1 : 0], [table]));
  };
}

function stripString(text: string, set: ReadonlySet<string>, atStart: boolean, atEnd: boolean): string {
  const letters = [...text];
  let [from, to] = [0, letters.length];
  if (atStart) while (from < to && set.has(letters[from]!)) from++;
  if (atEnd) while (to > from && set.has(letters[to - 1]!)) to--;
  return letters.slice(from, to).join("");
}

function slice(call: ColumnCall, x: Column, from: number, to: number): Spans {
  return spansOf(call, x, "textSlice", [from, to, isAsciiColumn(x) ? 1 : 0]);
}

/** More than any row has. */
const end = 2 ** 31;

/** Every `step`-th code point, as Python slices. */
function sliceString(text: string, start: number | undefined, stop: number | undefined, step: number): string {
  const letters = [...text];
  const { length } = letters;
  const place = (index: number, low: number, high: number) => Math.min(Math.max(index < 0 ? index + length : index, low), high);
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const last = stop === undefined ? (step > 0 ? length : -1) : place(stop, low, high);
  let out = "";
  for (let i = start === undefined ? (step > 0 ? 0 : length - 1) : place(start, low, high); step > 0 ? i < last : i > last; i += step) out += letters[i];
  return out;
}

/** What is left without a text at one end. */
function withoutAffix(kernel: "start" | "end"): ColumnKernel {
  return (call) => {
    const [x] = call.args as [Column];
    const affix = encode(String(call.params["text"]));
    const found = new Uint8Array(x.length);
    runOver(call.backend, "textStartsWith", x, [found], { params: [kernel === "end" ? 1 : 0], inputs: [affix] });
    const { bytes, offsets, base } = textOperand(x);
    const spans = newSpans(x.length);
    for (let row = 0; row < x.length; row++) {
      const cut = found[row]! * affix.length;
      spans.starts[row] = offsets[row]! - base + (kernel === "start" ? cut : 0);
      spans.ends[row] = offsets[row + 1]! - base - (kernel === "end" ? cut : 0);
    }
    return fromSpans(call.backend, bytes, spans);
  };
}

const integer = (value: unknown) => (typeof value === "number" ? value : undefined);

export const textParts = {
  "str/strip": strip(true, true),
  "str/lstrip": strip(true, false),
  "str/rstrip": strip(false, true),
  "str/removeprefix": withoutAffix("start"),
  "str/removesuffix": withoutAffix("end"),
  "str/slice"(call) {
    const [x] = call.args as [Column];
    const [start, stop, step] = [integer(call.params["start"]), integer(call.params["stop"]), integer(call.params["step"]) ?? 1];
    if (step !== 1) return mapStrings(call, x, (text) => sliceString(text, start, stop, step));
    return fromSpans(call.backend, textOperand(x).bytes, slice(call, x, start ?? 0, stop ?? end));
  },
  "str/get"(call) {
    const [x] = call.args as [Column];
    const index = call.params["index"] as number;
    const spans = slice(call, x, index, index === -1 ? end : index + 1);
    // A negative index before the first code point: the slice begins with the first.
    if (index < -1) emptyShort(call, x, spans, -index);
    const present = new Uint8Array(x.length);
    for (let row = 0; row < x.length; row++) present[row] = spans.ends[row]! > spans.starts[row]! ? 1 : 0;
    return { ...fromSpans(call.backend, textOperand(x).bytes, spans), valid: validFrom(call.backend, present) };
  },
  "str/sliceReplace"(call) {
    const [start, stop] = [integer(call.params["start"]), integer(call.params["stop"])];
    const replacement = String(call.params["replacement"] ?? "");
    return mapStrings(call, call.args[0]!, (text) => replaceSlice([...text], start, stop, replacement));
  },
  "str/partition": partition((text, separator) => text.indexOf(separator), 0),
  "str/rpartition": partition((text, separator) => text.lastIndexOf(separator), 2),
  "str/len": length(0),
  "str/byteLen": length(1),
} satisfies { readonly [name: string]: ColumnKernel };

/** Where nothing is selected, the replacement goes in at the start. */
function replaceSlice(letters: readonly string[], start: number | undefined, stop: number | undefined, replacement: string): string {
  const isEmpty = letters.slice(start, stop).length === 0;
  const head = start === undefined ? [] : letters.slice(0, start);
  const tail = stop === undefined ? [] : letters.slice(isEmpty ? start : stop);
  return head.join("") + replacement + tail.join("");
}

/** The part before a separator, the separator, or the part after it; without one the whole text is number `whole` of them. */
function partition(find: (text: string, separator: string) => number, whole: 0 | 2): ColumnKernel {
  return (call) => {
    const { separator, item } = call.params;
    const mark = typeof separator === "string" ? separator : " ";
    return mapStrings(call, call.args[0]!, (text) => {
      const at = find(text, mark);
      if (at < 0) return item === whole ? text : "";
      return [text.slice(0, at), mark, text.slice(at + mark.length)][item as number];
    });
  };
}

/** Rows of fewer code points than `least` have none at the place. */
function emptyShort(call: ColumnCall, x: Column, spans: Spans, least: number): void {
  const lengths = new BigInt64Array(x.length);
  runOver(call.backend, "textLength", x, [lengths], { params: [0] });
  for (let row = 0; row < x.length; row++) if (lengths[row]! < least) spans.ends[row] = spans.starts[row]!;
}

function length(inBytes: 0 | 1): ColumnKernel {
  return (call) => {
    const [x] = call.args as [Column];
    const values = new BigInt64Array(x.length);
    runOver(call.backend, "textLength", x, [values], { params: [inBytes === 1 || isAsciiColumn(x) ? 1 : 0] });
    return { type: "int64", length: x.length, values };
  };
}
