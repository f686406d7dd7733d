import type { ColumnType } from "../../../chunk/column-type.ts";
import type { ColumnExpr, ColumnFunction } from "../column-expr.ts";
import { castExpr, literal, requireHeld, settle } from "../literal.ts";
import { meet } from "../meet.ts";
import { refuse } from "./refuse.ts";

/** The type of values that stand in one column. */
function oneType(name: string, types: readonly ColumnType[]): ColumnType {
  const type = types.reduce<ColumnType | undefined>((a, b) => (a === undefined ? undefined : meet(a, b)), types[0]);
  if (type === undefined) throw refuse(name, types, "cast them to one type with astype");
  return type;
}

/** Brings values to one type. A category with texts stays one. */
function bringTogether(name: string, values: readonly ColumnExpr[]): ColumnExpr[] {
  const settled = settle(name, values);
  const types = settled.map(({ type }) => type);
  const isCategory = types.includes("category") && settled.every((value) => value.type === "category" || ("value" in value && value.type === "utf8"));
  const type = isCategory ? "category" : oneType(name, types);
  return settled.map((value) => (isCategory && "value" in value ? { value: value.value, type } : castExpr(value, type)));
}

const isCondition = (i: number, count: number) => i % 2 === 0 && i < count - 1;

function filled(name: string): ColumnFunction {
  return {
    strict: false,
    infer: ([x]) => x!,
    rewrite(args, _, call) {
      for (const other of args.slice(1)) requireHeld(name, args[0]!, other);
      return call("coalesce", bringTogether(name, args));
    },
  };
}

/** x where the second argument is true (`whereTrue`) or where it is not, else the third (null). */
function chosen(name: string, whereTrue: boolean): ColumnFunction {
  return {
    strict: false,
    infer: ([x]) => x!,
    rewrite([x, condition, other = literal(null)], _, call) {
      if (condition!.type !== "bool") throw refuse(name, [condition!.type], conditionHint);
      requireHeld(name, x!, other);
      const [value, rest] = bringTogether(name, [x!, other]);
      return call("when", whereTrue ? [condition!, value!, rest!] : [condition!, rest!, value!]);
    },
  };
}

const conditionHint = "a condition is a bool: compare first, like gt(0)";

export const choose = {
  /** Whether each row has no value. NaN is one. */
  isna: { strict: false, infer: () => "bool" },
  /** Whether each row has a value. */
  notna: { strict: false, infer: () => "bool" },
  /** The first argument that is not null. */
  coalesce: {
    strict: false,
    infer: (types) => oneType("coalesce", types),
    adapt: (args) => bringTogether("coalesce", args),
    rewrite: (args) => (args.length === 1 ? args[0] : undefined),
  },
  /** x, or the second argument where x is null. */
  fillna: filled("fillna"),
  ifnull: filled("ifnull"),
  /** x where the second argument is true, else the third (null). A null condition is not true. */
  where: chosen("where", true),
  /** x, but the third argument (null) where the second is true. */
  mask: chosen("mask", false),
  /** Conditions and values by turns, then what else: the value of the first condition that is true. Without a last argument, null. */
  when: {
    strict: false,
    infer(types) {
      const conditions = types.filter((_, i) => isCondition(i, types.length));
      if (conditions.some((type) => type !== "bool")) throw refuse("when", conditions, conditionHint);
      return oneType(
        "when",
        types.filter((_, i) => !isCondition(i, types.length)),
      );
    },
    adapt(args) {
      const all = args.length % 2 === 0 ? [...args, literal(null)] : args;
      const values = bringTogether(
        "when",
        all.filter((_, i) => !isCondition(i, all.length)),
      );
      return all.map((arg, i) => (isCondition(i, all.length) ? arg : values[i === all.length - 1 ? values.length - 1 : (i - 1) / 2]!));
    },
  },
} as const satisfies { readonly [name: string]: ColumnFunction };
