import type { ColumnType } from "../../../chunk/column-type.ts";
import type { StepParams } from "../../../graph/program.ts";
import { must } from "../../../util/must.ts";
import { type AggregationName, aggregations } from "../aggregations.ts";
import { reachOf, type WindowBounds } from "./window-bounds.ts";
import type { Reach, WindowFunction } from "./window-function.ts";

const same = ([type]: readonly ColumnType[]): ColumnType => type!;

const cumulative: WindowFunction = { infer: same, reach: () => ({ kind: "carry", from: "before" }) };

function fill(from: "before" | "after"): WindowFunction {
  return {
    infer: same,
    reach: ({ limit }): Reach =>
      typeof limit === "number" ? { kind: "rows", before: from === "before" ? limit : 0, after: from === "after" ? limit : 0 } : { kind: "carry", from },
  };
}

/** What the types of a window's results are: those of the aggregation, in floating point. */
function rollingType(types: readonly ColumnType[], { agg }: StepParams): ColumnType {
  if (agg === "count") return "int64";
  return agg === "first" || agg === "last" ? types[0]! : "float64";
}

/** Functions of a column that depend on the order of rows. Arguments have been brought to types that they take (`calls.ts`). */
export const windowFunctions = {
  cumsum: cumulative,
  cumprod: cumulative,
  cummax: cumulative,
  cummin: cumulative,
  /** `periods`; a second argument is what stands where there is no row. */
  shift: {
    infer: same,
    reach: ({ periods }) => ({ kind: "rows", before: Math.max(0, periods as number), after: Math.max(0, -(periods as number)) }),
  },
  /** `limit`: so many rows in a row at most. */
  ffill: fill("before"),
  bfill: fill("after"),
  /** `method, descending, nullOption, pct`. */
  rank: { infer: () => "float64", reach: () => ({ kind: "order" }) },
  /** `agg` and its parameters, `minPeriods`, and the window (`window-bounds.ts`); of a time window the second argument is the time. */
  rolling: { infer: rollingType, reach: (params) => reachOf(params as unknown as WindowBounds) },
  /** How many rows of the group stand before it; `ascending` false: after it. */
  cumcount: { infer: () => "int64", reach: () => ({ kind: "group" }) },
  /** `agg` and its parameters: an aggregation of the group, in each of its rows. */
  aggregate: {
    infer(types, { agg, ...params }) {
      const type = aggregations[agg as AggregationName].infer([types[0]!], params);
      must(type !== undefined, `${agg} of ${types[0]} in groups`);
      return type;
    },
    reach: () => ({ kind: "group" }),
  },
  /** `type` and a function of the user's (`map-values.ts`), of one value: no other row matters. */
  map: { infer: (_, { type }) => type as ColumnType, reach: () => ({ kind: "group" }) },
} satisfies { readonly [name: string]: WindowFunction };

export type WindowName = keyof typeof windowFunctions;

export function windowFunctionOf(name: string): WindowFunction {
  must(Object.hasOwn(windowFunctions, name), `no function ${name} of rows in order`);
  return windowFunctions[name as WindowName];
}
