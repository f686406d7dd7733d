import type { Column } from "../../../chunk/column.ts";
import { columnTypeOf } from "../../../chunk/column-type.ts";
import { accumulate, bitmapWhere, columnOfNumbers, countRows, onlyColumn, places, stateOf, totals } from "./accumulate.ts";
import type { AggregateParams, GradualAggregator, MergeCall, PartialCall } from "./aggregator.ts";

// State: counts, means, and the sums of the second (third and fourth) powers of the deviations from them.

/** The result from the state of one group; `undefined` where there are too few rows. */
type Statistic = (n: number, powers: readonly number[], params: AggregateParams) => number | undefined;

const variance: Statistic = (n, [m2], { ddof = 1 }) => (n - ddof > 0 ? m2! / (n - ddof) : undefined);
const rootOf = (x: number | undefined) => (x === undefined ? undefined : Math.sqrt(x));

export { variance as varianceOf };
export const var_ = moments(2, variance);
export const std = moments(2, (n, powers, params) => rootOf(variance(n, powers, params)));
/** The standard error of the mean. */
export const sem = moments(2, (n, powers, params) => {
  const deviation = rootOf(variance(n, powers, params));
  return deviation === undefined ? undefined : deviation / Math.sqrt(n);
});
/** The adjusted Fisher-Pearson coefficient, as in pandas: 0 where all values are the same. */
export const skew = moments(4, (n, [m2, m3]) => {
  if (n < 3) return undefined;
  return m2 === 0 ? 0 : ((n * Math.sqrt(n - 1)) / (n - 2)) * (m3! / m2! ** 1.5);
});
/** Excess kurtosis without bias, as in pandas. */
export const kurt = moments(4, (n, [m2, , m4]) => {
  if (n < 4) return undefined;
  if (m2 === 0) return 0;
  const adjustment = (3 * (n - 1) ** 2) / ((n - 2) * (n - 3));
  return (n * (n + 1) * (n - 1) * m4!) / ((n - 2) * (n - 3) * m2! ** 2) - adjustment;
});

function moments(order: 2 | 4, statistic: Statistic): GradualAggregator {
  return {
    whole: false,
    states: () => order + 1,
    columns: 1,
    partial: (call) => deviations(call, onlyColumn(call), order),
    merge: (call) => joined(call, order),
    finish({ states, count, params, type }) {
      const [counts, , ...powers] = states.map(({ values }) => values);
      const results = Array.from({ length: count }, (_, group) =>
        statistic(
          Number(counts![group]),
          powers.map((sums) => sums[group] as number),
          params,
        ),
      );
      const numbers = Float64Array.from(results, (result) => result ?? 0);
      return columnOfNumbers(
        type,
        numbers,
        bitmapWhere(count, (group) => results[group] !== undefined),
      );
    },
  };
}

/** Means first, then the deviations from them; how far those means are off is taken out of the sums. */
function deviations(call: PartialCall, column: Column, order: 2 | 4): Column[] {
  const [sums, rests] = totals(call, column);
  const counts = countRows(call, column.valid);
  const means = sums.map((sum, group) => (counts[group] === 0n ? 0 : (sum + rests[group]!) / Number(counts[group])));
  const powers = Array.from({ length: order }, () => places(call, "float64"));
  const { storage } = columnTypeOf(column.type);
  accumulate(call, "deviationGroups", { dtype: storage, values: [column.values], valid: column.valid, after: [means], outputs: powers, params: [order] });
  for (let group = 0; group < call.count; group++) {
    const n = Number(counts[group]);
    if (n === 0) continue;
    const off = powers[0]![group]! / n;
    means[group]! += off;
    const [s2, s3, s4] = powers.slice(1).map((sums) => sums[group]!) as [number, number, number];
    powers[1]![group]! -= n * off * off;
    if (order === 2) continue;
    powers[2]![group] = s3 - 3 * off * s2 + 2 * n * off ** 3;
    powers[3]![group] = s4 - 4 * off * s3 + 6 * off ** 2 * s2 - 3 * n * off ** 4;
  }
  return [stateOf("int64", counts), ...[means, ...powers.slice(1)].map((array) => stateOf("float64", array))];
}

/** Joins the states of parts of groups (T. Chan; P. Pébay for the higher powers). */
function joined(call: MergeCall, order: 2 | 4): Column[] {
  const { codes, rows } = call;
  const counts = places(call, "int64");
  const [means, m2, m3, m4] = Array.from({ length: order }, () => places(call, "float64")) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [otherCounts, otherMeans, b2, b3, b4] = call.states.map(({ values }) => values) as [BigInt64Array, ...Float64Array[]];
  for (let row = 0; row < rows; row++) {
    const group = codes === undefined ? 0 : codes[row]!;
    const nb = Number(otherCounts[row]);
    if (group < 0 || nb === 0) continue;
    const na = Number(counts[group]);
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
    counts[group] = BigInt(n);
  }
  return [stateOf("int64", counts), ...[means, m2, m3, m4].slice(0, order).map((array) => stateOf("float64", array))];
}
