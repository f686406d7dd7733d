import { dd } from "../../src/index.ts";
import { type ColumnType, itemType } from "../../src/chunk/column-type.ts";

/** A method and its arguments. `{ "expr": [column, [method, …args], …] }` is a column of the frame at hand, `{ "frame": name }` another frame. */
export type Step = readonly [string, ...unknown[]];
export interface GoldenFrame {
  readonly [column: string]: { readonly type: ColumnType; readonly values: readonly unknown[] };
}

type Callable = { readonly [name: string]: (...args: unknown[]) => unknown };
type Inputs = { readonly [name: string]: GoldenFrame };

/** A frame of an input. */
export function frameOf(input: GoldenFrame, npartitions: number): unknown {
  const columns = Object.fromEntries(Object.entries(input).map(([name, { type, values }]) => [name, values.map((value) => storedValue(type, value))]));
  const schema = Object.fromEntries(Object.entries(input).map(([name, { type }]) => [name, type]));
  return dd.fromColumns(columns, { schema, npartitions });
}

/** JSON has times as ticks, large integers as text, infinities as words. */
function storedValue(type: ColumnType, value: unknown): unknown {
  if (value === null) return null;
  const item = itemType(type);
  if (item !== undefined) return (value as unknown[]).map((one) => storedValue(item, one));
  if (type.startsWith("float")) return value === "inf" ? Infinity : value === "-inf" ? -Infinity : value;
  if (type === "date") return new Date(Number(value) * 86_400_000);
  return /64|^timestamp|^duration/.test(type) ? BigInt(value as number) : value;
}

/** What methods, one after the other, make of a frame. */
export function takeSteps(inputs: Inputs, name: string, steps: readonly Step[], npartitions: number): unknown {
  return steps.reduce((made, step) => takeStep(made, step, inputs, npartitions), frameOf(inputs[name]!, npartitions));
}

function takeStep(made: unknown, [method, ...args]: Step, inputs: Inputs, npartitions: number): unknown {
  const own = combined[method];
  if (own !== undefined) return own(made as Callable, args);
  const given = args.map((arg) => decode(arg, made as Callable, inputs, npartitions));
  return (made as Callable)[method]!(...given);
}

function decode(arg: unknown, made: Callable, inputs: Inputs, npartitions: number): unknown {
  if (Array.isArray(arg)) return arg.map((one) => decode(one, made, inputs, npartitions));
  if (typeof arg !== "object" || arg === null) return arg;
  if ("frame" in arg) return frameOf(inputs[arg.frame as string]!, npartitions);
  if ("bigint" in arg) return BigInt(arg.bigint as string);
  if ("map" in arg) return new Map(arg.map as [unknown, unknown][]);
  if ("expr" in arg) return (columns: { readonly [name: string]: unknown }) => columnOf(arg.expr as readonly unknown[], columns);
  return Object.fromEntries(Object.entries(arg).map(([key, value]) => [key, decode(value, made, inputs, npartitions)]));
}

/** A column after methods. */
function columnOf([name, ...steps]: readonly unknown[], columns: { readonly [name: string]: unknown }): unknown {
  return (steps as Step[]).reduce((column, [method, ...args]) => {
    const given = args.map((arg) => {
      if (typeof arg !== "object" || arg === null || Array.isArray(arg)) return arg;
      if ("expr" in arg) return columnOf(arg.expr as readonly unknown[], columns);
      return "bigint" in arg ? BigInt(arg.bigint as string) : "map" in arg ? new Map(arg.map as [unknown, unknown][]) : arg;
    });
    const accessor = method.split(".");
    const target = accessor.slice(0, -1).reduce((at, part) => (at as { readonly [part: string]: unknown })[part], column) as Callable;
    const member = target[accessor[accessor.length - 1]!];
    return typeof member === "function" ? member.apply(target, given) : member;
  }, columns[name as string]);
}

/** What stands for several calls, or for a callback. */
const combined: { readonly [step: string]: (frame: Callable, args: readonly unknown[]) => unknown } = {
  corrOf: (frame, [a, b, method]) => frame["agg"]!((c: { readonly [name: string]: Callable }) => ({ r: c[a as string]!["corr"]!(c[b as string], { method }) })),
  exploded: (frame, [column]) => ((frame["col"]!(column) as Callable)["explode"]!() as Callable)["toFrame"]!(),
  quantiles: (frame, [column, asked, interpolation]) =>
    frame["agg"]!((c: { readonly [name: string]: Callable }) =>
      Object.fromEntries((asked as number[]).map((q, i) => [`q${i}`, c[column as string]!["quantile"]!(q, { interpolation })])),
    ),
  column: (frame, [name, step]) => frame["select"]!((columns: { readonly [name: string]: unknown }) => ({ made: columnOf([name, step], columns) })),
  spreads: (frame, [column, ddof]) =>
    frame["agg"]!((c: { readonly [name: string]: Callable }) => Object.fromEntries(["var", "std", "sem"].map((name) => [name, c[column as string]![name]!({ ddof })]))),
};
