import { columnTypeOf, ticksPerSecond } from "../chunk/column-type.ts";
import { dtypes } from "../chunk/dtype.ts";
import { exprKey } from "../engine/collection.ts";
import type { Expr } from "../expr/expr.ts";
import type { Schema } from "../expr/meta.ts";
import { mergeAsof as asof } from "../ops/frame/asof.ts";
import type { AsofDirection } from "../ops/frame/asof-params.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import type { JoinColumn } from "../ops/frame/join-params.ts";
import { castExpr } from "../ops/frame/literal.ts";
import { isNumeric, isTime, meet } from "../ops/frame/meet.ts";
import { fieldOf, schemaOf } from "../ops/frame/schema.ts";
import { parseDuration } from "../util/duration-text.ts";
import { DTypeError, ShapeError } from "../util/errors.ts";
import { optionNames, refuseUnknown } from "../util/option-names.ts";
import type { Columns, Open } from "./columns-type.ts";
import { DFrame } from "./dframe.ts";
import { namesIn } from "./named-exprs.ts";
import { checkRules } from "./option-rules.ts";

export interface MergeAsofOptions {
  /** A column of numbers or times by which both frames are sorted. */
  readonly on?: string;
  readonly leftOn?: string;
  readonly rightOn?: string;
  /** Columns that must be equal besides. */
  readonly by?: string | readonly string[];
  readonly leftBy?: string | readonly string[];
  readonly rightBy?: string | readonly string[];
  /** The last row before or at it (default), the first after or at it, or whichever is nearer: the one before, where both are equally near. */
  readonly direction?: AsofDirection;
  /** How far away it may be: a number, of times a duration like `"2s"` or ticks as a bigint. */
  readonly tolerance?: number | bigint | string;
  /** Whether equal keys meet. Default true. */
  readonly allowExactMatches?: boolean;
  /** For columns that both sides have. Default `["_x", "_y"]`. */
  readonly suffixes?: readonly [string, string];
}

const asofOptions = optionNames<MergeAsofOptions>({
  on: true,
  leftOn: true,
  rightOn: true,
  by: true,
  leftBy: true,
  rightBy: true,
  direction: true,
  tolerance: true,
  allowExactMatches: true,
  suffixes: true,
});

/**
 * Every row of the left frame with the row of the right one whose key is nearest: both are sorted by the key, which is checked. Missing keys, and NaN, are near nothing. pandas' `merge_asof`.
 *
 * @throws ColumnError, DTypeError, ShapeError; when it runs, TaskError where a frame is not in order
 * @example dd.mergeAsof(trades, quotes, { on: "time", by: "ticker", tolerance: "10ms" });
 */
export function mergeAsof<L extends Columns, R extends Columns>(left: DFrame<L>, right: DFrame<R>, options: MergeAsofOptions): DFrame<Open> {
  refuseUnknown("mergeAsof", options, asofOptions);
  checkRules("mergeAsof", options, asofOptions);
  for (const frame of [left, right]) if (!(frame instanceof DFrame)) throw new TypeError("mergeAsof: give two frames");
  const { direction = "backward", tolerance, allowExactMatches: exact = true } = options;
  if (!["backward", "forward", "nearest"].includes(direction))
    throw new TypeError(`mergeAsof: unknown direction ${JSON.stringify(direction)}; backward, forward or nearest`);
  const [l, r]: [Expr, Expr] = [left[exprKey], right[exprKey]];
  const [on] = pairs(options.on, options.leftOn, options.rightOn, "on");
  if (on === undefined) throw new TypeError("mergeAsof: give on, or leftOn and rightOn");
  const by = pairs(options.by, options.leftBy, options.rightBy, "by");
  const [leftOn, rightOn] = keys(schemaOf(l), schemaOf(r), on);
  if (!(isNumeric(leftOn.type) && leftOn.type !== "bool") && !isTime(leftOn.type))
    throw new DTypeError(`mergeAsof: ${JSON.stringify(on[0])} is ${leftOn.type}; nearness takes numbers or times`);
  const byKeys = by.map((pair) => keys(schemaOf(l), schemaOf(r), pair));
  return new DFrame(
    asof(l, r, {
      leftOn,
      rightOn,
      leftBy: byKeys.map(([key]) => key),
      rightBy: byKeys.map(([, key]) => key),
      columns: outputColumns(schemaOf(l), schemaOf(r), [on, ...by], options.suffixes ?? ["_x", "_y"]),
      direction,
      tolerance: tolerance === undefined ? undefined : toleranceOf(tolerance, leftOn),
      exact,
    }),
  );
}

