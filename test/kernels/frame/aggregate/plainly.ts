import type { Column } from "../../../../src/chunk/column.ts";
import { columnTypeOf } from "../../../../src/chunk/column-type.ts";
import { dtypes } from "../../../../src/chunk/dtype.ts";
import type { AggregateParams } from "../../../../src/kernels/frame/aggregate/aggregator.ts";
import type { AggregatorName } from "../../../../src/kernels/frame/aggregate/aggregators.ts";
import { keyOf, type Value, valuesOf } from "../frames.ts";

/** A row of a group: its values and its number. */
interface Row {
  readonly value: Value;
  readonly other: Value;
  readonly row: number;
}

/** What an aggregation means, from all rows of each group. */
export function plainly(
  name: AggregatorName,
  { columns, codes, count, rows }: { columns: readonly Column[]; codes: Int32Array | undefined; count: number; rows: number },
  params: AggregateParams,
): Value[] {
  const groups: Row[][] = Array.from({ length: count }, () => []);
  const [values, others] = columns.map(valuesOf);
  for (let row = 0; row < rows; row++) groups[codes === undefined ? 0 : codes[row]!]?.push({ value: values![row]!, other: others?.[row] ?? null, row });
  const wordsUnsigned = dtypes[columnTypeOf(columns[0]!.type).storage].kind === "uint";
  return groups.map((group) => one(name, group, params, columns[0]!, wordsUnsigned));
}

function one(name: AggregatorName, all: readonly Row[], { ddof = 1, q = 0.5 }: AggregateParams, column: Column, isUnsigned: boolean): Value {
  const group = all.filter(({ value }) => value !== null);
  const { storage, kind } = columnTypeOf(column.type);
  const isFloat = dtypes[storage].kind === "float";
  const numbers = group.map(({ value }) => Number(value));
  const wrapped = (total: bigint) => (isUnsigned ? BigInt.asUintN(64, total) : BigInt.asIntN(64, total));
  const n = group.length;
  switch (name) {
    case "size":
      return BigInt(all.length);
    case "count":
      return BigInt(n);
    case "sum":
      return isFloat ? exactSum(numbers) : wrapped(group.reduce((sum, { value }) => sum + BigInt(value!), 0n));
    case "prod":
      return isFloat ? numbers.reduce((product, x) => product * x, 1) : wrapped(group.reduce((product, { value }) => wrapped(product * BigInt(value!)), 1n));
    case "any":
      return Number(numbers.some((x) => x !== 0));
    case "all":
      return Number(numbers.every((x) => x !== 0));
    case "nunique":
      return BigInt(new Set(group.map(({ value }) => keyOf(value))).size);
    case "corr":
    case "cov":
      return together(name, all, ddof);
    case "spearman":
    case "kendall":
      return ofRanks(name, all);
    case "mode": {
      const counts = new Map<string, Row[]>();
      for (const row of group) counts.set(keyOf(row.value), [...(counts.get(keyOf(row.value)) ?? []), row]);
      const most = Math.max(0, ...[...counts.values()].map((rows) => rows.length));
      const often = [...counts.values()].filter((rows) => rows.length === most).map((rows) => rows[0]!);
      // As in sorts, NaN is behind all numbers.
      const numbers = often.filter(({ value }) => !Number.isNaN(value));
      return best(numbers.length > 0 ? numbers : often, -1)?.value ?? null;
    }
  }
  if (n === 0) return null;
  switch (name) {
    case "first":
      return group[0]!.value;
    case "last":
      return group.at(-1)!.value;
    case "min":
      return best(group, -1)!.value;
    case "max":
      return best(group, 1)!.value;
    case "idxmin":
      return BigInt(best(group, -1)!.row);
    case "idxmax":
      return BigInt(best(group, 1)!.row);
    case "mean":
      return kind === "timestamp" || kind === "duration" ? meanTicks(group.map(({ value }) => BigInt(value!))) : exactSum(numbers) / n;
    case "median":
    case "quantile":
      return quantile(
        group.map(({ value }) => value!),
        name === "median" ? 0.5 : q,
        kind === "timestamp" || kind === "duration",
      );
    default:
      return moment(name, numbers, ddof);
  }
}

/** To the nearest tick, halfway up. */
function meanTicks(ticks: readonly bigint[]): bigint {
  const [doubled, rows] = [2n * ticks.reduce((sum, tick) => sum + tick, 0n), BigInt(ticks.length)];
  const rest = (((doubled + rows) % (2n * rows)) + 2n * rows) % (2n * rows);
  return (doubled + rows - rest) / (2n * rows);
}

