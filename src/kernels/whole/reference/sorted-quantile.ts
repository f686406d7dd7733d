import { between, valueBetween } from "../between.ts";
import { paramsOf } from "../params.ts";
import { denseOf, type Reference } from "./reference.ts";

export const quantileRanks: Reference = (step, [count]) => {
  const { q, method } = paramsOf(step, "quantileRanks");
  const n = Number(count!.data[0]!);
  const ranks = q.flatMap((one) => (n === 0 ? [0, 0] : [between(method, one, n).low, between(method, one, n).high]));
  return denseOf("float64", [ranks.length], ranks);
};

export const elementsAt: Reference = (step, [x, ranks]) => {
  const { offset } = paramsOf(step, "elementsAt");
  const found = Array.from(ranks!.data as Float64Array, (rank) => x!.data[rank - offset] ?? Number.NEGATIVE_INFINITY);
  return denseOf(step.dtype, ranks!.shape, found);
};

export const quantilesBetween: Reference = (step, [pairs, count]) => {
  const { q, method, size, omitNaN } = paramsOf(step, "quantilesBetween");
  const n = Number(count!.data[0]!);
  const round = step.dtype === "float32" ? Math.fround : (value: number) => value;
  const values = Array.from(pairs!.data as Float64Array, (value) => value + 0);
  const of = (one: number, i: number) => valueBetween(method, between(method, one, n), values[2 * i]!, values[2 * i + 1]!, round);
  return denseOf(step.dtype, [q.length], n === 0 || (n < size && !omitNaN) ? q.map(() => Number.NaN) : q.map(of));
};
