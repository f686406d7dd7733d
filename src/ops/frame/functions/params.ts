import type { Literal, StepParams } from "../../../graph/program.ts";
import { DTypeError } from "../../../util/errors.ts";
import { shown } from "../../../util/shown.ts";

/** What a parameter may be: a type of JavaScript (`integer`: a number without fraction), `?` if it may be left out, or the values themselves. */
export type ParamRule = "string" | "string?" | "boolean?" | "integer" | "integer?" | "strings" | "group?" | readonly string[];

/** Throws `DTypeError` unless the parameters are those that a function takes. */
export function checkParams(name: string, params: StepParams, rules: { readonly [param: string]: ParamRule }): void {
  for (const key of Object.keys(params)) {
    if (!Object.hasOwn(rules, key)) throw new DTypeError(`${name}: no option ${JSON.stringify(key)}; it has ${Object.keys(rules).join(", ") || "none"}`);
  }
  for (const [key, rule] of Object.entries(rules)) {
    const value = params[key];
    if (allows(rule, value)) continue;
    const given: unknown = value;
    const what = given instanceof RegExp ? textOf(given) : described(rule);
    throw new DTypeError(`${name}: ${key} is ${value === undefined ? "missing" : shown(value)}; it must be ${what}`);
  }
}

function allows(rule: ParamRule, value: Literal | undefined): boolean {
  if (typeof rule !== "string") return value === undefined || rule.includes(String(value));
  if (value === undefined || value === null) return rule.endsWith("?");
  if (rule.startsWith("integer")) return Number.isSafeInteger(value);
  if (rule === "group?") return typeof value === "string" || Number.isSafeInteger(value);
  if (rule === "strings") return typeof value === "string" || (Array.isArray(value) && value.every((one) => typeof one === "string"));
  return typeof value === rule.replace("?", "");
}

const textOf = ({ source, flags }: RegExp) => `text: ${JSON.stringify(source)}, and { flags: ${JSON.stringify(flags)} } for the rules of JavaScript`;

function described(rule: ParamRule): string {
  if (typeof rule !== "string") return `one of ${rule.join(", ")}`;
  if (rule === "strings") return "text, or a list of texts";
  if (rule === "group?") return "a group's name or number, or left out";
  const what = { string: "text", boolean: "true or false", integer: "an integer" }[rule.replace("?", "") as "string"];
  return `${what}${rule.endsWith("?") ? ", or left out" : ""}`;
}
