import type { ColumnType } from "../chunk/column-type.ts";
import type { Expr } from "../expr/expr.ts";
import type { Schema } from "../expr/meta.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { join } from "../ops/frame/join.ts";
import type { JoinColumn, JoinHow } from "../ops/frame/join-params.ts";
import { castExpr } from "../ops/frame/literal.ts";
import { meet } from "../ops/frame/meet.ts";
import { repartition } from "../ops/frame/partitions.ts";
import { fieldOf, partitionsOf, schemaOf } from "../ops/frame/schema.ts";
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
  const [l, r] = [schemaOf(left), schemaOf(right)];
  const keys = how === "cross" ? noKeys(options) : keysOf(l, r, options);
  const leftKeys: ColumnExpr[] = [];
  const rightKeys: ColumnExpr[] = [];
  for (const { leftName, rightName } of keys) {
    const [a, b] = [fieldOf(l, leftName, "merge"), fieldOf(r, rightName, "merge")];
    const type = meet(a.type, b.type);
    if (type === undefined)
      throw new DTypeError(`merge: key ${JSON.stringify(leftName)} is ${a.type} on the left and ${b.type} on the right; cast one with astype`);
    leftKeys.push(castExpr({ column: leftName, type: a.type }, type));
    rightKeys.push(castExpr({ column: rightName, type: b.type }, type));
  }
  const oneSide = how === "semi" || how === "anti";
  const columns = oneSide ? ofLeft(l) : outputColumns(l, r, keys, leftKeys, options);
  const small = partitionsOf(right) === 1 && how !== "right" && how !== "outer";
  const broadcast = how === "cross" || (options.broadcast ?? small);
  if (options.broadcast === true && (how === "right" || how === "outer"))
    throw new ShapeError(
      `merge: a ${how} join cannot read the right frame in every partition of the left one: its rows without a partner would come many times`,
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
  if (leftNames.length !== rightNames.length)
    throw new ShapeError(`merge: ${leftNames.length} keys on the left (${leftNames.join(", ")}), ${rightNames.length} on the right (${rightNames.join(", ")})`);
  return leftNames.map((leftName, i) => ({ leftName, rightName: rightNames[i]! }));
}

const ofLeft = (left: Schema): JoinColumn[] => left.map(({ name, type }) => ({ name, side: "left", column: name, type }));

function outputColumns(left: Schema, right: Schema, keys: readonly KeyPair[], leftKeys: readonly ColumnExpr[], options: MergeOptions): JoinColumn[] {
  const [suffixLeft, suffixRight] = options.suffixes ?? ["_x", "_y"];
  /** Keys of one name are one column. */
  const shared = new Map<string, ColumnType>();
  keys.forEach(({ leftName, rightName }, i) => {
    if (leftName === rightName) shared.set(leftName, leftKeys[i]!.type);
  });
  const has = (schema: Schema, name: string) => schema.some((field) => field.name === name);
  const named = (name: string, other: Schema, suffix: string) => (has(other, name) ? name + suffix : name);
  const columns: JoinColumn[] = left.map(({ name, type }) =>
    shared.has(name)
      ? { name, side: "both", column: name, other: name, type: shared.get(name)! }
      : { name: named(name, right, suffixLeft), side: "left", column: name, type },
  );
  for (const { name, type } of right) if (!shared.has(name)) columns.push({ name: named(name, left, suffixRight), side: "right", column: name, type });
  const indicator = options.indicator === true ? "_merge" : options.indicator;
  if (typeof indicator === "string") columns.push({ name: indicator, side: "indicator", type: "category" });
  return columns;
}
