import { type ColumnType, columnTypeOf, parseColumnType } from "../../../chunk/column-type.ts";
import type { Literal } from "../../../graph/program.ts";
import { DTypeError } from "../../../util/errors.ts";
import type { ColumnFunction } from "../column-expr.ts";
import { castExpr, literal, settle } from "../literal.ts";
import { isList, isNumeric, isText } from "../meet.ts";
import { refuse } from "./refuse.ts";

/** Whether values of a type can become values of another. */
function canCast(from: ColumnType, to: ColumnType): boolean {
  if (isList(from) || isList(to)) return false;
  if (isText(from) || isText(to)) return true;
  if (isNumeric(from) && isNumeric(to)) return true;
  const [source, target] = [columnTypeOf(from).kind, columnTypeOf(to).kind];
  // Ticks and days are integers.
  const isInteger = (kind: string) => kind !== "bool" && !kind.startsWith("float");
  if (isNumeric(from)) return isInteger(source);
  if (isNumeric(to)) return isInteger(target);
  return (source === "duration") === (target === "duration");
}

export const convert = {
  /**
   * The same values as the type `params.type`. Fractions are cut off, timestamps cut down to their unit; a number beyond the range, or text that is no such value, is an error that
   * names row and value, or null with `params.errors` = `coerce`.
   */
  cast: {
    strict: true,
    infer([from], { type, errors = "raise" }) {
      const to = parseColumnType(type, "astype").type;
      if (errors !== "raise" && errors !== "coerce") throw new DTypeError(`astype: errors is ${JSON.stringify(errors)}; it is "raise" or "coerce"`);
      if (!canCast(from!, to))
        throw refuse(
          "astype",
          [from!, to],
          isList(from!) || isList(to) ? "explode a list, or make text of it with list.join" : "cast by way of int64 for ticks, or of utf8",
        );
      return to;
    },
    rewrite: ([x], { type }) => (x!.type === parseColumnType(type, "astype").type ? x : undefined),
  },
  /** Each value by way of a dictionary: `params.keys` and `params.values`. What is no key becomes null. */
  map: {
    strict: false,
    infer([from], { values, type }) {
      if (isList(from!)) throw refuse("map", [from!], "lists are no keys: use list.get or list.join first");
      return type === undefined ? typeOfValues(values as readonly Literal[]) : parseColumnType(type, "map").type;
    },
  },
  /** Each value that is one of `params.keys` replaced with the one in `params.values`. The type stays, but integers that meet a fraction become float64. */
  replace: {
    strict: false,
    infer: ([x]) => {
      if (isList(x!)) throw refuse("replace", [x!], "lists are not compared: explode first");
      return x!;
    },
    adapt([x], { values }) {
      const given = (values as readonly Literal[]).map((value) => literal(value as null));
      const isWider = isNumeric(x!.type) && settle("replace", [x!, ...given]).some(({ type }) => type === "float64");
      return [castExpr(x!, isWider ? "float64" : x!.type)];
    },
  },
} as const satisfies { readonly [name: string]: ColumnFunction };

function typeOfValues(values: readonly Literal[]): ColumnType {
  const types = new Set(values.filter((value) => value !== null).map((value) => literal(value as number).type));
  if (types.size === 1) return [...types][0]!;
  if (types.size === 0) throw new DTypeError("map: the dictionary has no values");
  throw new DTypeError(`map: its values are ${[...types].join(" and ")}; they must be of one type`);
}
