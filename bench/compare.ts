import type { Bench, Clock, Peer } from "./benches.ts";
import type { Lap } from "./process.ts";

/** One peer of a bench and how it compares. Ratios say how many times faster we are. */
export interface Comparison {
  readonly peer: string;
  readonly skipped?: string;
  readonly seconds?: number;
  readonly ratio?: number;
  readonly medianRatio?: number;
  readonly cpuRatio?: number;
  readonly floor?: number;
  readonly holds?: boolean;
  /** The contestants do not agree on what they computed. */
  readonly disagrees?: string;
}

export interface Outcome {
  readonly name: string;
  readonly seconds: number;
  readonly medianSeconds: number;
  readonly cpuSeconds: number;
  readonly perUnit: string;
  readonly peakBytes?: number;
  readonly peakLimit?: number;
  readonly isa?: unknown;
  /** How many turns the times are the least of. */
  readonly turns: number;
  readonly comparisons: readonly Comparison[];
}

const label = (peer: Peer) => peer.label ?? peer.who ?? "chunkwise";

export const skip = (peer: Peer, how: string): Comparison => ({ peer: label(peer), skipped: `not installed: ${how}` });

export function compare(peer: Peer, bench: Bench, ours: readonly Lap[], theirs: readonly Lap[], isa: string): Comparison {
  const clock = bench.clock ?? "wall";
  const [mine, other] = [times(ours, clock), times(theirs, clock)];
  const medianRatio = peer.neighbors ? median(neighbors(mine, other)) : median(other) / median(mine);
  const ratio = peer.neighbors ? medianRatio : least(other) / least(mine);
  const floor = bench.queries === undefined ? floorOf(peer, isa) : undefined;
  const [check, against] = [ours[0]!.check, theirs[0]!.check];
  const agree = check === undefined || against === undefined || Math.abs(check - against) <= 1e-6 * Math.abs(against);
  return {
    peer: label(peer),
    seconds: least(other),
    ratio,
    medianRatio,
    cpuRatio: least(times(theirs, "cpu")) / least(times(ours, "cpu")),
    ...(floor !== undefined && { floor, holds: ratio >= floor }),
    ...(!agree && { disagrees: `${check} and ${against}` }),
  };
}

function floorOf({ floor }: Peer, isa: string): number | undefined {
  if (typeof floor !== "object") return floor;
  return isa.includes("v4") || isa.includes("avx512") ? floor.avx512 : floor.avx2;
}

export function summarize(bench: Bench, quick: boolean, laps: readonly Lap[], comparisons: readonly Comparison[], isa: unknown, query?: string): Outcome {
  const clock = bench.clock ?? "wall";
  const seconds = least(times(laps, clock));
  const units = bench.units({ ...bench.params, ...(quick ? bench.quick : {}) });
  const peaks = laps.flatMap((lap) => lap.peakBytes ?? []);
  return {
    name: query === undefined ? bench.name : `${bench.name} ${query}`,
    seconds,
    medianSeconds: median(times(laps, clock)),
    cpuSeconds: least(laps.map((lap) => lap.cpuSeconds)),
    perUnit: rate(seconds, units),
    ...(peaks.length > 0 && { peakBytes: Math.max(...peaks) }),
    ...(bench.peakBytes !== undefined && { peakLimit: bench.peakBytes }),
    isa,
    turns: laps.length,
    comparisons,
  };
}

/** What several queries come to: geometric means of their times and ratios, which floors are about. */
export function together(bench: Bench, outcomes: readonly Outcome[], isa: unknown): Outcome {
  const mean = (of: (outcome: Outcome) => number) => Math.exp(outcomes.reduce((sum, outcome) => sum + Math.log(of(outcome)), 0) / outcomes.length);
  const comparisons = bench.peers.map((peer, i): Comparison => {
    const each = (of: (comparison: Comparison) => number | undefined) => mean((outcome) => of(outcome.comparisons[i]!)!);
    const [{ skipped }] = outcomes.map((outcome) => outcome.comparisons[i]!) as [Comparison];
    if (skipped !== undefined) return { peer: label(peer), skipped };
    const ratio = each((comparison) => comparison.ratio);
    const floor = floorOf(peer, String(isa));
    return {
      peer: label(peer),
      seconds: each((comparison) => comparison.seconds),
      ratio,
      medianRatio: each((comparison) => comparison.medianRatio),
      cpuRatio: each((comparison) => comparison.cpuRatio),
      ...(floor !== undefined && { floor, holds: ratio >= floor }),
    };
  });
  const peaks = outcomes.flatMap(({ peakBytes }) => peakBytes ?? []);
  return {
    name: `${bench.name}, geometric mean`,
    seconds: mean(({ seconds }) => seconds),
    medianSeconds: mean(({ medianSeconds }) => medianSeconds),
    cpuSeconds: mean(({ cpuSeconds }) => cpuSeconds),
    perUnit: "",
    ...(peaks.length > 0 && { peakBytes: Math.max(...peaks) }),
    isa,
    turns: Math.min(...outcomes.map(({ turns }) => turns)),
    comparisons,
  };
}

function rate(seconds: number, { count, unit }: ReturnType<Bench["units"]>): string {
  if (unit === "byte") return `${(count / seconds / 1e9).toFixed(1)} GB/s`;
  if (unit === "flop") return `${(count / seconds / 1e9).toFixed(1)} GFLOP/s`;
  return `${((seconds / count) * 1e9).toPrecision(3)} ns/${unit}`;
}

const times = (laps: readonly Lap[], clock: Clock) => laps.map((lap) => (clock === "cpu" ? lap.cpuSeconds : lap.seconds));
/** Of each turn of ours, the ratio to the one of theirs beside it. */
const neighbors = (mine: readonly number[], other: readonly number[]) => other.slice(0, mine.length).map((seconds, turn) => seconds / mine[turn]!);
const least = (values: readonly number[]) => Math.min(...values);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
