import { exprKey } from "../engine/collection.ts";
import type { ComputeOptions } from "../engine/options.ts";
import type { Expr } from "../expr/expr.ts";
import { concat } from "../ops/frame/concat.ts";
import { explode } from "../ops/frame/explode.ts";
import { castExpr } from "../ops/frame/literal.ts";
import { meet } from "../ops/frame/meet.ts";
import { project } from "../ops/frame/project.ts";
import { fieldOf, namesOf, schemaOf } from "../ops/frame/schema.ts";
import { DTypeError, ShapeError } from "../util/errors.ts";
import { optionNames, refuseUnknown } from "../util/option-names.ts";
import { valuesOf } from "./column-value.ts";
import type { Columns } from "./columns-type.ts";
import { crosstab } from "./crosstab.ts";
import { DFrame } from "./dframe.ts";
import { dummies, dummyColumns } from "./dummies.ts";
import type { MeltOptions } from "./melted-type.ts";
import { namesIn } from "./named-exprs.ts";
import { pivot } from "./pivot.ts";
import type { ColumnValue, CrosstabOptions, DummyOptions, PivotOptions } from "./reshape-methods.ts";

interface Frame {
  readonly [exprKey]: Expr;
}

function melt(frame: Expr, { idVars = [], valueVars, varName = "variable", valueName = "value" }: MeltOptions<Columns>): Expr {
  const schema = schemaOf(frame);
  const ids = namesIn(idVars, "melt").map((name) => fieldOf(schema, name, "melt"));
  const others = namesOf(frame).filter((name) => !ids.some((id) => id.name === name));
  const melted = (valueVars === undefined ? others : namesIn(valueVars, "melt")).map((name) => fieldOf(schema, name, "melt"));
  if (melted.length === 0) throw new ShapeError("melt: no columns of values; name some with valueVars, or fewer with idVars");
  const type = melted
    .map((field) => field.type)
    .reduce((a, b) => {
      const both = meet(a, b);
      if (both === undefined) throw new DTypeError(`melt: columns of ${a} and of ${b} have no type in common; choose with valueVars, or cast with astype`);
      return both;
    });
  const parts = melted.map((field) =>
    project(frame, [
      ...ids.map((id) => ({ name: id.name, expr: { column: id.name, type: id.type } })),
      { name: varName, expr: { value: field.name, type: "utf8" } },
      { name: valueName, expr: castExpr({ column: field.name, type: field.type }, type) },
    ]),
  );
  return concat(parts);
}

const pivotOptions = optionNames<PivotCall>({
  index: true,
  columns: true,
  values: true,
  aggfunc: true,
  fillValue: true,
  margins: true,
  marginsName: true,
  columnValues: true,
});
const crosstabOptions = optionNames<CrosstabCall>({
  index: true,
  columns: true,
  values: true,
  aggfunc: true,
  margins: true,
  marginsName: true,
  normalize: true,
  columnValues: true,
});
const dummyOptions = optionNames<DummyCall>({ columns: true, prefixSep: true, dummyNa: true, dropFirst: true, dtype: true, categories: true });

/** A table whose columns are told, or found. */
function tabled(
  frame: Expr,
  columns: string,
  told: readonly ColumnValue[] | undefined,
  make: (values: readonly ColumnValue[], isChosen: boolean) => Expr,
  computing: ComputeOptions,
  operation: string,
): unknown {
  const { type } = fieldOf(schemaOf(frame), columns, operation);
  if (told !== undefined) return new DFrame(make(told, true));
  // What is wrong with the call is said before anything runs.
  make([], false);
  return valuesOf(frame, columns, { column: columns, type }, operation, computing).then((values) => new DFrame(make(values, false)));
}

interface TableValues {
  readonly columnValues?: readonly ColumnValue[];
}
type PivotCall = PivotOptions<Columns> & TableValues;
type CrosstabCall = CrosstabOptions<Columns> & TableValues;
type DummyCall = DummyOptions<Columns> & { readonly categories?: { readonly [name: string]: readonly ColumnValue[] } };

/** The methods of frames in `reshape-methods.ts`, on expressions. */
// biome-ignore lint/suspicious/noExplicitAny: `reshape-methods.ts` says what users may pass; each checks its own
export const reshapeMethods: { readonly [name: string]: (this: Frame, ...args: any[]) => unknown } = {
  melt(idVars, valueVars, varName, valueName) {
    return new DFrame(melt(this[exprKey], { idVars, valueVars, varName, valueName } as MeltOptions<Columns>));
  },
  explode(...columns: readonly (string | readonly string[])[]) {
    return new DFrame(explode(this[exprKey], namesIn(columns, "explode")));
  },
  pivotTable(given: PivotCall, computing: ComputeOptions = {}) {
    refuseUnknown("pivotTable", given, pivotOptions);
    const { columnValues, ...options } = given;
    const frame = this[exprKey];
    return tabled(frame, options.columns, columnValues, (values, isChosen) => pivot(frame, options, values, isChosen), computing, "pivotTable");
  },
  crosstab(given: CrosstabCall, computing: ComputeOptions = {}) {
    refuseUnknown("crosstab", given, crosstabOptions);
    const { columnValues, ...options } = given;
    const frame = this[exprKey];
    return tabled(frame, options.columns, columnValues, (values, isChosen) => crosstab(frame, options, values, isChosen), computing, "crosstab");
  },
  getDummies(given: DummyCall = {}, computing: ComputeOptions = {}) {
    refuseUnknown("getDummies", given, dummyOptions);
    const { categories, ...options } = given;
    const frame = this[exprKey];
    const fields = dummyColumns(frame, options, categories);
    if (categories !== undefined) return new DFrame(dummies(frame, fields, categories, options));
    const found = fields.map(({ name, type }) =>
      valuesOf(frame, name, { column: name, type }, "getDummies", computing).then((values) => [name, values] as const),
    );
    return Promise.all(found).then((all) => new DFrame(dummies(frame, fields, Object.fromEntries(all), options)));
  },
};
