import type { Expr } from "../expr/expr.ts";
import type { Field } from "../expr/meta.ts";
import { typedCall } from "../ops/frame/call.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { literal } from "../ops/frame/literal.ts";
import { isText } from "../ops/frame/meet.ts";
import { type NamedExpr, project } from "../ops/frame/project.ts";
import { fieldOf, schemaOf } from "../ops/frame/schema.ts";
import { DTypeError } from "../util/errors.ts";
import { isValue, nameOfValue } from "./column-value.ts";
import type { Columns } from "./columns-type.ts";
import { namesIn, ownColumns } from "./named-exprs.ts";
import type { ColumnValue, DummyOptions } from "./reshape-methods.ts";

type Categories = { readonly [name: string]: readonly ColumnValue[] };

/** The columns that become several. */
export function dummyColumns(frame: Expr, { columns }: DummyOptions<Columns>, categories: Categories | undefined): Field[] {
  const schema = schemaOf(frame);
  const texts = () => schema.filter(({ type }) => isText(type)).map(({ name }) => name);
  const names = columns !== undefined ? namesIn(columns, "getDummies") : categories !== undefined ? Object.keys(categories) : texts();
  for (const name of names)
    if (categories !== undefined && !Object.hasOwn(categories, name))
      throw new TypeError(`getDummies: categories has no values of column ${JSON.stringify(name)}`);
  return names.map((name) => fieldOf(schema, name, "getDummies"));
}

/** The other columns, then one for each value. */
export function dummies(frame: Expr, fields: readonly Field[], categories: Categories, options: DummyOptions<Columns>): Expr {
  const { prefixSep = "_", dummyNa = false, dropFirst = false, dtype = "bool" } = options;
  if (!dtypes.includes(dtype)) throw new DTypeError(`getDummies: dtype is ${JSON.stringify(dtype)}; one of ${dtypes.join(", ")}`);
  const as = (condition: ColumnExpr) => typedCall("cast", [condition], { type: dtype });
  const made = fields.flatMap(({ name, type }): NamedExpr[] => {
    const own: ColumnExpr = { column: name, type };
    const values = (categories[name] ?? []).map((value) => ({
      name: `${name}${prefixSep}${nameOfValue(value, own)}`,
      expr: as(typedCall("fillna", [isValue(own, value), literal(false)])),
    }));
    const missing = dummyNa ? [{ name: `${name}${prefixSep}nan`, expr: as(typedCall("isna", [own])) }] : [];
    return [...values, ...missing].slice(dropFirst ? 1 : 0);
  });
  const kept = ownColumns(frame).filter(({ name }) => !fields.some((field) => field.name === name));
  return project(frame, [...kept, ...made]);
}
const dtypes: readonly string[] = ["bool", "int8", "uint8", "int32", "int64", "float32", "float64"];
