import { type ColumnType, columnTypeOf, findColumnType } from "../chunk/column-type.ts";
import type { Schema } from "../expr/meta.ts";
import { isList, isNumeric, isText } from "../ops/frame/meet.ts";
import { DTypeError } from "../util/errors.ts";

export const isNumber = (type: ColumnType) => isNumeric(type) && type !== "bool";
export const isKind = (type: ColumnType, ...kinds: readonly string[]) => kinds.includes(columnTypeOf(type).kind);
export const isMeasured = (type: ColumnType) => isNumber(type) || isKind(type, "timestamp", "duration");

/** Types by the names that pandas has for several of them. */
const families: { readonly [name: string]: (type: ColumnType) => boolean } = {
  number: isNumber,
  object: isText,
  datetime: (type) => isKind(type, "timestamp"),
  timedelta: (type) => isKind(type, "duration"),
  list: isList,
};

function isOneOf(what: unknown, option: string): (type: ColumnType) => boolean {
  const rules = [what].flat().map((name) => {
    if (typeof name === "string" && Object.hasOwn(families, name)) return families[name]!;
    const known = typeof name === "string" ? findColumnType(name) : undefined;
    if (known === undefined)
      throw new DTypeError(
        `describe: ${option} has ${JSON.stringify(name)}; give column types, or ${Object.keys(families).join(", ")}${option === "include" ? ', or "all"' : ""}`,
      );
    return (type: ColumnType) => type === known.type;
  });
  return (type) => rules.some((rule) => rule(type));
}

/** The columns that are described: numbers, or all if there are none, unless something else is said. */
export function described(schema: Schema, include: unknown, exclude: unknown): Schema {
  if (include === "all" && exclude !== undefined) throw new TypeError('describe: exclude has no meaning with include: "all"');
  if (include === "all") return schema;
  if (include === undefined && exclude === undefined) {
    const numbers = schema.filter(({ type }) => isNumber(type));
    return numbers.length === 0 ? schema : numbers;
  }
  const isIn = include === undefined ? () => true : isOneOf(include, "include");
  const isOut = exclude === undefined ? () => false : isOneOf(exclude, "exclude");
  const kept = schema.filter(({ type }) => isIn(type) && !isOut(type));
  if (kept.length === 0) throw new DTypeError(`describe: no column is left; they are ${schema.map(({ name, type }) => `${name}: ${type}`).join(", ")}`);
  return kept;
}