type Pair = readonly [left: string, right: string];

function pairs(both: unknown, left: unknown, right: unknown, name: string): Pair[] {
  const capital = name[0]!.toUpperCase() + name.slice(1);
  if (both !== undefined && (left ?? right) !== undefined) throw new TypeError(`mergeAsof: give ${name}, or left${capital} and right${capital}, not both`);
  if ((left === undefined) !== (right === undefined)) throw new TypeError(`mergeAsof: left${capital} and right${capital} go together`);
  const [lefts, rights] = [namesIn(left ?? both ?? [], "mergeAsof"), namesIn(right ?? both ?? [], "mergeAsof")];
  if (lefts.length !== rights.length) throw new ShapeError(`mergeAsof: ${lefts.length} columns in left${capital}, ${rights.length} in right${capital}`);
  if (name === "on" && lefts.length > 1)
    throw new ShapeError(`mergeAsof: ${lefts.length} columns to be near by (${lefts.join(", ")}); give one, and others as by`);
  return lefts.map((one, i) => [one, rights[i]!]);
}

function keys(left: Schema, right: Schema, [leftName, rightName]: Pair): [ColumnExpr, ColumnExpr] {
  const [a, b] = [fieldOf(left, leftName, "mergeAsof"), fieldOf(right, rightName, "mergeAsof")];
  const type = meet(a.type, b.type);
  if (type === undefined)
    throw new DTypeError(`mergeAsof: ${JSON.stringify(leftName)} is ${a.type} on the left and ${b.type} on the right; cast one with astype`);
  return [castExpr({ column: leftName, type: a.type }, type), castExpr({ column: rightName, type: b.type }, type)];
}

/** The distance in the type of the key. */
function toleranceOf(tolerance: number | bigint | string, { type }: ColumnExpr): number | bigint {
  const refuse = (why: string) => new DTypeError(`mergeAsof: tolerance ${JSON.stringify(String(tolerance))} for keys of ${type}: ${why}`);
  const { kind, storage, unit = "s" } = columnTypeOf(type);
  if (isTime(type)) {
    if (typeof tolerance === "number") throw refuse('give a duration like "2s"');
    if (typeof tolerance === "bigint") return storage === "int64" ? tolerance : Number(tolerance);
    const nanoseconds = parseDuration(tolerance, 1e9);
    if (nanoseconds === undefined || nanoseconds < 0n) throw refuse('give a duration like "2s"');
    return kind === "date" ? Number(nanoseconds / 86_400_000_000_000n) : nanoseconds / BigInt(1e9 / ticksPerSecond[unit]);
  }
  if (typeof tolerance === "string") throw refuse("give a number");
  if (!(tolerance >= 0)) throw refuse("it must not be negative");
  const isWide = dtypes[storage].itemsize === 8 && dtypes[storage].kind !== "float";
  return isWide ? BigInt(typeof tolerance === "number" ? Math.floor(tolerance) : tolerance) : Number(tolerance);
}

/** Left columns, then right ones but for those that are keys under the same name. */
function outputColumns(left: Schema, right: Schema, keyPairs: readonly Pair[], [suffixLeft, suffixRight]: readonly [string, string]): JoinColumn[] {
  const shared = new Set(keyPairs.flatMap(([a, b]) => (a === b ? [a] : [])));
  const has = (schema: Schema, name: string) => !shared.has(name) && schema.some((field) => field.name === name);
  return [
    ...left.map(({ name, type }): JoinColumn => ({ name: has(right, name) ? name + suffixLeft : name, side: "left", column: name, type })),
    ...right
      .filter(({ name }) => !shared.has(name))
      .map(({ name, type }): JoinColumn => ({ name: has(left, name) ? name + suffixRight : name, side: "right", column: name, type })),
  ];
}
