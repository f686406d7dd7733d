import { type DType, dtypes } from "../chunk/dtype.ts";
import type { KernelStep } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import { must } from "../util/must.ts";

/** A reduction's axes, neighbors of one kind joined and those of one element left out. */
export interface Group {
  readonly extent: number;
  readonly reduced: boolean;
}

export function groupsOf(shape: readonly number[], axes: readonly number[]): Group[] {
  const groups: { extent: number; reduced: boolean }[] = [];
  shape.forEach((extent, axis) => {
    if (extent === 1) return;
    const reduced = axes.includes(axis);
    const last = groups[groups.length - 1];
    if (last !== undefined && last.reduced === reduced) last.extent *= extent;
    else groups.push({ extent, reduced });
  });
  return groups;
}

/** Accumulators that the kernel keeps for each column while its rows go by (`sets` in native/kernels/reduce*.cpp); 1 unless listed. */
const columnSets: { readonly [reducer: string]: number } = { nanmean: 2, var: 2, nanvar: 3, argmin: 0, argmax: 0, nanargmin: 0, nanargmax: 0 };

/** What the walk keeps (`ReduceState`), and what a row does (`Row`); the kernels refuse less than they need. */
const headerBytes = 2048;
const rowBytes = 10240;

/** Memory that a reduction keeps while its domain goes by. */
export function reductionBytes(kernel: string, groups: readonly Group[]): number {
  const last = groups[groups.length - 1];
  if (last?.reduced) return headerBytes + rowBytes;
  const rows = groups[groups.length - 2]?.extent ?? 1;
  const sets = columnSets[kernel.slice("reduce/".length)] ?? 1;
  return headerBytes + (last === undefined || rows === 1 ? 0 : 64 * Math.ceil((8 * sets * last.extent) / 64));
}

/** The parameters of `reduce/…`, as native/kernels/reduce.hpp reads them. */
export function encodeReduction(step: KernelStep, shape: readonly number[], places: readonly Place[]): Float64Array {
  const axes = step.params!["axes"] as readonly number[];
  const groups = groupsOf(shape, axes);
  const words = [groups.length, ...groups.flatMap(({ extent, reduced }) => [extent, reduced ? 1 : 0])];
  if (isPositional(step)) words.push(...encodePositions(step, shape, axes, places));
  return Float64Array.from(words);
}

/** Whether a reduction gives positions, so that it needs to know where its chunk is. */
export function isPositional(step: KernelStep): boolean {
  return step.kernel.includes("arg");
}

/** How positions among the reduced elements of this chunk become positions among those of the whole array. */
function encodePositions(step: KernelStep, shape: readonly number[], axes: readonly number[], places: readonly Place[]): number[] {
  const arrayShape = step.params!["arrayShape"] as readonly number[];
  must(step.place !== undefined, `${step.kernel} has no place`);
  const { origin } = places[step.place]!;
  let stride = 1;
  let first = 0;
  const pairs: [number, number][] = [];
  for (const axis of [...axes].reverse()) {
    pairs.unshift([shape[axis]!, stride]);
    first += origin[axis]! * stride;
    stride *= arrayShape[axis]!;
  }
  return [axes.length, ...pairs.flat(), first];
}

/** `sum` … of `merge/sum` or `final/sum`; nothing for other kernels. */
export function mergedReducer(kernel: string): string | undefined {
  return /^(?:merge|final)\/(\w+)$/.exec(kernel)?.[1];
}

/** The dtype that comes out of `final/…`. Counts and positions are numbers. */
export function finalType(reducer: string, dtype: DType): DType {
  const base = reducer.replace(/^nan/, "");
  const { kind } = dtypes[dtype];
  if (base.startsWith("arg") || base === "count_nonzero") return "float64";
  if (base === "any" || base === "all") return "bool";
  if (base === "min" || base === "max" || kind === "float") return dtype;
  if (base === "mean" || base === "var") return "float64";
  return kind === "uint" ? "uint64" : "int64";
}
