import { paramsOf } from "../params.ts";
import { argsorted } from "./order.ts";
import { mapRows, type Reference, type Value } from "./reference.ts";

export const select: Reference = (step, [x]) => {
  const { axis, ranks } = paramsOf(step, "select");
  return mapRows(x!, axis, step.dtype, ranks.length, (row) => {
    const order = argsorted(row);
    return ranks.map((rank) => positive(row[order[rank]!]!));
  });
};

export const quantile: Reference = (step, [x]) => {
  const { axis, q, method, omitNaN = false } = paramsOf(step, "quantile");
  const round = step.dtype === "float32" ? Math.fround : (value: number) => value;
  return mapRows(x!, axis, step.dtype, q.length, (row) => {
    const order = argsorted(row).map((i) => positive(row[i]!) as number);
    const there = order.filter((value) => !Number.isNaN(value));
    if (there.length === 0 || (there.length < order.length && !omitNaN)) return q.map(() => Number.NaN);
    return q.map((one) => {
      const last = there.length - 1;
      const at = one * last;
      const [low, high] = [there[Math.floor(at)]!, there[Math.ceil(at)]!];
      switch (method) {
        case "lower":
          return low;
        case "higher":
          return high;
        case "nearest":
          return there[halfToEven(at)]!;
        case "midpoint":
          return Number.isInteger(at) ? low : lerp(low, high, 0.5);
        case "median":
          return last % 2 === 0 ? there[last / 2]! : round(there[(last - 1) / 2]! + there[(last + 1) / 2]!) / 2;
        case "linear":
          return Number.isInteger(at) ? low : lerp(low, high, at - Math.floor(at));
      }
    });
  });
};

/** NumPy's: from the nearer end, so that neither end is missed. */
function lerp(a: number, b: number, weight: number): number {
  return weight >= 0.5 ? b - (b - a) * (1 - weight) : a + (b - a) * weight;
}

function halfToEven(x: number): number {
  const low = Math.floor(x);
  return x - low === 0.5 ? low + (low % 2) : Math.round(x);
}

/** -0 comes out as 0. */
function positive(value: Value): Value {
  return value === 0 ? 0 : value;
}
