import { columnTypeOf } from "../../../chunk/column-type.ts";
import { mixedComparisons } from "../../../ops/array/definitions/inner-ops.ts";
import type { ColumnCall, ColumnKernel } from "../column-kernel.ts";
import { elementwise } from "../elementwise.ts";
import { takeCodes } from "../take-codes.ts";
import { compareText, equalText } from "../text/compare.ts";
import { isin } from "./isin.ts";

type Comparison = "equal" | "notEqual" | "less" | "lessEqual" | "greater" | "greaterEqual";

/** What a comparison is with its arguments exchanged. */
const mirrored: { readonly [C in Comparison]: Comparison } = {
  equal: "equal",
  notEqual: "notEqual",
  less: "greater",
  lessEqual: "greaterEqual",
  greater: "less",
  greaterEqual: "lessEqual",
};

function comparison(name: Comparison): ColumnKernel {
  const kernel: ColumnKernel = (call) => {
    const { backend, length, args, type } = call;
    const [a, b] = args as [(typeof args)[0], (typeof args)[0]];
    if (a.dictionary !== undefined || b.dictionary !== undefined) return byDictionary(call, comparison(a.dictionary === undefined ? mirrored[name] : name));
    if (a.type === "utf8") return { type, length, values: textComparison(call, name) };
    const [first, second] = [columnTypeOf(a.type).storage, columnTypeOf(b.type).storage];
    if (first === second) {
      return { type, length, values: elementwise(backend, { kernel: name, dtype: first, result: "bool", inputs: [a.values, b.values] }, length) };
    }
    const mixed = mixedComparisons[name]!;
    const [mixedName, inputs] = first === "int64" ? [mixed.straight, [a.values, b.values]] : [mixed.mirrored, [b.values, a.values]];
    return { type, length, values: elementwise(backend, { kernel: mixedName, dtype: "int64", result: "bool", inputs }, length) };
  };
  return kernel;
}

/** A category and one text: the texts of the dictionary are compared. */
function byDictionary(call: ColumnCall, compare: ColumnKernel) {
  const [a, b] = call.args;
  const [category, other] = a!.dictionary === undefined ? [b!, a!] : [a!, b!];
  const dictionary = category.dictionary!;
  const compared = compare({ ...call, length: dictionary.length, args: [dictionary, other] });
  return takeCodes(call.backend, compared, category);
}

function textComparison({ backend, length, args }: ColumnCall, name: Comparison): Uint8Array {
  if (name === "equal" || name === "notEqual") return equalText(backend, args[0]!, args[1]!, length, name === "notEqual");
  const order = compareText(backend, args[0]!, args[1]!, length);
  return elementwise(backend, { kernel: name, dtype: "int8", result: "bool", inputs: [order, new Int8Array(1)] }, length) as Uint8Array;
}

export const compare = {
  eq: comparison("equal"),
  ne: comparison("notEqual"),
  lt: comparison("less"),
  le: comparison("lessEqual"),
  gt: comparison("greater"),
  ge: comparison("greaterEqual"),
  isin,
} satisfies { readonly [name: string]: ColumnKernel };
