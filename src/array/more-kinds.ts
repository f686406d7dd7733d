import type { Positions } from "../ops/array/edit.ts";
import type { GradientOptions } from "../ops/array/gradient.ts";
import type { Axes, VarOptions } from "../ops/array/reductions.ts";
import type { Axis } from "../ops/define/axis.ts";
import type { OneAxis, SomeAxes } from "./argument-types.ts";

/** The arrays that signatures speak of; `array-type.ts` says what they are, since arrays have these methods. */
interface Made {
  /** The array itself, and one of the dtype of its means. */
  readonly same: unknown;
  readonly mean: unknown;
  readonly numbers: unknown;
  readonly truths: unknown;
  readonly angle: unknown;
  /** What is taken for an array. */
  readonly input: unknown;
}

interface CovOptions<Input> {
  readonly y?: Input | null;
  readonly rowvar?: boolean;
  readonly bias?: boolean;
  readonly ddof?: number | null;
}
interface WeightedCovOptions<Input> extends CovOptions<Input> {
  readonly fweights?: Input | null;
  readonly aweights?: Input | null;
}
type Space<Input> = number | readonly number[] | Float64Array | Input;
type Sections = number | readonly number[];
export type Range = readonly [number, number] | null;
export type Bins<Input> = number | Input | readonly (number | Input)[];
export interface BoxOptions<Input> {
  readonly bins?: Bins<Input>;
  readonly range?: readonly Range[] | null;
  readonly density?: boolean | null;
  readonly weights?: Input | null;
}
interface EdgeOptions<Input> {
  readonly toEnd?: Input | null;
  readonly toBegin?: Input | null;
}
interface TrapezoidOptions<Input> {
  readonly x?: Input | null;
  readonly dx?: number;
  readonly axis?: Axis;
}
type MomentOptions = VarOptions & { readonly axis?: Axes };
export type Order = { readonly order?: "C" | "F" };

/** `Kinds` of array-type.ts, those of functions that are made of others. */
export interface MoreKinds<M extends Made> {
  slidingWindowView: (
    windowShape: number | readonly number[] | { readonly windowShape: number | readonly number[]; readonly axis?: Axes },
    axis?: SomeAxes,
  ) => M["same"];
  takeAlongAxis: (indices: M["input"], axis?: OneAxis) => M["same"];
  cov: (
    y?: M["input"] | null | WeightedCovOptions<M["input"]>,
    rowvar?: boolean | WeightedCovOptions<M["input"]>,
    bias?: boolean | WeightedCovOptions<M["input"]>,
    ddof?: number | null | WeightedCovOptions<M["input"]>,
    options?: Pick<WeightedCovOptions<M["input"]>, "fweights" | "aweights">,
  ) => M["numbers"];
  corrcoef: (y?: M["input"] | null | CovOptions<M["input"]>, rowvar?: boolean | CovOptions<M["input"]>) => M["numbers"];
  moment: (order: number, axis?: Axes | MomentOptions, options?: VarOptions) => M["mean"];
  gradient: {
    (...args: readonly [...spacings: Space<M["input"]>[], options: GradientOptions & { readonly axis: Axis }]): M["mean"];
    (...args: readonly (Space<M["input"]> | GradientOptions)[]): M["mean"] | M["mean"][];
  };
  ediff1d: (toEnd?: M["input"] | null | EdgeOptions<M["input"]>, toBegin?: M["input"] | null | EdgeOptions<M["input"]>) => M["same"];
  trapezoid: (
    x?: M["input"] | null | TrapezoidOptions<M["input"]>,
    dx?: number | TrapezoidOptions<M["input"]>,
    axis?: Axis | TrapezoidOptions<M["input"]>,
  ) => M["mean"];
  insert: (obj: Positions, values: M["input"], axis?: OneAxis) => M["same"];
  delete: (obj: Positions, axis?: OneAxis) => M["same"];
  split: (indicesOrSections: Sections, axis?: Axis | { readonly axis?: Axis }) => M["same"][];
  splitAlong: (indicesOrSections: Sections) => M["same"][];
  histogram2d: (
    y: M["input"],
    bins?: Bins<M["input"]> | BoxOptions<M["input"]>,
    range?: readonly Range[] | null | BoxOptions<M["input"]>,
    density?: boolean | null | BoxOptions<M["input"]>,
    weights?: M["input"] | null | BoxOptions<M["input"]>,
  ) => [counts: M["numbers"], xEdges: M["numbers"], yEdges: M["numbers"]];
  unravelIndex: (shape: number | readonly number[], options?: Order) => M["numbers"][];
  triangleIndicesFrom: (k?: number | { readonly k?: number }) => [rows: M["numbers"], columns: M["numbers"]];
  truths: () => M["truths"];
  angle: (deg?: boolean | { readonly deg?: boolean }) => M["angle"];
}
