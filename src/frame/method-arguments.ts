import { place, type Takes, takes } from "../ops/define/takes.ts";
import { isPlainRecord } from "../util/plain.ts";
import { aggregationNames } from "./column-aggregations.ts";
import { hasColumn } from "./operand.ts";
import { checkRules } from "./option-rules.ts";

// Names in angle brackets cannot be given by name: where records of columns stand, a key is a column.

type Arguments = { readonly [method: string]: Takes };

const aggregationsTake: Arguments = {
  ...Object.fromEntries(aggregationNames.map((name) => [name, takes("")])),
  quantile: takes("q", "interpolation"),
  std: takes("", "ddof"),
  toList: takes(""),
  var: takes("", "ddof"),
  sem: takes("", "ddof"),
};

const inOrderTake: Arguments = {
  cumsum: takes(""),
  cumprod: takes(""),
  cummax: takes(""),
  cummin: takes(""),
  diff: takes("periods"),
  shift: takes("periods", "fillValue"),
  pctChange: takes("periods"),
  ffill: takes("", "limit"),
  bfill: takes("", "limit"),
  rank: takes("", "method ascending naOption pct"),
};

const windowsTake: Arguments = {
  rolling: takes("window minPeriods center", "on closed"),
  expanding: takes("minPeriods"),
};

/** What methods of columns take, in callbacks and on their own. */
export const columnArguments: Arguments = {
  ...aggregationsTake,
  corr: takes("other", "method minPeriods"),
  cov: takes("other", "minPeriods ddof"),
  ...inOrderTake,
  ...windowsTake,
  round: takes("decimals"),
  replace: takes("<from>{} <to>"),
  clip: takes("lower upper"),
  between: takes("left right inclusive"),
  fillna: takes("value"),
  isin: takes("values"),
  astype: takes("dtype", "errors"),
};

export const seriesArguments: Arguments = {
  ...columnArguments,
  head: takes("n"),
  tail: takes("n"),
  sample: takes("n frac", "seed randomState"),
  nlargest: takes("n"),
  nsmallest: takes("n"),
  unique: takes(""),
  explode: takes(""),
  dropna: takes(""),
  sortValues: takes("", "ascending naPosition"),
  valueCounts: takes("", "normalize sort ascending dropna"),
  describe: takes("", "percentiles"),
  rename: takes("name"),
  toFrame: takes("name"),
};

export const groupArguments: Arguments = {
  ...aggregationsTake,
  ...inOrderTake,
  ...windowsTake,
  nlargest: takes("n columns"),
  nsmallest: takes("n columns"),
  cumcount: takes("", "ascending"),
  head: takes("n"),
  tail: takes("n"),
  nth: takes("n"),
  getGroup: takes("name"),
  describe: takes("", "percentiles"),
  valueCounts: takes("", "normalize sort ascending dropna"),
  size: takes(""),
  filter: takes("<condition>"),
  having: takes("<condition>"),
};

export const frameArguments: Arguments = {
  ...aggregationsTake,
  ...inOrderTake,
  ...windowsTake,
  rename: takes("<names>{}"),
  assign: takes("<columns>{}"),
  filter: takes("<condition>"),
  isna: takes(""),
  notna: takes(""),
  drop: takes("columns ...", "axis"),
  fillna: takes("<value>{}"),
  astype: takes("<dtype>{}"),
  dropna: takes("", "subset how thresh"),
  head: takes("n"),
  tail: takes("n"),
  sample: takes("n frac", "seed randomState"),
  groupby: takes("by", "dropna sort splitOut"),
  resample: takes("rule", "on closed label origin offset splitOut"),
  sortValues: takes("by", "ascending naPosition"),
  nlargest: takes("n columns"),
  nsmallest: takes("n columns"),
  dropDuplicates: takes("subset", "keep"),
  merge: takes("right how on leftOn rightOn", "suffixes indicator validate nullsEqual maintainOrder broadcast"),
  shuffle: takes("on", "npartitions"),
  setIndex: takes("other", "drop sorted npartitions divisions"),
  getPartition: takes("n"),
  repartition: takes("npartitions", "divisions force"),
  round: takes("<decimals>{}"),
  replace: takes("<from>{} <to>"),
  isin: takes("<values>{}"),
  describe: takes("", "percentiles include exclude"),
  corr: takes("", "method minPeriods"),
  cov: takes("", "minPeriods ddof"),
  explode: takes("columns ..."),
  melt: takes("idVars valueVars varName valueName"),
  clip: takes("lower upper"),
};

/** Arguments in their places, where a method says what it takes. */
export function placed(name: string, known: Arguments, args: readonly unknown[]): unknown[] {
  if (!Object.hasOwn(known, name)) return [...args];
  const { options } = known[name]!;
  const all = place(name, known[name]!, args, hasColumn);
  const last = all[all.length - 1];
  if (options.length > 0 && isPlainRecord(last)) checkRules(name, last, options);
  return all;
}
