import { dtypes } from "../../chunk/dtype.ts";
import type { Expr } from "../../expr/expr.ts";
import type { Chunks, Extent } from "../../expr/meta.ts";
import { isKnown } from "../../expr/meta.ts";
import { isPlainRecord } from "../../util/plain.ts";
import { gridSize } from "./grid.ts";
import { later, UnknownLengths } from "./later.ts";
import { source } from "./source.ts";
import { toScalar } from "./to-scalar.ts";

type Apply = (...args: unknown[]) => unknown;

/**
 * Applies an operation; where that takes lengths that are not known yet, gives a promise of its result instead. What shape that has is found out by
 * supposing lengths, long ones and short ones: what comes out the same is known, the rest is not.
 */
export function orLater(operation: string, apply: Apply, args: readonly unknown[], isExpr: (value: unknown) => value is Expr): unknown {
  try {
    return apply(...args);
  } catch (error) {
    if (!(error instanceof UnknownLengths)) throw error;
    return promise(operation, apply, args, isExpr, error);
  }
}

function promise(operation: string, apply: Apply, args: readonly unknown[], isExpr: (value: unknown) => value is Expr, error: UnknownLengths): unknown {
  const inputs: Expr[] = [];
  const replace = (value: unknown, change: (node: Expr) => unknown): unknown => {
    if (isExpr(value)) return change(value);
    if (Array.isArray(value)) return value.map((item) => replace(item, change));
    // Other records stay what they are: some are known by being themselves.
    const holdsArrays = isPlainRecord(value) && Object.values(value).some((item) => isExpr(item) || Array.isArray(item));
    return holdsArrays ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, change)])) : value;
  };
  const told = args.map((arg) => describe(replace(arg, (node) => ({ input: inputs.push(node) - 1 }))));
  const on = (nodes: readonly Expr[]): unknown => {
    let next = 0;
    return apply(...args.map((arg) => replace(arg, () => nodes[next++]!)));
  };
  const guesses = error.promised === undefined ? suppose(inputs, lengthsOf(args), on) : [];
  if (error.promised === undefined && guesses.length === 0) throw error;
  const [first] = guesses;
  const promiseOf = (item: number | undefined) => {
    const made = guesses.map((guess) => (item === undefined ? guess : (guess as Expr[])[item]) as Expr);
    const dtype = made[0]?.meta.dtype ?? inputs[0]!.meta.dtype;
    const chunks = error.promised ?? agreed(made.map(({ meta }) => meta.chunks));
    if (chunks === undefined) throw error;
    return later(operation, inputs, { told, item }, { dtype, chunks }, (nodes) => {
      const result = on(nodes);
      return (item === undefined ? result : (result as Expr[])[item]) as Expr;
    });
  };
  return Array.isArray(first) ? first.map((_, item) => promiseOf(item)) : promiseOf(undefined);
}

/** Numbers that most others divide, so that most shapes can be made of them. */
const long = [720_720, 1_441_440] as const;
const short = [1, 0] as const;
/** For positions beyond. */
const longest = 720_720 * 2 ** 20;

/** How long lists among arguments are. */
const lengthsOf = (args: readonly unknown[]): number[] =>
  args.flatMap((arg) => (Array.isArray(arg) || ArrayBuffer.isView(arg) ? [(arg as Uint8Array).length] : []));

/** What comes out for several lengths, long ones first. */
function suppose(inputs: readonly Expr[], listed: readonly number[], on: (nodes: readonly Expr[]) => unknown): unknown[] {
  const attempt = (extents: (count: number) => readonly number[]): unknown[] => {
    try {
      return [on(inputs.map((input) => standIn(input, extents)))];
    } catch {
      return [];
    }
  };
  const evenly = (length: number) => attempt((count) => new Array<number>(count).fill(length));
  const alone = (length: number) => attempt((count) => [length, ...new Array<number>(count - 1).fill(0)]);
  const found = [...long.flatMap(evenly), ...short.flatMap(alone)];
  if (found.length > 1) return found;
  // What meets an array or a list of known length has to be as long.
  const others = [...new Set([...inputs.flatMap(({ meta }) => meta.shape.filter((extent) => extent !== undefined)), ...listed])];
  return [...found, ...evenly(longest), ...others.flatMap(alone)];
}

/** An array like another one, with lengths for those that it lacks. */
function standIn(node: Expr, extents: (count: number) => readonly number[]): Expr {
  const { dtype, shape, chunks } = node.meta;
  if (isKnown(shape)) return node;
  const cut = chunks.map((axis) => (axis.includes(undefined) ? extents(axis.length) : (axis as readonly number[])));
  return source("constant", dtype, cut, { value: dtypes[dtype].kind === "bool" ? false : toScalar(0, dtype) });
}

/** How many chunks a promise has at most: if it turns out to be short, most of them are empty. */
const mostChunks = 1024;

/** What several results have in common. Nothing if they have not even as many axes. */
function agreed(all: readonly Chunks[]): Chunks | undefined {
  const [first, ...rest] = all as [Chunks, ...Chunks[]];
  if (rest.some((chunks) => chunks.length !== first.length)) return undefined;
  const length = (axis: readonly Extent[]) => axis.reduce<number>((sum, extent) => sum + (extent ?? Number.NaN), 0);
  const isOpen = first.map((axis, i) => !rest.every((chunks) => length(chunks[i]!) === length(axis)));
  const counts = first.map((axis, i) => (isOpen[i] ? Math.min(...all.slice(0, 2).map((chunks) => chunks[i]!.length)) : axis.length));
  const excess = gridSize(counts) / mostChunks;
  const fewer = excess > 1 ? excess ** (1 / isOpen.filter(Boolean).length) : 1;
  return first.map((axis, i) => (isOpen[i] ? new Array<undefined>(Math.max(1, Math.floor(counts[i]! / fewer))).fill(undefined) : axis));
}

let functions = 0;

/** Arguments as what has content: a function is like no other. */
function describe(value: unknown): unknown {
  if (typeof value === "function") return { function: functions++ };
  if (Array.isArray(value)) return value.map(describe);
  return isPlainRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, describe(item)])) : value;
}
