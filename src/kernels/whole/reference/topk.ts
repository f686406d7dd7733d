import { paramsOf } from "../params.ts";
import { compare } from "./order.ts";
import { at, mapRows, type Reference, type Value } from "./reference.ts";

export const topk: Reference = (step, [x]) => {
  const { axis, k } = paramsOf(step, "topk");
  return mapRows(x!, axis, step.dtype, Math.min(Math.abs(k), x!.shape[axis]!), (row) => positionsOfTop(row, k).map((i) => row[i]!));
};

export const argtopk: Reference = (step, [x, beside]) => {
  const { axis, k, offset = 0 } = paramsOf(step, "argtopk");
  return mapRows(x!, axis, "float64", Math.min(Math.abs(k), x!.shape[axis]!), (row, index) =>
    positionsOfTop(row, k).map((i) => (beside === undefined ? i + offset : at(beside, index.with(axis, i)))),
  );
};

function positionsOfTop(row: readonly Value[], k: number): number[] {
  const sign = k < 0 ? 1 : -1;
  const order = row.map((_, i) => i).sort((i, j) => sign * compare(row[i]!, row[j]!));
  return order.slice(0, Math.abs(k));
}
