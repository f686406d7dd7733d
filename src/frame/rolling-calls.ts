import type { Expr } from "../expr/expr.ts";
import type { StepParams } from "../graph/program.ts";
import { guardAll } from "../ops/define/guarded.ts";
import type { AggregationName } from "../ops/frame/aggregations.ts";
import type { ColumnExpr } from "../ops/frame/column-expr.ts";
import { printExpr } from "../ops/frame/print-expr.ts";
import { type NamedExpr, project } from "../ops/frame/project.ts";
import { fieldOf, frameOf, namesOf, schemaOf } from "../ops/frame/schema.ts";
import { expandingOf, type RollingOptions, rollingAggregations, rollingOf, rollingWindow } from "../ops/frame/windows/rolling.ts";
import type { Over } from "../ops/frame/windows/window-call.ts";
import { printed } from "../util/printed.ts";
import { aggregationParams } from "./column-aggregations.ts";
import { columnsOf } from "./column-ref.ts";
import { DFrame } from "./dframe.ts";
import { aggregatesOf } from "./groupby.ts";
import { columnArguments, placed } from "./method-arguments.ts";
import { namedExprs, namesIn, ownColumns } from "./named-exprs.ts";
import { hasColumn, operandExpr } from "./operand.ts";
import { eachInOrder } from "./order-calls.ts";

/** What makes an aggregation of windows of a column. */
export interface Windows {
  make(agg: AggregationName, x: ColumnExpr, params: StepParams): ColumnExpr;
  /** The column of times, where there is one. */
  readonly on: ColumnExpr | undefined;
}

/** The windows that `rolling` or `expanding` is told of. */
export function windowsOf(
  name: "rolling" | "expanding",
  [first, minPeriods, center, more]: readonly unknown[],
  frame: Expr | undefined,
  over: Over | undefined,
): Windows {
  if (name === "expanding") return { make: (agg, x, params) => expandingOf(agg, x, (first as number | undefined) ?? 1, params, over), on: undefined };
  const options = { minPeriods, center, ...(more as object | undefined) } as RollingOptions<unknown>;
  const { on } = options;
  const window = rollingWindow(first, options, typeof first === "number" ? undefined : timesOf(on, frame));
  return { make: (agg, x, params) => rollingOf(agg, x, window, params, over), on: window.on };
}

function timesOf(on: unknown, frame: Expr | undefined): ColumnExpr | undefined {
  if (hasColumn(on)) return operandExpr(on, frame, "rolling");
  if (frame === undefined) {
    if (on !== undefined) throw new TypeError(`rolling: in a callback, on is a column, like { on: c.${String(on)} }`);
    return undefined;
  }
  const name = on ?? frameOf(frame.meta).layout?.index?.column;
  return name === undefined ? undefined : { column: name as string, type: fieldOf(schemaOf(frame), name as string, "rolling").type };
}

/** The methods of `column.rolling(…)`. */
export function columnWindows({ make }: Windows, x: ColumnExpr, place: (expr: ColumnExpr) => unknown): object {
  const windows = Object.fromEntries(
    rollingAggregations.map((agg) => [agg, (...args: unknown[]) => place(make(agg, x, aggregationParams(agg, placed(agg, columnArguments, args))))]),
  );
  return printed(windows, () => `windows of ${printExpr(x)}`);
}

/** Windows of the columns of a frame. The times they go by stay beside them. */
class FrameWindowsOf {
  readonly #frame: Expr;
  readonly #windows: Windows;
  readonly #names: readonly string[];
  /** Columns that were chosen must have what is asked for. */
  readonly #areChosen: boolean;

  constructor(frame: Expr, windows: Windows, names: readonly string[], areChosen: boolean) {
    this.#frame = frame;
    this.#windows = windows;
    this.#names = names;
    this.#areChosen = areChosen;
  }

  col(...names: readonly unknown[]): unknown {
    const chosen = namesIn(names, "col");
    for (const name of chosen) fieldOf(schemaOf(this.#frame), name, "col");
    return new FrameWindowsOf(this.#frame, this.#windows, chosen, true);
  }

  each(agg: AggregationName, params: StepParams): DFrame {
    const { make } = this.#windows;
    const columns = ownColumns(this.#frame).filter(({ name }) => this.#columns().includes(name));
    return this.#made(eachInOrder(columns, (x) => make(agg, x, params), this.#areChosen));
  }

  agg(what: unknown): DFrame {
    const { make } = this.#windows;
    if (typeof what !== "function")
      return this.#made(
        aggregatesOf(what, this.#frame, "rolling", this.#columns()).map(({ name, agg, args, params }) => ({ name, expr: make(agg, args[0]!, params) })),
      );
    const scope = { aggregate: (agg: AggregationName, args: readonly ColumnExpr[], params: StepParams) => make(agg, args[0]!, params), over: undefined };
    return this.#made(namedExprs(what(columnsOf(schemaOf(this.#frame), "rolling", scope)), this.#frame, "rolling"));
  }

  #columns(): readonly string[] {
    const { on } = this.#windows;
    return this.#areChosen ? this.#names : this.#names.filter((name) => !(on !== undefined && "column" in on && on.column === name));
  }

  #made(columns: readonly NamedExpr[]): DFrame {
    const { on } = this.#windows;
    const times = on !== undefined && "column" in on && !columns.some(({ name }) => name === on.column) ? [{ name: on.column, expr: on }] : [];
    return new DFrame(project(this.#frame, [...times, ...columns]));
  }
}
printed(FrameWindowsOf.prototype, () => "windows of the columns of a frame");
guardAll(FrameWindowsOf.prototype, ["col", "each", "agg"]);
for (const agg of rollingAggregations) {
  const value = function (this: FrameWindowsOf, ...args: unknown[]) {
    return this.each(agg, aggregationParams(agg, placed(agg, columnArguments, args)));
  };
  Object.defineProperty(FrameWindowsOf.prototype, agg, { value, configurable: true });
}

/** Windows of all columns of a frame, or of some. */
export function frameWindows(frame: Expr, windows: Windows, names = namesOf(frame), areChosen = false): object {
  return new FrameWindowsOf(frame, windows, names, areChosen);
}
