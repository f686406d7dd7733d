import { type ColumnType, itemType, type ListType, listType } from "../../../chunk/column-type.ts";
import type { StepParams } from "../../../graph/program.ts";
import { DTypeError } from "../../../util/errors.ts";
import { type Aggregation, type AggregationName, aggregations } from "../aggregations.ts";
import type { ColumnFunction } from "../column-expr.ts";
import { castExpr, settle } from "../literal.ts";
import { isList, meet } from "../meet.ts";
import { checkParams, type ParamRule } from "./params.ts";
import { refuse } from "./refuse.ts";

type Rules = { readonly [param: string]: ParamRule };

/** What a list holds; throws where a function of lists is given something else. */
function itemOf(name: string, types: readonly ColumnType[]): ColumnType {
  const item = itemType(types[0]!);
  if (item === undefined) throw refuse(`list.${name}`, [types[0]!], "it takes lists: str.split and groupby(…).agg with list make some");
  return item;
}

/** A function of one list, as Polars' `list` and pandas' `Series.list` have it; null stays null. */
function list(name: string, result: (item: ColumnType, params: StepParams) => ColumnType, rules: Rules = {}): ColumnFunction {
  return {
    strict: true,
    infer(types, params) {
      checkParams(`list.${name}`, params, rules);
      return result(itemOf(name, types), params);
    },
  };
}

function aggregated(name: AggregationName): ColumnFunction {
  return list(name, (item) => {
    const type = (aggregations[name] as Aggregation).infer([item], {});
    if (type === undefined) throw refuse(`list.${name}`, [listType(item)], `${item} has no ${name}`);
    return type;
  });
}

export const listFunctions = {
  /** How many values, null among them. */
  "list/len": list("len", () => "int64"),
  /** The value at `params.index` (negative: from the end); null if there is none. */
  "list/get": list("get", (item) => item, { index: "integer" }),
  /** The values from `start` up to `stop`, as Python slices. */
  "list/slice": list("slice", (item) => listType(item), { start: "integer?", stop: "integer?" }),
  /** Texts one after the other, with `params.separator` between them; null if one of them is. */
  "list/join": list(
    "join",
    (item) => {
      if (item !== "utf8") throw refuse("list.join", [listType(item)], "it takes lists of text");
      return "utf8";
    },
    { separator: "string?" },
  ),
  /** Whether one of the values is the second argument. */
  "list/contains": {
    strict: true,
    infer(types) {
      itemOf("contains", types);
      return "bool";
    },
    adapt([x, value]) {
      const item = itemOf("contains", [x!.type]);
      if (value === undefined) throw new DTypeError("list.contains: no value to look for");
      const [, settled] = settle("list.contains", [{ column: "item", type: item }, value]);
      const type = meet(item, settled!.type);
      if (type === undefined || isList(type)) throw refuse("list.contains", [x!.type, settled!.type], "give a value of the type that the lists hold");
      return [x!, castExpr(settled!, type === "category" ? "utf8" : type)];
    },
  },
  /** Of the values that are not null. Of nothing, sums are 0 and the rest is null. */
  "list/sum": aggregated("sum"),
  "list/mean": aggregated("mean"),
  "list/min": aggregated("min"),
  "list/max": aggregated("max"),
} as const satisfies { readonly [name: string]: ColumnFunction };

/** The type of `str.split` and its like: without `params.item` all pieces. */
export function piecesType({ item }: StepParams): "utf8" | ListType {
  return item === undefined ? "list<utf8>" : "utf8";
}
