import { type Blockwise, type Expr, makeExpr, type Op } from "../../expr/expr.ts";
import { frameMeta, type Schema } from "../../expr/meta.ts";
import type { Literal, StepParams } from "../../graph/program.ts";
import { ShapeError } from "../../util/errors.ts";
import { type Callee, type CalleeOptions, calleeOf, type TravelingFunction } from "../define/callee.ts";
import { partitionsOf, schemaOf, uniqueNames } from "./schema.ts";

/** The kernel that calls functions on batches (`execute/frame-function.ts`). */
export const framesCall = "frame/call";

export type MapPartitionsParams = {
  /** As errors call it. */
  readonly operation: string;
  readonly callee: Callee;
  readonly values: StepParams;
  /** What the function gives: checked when it has. */
  readonly result: Schema;
  /** How values come to it. */
  readonly options: { readonly int64?: "number" | "bigint" | undefined; readonly times?: "date" | "text" | "bigint" | undefined };
  readonly partitions: number;
  /** Where there is no frame that it is called on: what it is called with, for each partition. */
  readonly items: readonly Literal[] | undefined;
};

/** Partitions made by a function of the user's, each from its own of a frame or from a value. */
export const mapPartitionsOp: Op<MapPartitionsParams> = {
  name: "frame/map-partitions",
  infer: (_, { result, partitions }) => frameMeta(result, partitions),
  blockwise(node): Blockwise {
    const { operation, callee, values, result, options, partitions, items } = node.params;
    const [input] = node.inputs;
    const params = { operation, callee, values, result, options, npartitions: partitions, ...(input === undefined ? { items } : { schema: schemaOf(input) }) };
    return {
      steps: (build, args) =>
        build.step({ kernel: framesCall, dtype: "uint8", args, result: "uint8", params: params as unknown as StepParams, place: build.place() }),
      place: (at) => ({ origin: at, shape: [1] }),
      // What a value becomes nobody knows before; the first partitions tell.
      ...(input === undefined && { bytes: () => 2 ** 20 }),
    };
  },
};

export interface MapPartitionsOptions extends CalleeOptions {
  readonly int64?: "number" | "bigint" | undefined;
  readonly times?: "date" | "text" | "bigint" | undefined;
}

export function mapPartitions(input: Expr, fn: TravelingFunction, result: Schema, options: MapPartitionsOptions): Expr {
  const operation = "mapPartitions";
  const { int64, times } = options;
  const { callee, values } = calleeOf(operation, fn, options);
  return makeExpr(mapPartitionsOp, [input], {
    operation,
    callee,
    values,
    result: uniqueNames(result, operation),
    options: { int64, times },
    partitions: partitionsOf(input),
    items: undefined,
  });
}

/** A partition for each value. */
export function fromMap(fn: TravelingFunction, items: readonly Literal[], result: Schema, options: CalleeOptions): Expr {
  const operation = "fromMap";
  if (items.length === 0) throw new ShapeError("fromMap: no values; a frame has a partition at least");
  const { callee, values } = calleeOf(operation, fn, options);
  return makeExpr(mapPartitionsOp, [], {
    operation,
    callee,
    values,
    result: uniqueNames(result, operation),
    options: {},
    partitions: items.length,
    items,
  });
}
