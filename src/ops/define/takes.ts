import { isPlainRecord } from "../../util/plain.ts";

/** What an operation takes: names of what stands by position (a method's array is the first) and of options, both as Python names them, in camelCase. */
export interface Takes {
  readonly positions: readonly string[];
  readonly options: readonly string[];
  /** Positions where a record is a value too: `rechunk({ 0: 10 })`. */
  readonly records: readonly string[];
  /** Any number of arguments; options come after the last. */
  readonly variadic: boolean;
}

/** `takes("shape dtype chunks{}", "name")`: `{}` after a name says that a record may stand there, `...` in the end that more may follow (`...{}`: records too). What is in angle brackets cannot be given by name. */
export function takes(positions: string, options = ""): Takes {
  const words = positions.split(" ").filter(Boolean);
  const names = words.map((word) => word.replace("{}", ""));
  return {
    positions: names.filter((name) => name !== "..."),
    options: options.split(" ").filter(Boolean),
    records: names.filter((_, i) => words[i]!.endsWith("{}")),
    variadic: names.includes("..."),
  };
}

/** How an error tells what an operation takes. */
export function describe({ positions, options, variadic }: Takes): string {
  const list = variadic ? [...positions, "…"] : positions;
  return options.length === 0 ? `(${list.join(", ")})` : `(${[...list, `{ ${options.join(", ")} }`].join(", ")})`;
}

/**
 * Arguments in their places: what a record at the end gives by name goes where the name stands, what is left are the options, after all positions. So what Python calls
 * `x.sum(axis=0, keepdims=True)` is `x.sum(0, { keepdims: true })` and `x.sum({ axis: 0, keepdims: true })` alike.
 *
 * @throws TypeError for names that the operation does not know, for arguments given twice, and for more than it takes.
 */
export function place(operation: string, spec: Takes, args: readonly unknown[], isValue: (value: unknown) => boolean): unknown[] {
  const { positions, options, records, variadic } = spec;
  const refuse = (what: string): never => {
    throw new TypeError(`${operation}: ${what}; it takes ${describe(spec)}`);
  };
  const at = args.length - 1;
  const last = args[at];
  const names = isPlainRecord(last) && !isValue(last) ? Object.keys(last) : undefined;
  const isKnown = (name: string) => !name.startsWith("<") && (positions.includes(name) || options.includes(name));
  const isNamed = names !== undefined && !(records.includes(positions[at] ?? "...") && !names.some(isKnown));
  const given = isNamed ? args.slice(0, -1) : [...args];
  if (!variadic && given.length > positions.length) {
    const extra = given[positions.length];
    if (given.length > positions.length + 1 || extra !== undefined || options.length === 0)
      refuse(`does not take ${text(extra)} as argument ${positions.length + 1}`);
    given.pop();
  }
  if (!isNamed) return given;
  const rest: Record<string, unknown> = {};
  for (const name of names!) {
    const value = (last as Record<string, unknown>)[name];
    const position = positions.indexOf(name);
    if (!isKnown(name)) refuse(`no argument is named ${JSON.stringify(name)}`);
    if (position < 0) rest[name] = value;
    else if (position < given.length && given[position] !== undefined) refuse(`${name} is given twice, by position and by name`);
    else given[position] = value;
  }
  if (Object.keys(rest).length > 0) given[variadic ? given.length : positions.length] = rest;
  return Array.from(given);
}

function text(value: unknown): string {
  return typeof value === "object" && value !== null
    ? `a ${value.constructor?.name ?? "record"}`
    : typeof value === "string"
      ? JSON.stringify(value)
      : String(value);
}
