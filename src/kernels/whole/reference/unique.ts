import { paramsOf } from "../params.ts";
import { argsorted, compare } from "./order.ts";
import { type Dense, denseOf, type Reference, type Value } from "./reference.ts";

export const unique: Reference = (step, [x]) => {
  const groups = groupsOf(x!);
  return denseOf(
    step.dtype,
    [groups.length],
    groups.map((group) => x!.data[group[0]!]!),
  );
};

export const uniqueCounts: Reference = (_, [x, weights]) => {
  const groups = groupsOf(x!);
  const sums = groups.map((group) => group.map((i) => (weights === undefined ? 1 : Number(weights.data[i]))).reduce((sum, weight) => sum + weight));
  return denseOf("float64", [groups.length], sums);
};

export const uniqueIndex: Reference = (step, [x, beside]) => {
  const { offset = 0 } = paramsOf(step, "unique/index");
  const groups = groupsOf(x!);
  const least = groups.map((group) => Math.min(...group.map((i) => (beside === undefined ? i + offset : Number(beside.data[i])))));
  return denseOf("float64", [groups.length], least);
};

/** The positions of each value, values ascending. */
function groupsOf({ data }: Dense): number[][] {
  const values = [...(data as Iterable<Value>)];
  const groups: number[][] = [];
  for (const i of argsorted(values)) {
    const last = groups.at(-1);
    if (last !== undefined && compare(values[last[0]!]!, values[i]!) === 0) last.push(i);
    else groups.push([i]);
  }
  return groups;
}
