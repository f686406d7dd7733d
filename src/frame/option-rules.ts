/** What an option may be. */
interface Rule {
  readonly is: string;
  holds(value: unknown): boolean;
}

const yesNo: Rule = { is: "true or false", holds: (value) => typeof value === "boolean" };
const oneOf = (...values: readonly unknown[]): Rule => ({
  is: `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`,
  holds: (value) => values.includes(value),
});
const count = (least: number): Rule => ({ is: `an integer of at least ${least}`, holds: (value) => Number.isSafeInteger(value) && (value as number) >= least });

/** Options that mean the same wherever they are taken: a value that none of them has would pass for one that they have. */
const rules: { readonly [option: string]: Rule } = {
  ascending: {
    is: "true or false, or a list of them",
    holds: (value) => typeof value === "boolean" || (Array.isArray(value) && value.every((one) => typeof one === "boolean")),
  },
  broadcast: yesNo,
  ddof: count(0),
  dropna: yesNo,
  indicator: { is: "true, false or a name", holds: (value) => typeof value === "boolean" || typeof value === "string" },
  keep: oneOf("first", "last", false),
  maintainOrder: yesNo,
  naPosition: oneOf("first", "last"),
  normalize: yesNo,
  nullsEqual: yesNo,
  pct: yesNo,
  sort: yesNo,
  splitOut: count(1),
  suffixes: { is: "a list of two texts", holds: (value) => Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === "string") },
};

/** Refuses what options cannot be. @throws TypeError */
export function checkRules(operation: string, options: object, asked: readonly string[]): void {
  for (const [name, value] of Object.entries(options)) {
    const rule = value !== undefined && asked.includes(name) && Object.hasOwn(rules, name) ? rules[name]! : undefined;
    if (rule !== undefined && !rule.holds(value)) throw new TypeError(`${operation}: ${name} is ${shown(value)}; it must be ${rule.is}`);
  }
}

const shown = (value: unknown) => (typeof value === "bigint" || typeof value === "function" ? String(value) : JSON.stringify(value));
