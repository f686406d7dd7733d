import { type ColumnType, parseColumnType } from "../chunk/column-type.ts";
import type { Literal } from "../graph/program.ts";
import { calleeOf, type TravelingFunction } from "../ops/define/callee.ts";
import { isModuleFunction } from "../ops/define/module-function.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import type { CustomAggregate, GroupCallee } from "../ops/frame/group-function.ts";
import { refuseUnknown } from "../util/option-names.ts";
import { isPlainRecord } from "../util/plain.ts";
import { printed } from "../util/printed.ts";
import { shown } from "../util/shown.ts";
import { Aggregated } from "./aggregated.ts";
import { columnKey, type HasColumn } from "./operand.ts";

export interface AggregationOptions<T extends ColumnType> {
  /** The type of the results: what the last function gives is checked against it. */
  readonly type: T;
  /** Values for variables of the functions that come from around them. */
  readonly with?: { readonly [name: string]: Literal };
  /** Numbers and texts that the functions are given in `info.params`. */
  readonly params?: { readonly [name: string]: Literal };
}

/** A column aggregated by functions of the user's, in a callback. */
export class CustomAggregated<T extends ColumnType = ColumnType> extends Aggregated<T> {
  readonly #parts: Omit<CustomAggregate, "name" | "arg">;

  constructor(parts: Omit<CustomAggregate, "name" | "arg">, arg: ColumnExpr) {
    super("first", [arg]);
    this.#parts = parts;
  }

  /** The same as a column of that name. */
  customized(name: string): CustomAggregate {
    return { name, arg: this.args[0]!, ...this.#parts };
  }
}

/**
 * An aggregation of your own. `chunk(values)` makes a state of the values of a group in one partition (in their order, null among them), `agg(states)` one of several, in the order of
 * partitions, and `finalize(state)` the result. A state is anything that can be cloned. Functions stand on their own, as those of `mapPartitions`, and may give promises. Dask's `dd.Aggregation`.
 *
 * @example
 * const range = new dd.Aggregation("range", (xs) => [Math.min(...xs), Math.max(...xs)], (all) => all.flat(), (all) => Math.max(...all) - Math.min(...all), { type: "float64" });
 * dd.fromColumns({ g: ["a", "a", "b"], x: [1, 4, 2] }).groupby("g").agg((c) => ({ range: range.of(c.x) }));
 */
export class Aggregation<T extends ColumnType> {
  readonly name: string;
  readonly parts: Omit<CustomAggregate, "name" | "arg">;

  constructor(name: string, chunk: TravelingFunction, agg: TravelingFunction, options: AggregationOptions<T>);
  constructor(name: string, chunk: TravelingFunction, agg: TravelingFunction, finalize: TravelingFunction | undefined, options: AggregationOptions<T>);
  constructor(
    name: string,
    chunk: TravelingFunction,
    agg: TravelingFunction,
    last: TravelingFunction | AggregationOptions<T> | undefined,
    more?: AggregationOptions<T>,
  ) {
    const [finalize, options] = more === undefined && isPlainRecord(last) ? [undefined, last as AggregationOptions<T>] : [last as TravelingFunction, more];
    if (typeof name !== "string") throw new TypeError(`Aggregation: the name is ${shown(name)}; give a text, then the functions chunk, agg and finalize`);
    for (const [part, fn] of Object.entries({ chunk, agg, finalize }))
      if (typeof fn !== "function" && !isModuleFunction(fn) && (part !== "finalize" || fn !== undefined))
        throw new TypeError(`Aggregation: ${part} of ${name} is ${shown(fn)}; give a function`);
    if (options?.type === undefined) throw new TypeError(`Aggregation: say what type ${name} has: { type: "float64" }; nothing is run to find out`);
    refuseUnknown("Aggregation", options, ["type", "with", "params"]);
    const callee = (fn: TravelingFunction): GroupCallee => calleeOf(`Aggregation ${name}`, fn, options);
    const { type } = parseColumnType(options.type, "Aggregation");
    this.name = name;
    this.parts = { type, chunk: callee(chunk), agg: callee(agg), finalize: finalize === undefined ? undefined : callee(finalize) };
  }

  /** The aggregation of a column, in the callback of `agg`. */
  of(column: HasColumn): Aggregated<T> {
    return new CustomAggregated<T>(this.parts, column[columnKey]);
  }
}
printed(Aggregation.prototype, ({ name }) => `Aggregation(${name})`);

/** The same as a function. */
export interface AggregationMaker {
  <T extends ColumnType>(name: string, chunk: TravelingFunction, agg: TravelingFunction, options: AggregationOptions<T>): Aggregation<T>;
  <T extends ColumnType>(
    name: string,
    chunk: TravelingFunction,
    agg: TravelingFunction,
    finalize: TravelingFunction | undefined,
    options: AggregationOptions<T>,
  ): Aggregation<T>;
}

/** The class, which may be called without `new`, as Python does. */
export const callableAggregation = new Proxy(Aggregation, {
  apply: (target, _, args: ConstructorParameters<typeof Aggregation>) => new target(...args),
}) as typeof Aggregation & AggregationMaker;
