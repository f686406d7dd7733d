import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { room } from "../../batch-memory.ts";
import { andBitmaps } from "../rows/bitmap.ts";
import { callKernel } from "../rows/kernel-call.ts";
import { accumulate, columnOf, columnOfResults, countRows, meansOf, places, stateOf, totals } from "./accumulate.ts";
import type { AggregateParams, GradualAggregator, MergeCall, PartialCall } from "./aggregator.ts";
import { haveExactProducts } from "./exact-products.ts";

// State, all float64: counts of rows where both columns have values, the two means, sums of dx², dy² and dx · dy.

type Statistic = (n: number, dx2: number, dy2: number, dxdy: number, params: AggregateParams) => number | undefined;

/** Pearson's coefficient; NaN where one of the columns does not vary. */
export const corr = pairs((n, dx2, dy2, dxdy) => {
  // A column beside itself is exactly 1.
  const scale = dx2 === dy2 ? dx2 : Math.sqrt(dx2) * Math.sqrt(dy2);
  return n < 2 ? undefined : Math.max(-1, Math.min(1, dxdy / scale));
});
export const cov = pairs((n, _dx2, _dy2, dxdy, { ddof = 1 }) => (n - ddof > 0 ? dxdy / (n - ddof) : undefined));

function pairs(statistic: Statistic): GradualAggregator {
  return {
    whole: false,
    states: () => 6,
    columns: 2,
    partial,
    recorded(call) {
      if (!haveExactProducts(call)) return undefined;
      return { steps: [{ what: "products", args: [0, 1] }], states: ({ deviations }) => deviations(0).map((array) => columnOf("float64", array)) };
    },
    merge,
    finish({ states, count, params, type }) {
      const [counts, , , dx2, dy2, dxdy] = states.map(({ values }) => values as Float64Array);
      return columnOfResults(type, count, (group) =>
        counts![group]! < (params.minPeriods ?? 0) ? undefined : statistic(counts![group]!, dx2![group]!, dy2![group]!, dxdy![group]!, params),
      );
    },
  };
}

function partial(call: PartialCall): Column[] {
  const [a, b] = call.columns as readonly [Column, Column];
  const valid = andBitmaps(call.backend, a.valid, b.valid, call.rows);
  const [x, y] = [a, b].map((column) => doubles(call, { ...column, valid })) as [Column, Column];
  const counts = countRows(call, valid, "float64");
  const means = [x, y].map((column) => meansOf(...totals(call, column), counts)) as [Float64Array, Float64Array];
  const sums = Array.from({ length: 5 }, () => places(call, "float64")) as [Float64Array, Float64Array, ...Float64Array[]];
  accumulate(call, "crossGroups", { values: [x.values], valid, after: [y.values, ...means], outputs: sums });
  const [dx, dy, dx2, dy2, dxdy] = sums;
  for (let group = 0; group < call.count; group++) {
    const n = counts[group]!;
    if (n === 0) continue;
    const [offX, offY] = [dx[group]! / n, dy[group]! / n];
    means[0][group]! += offX;
    means[1][group]! += offY;
    dx2![group]! -= n * offX * offX;
    dy2![group]! -= n * offY * offY;
    dxdy![group]! -= n * offX * offY;
  }
  return [counts, ...means, dx2!, dy2!, dxdy!].map((array) => stateOf("float64", array));
}

function merge(call: MergeCall): Column[] {
  const { codes, rows } = call;
  const fields = Array.from({ length: 6 }, () => places(call, "float64"));
  const [counts, mx, my, dx2, dy2, dxdy] = fields as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const [otherCounts, ...others] = call.states.map(({ values }) => values as Float64Array);
  for (let row = 0; row < rows; row++) {
    const group = codes === undefined ? 0 : codes[row]!;
    const nb = otherCounts![row]!;
    if (group < 0 || nb === 0) continue;
    const na = counts[group]!;
    const n = na + nb;
    const [x, y, x2, y2, xy] = others.map((values) => values[row]!) as [number, number, number, number, number];
    const [offX, offY] = na === 0 ? [0, 0] : [x - mx[group]!, y - my[group]!];
    const weight = (na * nb) / n;
    dx2[group]! += x2 + offX * offX * weight;
    dy2[group]! += y2 + offY * offY * weight;
    dxdy[group]! += xy + offX * offY * weight;
    mx[group] = na === 0 ? x : mx[group]! + (offX * nb) / n;
    my[group] = na === 0 ? y : my[group]! + (offY * nb) / n;
    counts[group] = n;
  }
  return fields.map((array) => stateOf("float64", array));
}

function doubles({ backend }: PartialCall, { type, length, values, valid }: Column): Column {
  const { storage } = columnTypeOf(type);
  if (storage === "float64") return { type: "float64", length, values, valid };
  const out = room("float64", length);
  callKernel(backend, "asDoubles", storage, { n: length, inputs: [values], outputs: [out] });
  return { type: "float64", length, values: out, valid };
}
