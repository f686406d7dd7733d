import type { ColumnType } from "../../../chunk/column-type.ts";
import type { StepParams } from "../../../graph/program.ts";
import { DTypeError } from "../../../util/errors.ts";
import type { ColumnFunction } from "../column-expr.ts";
import { isText } from "../meet.ts";
import { compilePattern, groupsOf } from "../pattern.ts";
import { piecesType } from "./lists.ts";
import { checkParams, type ParamRule } from "./params.ts";
import { refuse } from "./refuse.ts";

type Rules = { readonly [param: string]: ParamRule };
type Check = (params: StepParams) => void;

/** A function of one text, as pandas' `Series.str` has it. Categories count as their text; null stays null. */
function text(name: string, result: ColumnType | ((params: StepParams) => ColumnType), rules: Rules = {}, check?: Check): ColumnFunction {
  return {
    strict: true,
    infer([type], params) {
      if (!isText(type!)) throw refuse(`str.${name}`, [type!], 'it takes text: cast with astype("utf8")');
      checkParams(`str.${name}`, params, rules);
      check?.(params);
      return typeof result === "function" ? result(params) : result;
    },
  };
}

const pattern: Rules = { pattern: "string", regex: "boolean?", case: "boolean?", flags: "string?" };
const compiles = (name: string): Check => {
  return (params) => {
    if (params["regex"] !== false) compilePattern(`str.${name}`, params);
  };
};

function checkGroup(params: StepParams): void {
  const { count, names } = groupsOf("str.extract", params);
  const { group = 1 } = params;
  if (typeof group === "number" ? group >= 0 && group <= count && (count > 0 || group === 0) : names.includes(String(group))) return;
  throw new DTypeError(
    `str.extract: ${JSON.stringify(params["pattern"])} has no group ${JSON.stringify(group)}; ${count === 0 ? "put what is wanted in parentheses, or take all of it: { group: 0 }" : `its groups are ${names.join(", ") || `1 to ${count}`}`}`,
  );
}

const padding: Rules = { width: "integer", fillchar: "string?" };

/** `ljust` and its like are `pad` at one side. */
function justified(name: string, side: "left" | "right" | "both"): ColumnFunction {
  return {
    ...text(name, "utf8", padding),
    rewrite([x], params, call) {
      checkParams(`str.${name}`, params, padding);
      return call("str/pad", [x!], { ...params, side });
    },
  };
}

function partition(name: string): ColumnFunction {
  return text(name, "utf8", { separator: "string?", item: "integer" }, ({ separator, item }) => {
    if (separator === "") throw new DTypeError(`str.${name}: the separator is empty`);
    if (item !== 0 && item !== 1 && item !== 2) throw new DTypeError(`str.${name}: item is ${item}; it is 0, 1 or 2`);
  });
}

