import type { Column } from "../../../chunk/column.ts";
import { columnOf } from "../../../chunk/column-values.ts";
import { listColumn } from "../../../chunk/list.ts";
import { textReader } from "../../../chunk/text.ts";
import { compilePattern } from "../../../ops/frame/pattern.ts";
import { hasBit, validFrom } from "../bitmap.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { whiteSpace } from "./parts.ts";
import { encode, isAsciiColumn, runOver, textOperand } from "./run.ts";
import { fromSpans, newSpans } from "./spans.ts";
import { mapStrings } from "./strings.ts";

/** Of the pieces of each text one, or, without `params.item`, all of them. */
function pieces(call: ColumnCall, of: (text: string) => string[]): Column {
  const [x] = call.args as [Column];
  const { item } = call.params;
  return typeof item === "number" ? mapStrings(call, x, (text) => of(text).at(item)) : lists(call, x, of);
}

function lists({ valid }: ColumnCall, x: Column, of: (text: string) => string[]): Column {
  const read = textReader(x);
  const offsets = new Int32Array(x.length + 1);
  const all: string[] = [];
  for (let row = 0; row < x.length; row++) {
    if (valid === undefined || hasBit(valid, row)) for (const piece of of(read(row))) all.push(piece);
    offsets[row + 1] = all.length;
  }
  return listColumn(columnOf("utf8", all), offsets);
}

const mostOf = ({ n }: ColumnCall["params"]) => (typeof n === "number" && n > 0 ? n : -1);

export const textSplits = {
  "str/split"(call) {
    const [x] = call.args as [Column];
    const { separator, item, regex } = call.params;
    const most = mostOf(call.params);
    if (regex === true) return pieces(call, splitByPattern(call, most));
    if (typeof separator !== "string") return pieces(call, (text) => splitWords(text, most));
    if (item === undefined) return pieces(call, (text) => splitLeft(text, separator, most));
    const spans = newSpans(x.length);
    const present = new Uint8Array(x.length);
    runOver(call.backend, "textSplit", x, [spans.starts, spans.ends, present], { params: [item as number, most], inputs: [encode(separator)] });
    return { ...fromSpans(call.backend, textOperand(x).bytes, spans), valid: validFrom(call.backend, present) };
  },
  "str/rsplit"(call) {
    const { separator } = call.params;
    const most = mostOf(call.params);
    return pieces(call, (text) => (typeof separator === "string" ? splitRight(text, separator, most) : splitWords([...text].reverse().join(""), most, true)));
  },
  "str/findall"(call) {
    const pattern = compilePattern("str.findall", call.params, { added: "g", ascii: isAsciiColumn(call.args[0]!) });
    return pieces(call, (text) => Array.from(text.matchAll(pattern), (match) => (match.length > 1 ? (match[1] ?? "") : match[0])));
  },
} satisfies { readonly [name: string]: ColumnKernel };

/** Words between white space, the rest after `most` cuts. */
function splitWords(text: string, most: number, reversed = false): string[] {
  const words: string[] = [];
  let rest = text.replace(leadingSpace, "");
  while (rest !== "" && (most < 0 || words.length < most)) {
    const space = someSpace.exec(rest);
    if (space === null) break;
    words.push(rest.slice(0, space.index));
    rest = rest.slice(space.index).replace(leadingSpace, "");
  }
  if (rest !== "") words.push(rest);
  return reversed ? words.map((word) => [...word].reverse().join("")).reverse() : words;
}

const someSpace = new RegExp(`[${whiteSpace}]+`, "u");
const leadingSpace = new RegExp(`^${someSpace.source}`, "u");

function splitLeft(text: string, separator: string, most: number): string[] {
  const all = text.split(separator);
  if (most < 0 || all.length <= most + 1) return all;
  return [...all.slice(0, most), all.slice(most).join(separator)];
}

function splitRight(text: string, separator: string, most: number): string[] {
  const all = text.split(separator);
  if (most < 0 || all.length <= most + 1) return all;
  const kept = all.length - most;
  return [all.slice(0, kept).join(separator), ...all.slice(kept)];
}

/** Between matches; groups are no pieces. */
function splitByPattern(call: ColumnCall, most: number): (text: string) => string[] {
  const pattern = compilePattern("str.split", { pattern: call.params["separator"]! }, { added: "g", ascii: isAsciiColumn(call.args[0]!) });
  return (text) => {
    const found: string[] = [];
    let at = 0;
    for (const match of text.matchAll(pattern)) {
      if (most >= 0 && found.length === most) break;
      found.push(text.slice(at, match.index));
      at = match.index + match[0].length;
    }
    return [...found, text.slice(at)];
  };
}
