import { type ColumnType, columnTypeOf, listType } from "../../chunk/column-type.ts";
import type { StepParams } from "../../graph/program.ts";
import { DTypeError } from "../../util/errors.ts";
import type { ColumnExpr } from "./column-expr.ts";

/** What an aggregation is before anything runs; `kernels/frame/aggregate/` computes it, under the same name. */
export interface Aggregation {
  /** How many columns it takes. */
  readonly args: number;
  /** The type of the result, or `undefined` if it does not take these. */
  infer(types: readonly ColumnType[], params: StepParams): ColumnType | undefined;
  /** It needs all rows of a group at once, rather than what was made of parts of them. */
  readonly whole?: true;
  /** It takes where rows are: their numbers in the frame come as a last argument. */
  readonly positions?: true;
}

/** One column of an aggregated frame: plain data. */
export interface Aggregate {
  readonly name: string;
  readonly agg: AggregationName;
  readonly args: readonly ColumnExpr[];
  readonly params: StepParams;
  readonly type: ColumnType;
}

const kindOf = (type: ColumnType) => columnTypeOf(type).kind;
const isInteger = (type: ColumnType) => /^u?int/.test(type);
const isNumber = (type: ColumnType) => isInteger(type) || type === "float32" || type === "float64";
const isDuration = (type: ColumnType) => kindOf(type) === "duration";
const isTime = (type: ColumnType) => kindOf(type) === "timestamp" || kindOf(type) === "date";

function sumType(type: ColumnType): ColumnType | undefined {
  if (type === "bool") return "int64";
  if (isInteger(type)) return type.startsWith("u") ? "uint64" : "int64";
  return isNumber(type) || isDuration(type) ? type : undefined;
}

function meanType(type: ColumnType): ColumnType | undefined {
  if (type === "float32" || isDuration(type) || kindOf(type) === "timestamp") return type;
  return isNumber(type) || type === "bool" ? "float64" : undefined;
}

const numeric = (type: ColumnType): ColumnType | undefined => (type === "float32" ? "float32" : isNumber(type) || type === "bool" ? "float64" : undefined);
const any = (type: ColumnType): ColumnType => type;
const hasOrder = (type: ColumnType): boolean => kindOf(type) !== "list";
const ordered = (type: ColumnType): ColumnType | undefined => (hasOrder(type) ? type : undefined);
const listed = (type: ColumnType): ColumnType => listType(type);

const of = (infer: (type: ColumnType) => ColumnType | undefined, more: Partial<Aggregation> = {}): Aggregation => ({
  args: 1,
  infer: ([type]) => infer(type!),
  ...more,
});
const pair: Aggregation = { args: 2, infer: (types) => (types.every((type) => isNumber(type) || type === "bool") ? "float64" : undefined) };

/** pandas' aggregations, null skipped. Counts and positions are int64. */
export const aggregations = {
  /** Rows that have a value. */
  count: of(() => "int64"),
  /** All rows. */
  size: { args: 0, infer: () => "int64" },
  /** Of nothing 0. Integers wrap around at 64 bits. */
  sum: of(sumType),
  prod: of((type) => (isDuration(type) ? undefined : sumType(type))),
  mean: of(meanType),
  min: of(ordered),
  max: of(ordered),
  first: of(any),
  last: of(any),
  any: of((type) => (isNumber(type) || type === "bool" ? "bool" : undefined)),
  all: of((type) => (isNumber(type) || type === "bool" ? "bool" : undefined)),
  /** `ddof` 1 unless said. */
  var: of(numeric),
  std: of((type) => (isDuration(type) ? type : numeric(type))),
  sem: of(numeric),
  skew: of(numeric),
  kurt: of(numeric),
  cov: pair,
  corr: pair,
  /** Of ranks, for which all values must meet. */
  spearman: { ...pair, whole: true },
  kendall: { ...pair, whole: true },
  nunique: of((type) => (hasOrder(type) ? "int64" : undefined), { whole: true }),
  median: of((type) => (isTime(type) || isDuration(type) ? type : numeric(type)), { whole: true }),
  /** `q`, `interpolation`. */
  quantile: of((type) => (isTime(type) || isDuration(type) ? type : numeric(type)), { whole: true }),
  /** The least of the most frequent values. */
  mode: of(ordered, { whole: true }),
  idxmin: of((type) => (hasOrder(type) ? "int64" : undefined), { positions: true }),
  idxmax: of((type) => (hasOrder(type) ? "int64" : undefined), { positions: true }),
  /** All values in the order of their rows, null too. */
  list: of(listed, { whole: true }),
  /** The different values in the order in which they first appear, null too. */
  unique: of((type) => (hasOrder(type) ? listed(type) : undefined), { whole: true }),
} satisfies { readonly [name: string]: Aggregation };

export type AggregationName = keyof typeof aggregations;

export function isAggregation(name: string): name is AggregationName {
  return Object.hasOwn(aggregations, name);
}

/** A column of an aggregated frame; throws what is wrong with its arguments. */
export function aggregate(name: string, agg: AggregationName, args: readonly ColumnExpr[], params: StepParams = {}): Aggregate {
  const type = (aggregations[agg] as Aggregation).infer(
    args.map((arg) => arg.type),
    params,
  );
  if (type === undefined) {
    throw new DTypeError(`${agg}: column ${JSON.stringify(name)} is ${args.map((arg) => arg.type).join(", ")}, which has no ${agg}; astype or select others`);
  }
  return { name, agg, args, params, type };
}
