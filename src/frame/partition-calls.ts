import { DArray } from "../array/darray.ts";
import type { DType } from "../chunk/dtype.ts";
import { parseDType } from "../chunk/dtype.ts";
import { exprKey } from "../engine/collection.ts";
import { frameToArray } from "../engine/frame-to-array.ts";
import type { ComputeOptions } from "../engine/options.ts";
import type { Expr } from "../expr/expr.ts";
import { readSchema, type SchemaOption } from "../io/objects/from-columns.ts";
import { checkValueOptions } from "../io/objects/read-values.ts";
import type { TravelingFunction } from "../ops/define/callee.ts";
import { type MapPartitionsOptions, mapPartitions } from "../ops/frame/map-partitions.ts";
import { loadBeside } from "../util/load-module.ts";
import { refuseUnknown } from "../util/option-names.ts";
import { isPlainRecord } from "../util/plain.ts";
import { DFrame } from "./dframe.ts";

interface Frame {
  readonly [exprKey]: Expr;
}

const delayedParts = () => loadBeside<typeof import("../delayed/parts.ts")>(import.meta.url, "../delayed/parts");

/** What functions of partitions and of groups are told. */
export const functionOptions = ["schema", "with", "params", "int64", "times"];

/** The schema that a function's results are said to have. */
export function declaredSchema(schema: unknown, operation: string) {
  if (!isPlainRecord(schema))
    throw new TypeError(`${operation}: say what columns the function gives: { schema: { name: "float64" } }; nothing is run to find out`);
  return readSchema(schema as SchemaOption, operation);
}

/** Functions on whole partitions, and frames as arrays: `partition-methods.ts` has the types. */
// biome-ignore lint/suspicious/noExplicitAny: `frame-type.ts` says what users may pass
export const partitionMethods: { readonly [name: string]: (this: Frame, ...args: any[]) => unknown } = {
  mapPartitions(fn: TravelingFunction, options: MapPartitionsOptions & { readonly schema?: unknown } = {}) {
    refuseUnknown("mapPartitions", options, functionOptions);
    checkValueOptions(options, "mapPartitions");
    return new DFrame(mapPartitions(this[exprKey], fn, declaredSchema(options.schema, "mapPartitions"), options));
  },
  toDelayed() {
    return delayedParts().partitions(this[exprKey], "table");
  },
  async toDaskArray({ dtype, ...options }: ComputeOptions & { readonly dtype?: DType } = {}) {
    return new DArray(await frameToArray(this[exprKey], dtype === undefined ? undefined : parseDType(dtype, "toDaskArray"), options));
  },
};
