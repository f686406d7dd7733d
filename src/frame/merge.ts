import type { ColumnType } from "../chunk/column-type.ts";
import type { Expr } from "../expr/expr.ts";
import type { Schema } from "../expr/meta.ts";
import { join } from "../ops/frame/join.ts";
import type { JoinColumn, JoinHow } from "../ops/frame/join-params.ts";
import { castExpr } from "../ops/frame/literal.ts";
import { meet } from "../ops/frame/meet.ts";
import { repartition } from "../ops/frame/partitions.ts";
import { project } from "../ops/frame/project.ts";
import { partitionsOf, schemaOf, typeOf } from "../ops/frame/schema.ts";
import { DTypeError, ShapeError } from "../util/errors.ts";
import type { MergeOptions } from "./merge-options.ts";
import { namesIn } from "./named-exprs.ts";

const hows: readonly JoinHow[] = ["inner", "left", "right", "outer", "semi", "anti", "cross"];
const uniqueSides: { readonly [validate: string]: readonly ("left" | "right")[] } = {
  "1:1": ["left", "right"],
  "1:m": ["left"],
  "m:1": ["right"],
  "m:m": [],
  one_to_one: ["left", "right"],
  one_to_many: ["left"],
  many_to_one: ["right"],
  many_to_many: [],
};

/** pandas' `merge`. */
export function merge(left: Expr, right: Expr, options: MergeOptions = {}): Expr {
  const how = options.how ?? "inner";
  if (!hows.includes(how)) throw new TypeError(`merge: unknown how ${JSON.stringify(how)}; one of ${hows.join(", ")}`);
  const validate = uniqueSides[options.validate ?? "m:m"];
  if (validate === undefined) throw new TypeError(`merge: unknown validate ${JSON.stringify(options.validate)}; one of ${Object.keys(uniqueSides).join(", ")}`);
  const keys = how === "cross" ? noKeys(options) : keysOf(schemaOf(left), schemaOf(right), options);
  const oneSide = how === "semi" || how === "anti";
  const types = keys.map((key) => meetingType(left, right, key));
  if (!oneSide) {
    // Keys of one name become one column, of the type that holds those of both sides.
    const shared = new Map(keys.flatMap(({ leftName, rightName }, i) => (leftName === rightName ? [[leftName, types[i]!] as const] : [])));
    [left, right] = [withTypes(left, shared), withTypes(right, shared)];
  }
  const [l, r] = [schemaOf(left), schemaOf(right)];
  const leftKeys = keys.map(({ leftName }, i) => castExpr({ column: leftName, type: typeOf(l, leftName, "merge") }, types[i]!));
  const rightKeys = keys.map(({ rightName }, i) => castExpr({ column: rightName, type: typeOf(r, rightName, "merge") }, types[i]!));
  const columns = oneSide ? ofLeft(l) : outputColumns(l, r, keys, options);
  const small = partitionsOf(right) === 1 && how !== "right" && how !== "outer";
  const broadcast = how === "cross" || (options.broadcast ?? small);
  if (options.broadcast === true && (how === "right" || how === "outer"))
    throw new ShapeError(
      `merge: ${how === "outer" ? "an" : "a"} ${how} join cannot read the right frame in every partition of the left one: its rows without a partner would come many times`,
    );
  return join(left, broadcast ? repartition(right, 1) : right, {
    how,
    leftKeys,
    rightKeys,
    columns,
    validate,
    nullsEqual: options.nullsEqual ?? false,
    ordered: options.maintainOrder ?? true,
    broadcast,
  });
}

/** The type in which a pair of keys is compared. */
function meetingType(left: Expr, right: Expr, { leftName, rightName }: KeyPair): ColumnType {
  const [a, b] = [typeOf(schemaOf(left), leftName, "merge"), typeOf(schemaOf(right), rightName, "merge")];
  // float64 does not tell all of their values apart; a uint64 that is no int64 is an error.
  const type = [a, b].includes("int64") && [a, b].includes("uint64") ? "int64" : meet(a, b);
  if (type !== undefined) return type;
  throw new DTypeError(`merge: key ${JSON.stringify(leftName)} is ${a} on the left and ${b} on the right; cast one with astype`);
}

/** A frame with some of its columns as other types. */
function withTypes(frame: Expr, types: ReadonlyMap<string, ColumnType>): Expr {
  const own = schemaOf(frame);
  if (own.every(({ name, type }) => (types.get(name) ?? type) === type)) return frame;
  return project(
    frame,
    own.map(({ name, type }) => ({ name, expr: castExpr({ column: name, type }, types.get(name) ?? type) })),
  );
}

interface KeyPair {
  readonly leftName: string;
  readonly rightName: string;
}

function noKeys({ on, leftOn, rightOn }: MergeOptions): KeyPair[] {
  if ((on ?? leftOn ?? rightOn) !== undefined) throw new TypeError("merge: a cross join has no keys");
  return [];
}

function keysOf(left: Schema, right: Schema, { on, leftOn, rightOn }: MergeOptions): KeyPair[] {
  if (on !== undefined && (leftOn ?? rightOn) !== undefined) throw new TypeError("merge: give on, or leftOn and rightOn, not both");
  if ((leftOn === undefined) !== (rightOn === undefined)) throw new TypeError("merge: leftOn and rightOn go together");
  const shared = left.map(({ name }) => name).filter((name) => right.some((field) => field.name === name));
  if (on === undefined && leftOn === undefined && shared.length === 0)
    throw new TypeError("merge: the frames have no column of the same name; give leftOn and rightOn");
  const leftNames = namesIn(leftOn ?? on ?? shared, "merge");
  const rightNames = namesIn(rightOn ?? on ?? shared, "merge");
  if (leftNames.length === 0 && rightNames.length === 0)
    throw new TypeError('merge: the list of keys is empty; name some, or pair all rows with { how: "cross" }');
  if (leftNames.length !== rightNames.length)
    throw new ShapeError(`merge: ${leftNames.length} keys on the left (${leftNames.join(", ")}), ${rightNames.length} on the right (${rightNames.join(", ")})`);
  return leftNames.map((leftName, i) => ({ leftName, rightName: rightNames[i]! }));
}

const ofLeft = (left: Schema): JoinColumn[] => left.map(({ name, type }) => ({ name, side: "left", column: name, type }));

function outputColumns(left: Schema, right: Schema, keys: readonly KeyPair[], options: MergeOptions): JoinColumn[] {
  const [suffixLeft, suffixRight] = options.suffixes ?? ["_x", "_y"];
  /** Keys of one name are one column. */
  const shared = new Set(keys.flatMap(({ leftName, rightName }) => (leftName === rightName ? [leftName] : [])));
  const has = (schema: Schema, name: string) => schema.some((field) => field.name === name);
  const named = (name: string, other: Schema, suffix: string) => (has(other, name) ? name + suffix : name);
  const columns: JoinColumn[] = left.map(({ name, type }) =>
    shared.has(name) ? { name, side: "both", column: name, other: name, type } : { name: named(name, right, suffixLeft), side: "left", column: name, type },
  );
  for (const { name, type } of right) if (!shared.has(name)) columns.push({ name: named(name, left, suffixRight), side: "right", column: name, type });
  const indicator = options.indicator === true ? "_merge" : options.indicator;
  if (typeof indicator === "string") columns.push({ name: indicator, side: "indicator", type: "category" });
  return columns;
}
