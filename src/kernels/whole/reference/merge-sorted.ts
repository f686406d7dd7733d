import { paramsOf } from "../params.ts";
import { argsorted } from "./order.ts";
import { at, type Dense, mapRows, type Reference } from "./reference.ts";

export const mergeSorted: Reference = (step, args) => {
  const { axis, from, to } = paramsOf(step, "mergeSorted");
  return mapRows(args[0]!, axis, step.dtype, to - from, (_, index) => merged(args, args, axis, index).slice(from, to));
};

export const mergeSortedBeside: Reference = (step, args) => {
  const { axis, from, to } = paramsOf(step, "mergeSortedBeside");
  const runs = args.slice(0, args.length / 2);
  return mapRows(runs[0]!, axis, "float64", to - from, (_, index) => merged(runs, args.slice(runs.length), axis, index).slice(from, to));
};

/** A row of what stands beside the runs, in the order of the runs. */
function merged(runs: readonly Dense[], beside: readonly Dense[], axis: number, index: readonly number[]) {
  const rowOf = (all: readonly Dense[]) => all.flatMap((x) => Array.from({ length: x.shape[axis]! }, (_, i) => at(x, index.with(axis, i))));
  const row = rowOf(beside);
  return argsorted(rowOf(runs)).map((i) => row[i]!);
}
