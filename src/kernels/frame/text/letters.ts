import type { Column } from "../../../chunk/column.ts";
import type { ColumnKernel } from "../column-kernel.ts";
import { isAsciiColumn, runOver, textOperand } from "./run.ts";
import { patchWide } from "./strings.ts";

/** The words of `Case` in native/kernels/text-parts.cpp. */
const cases = { lower: 0, upper: 1, swapcase: 2, title: 3, capitalize: 4 } as const;

/** Letters as small or capital ones: ASCII by a kernel, other rows as Unicode has them. */
function letters(which: keyof typeof cases, of: (text: string) => string): ColumnKernel {
  return (call) => {
    const [x] = call.args as [Column];
    const { bytes, offsets, base } = textOperand(x);
    const values = new Uint8Array(bytes.length);
    runOver(call.backend, "textLetters", x, [values], { params: [cases[which]] });
    const ends = base === 0 ? offsets : offsets.map((end) => end - base);
    const done: Column = { type: "utf8", length: x.length, values, offsets: ends };
    return isAsciiColumn(x) ? done : patchWide(call, x, done, of);
  };
}

const isCased = /\p{Cased}/u;
/** Letters with a title form besides the capital one: digraphs, and Greek ones with an iota below. */
const titles: ReadonlyMap<string, string> = new Map([
  ...["Ǆǅǆ", "Ǉǈǉ", "Ǌǋǌ", "Ǳǲǳ"].flatMap((forms) => Array.from(forms, (form) => [form, forms[1]!] as const)),
  ...[0x1f80, 0x1f90, 0x1fa0].flatMap((first) =>
    Array.from({ length: 16 }, (_, i) => [String.fromCharCode(first + i), String.fromCharCode(first + 8 + (i % 8))] as const),
  ),
  ...["ᾳᾼ", "ῃῌ", "ῳῼ"].flatMap((forms) => Array.from(forms, (form) => [form, forms[1]!] as const)),
]);

/** The title form of one character: of several letters only the first is a capital. */
function titleOf(letter: string): string {
  const known = titles.get(letter);
  if (known !== undefined) return known;
  const forms = [...letter.toUpperCase()];
  const capital = forms.findIndex((form) => isCased.test(form) && form !== "ʼ");
  return forms.map((form, i) => (capital >= 0 && i > capital ? form.toLowerCase() : form)).join("");
}

function toTitle(text: string): string {
  const letters = [...text];
  let [out, isWord] = ["", false];
  for (const [i, letter] of letters.entries()) {
    out += isWord ? lowerIn(letters, i) : titleOf(letter);
    isWord = isCased.test(letter);
  }
  return out;
}

/** A letter made small where it stands. */
function lowerIn(letters: readonly string[], i: number): string {
  if (letters[i] !== "Σ") return letters[i]!.toLowerCase();
  const isLetter = (one: string | undefined) => one !== undefined && isCased.test(one);
  return isLetter(letters[i - 1]) && !isLetter(letters[i + 1]) ? "ς" : "σ";
}

function capitalize(text: string): string {
  const [first = ""] = text;
  const rest = text.toLowerCase();
  return titleOf(first) + rest.slice(first.toLowerCase().length);
}

function swapCase(text: string): string {
  const letters = [...text];
  return letters
    .map((letter, i) => (/\p{Lowercase}/u.test(letter) ? letter.toUpperCase() : /\p{Uppercase}/u.test(letter) ? lowerIn(letters, i) : letter))
    .join("");
}

/** Unicode's full case folding: a letter's capital form made small, but for Cherokee, whose capitals are older, and the i without a dot. */
function caseFold(text: string): string {
  return Array.from(text, (letter) => {
    if (/\p{Script=Cherokee}/u.test(letter)) return letter.toUpperCase();
    return letter === "ı" || letter === "İ" ? letter.toLowerCase() : letter.toUpperCase().toLowerCase().replaceAll("ς", "σ").replace("ß", "ss");
  }).join("");
}

export const textLetters = {
  "str/lower": letters("lower", (text) => text.toLowerCase()),
  "str/upper": letters("upper", (text) => text.toUpperCase()),
  "str/swapcase": letters("swapcase", swapCase),
  "str/title": letters("title", toTitle),
  "str/capitalize": letters("capitalize", capitalize),
  "str/casefold": letters("lower", caseFold),
} satisfies { readonly [name: string]: ColumnKernel };