function exactSum(numbers: readonly number[]): number {
  const total = numbers.reduce((sum, x) => sum + x, 0);
  if (!Number.isFinite(total)) return total;
  // Multiples of 2^-2 or integers: a bigint holds them.
  return Number(numbers.reduce((sum, x) => sum + BigInt(x * 4), 0n)) / 4;
}

function best(group: readonly Row[], sign: 1 | -1): Row | undefined {
  return group.reduce<Row | undefined>((found, row) => {
    if (found === undefined) return row;
    if (Number.isNaN(found.value)) return found;
    if (Number.isNaN(row.value)) return row;
    return sign * compare(row.value!, found.value!) > 0 ? row : found;
  }, undefined);
}

function compare(a: string | number | bigint, b: string | number | bigint): number {
  if (typeof a === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  const than = b as number | bigint;
  return a < than ? -1 : a > than ? 1 : 0;
}

function quantile(values: readonly (string | number | bigint)[], q: number, isTime: boolean): Value {
  if (values.some(Number.isNaN)) return NaN;
  const sorted = [...values].sort(compare);
  const place = q * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  const weight = place - Math.floor(place);
  if (isTime) return (low as bigint) + BigInt(Math.round(Number((high as bigint) - (low as bigint)) * weight));
  return low === high ? Number(low) : Number(low) + (Number(high) - Number(low)) * weight;
}

function moment(name: AggregatorName, numbers: readonly number[], ddof: number): Value {
  const n = numbers.length;
  const mean = exactSum(numbers) / n;
  const power = (exponent: number) => numbers.reduce((sum, x) => sum + (x - mean) ** exponent, 0);
  const m2 = power(2);
  if (name === "skew") return n < 3 ? null : m2 === 0 ? 0 : ((n * Math.sqrt(n - 1)) / (n - 2)) * (power(3) / m2 ** 1.5);
  if (name === "kurt") {
    if (n < 4) return null;
    if (m2 === 0) return 0;
    return (n * (n + 1) * (n - 1) * power(4)) / ((n - 2) * (n - 3) * m2 ** 2) - (3 * (n - 1) ** 2) / ((n - 2) * (n - 3));
  }
  if (n - ddof <= 0) return null;
  const variance = m2 / (n - ddof);
  return name === "var" ? variance : name === "std" ? Math.sqrt(variance) : Math.sqrt(variance) / Math.sqrt(n);
}

function together(name: "corr" | "cov", all: readonly Row[], ddof: number): Value {
  const rows = all.filter(({ value, other }) => value !== null && other !== null);
  const [x, y] = [rows.map(({ value }) => Number(value)), rows.map(({ other }) => Number(other))];
  const n = rows.length;
  if (name === "corr" ? n < 2 : n - ddof <= 0) return null;
  const means = [exactSum(x) / n, exactSum(y) / n] as const;
  const sum = (a: readonly number[], ma: number, b: readonly number[], mb: number) => a.reduce((total, value, i) => total + (value - ma) * (b[i]! - mb), 0);
  const xy = sum(x, means[0], y, means[1]);
  if (name === "cov") return xy / (n - ddof);
  return Math.max(-1, Math.min(1, xy / (Math.sqrt(sum(x, means[0], x, means[0])) * Math.sqrt(sum(y, means[1], y, means[1])))));
}

function ofRanks(name: "spearman" | "kendall", all: readonly Row[]): Value {
  const rows = all.filter(({ value, other }) => value !== null && other !== null);
  if (rows.length < 2) return null;
  const [x, y] = [rows.map(({ value }) => Number(value)), rows.map(({ other }) => Number(other))];
  if ([...x, ...y].some(Number.isNaN)) return NaN;
  const signs = (values: readonly number[]) => values.flatMap((a, i) => values.slice(0, i).map((b) => (a > b ? 1 : a < b ? -1 : 0)));
  const rank = (values: readonly number[]) => values.map((a) => values.reduce((sum, b) => sum + (b < a ? 1 : b === a ? 0.5 : 0), 0.5));
  const [a, b] = name === "kendall" ? [signs(x), signs(y)] : [rank(x), rank(y)];
  const mean = name === "kendall" ? 0 : (rows.length + 1) / 2;
  const product = (p: readonly number[], q: readonly number[]) => p.reduce((sum, value, i) => sum + (value - mean) * (q[i]! - mean), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}
