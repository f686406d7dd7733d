import { paramsOf } from "../params.ts";
import { argsorted } from "./order.ts";
import { mapRows, type Reference } from "./reference.ts";

export const sort: Reference = (step, [x]) => {
  const { axis } = paramsOf(step, "sort");
  return mapRows(x!, axis, step.dtype, x!.shape[axis]!, (row) => argsorted(row).map((i) => row[i]!));
};

export const argsort: Reference = (step, [x]) => {
  const { axis, offset = 0 } = paramsOf(step, "argsort");
  return mapRows(x!, axis, "float64", x!.shape[axis]!, (row) => argsorted(row).map((i) => i + offset));
};