export const textFunctions = {
  "str/lower": text("lower", "utf8"),
  "str/upper": text("upper", "utf8"),
  /** Each word (letters in a row) with a capital first letter. */
  "str/title": text("title", "utf8"),
  /** A capital first letter, small ones after it. */
  "str/capitalize": text("capitalize", "utf8"),
  "str/swapcase": text("swapcase", "utf8"),
  /** For comparing without regard to case. */
  "str/casefold": text("casefold", "utf8"),
  /** Without white space, or the characters of `params.characters`, at both ends. */
  "str/strip": text("strip", "utf8", { characters: "string?" }),
  "str/lstrip": text("lstrip", "utf8", { characters: "string?" }),
  "str/rstrip": text("rstrip", "utf8", { characters: "string?" }),
  "str/removeprefix": text("removeprefix", "utf8", { text: "string" }),
  "str/removesuffix": text("removesuffix", "utf8", { text: "string" }),
  /** Code points. */
  "str/len": text("len", "int64"),
  /** Bytes of UTF-8. */
  "str/byteLen": text("byteLen", "int64"),
  /** Code points from `start` up to `stop`, as Python slices. */
  "str/slice": text("slice", "utf8", { start: "integer?", stop: "integer?", step: "integer?" }, ({ step }) => {
    if (step === 0) throw new DTypeError("str.slice: step is 0; it must not be");
  }),
  /** The code point at `params.index` (negative: from the end); null if there is none. */
  "str/get": text("get", "utf8", { index: "integer" }),
  /** Whether it begins with `params.text`, or with one of a list. */
  "str/startswith": text("startswith", "bool", { text: "strings" }),
  "str/endswith": text("endswith", "bool", { text: "strings" }),
  /** Whether `params.pattern`, a regular expression unless `regex` is false, is found in it. */
  "str/contains": text("contains", "bool", pattern, compiles("contains")),
  /** Whether it begins with what the pattern matches. */
  "str/match": text("match", "bool", pattern, compiles("match")),
  /** Whether the pattern matches all of it. */
  "str/fullmatch": text("fullmatch", "bool", pattern, compiles("fullmatch")),
  /** How often the pattern is found, without overlaps. */
  "str/count": text("count", "int64", pattern, compiles("count")),
  /** All that the pattern matches, without overlaps; of a pattern with a group, what the group is. */
  "str/findall": text("findall", "list<utf8>", pattern, (params) => {
    if (params["regex"] !== false && groupsOf("str.findall", params).count > 1)
      throw new DTypeError(`str.findall: ${JSON.stringify(params["pattern"])} has several groups; it may have one`);
    compiles("findall")(params);
  }),
  /** Where `params.text` first is, in code points; -1 if nowhere. */
  "str/find": text("find", "int64", { text: "string", start: "integer?", stop: "integer?" }),
  "str/rfind": text("rfind", "int64", { text: "string", start: "integer?", stop: "integer?" }),
  /** What is found replaced, `params.n` times at most. A plain text unless `params.regex` is true: then `\1` and `\g<name>` stand for groups. */
  "str/replace": text("replace", "utf8", { ...pattern, replacement: "string", n: "integer?" }, (params) => {
    if (params["regex"] === true || params["flags"] !== undefined) compilePattern("str.replace", params);
  }),
  /** What `params.group` (a number or name, 1) of the first match is; null without one. */
  "str/extract": text("extract", "utf8", { ...pattern, group: "group?" }, checkGroup),
  /** The pieces between separators (white space), or the one with number `params.item` (negative: from the end); null if there are fewer. `n`: the most separators that count. */
  "str/split": text("split", piecesType, { separator: "string?", item: "integer?", n: "integer?", regex: "boolean?" }, ({ separator }) => {
    if (separator === "") throw new DTypeError("str.split: the separator is empty; leave it out for white space");
  }),
  /** The same, separators counted from the right. */
  "str/rsplit": text("rsplit", piecesType, { separator: "string?", item: "integer?", n: "integer?" }, ({ separator }) => {
    if (separator === "") throw new DTypeError("str.rsplit: the separator is empty; leave it out for white space");
  }),
  /** Of what is before the first `params.separator` (a space), the separator, and what is after it: the one with number `params.item`, 0 to 2. */
  "str/partition": partition("partition"),
  /** The same of the last separator. */
  "str/rpartition": partition("rpartition"),
  /** `params.replacement` (nothing) in the place of the code points from `start` up to `stop`. */
  "str/sliceReplace": text("sliceReplace", "utf8", { start: "integer?", stop: "integer?", replacement: "string?" }),
  "str/repeat": text("repeat", "utf8", { times: "integer" }),
  /** Filled up to `params.width` code points at its `left` (default), `right` or `both` sides. */
  "str/pad": text("pad", "utf8", { ...padding, side: ["left", "right", "both"] }, ({ fillchar = " " }) => {
    if ([...String(fillchar)].length !== 1) throw new DTypeError(`str.pad: fillchar is ${JSON.stringify(fillchar)}; it must be one character`);
  }),
  "str/ljust": justified("ljust", "right"),
  "str/rjust": justified("rjust", "left"),
  "str/center": justified("center", "both"),
  /** Zeros at its left, after a sign. */
  "str/zfill": text("zfill", "utf8", { width: "integer" }),
  "str/isalpha": text("isalpha", "bool"),
  "str/isalnum": text("isalnum", "bool"),
  "str/isdigit": text("isdigit", "bool"),
  "str/isdecimal": text("isdecimal", "bool"),
  "str/isnumeric": text("isnumeric", "bool"),
  "str/isspace": text("isspace", "bool"),
  "str/islower": text("islower", "bool"),
  "str/isupper": text("isupper", "bool"),
  "str/istitle": text("istitle", "bool"),
  /** Characters of `params.from` replaced with the texts at the same place in `params.to`. */
  "str/translate": text("translate", "utf8", { from: "strings", to: "strings" }, ({ from, to }) => {
    if (!Array.isArray(from) || !Array.isArray(to) || from.length !== to.length) throw new DTypeError("str.translate: from and to must be lists of one length");
  }),
  /** Unicode normal form `params.form`. */
  "str/normalize": text("normalize", "utf8", { form: ["NFC", "NFD", "NFKC", "NFKD"] }, ({ form }) => {
    if (form === undefined) throw new DTypeError("str.normalize: form is missing; it must be one of NFC, NFD, NFKC, NFKD");
  }),
  /** Texts one after the other, with `params.separator` between them. */
  "str/cat": {
    strict: true,
    infer(types, params) {
      if (types.length === 0 || !types.every(isText)) throw refuse("str.cat", types, 'it takes text: cast with astype("utf8")');
      checkParams("str.cat", params, { separator: "string?" });
      return "utf8";
    },
  },
} as const satisfies { readonly [name: string]: ColumnFunction };
