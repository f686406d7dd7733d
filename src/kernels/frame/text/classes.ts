import type { Column } from "../../../chunk/column.ts";
import { textReader } from "../../../chunk/text.ts";
import type { ColumnKernel } from "../column-kernel.ts";
import { whiteSpace } from "./parts.ts";
import { runOver } from "./run.ts";
import { measureStrings } from "./strings.ts";

/** A predicate on all characters of a text, one at least: ASCII rows by a table of bytes, others as Python's `str` has it. */
function every(allowed: (letter: string) => boolean, needed: (letter: string) => boolean, of: (text: string) => boolean): ColumnKernel {
  const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
    const letter = String.fromCharCode(byte);
    return byte > 127 ? 0 : (allowed(letter) ? 1 : 0) | (needed(letter) ? 2 : 0);
  });
  return (call) => {
    const [x] = call.args as [Column];
    const values = new Uint8Array(x.length);
    runOver(call.backend, "textEvery", x, [values], { inputs: [kinds] });
    if (!values.includes(2)) return { type: "bool", length: x.length, values };
    const read = textReader(x);
    for (let row = 0; row < x.length; row++) if (values[row] === 2) values[row] = of(read(row)) ? 1 : 0;
    return { type: "bool", length: x.length, values };
  };
}

/** All characters of a class. */
function all(class_: RegExp): ColumnKernel {
  const one = new RegExp(`^(?:${class_.source})$`, "u");
  const whole = new RegExp(`^(?:${class_.source})+$`, "u");
  return every(
    (letter) => one.test(letter),
    (letter) => one.test(letter),
    (text) => whole.test(text),
  );
}

/** Cased letters are all of one case, and there is one. */
function cased(lower: boolean): ColumnKernel {
  const [right, wrong] = lower ? [/\p{Lowercase}/u, /[\p{Uppercase}\p{Lt}]/u] : [/\p{Uppercase}/u, /[\p{Lowercase}\p{Lt}]/u];
  return every(
    (letter) => !wrong.test(letter),
    (letter) => right.test(letter),
    (text) => right.test(text) && !wrong.test(text),
  );
}

/** Capitals only after what has no case, small letters only after what has, and a letter at all. */
function isTitle(text: string): boolean {
  let [isWord, found] = [false, false];
  for (const letter of text) {
    const isUpper = /[\p{Uppercase}\p{Lt}]/u.test(letter);
    const isLower = /\p{Lowercase}/u.test(letter);
    if ((isUpper && isWord) || (isLower && !isWord)) return false;
    isWord = isUpper || isLower;
    found ||= isWord;
  }
  return found;
}

const space = new RegExp(`[${whiteSpace}]`, "u");
/** Digits that Python's `isdigit` has besides decimal ones: superscripts, subscripts, and those in circles, parentheses and with full stops. */
const digits = /\p{Nd}|[²³¹⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒፩-፱᧚\u{10A40}-\u{10A43}\u{10E60}-\u{10E68}\u{11052}-\u{1105A}\u{1F100}-\u{1F10A}]/u;
/** Numbers, and the ideographs that are some. */
const numeric =
  /\p{N}|[㐅㒃㠪㭍一七万三九二五亖亿什仟仨伍佰億兆兩八六十千卄卅卌叁参參叄四壱壹幺廾廿弌弍弎弐拾捌柒漆玖百肆萬貮貳贰阡陆陌陸零\uF96B\uF973\uF978\uF9B2\uF9D1\uF9D3\uF9FD]/u;

export const textClasses = {
  "str/isalpha": all(/\p{L}/u),
  "str/isdecimal": all(/\p{Nd}/u),
  "str/isdigit": all(digits),
  "str/isnumeric": all(numeric),
  "str/isalnum": all(new RegExp(`\\p{L}|${numeric.source}`, "u")),
  "str/isspace": all(space),
  "str/islower": cased(true),
  "str/isupper": cased(false),
  "str/istitle": (call) => measureStrings(call, call.args[0]!, isTitle),
} satisfies { readonly [name: string]: ColumnKernel };
