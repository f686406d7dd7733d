import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { accumulate, columnOf, columnOfResults, countRows, meansOf, onlyColumn, places, stateOf, totals } from "./accumulate.ts";
import type { GradualAggregator, MergeCall, PartialCall, RecordReader } from "./aggregator.ts";
import { haveExactProducts } from "./exact-products.ts";

// State, all float64: counts, means, and the sums of the second (third and fourth) powers of the deviations from them.

/** The result from the state of one group; `undefined` where there are too few rows. */
type Statistic = (n: number, ddof: number, m2: number, m3: number, m4: number) => number | undefined;

const variance = (n: number, ddof: number, m2: number) => (n - ddof > 0 ? m2 / (n - ddof) : undefined);

export const var_ = moments(2, variance);
export const std = moments(2, (n, ddof, m2) => (n - ddof > 0 ? Math.sqrt(m2 / (n - ddof)) : undefined));
/** The standard error of the mean. */
export const sem = moments(2, (n, ddof, m2) => (n - ddof > 0 ? Math.sqrt(m2 / (n - ddof)) / Math.sqrt(n) : undefined));
/** The adjusted Fisher-Pearson coefficient, as in pandas: 0 where all values are the same. */
export const skew = moments(4, (n, _ddof, m2, m3) => {
  if (n < 3) return undefined;
  return m2 === 0 ? 0 : ((n * Math.sqrt(n - 1)) / (n - 2)) * (m3 / m2 ** 1.5);
});
/** Excess kurtosis without bias, as in pandas. */
export const kurt = moments(4, (n, _ddof, m2, _m3, m4) => {
  if (n < 4) return undefined;
  if (m2 === 0) return 0;
  const adjustment = (3 * (n - 1) ** 2) / ((n - 2) * (n - 3));
  return (n * (n + 1) * (n - 1) * m4) / ((n - 2) * (n - 3) * m2 ** 2) - adjustment;
});

function moments(order: 2 | 4, statistic: Statistic): GradualAggregator {
  return {
    whole: false,
    states: () => order + 1,
    columns: 1,
    partial: (call) => deviations(call, onlyColumn(call), order),
    recorded(call) {
      if (order > 2 || !haveExactProducts(call)) return undefined;
      const states = ({ deviations }: RecordReader) => {
        const [counts, means, , squares] = deviations(0);
        return [counts, means, squares].map((array) => columnOf("float64", array!));
      };
      return { steps: [{ what: "products", args: [0, 0] }], states };
    },
    merge: (call) => joined(call, order),
    finish({ states, count, params: { ddof = 1 }, type }) {
      const [counts, , m2, m3 = m2, m4 = m2] = states.map(({ values }) => values as Float64Array);
      return columnOfResults(type, count, (group) => statistic(counts![group]!, ddof, m2![group]!, m3![group]!, m4![group]!));
    },
  };
}

/** Means first, then the deviations from them; how far those means are off is taken out of the sums. */
function deviations(call: PartialCall, column: Column, order: 2 | 4): Column[] {
  const [sums, rests] = totals(call, column);
  const counts = countRows(call, column.valid, "float64");
  const means = meansOf(sums, rests, counts);
  const powers = Array.from({ length: order }, () => places(call, "float64"));
  const { storage } = columnTypeOf(column.type);
  accumulate(call, "deviationGroups", { dtype: storage, values: [column.values], valid: column.valid, after: [means], outputs: powers, params: [order] });
  const [m1, m2, m3, m4] = powers as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let group = 0; group < call.count; group++) {
    const n = counts[group]!;
    if (n === 0) continue;
    const off = m1[group]! / n;
    const [s2, s3] = [m2[group]!, order === 4 ? m3[group]! : 0];
    means[group]! += off;
    m2[group] = s2 - n * off * off;
    if (order === 2) continue;
    m3[group] = s3 - 3 * off * s2 + 2 * n * off ** 3;
    m4[group]! += -4 * off * s3 + 6 * off ** 2 * s2 - 3 * n * off ** 4;
  }
  return [counts, means, ...powers.slice(1)].map((array) => stateOf("float64", array));
}

/** Joins the states of parts of groups (T. Chan; P. Pébay for the higher powers). */
function joined(call: MergeCall, order: 2 | 4): Column[] {
  const { codes, rows } = call;
  const fields = Array.from({ length: order + 1 }, () => places(call, "float64"));
  const [counts, means, m2, m3, m4] = fields as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  const [otherCounts, otherMeans, b2, b3, b4] = call.states.map(({ values }) => values) as Float64Array[];
  for (let row = 0; row < rows; row++) {
    const group = codes === undefined ? 0 : codes[row]!;
    const nb = otherCounts![row]!;
    if (group < 0 || nb === 0) continue;
    const na = counts[group]!;
    const n = na + nb;
    const delta = na === 0 ? 0 : otherMeans![row]! - means[group]!;
    if (order === 4) {
      m4[group]! +=
        b4![row]! +
        (delta ** 4 * na * nb * (na * na - na * nb + nb * nb)) / n ** 3 +
        (6 * delta ** 2 * (na * na * b2![row]! + nb * nb * m2[group]!)) / n ** 2 +
        (4 * delta * (na * b3![row]! - nb * m3[group]!)) / n;
      m3[group]! += b3![row]! + (delta ** 3 * na * nb * (na - nb)) / n ** 2 + (3 * delta * (na * b2![row]! - nb * m2[group]!)) / n;
    }
    m2[group]! += b2![row]! + (delta * delta * na * nb) / n;
    means[group] = na === 0 ? otherMeans![row]! : means[group]! + (delta * nb) / n;
    counts[group] = n;
  }
  return fields.map((array) => stateOf("float64", array));
}
